"""The columns of an export: what each holds, how it is read back, and what is wrong with a value that is none."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quizapp.play.certainty import Certainty
from quizapp.record.place import checked_profile
from quizapp.record.recorded import RecordedAttempt, as_json, as_text
from quizapp.record.rows import KINDS

LEVELS = tuple(level.name.lower() for level in Certainty)
#: The most characters of a name, and of anything else.
LONGEST, LONGEST_JSON = 1000, 100_000
_HIDDEN = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Kind:
    """What a column may hold, in words; `read` makes it of a value of JSON, or raises ValueError."""

    says: str
    read: Callable[[Any], Any]


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value or len(value) > LONGEST or _HIDDEN.search(value):
        raise ValueError
    value.encode()  # ValueError for half a character
    return value


def _whole(value: Any) -> int:
    number = int(value) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < 2**53:
        raise ValueError
    return number


def _number(most: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        number = float(value)
        if isinstance(value, bool) or not 0 <= number <= most or not math.isfinite(number):
            raise ValueError
        return number

    return read


def _flag(value: Any) -> int:
    if str(value) not in ("0", "1"):
        raise ValueError
    return int(value)


def _moment(value: Any) -> str:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError
    return as_text(moment)


def _one_of(words: tuple[str, ...]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in words:
            raise ValueError
        return str(value)

    return read


def _json_of(kind: type) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        found = json.loads(value) if isinstance(value, str) else value
        text = as_json(found)
        json.dumps(found, allow_nan=False)
        if not isinstance(found, kind) or len(text) > LONGEST_JSON:
            raise ValueError
        return text

    return read


def _profile(value: Any) -> str:
    return checked_profile(_text(value))


TEXT, WHOLE, FLAG = Kind("text", _text), Kind("a whole number", _whole), Kind("1 or 0", _flag)
PROFILE, MOMENT = (
    Kind("a profile's name", _profile),
    Kind("a time with its zone, as in 2026-01-31T09:30:00+00:00", _moment),
)
LIST, MAPPING = Kind("a JSON list", _json_of(list)), Kind("a JSON object", _json_of(dict))
SECONDS, SHARE = Kind("seconds", _number(1e9)), Kind("a number from 0 to 1", _number(1))


@dataclass(frozen=True)
class Column:
    """A column of an export: its name, what it may hold, whether it may be empty, and what it means."""

    name: str
    kind: Kind
    about: str
    empty: bool = False

    @property
    def is_json(self) -> bool:
        """Whether its values have parts."""
        return self.kind in (LIST, MAPPING)

    def read(self, value: Any) -> Any:
        """A value as the record keeps it; ValueError, with what is expected, if it is none."""
        if value is None or value == "":
            if self.empty:
                return None
            raise ValueError(f"must be {self.kind.says}, and is empty")
        try:
            return self.kind.read(value)
        except (ValueError, TypeError, OverflowError, RecursionError):
            raise ValueError(f"must be {self.kind.says}, not {_shown(value)}") from None


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return json.dumps(text if len(text) <= 40 else f"{text[:37]}...")


COLUMNS = (
    Column("attempt", TEXT, "Names the attempt; no two have the same name, so that merging never counts one twice."),
    Column("profile", PROFILE, "Whose answer it is."),
    Column("session", TEXT, "Names the way through the deck that it belongs to."),
    Column("kind", Kind(f"one of {', '.join(KINDS)}", _one_of(KINDS)), "What that way through was for."),
    Column("deck", TEXT, "The name of the deck's file without its ending."),
    Column("question", TEXT, "The id of the question."),
    Column("type", TEXT, "The question type, such as `single` or `numeric`."),
    Column("revision", WHOLE, "The `revision` of the question; another one starts its history anew."),
    Column("content", TEXT, "A digest of what the question asks; another one says that it was edited."),
    Column("variant", MAPPING, "The values that were put into a question that varies, by name."),
    Column("seed", WHOLE, "Decided the variant and the order of the options."),
    Column("options", LIST, "The options in the order in which they were shown, each as `[id, text]`."),
    Column("prediction", MAPPING, "What was predicted, in the form of `answer`; empty where nothing was.", empty=True),
    Column("answer", MAPPING, "The answer: `form` says how it was given, and the other key what it was."),
    Column(
        "certainty",
        Kind(f"one of {', '.join(LEVELS)}", _one_of(LEVELS)),
        "How certain the learner said to be: "
        "`low` is under 67%, `middle` 67 to 80%, `high` over 80%; empty where nobody was asked.",
        empty=True,
    ),
    Column("hints", WHOLE, "How many hints were shown before the answer."),
    Column("committed_at", MOMENT, "When the answer was committed, in UTC by the clock of the machine."),
    Column("seconds", SECONDS, "How long the question was looked at before that.", empty=True),
    Column(
        "right",
        FLAG,
        "Whether the answer was right in full; empty, like all that comes with a mark, if there is none.",
        empty=True,
    ),
    Column(
        "foreseen", FLAG, "Whether the prediction was right in full, which is what the certainty was about.", empty=True
    ),
    Column("credit", SHARE, "The share of the question that was answered right.", empty=True),
    Column("marks", MAPPING, "What became of each option, by its id: `right`, `wrong`, `you missed`, ...", empty=True),
    Column(
        "disputed",
        LIST,
        "The options of which the simulation does not say what the deck says; if there are any, nothing is scored.",
        empty=True,
    ),
    Column("judged", FLAG, "Whether the simulation was asked whether it bears the marks out.", empty=True),
    Column(
        "measured",
        LIST,
        "What the simulation measured: for each claim or quantity its `experiment`, its text, in how many of "
        "how many networks it `holds_in`, and the `medians` of what it compares.",
        empty=True,
    ),
    Column("marked_at", MOMENT, "When the answer was marked, in UTC.", empty=True),
    Column("tags", LIST, "The tags of the question."),
    Column("objectives", LIST, "The ids of the objectives of the question."),
    Column("version", TEXT, "The version of quizapp."),
    Column("source", TEXT, "Names the record in which the answer was first kept."),
    Column("number", WHOLE, "Which answer of that record it is; this and not the time says what came first."),
)
assert tuple(column.name for column in COLUMNS) == RecordedAttempt._fields

"""Types of the fields of a question: what they accept, and what they say when they do not accept it.

A question type gets located errors, did-you-mean and checked claims by annotating a field with one of these types.
Fields that say `experiment` and `control` come before `claim` in a model, because the claim is read against both.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationInfo

from quizapp.claims import ClaimError, parse_claim, parse_quantity
from quizapp.claims.arithmetic import value_of
from quizapp.claims.dependence import check_claim, check_control, check_measured, check_quantity
from quizapp.experiments import scalars
from quizapp.views import VIEWS
from sim.experiment import Experiment
from sim.registry import BadValue, Range, nearest

#: Stands in for an experiment that has mistakes of its own: every layer that a claim may name exists in it.
ANY_EXPERIMENT = Experiment(depth=200, width=1, samples=1, test_samples=1, seeds=1, steps=5000)

FROZEN = ConfigDict(frozen=True, extra="forbid")
SLUG = re.compile(r"[a-z0-9-]{1,64}")
URL = re.compile(r"https://[^ \t\n\r\f\v/\"'<>\\@]+(?:/[^ \t\n\r\f\v\"'<>\\]*)?")
#: An address with a user before its host, which reads like the host that it is not.
USER = re.compile(r"https?://[^/]*@([^/]*)")
LONGEST_URL = 2000


@dataclass(frozen=True)
class Surroundings:
    """What the fields of a deck or a question are checked against, and what is known of it beside its fields.

    `bases` are the experiments that others extend. Of a question that varies, `drawn` are the values put in, and
    `written` is the question before that; of a deck, `variants` are these questions by their ids, in all variants, and
    `included` are those taken from other decks, by their ids, as deck/id.
    """

    experiments: Mapping[str, Experiment]
    path: Path
    bases: frozenset[str] = frozenset()
    drawn: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, Any] | None = None
    variants: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    included: Mapping[str, str] = field(default_factory=dict)


class MisreadClaim(BadValue):
    """A claim or a quantity, written as `text`, that cannot be read from the character at `column` on."""

    def __init__(self, message: str, text: str, column: int, length: int, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(message, path)
        self.text = text
        self.column = column
        self.length = length


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown word, short whatever the number of known ones."""
    known = tuple(known)
    return _did_you_mean(word[:60], known) if len(known) <= 100 else ""


@functools.lru_cache(maxsize=256)
def _did_you_mean(word: str, known: tuple[str, ...]) -> str:
    ending = nearest(word, known)
    return ending if ending.startswith("; did") or len(known) <= 20 else f"; there are {len(known)} known ones"


def slug(text: str) -> str:
    """The text, if it can be an id, or BadValue."""
    if not SLUG.fullmatch(text):
        raise BadValue(f"an id has 1 to 64 of the characters a-z, 0-9 and -, not {scalars.shortened(text)}")
    return text


def _url(text: str) -> str:
    if user := USER.match(text):
        raise BadValue(
            f"a web address must have no user and no @ before its host, not {scalars.shortened(text)}, which leads "
            f"to {scalars.shortened(user[1])}"
        )
    if not URL.fullmatch(text) or len(text) > LONGEST_URL:
        raise BadValue(f"a web address must start with https:// and have no spaces, not {scalars.shortened(text)}")
    return text


def _experiment_of_the_deck(name: str, info: ValidationInfo) -> str:
    around: Surroundings | None = info.context
    if around is not None and name not in around.experiments:
        known = did_you_mean(name, around.experiments) if around.experiments else "; the deck has no experiments"
        raise BadValue(f"unknown experiment {scalars.shortened(name)}{known}")
    return name


def _readable_claim(text: str, info: ValidationInfo) -> str:
    if "experiment" in info.data and info.data["experiment"] is None:
        raise BadValue("a claim needs an experiment to be measured on; add `experiment: NAME`")
    around: Surroundings | None = info.context
    if around is not None:
        experiment, control = info.data.get("experiment"), info.data.get("control")
        _parse(text, around.experiments, experiment, parse_claim if info.field_name == "goal" else _claim)
        others = [(_on_control, control), *((_on_alternative, name) for name in info.data.get("also_on") or ())]
        for check, name in others if experiment is not None else ():
            if name is not None:
                _parse(text, around.experiments, experiment, functools.partial(check, other=name))
    return text.strip()


def _claim(text: str, experiments: Mapping[str, Experiment], experiment: str) -> None:
    claim = parse_claim(text, experiments, experiment)
    if _all_known(experiments):
        check_claim(claim, experiments, experiment)


def _on_control(text: str, experiments: Mapping[str, Experiment], experiment: str, other: str) -> None:
    """What is said of the experiment must be there to be said of the control, and must not be the same there."""
    _on_alternative(text, experiments, experiment, other=other)
    if _all_known(experiments):
        check_control(parse_claim(text, experiments, experiment), experiment, other)


def _on_alternative(text: str, experiments: Mapping[str, Experiment], experiment: str, other: str) -> None:
    """What is said of the experiment must be there to be said of an alternative."""
    claim = parse_claim(text, experiments, experiment)
    parse_claim(text, experiments, other)
    if _all_known(experiments):
        check_claim(claim, experiments, other, stands_in=True)


def _quantity(text: str, experiments: Mapping[str, Experiment], experiment: str) -> None:
    quantity = parse_quantity(text, experiments, experiment)
    if _all_known(experiments):
        check_quantity(quantity, experiments, experiment)


def _relative_quantity(text: str, experiments: Mapping[str, Experiment], experiment: str) -> None:
    quantity = parse_quantity(text, experiments, experiment)
    if _all_known(experiments):
        check_measured(quantity)


def _all_known(experiments: Mapping[str, Experiment]) -> bool:
    """Whether none stands in for one with mistakes, of which nothing can be said."""
    return not any(each is ANY_EXPERIMENT for each in experiments.values())


def readable_quantity(
    text: str,
    info: ValidationInfo,
    experiment: str | None,
    path: tuple[str | int, ...] = (),
    relative: bool = False,
) -> None:
    """Raise MisreadClaim unless a text, which stands at a path, can be measured on an experiment, or on any if None.

    Where it is `relative` to one of several experiments it may be the same as that one in one of them.
    """
    around: Surroundings | None = info.context
    if around is not None:
        _parse(text, around.experiments, experiment, _relative_quantity if relative else _quantity, path)


def _parse(
    text: str,
    experiments: Mapping[str, Experiment],
    name: str | None,
    parse: Callable[..., object],
    path: tuple[str | int, ...] = (),
) -> None:
    known = experiments if name else {**experiments, "any": ANY_EXPERIMENT}
    try:
        parse(text.strip(), known, name or "any")
    except ClaimError as error:
        indent = len(text) - len(text.lstrip())
        raise MisreadClaim(error.message, text, error.column + indent, error.length, path) from None


def _not_empty(text: str) -> str:
    if not text.strip():
        raise BadValue("must not be empty")
    return text.strip()


def _number_as_written(text: str) -> str:
    value_of(text)
    return text.strip()


def _view(name: str) -> str:
    if name not in VIEWS:
        raise BadValue(f"there is no view {name!r}{nearest(name, VIEWS)}; there are {', '.join(VIEWS)}")
    return name


_URL_SCHEMA: dict[str, Any] = {
    "type": "string",
    "pattern": f"^{URL.pattern}$",
    "maxLength": LONGEST_URL,
    "patternErrorMessage": "A web address starts with https:// and has no spaces, and no @ before its host ends.",
}

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Flag = Annotated[bool, BeforeValidator(scalars.flag)]
Number = Annotated[float, BeforeValidator(scalars.number)]
Slug = Annotated[str, AfterValidator(slug), Field(json_schema_extra={"pattern": f"^{SLUG.pattern}$"})]
Url = Annotated[str, AfterValidator(_url), Field(json_schema_extra=_URL_SCHEMA)]
ExperimentName = Annotated[str, AfterValidator(_experiment_of_the_deck)]
ViewName = Annotated[str, AfterValidator(_view), Field(json_schema_extra={"enum": list(VIEWS)})]
Claim = Annotated[str, AfterValidator(_readable_claim)]
#: What is measured or turned, which learners do not read.
Formula = Annotated[str, AfterValidator(_not_empty)]
#: A number that may be written as 1/16 or sqrt(2 / 512), kept as it is written.
Arithmetic = Annotated[str, AfterValidator(_number_as_written), Field(json_schema_extra={"type": ["string", "number"]})]


def at_most(most: int) -> Callable[[object], object]:
    """What refuses a list of more than `most` items, before any of them is looked at."""

    def check(value: object) -> object:
        if isinstance(value, list) and len(value) > most:
            raise BadValue(f"must have at most {most} items, not {len(value)}")
        return value

    return check


def whole_within(name: str, low: int, high: int) -> tuple[Any, ...]:
    """What makes an int field called `name` take only the whole numbers from `low` to `high`."""
    limits = Range(low, high)

    def check(value: int) -> int:
        limits.check(name, value)
        return value

    schema: dict[str, Any] = {"minimum": low, "maximum": high}
    return BeforeValidator(scalars.whole), AfterValidator(check), Field(json_schema_extra=schema)


def option(about: str, default: Any = None) -> Any:
    """A field that may be left out, with its one-sentence help."""
    return Field(default, description=about)


def required(about: str, **limits: Any) -> Any:
    """A field that must be given, with its one-sentence help."""
    return Field(description=about, **limits)

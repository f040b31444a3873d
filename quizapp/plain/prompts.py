"""What is typed where no answer of a form is asked for: a certainty, a commitment, a wish, or only enter."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from quizapp.plain.console import NotUnderstood
from quizapp.plain.inputs.adapters import LineAdapter
from quizapp.plain.inputs.choices import read_options
from quizapp.play.certainty import Certainty
from quizapp.questions.answer_forms import Answer, Option


class Request(Enum):
    """What else can be wished for while networks are watched, besides the runs of certain options."""

    GO_ON = "enter"
    ALL_VIEWS = "all views"
    THEORY = "theory"
    DRAWINGS = "drawings"
    STEPS = "steps"
    FORMULA = "formula"
    DONE = "done"


REQUESTS = {
    "": Request.GO_ON,
    "v": Request.ALL_VIEWS,
    "t": Request.THEORY,
    "f": Request.FORMULA,
    "d": Request.DRAWINGS,
    "s": Request.STEPS,
}


def read_certainty(line: str) -> Certainty:
    """The certainty that was typed, as 1 to 3 or as it is written."""
    levels = list(Certainty)
    for number, level in enumerate(levels, start=1):
        if line.replace(" ", "") in (str(number), level.value):
            return level
    raise NotUnderstood(f"Type 1 for {levels[0].value}, 2 for {levels[1].value} or 3 for {levels[2].value}.")


def read_commit(line: str) -> bool:
    """Whether to commit: enter does, c goes back."""
    if line.lower() in ("", "y", "yes", "commit"):
        return True
    if line.lower() in ("c", "n", "no", "change"):
        return False
    raise NotUnderstood("Press enter to commit, or type c to change your answer.")


def read_request(line: str, options: Sequence[Option], noun: str) -> Request | list[Option]:
    """What to look at next."""
    if line.lower() == "all":
        return list(options)
    if line.lower() in ("n", "next"):
        return Request.DONE
    return REQUESTS[line.lower()] if line.lower() in REQUESTS else read_options(line, options, noun)


def read_turn(line: str, adapter: LineAdapter, touched: bool) -> Request | Answer:
    """A setting, or what to do with the one that stands; enter goes on only with what was `touched` before."""
    if line.lower() in ("done", "n", "next"):
        return Request.DONE
    if not line and not touched:
        raise NotUnderstood("Nothing is turned yet. Type a setting, or done to hand this one in.")
    return REQUESTS[line.lower()] if line.lower() in REQUESTS else adapter.read(line)


def read_nothing(line: str) -> None:
    """Only enter is understood."""
    if line:
        raise NotUnderstood("Press enter to go on.")

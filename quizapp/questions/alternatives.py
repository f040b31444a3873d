"""Alternatives: other experiments, as at another learning rate, on which the same must come out as on a question's own.

What is put down to how a network starts should outlast a tenth of the rate, tenfold, or Adam; where it does not, the
question says so, and its author says why in `only_here`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo

from quizapp.evidence.probes import Probe
from quizapp.questions.fields import ANY_EXPERIMENT, ExperimentName, Surroundings, at_most, option
from sim.registry import BadValue
from sim.sameness import plainly

MOST = 6
AlsoOn = Annotated[
    tuple[ExperimentName, ...], BeforeValidator(at_most(MOST)), Field(json_schema_extra={"maxItems": MOST})
]
#: What a failing alternative means, whatever was claimed.
SAY_SO = (
    "the effect does not outlast this rate or optimizer: say so in the prompt, with the reason in `only_here`, "
    "or change it"
)


@dataclass(frozen=True)
class Alternative:
    """What is measured on other experiments, called `name`, to see whether the same comes out; `path` is its entry."""

    name: str
    path: tuple[str | int, ...]
    probes: tuple[Probe, ...]


@dataclass(frozen=True)
class Elsewhere:
    """How an alternative came out: in a few words, and what is wrong with it, if something is."""

    alternative: Alternative
    text: str
    problem: str | None = None


def also_on(what: str) -> Any:
    """The field of that name, with what must come out on the alternatives."""
    return option(f"Alternatives, as at a tenth of the learning rate or with Adam: experiments on which {what}.", ())


def only_here() -> Any:
    """The field of that name: the exception from `also_on`."""
    return option(
        "Why there are no alternatives, such as that the question is about this very learning rate and says so."
    )


def check_alternatives(
    names: Sequence[str],
    own: str | None,
    info: ValidationInfo,
    path: tuple[str | int, ...] = ("also_on",),
    only_here: str | None = None,
) -> None:
    """Raise BadValue for an alternative that is given twice, or is the experiment itself but for its seed."""
    if names and only_here:
        raise BadValue(
            "`only_here` says why there are no alternatives, and here are some; take one of the two out", path
        )
    around: Surroundings | None = info.context
    for index, name in enumerate(names):
        if name in names[:index]:
            raise BadValue(f"{name} is named twice", (*path, index))
        if around is not None and own is not None and are_alike(around.experiments[own], around.experiments[name]):
            raise BadValue(
                f"{name} is the experiment itself, where the same comes out anyway; name one with another learning "
                "rate or optimizer",
                (*path, index),
            )


def are_alike(own: Any, other: Any) -> bool:
    """Whether two experiments are of the same networks but for their seed, however they are written."""
    if own is ANY_EXPERIMENT or other is ANY_EXPERIMENT:
        return False
    return bool(plainly(own.replace(seed=0, seeds=1)) == plainly(other.replace(seed=0, seeds=1)))

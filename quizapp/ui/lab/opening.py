"""What the lab opens with: the networks that the screen in front shows, if it shows any, or those left in the lab.

A screen that shows networks says which by a method `experiments_shown`: a mapping of their names to experiments, the
one that is looked at first and then what it is compared with; empty where there is nothing to show, or nothing to
show yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, runtime_checkable

from quizapp.lab import comparison as comparisons
from quizapp.lab.code import read_code
from quizapp.lab.comparison import Comparison
from quizapp.ui.lab.trial import Trial
from sim.experiment import Experiment

SUITED = "the same with the weights that suit its activation"


@runtime_checkable
class ShowsExperiments(Protocol):
    """A screen whose experiments can be taken to the lab."""

    def experiments_shown(self) -> Mapping[str, Experiment]:
        """Their names and themselves, the one to turn first, its control second."""


@dataclass(frozen=True)
class Opening:
    """The comparison to open the lab with, what was brought to it, and a sentence on that, if it was just brought.

    It opens in a view, with what is tried of the challenges.
    """

    comparison: Comparison = field(default_factory=comparisons.start)
    brought: Mapping[str, Experiment] = field(default_factory=dict)
    about: str = ""
    view: str = "error"
    trial: Trial = field(default_factory=Trial)

    @property
    def touched(self) -> bool:
        """Whether something was changed that can be taken back."""
        return bool(self.comparison.past or self.comparison.future)


def opening(screen: object, last: Opening) -> Opening:
    """What the lab opens with over a screen: as it was left, unless the screen shows what was not brought yet."""
    shown = dict(screen.experiments_shown()) if isinstance(screen, ShowsExperiments) else {}
    if not shown or shown == last.brought:
        return replace(last, about="")
    names, experiments = list(shown), list(shown.values())
    comparison = comparisons.brought(last.comparison, experiments[0], experiments[1] if len(experiments) > 1 else None)
    return Opening(comparison, shown, _about(names), trial=last.trial.begun(None))


def with_experiments(chosen: Mapping[str, Experiment]) -> Opening:
    """The lab with an experiment in it before anything else was; B is the same with weights that suit it."""
    (name, *_), (experiment, *_) = chosen.keys(), chosen.values()
    comparison = comparisons.brought(comparisons.start(), experiment, None)
    about = f"A is {name}, B is {SUITED}. Turn any knob of A and see what changes."
    return Opening(comparison, chosen, about)


def with_code(code: str) -> Opening:
    """The lab with both experiments of a code, in its view; BadCode if it is none."""
    coded = read_code(code)
    comparison = comparisons.brought(comparisons.start(), coded.pair.a, coded.pair.b)
    return Opening(comparison, about="A and B are as in the code. Turn any knob and see what changes.", view=coded.view)


def _about(names: list[str]) -> str:
    other = f"its control {names[1]}" if len(names) > 1 else SUITED
    return f"From the question: A is {names[0]}, B is {other}. Turn any knob of A and see what changes."

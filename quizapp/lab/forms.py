"""The forms in which what is in the lab can be taken away: for a deck, for Python, as scripts, and as a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from quizapp.evidence.results import EndsOf
from quizapp.lab import sharing
from quizapp.lab.comparison import Pair, Side
from quizapp.lab.frameworks.keras_script import as_keras
from quizapp.lab.frameworks.pieces import NotInFramework
from quizapp.lab.frameworks.torch_script import as_torch
from quizapp.lab.skeleton import NoQuestion, question_skeleton
from sim.experiment import Experiment


class NoForm(ValueError):
    """Why something cannot be written in a form, as a sentence."""


@dataclass(frozen=True)
class Shared:
    """What is taken away: both experiments, the side that is turned, and the view they are looked at in."""

    pair: Pair
    side: Side
    view: str

    @property
    def experiment(self) -> Experiment:
        """The experiment that is turned."""
        return self.pair.of(self.side)


@dataclass(frozen=True)
class Form:
    """A form by its name: what it is for, the ending of its files, and how it is written; `ends` runs networks.

    `slow` says that networks are run for it. `of_both` says that it has both experiments in it.
    """

    name: str
    about: str
    ending: str
    write: Callable[[Shared, EndsOf], str]
    slow: bool = False
    of_both: bool = False

    def title(self, shared: Shared) -> str:
        """What is written, and as what."""
        return f"{'A and B' if self.of_both else shared.side} as {self.name}"

    def file(self, shared: Shared) -> str:
        """A name for its file."""
        return f"lab-{'question' if self.of_both else shared.side.lower()}.{self.ending}"

    def text(self, shared: Shared, ends: EndsOf) -> str:
        """The text; NoForm if it cannot be written."""
        try:
            return self.write(shared, ends)
        except (NotInFramework, NoQuestion) as error:
            words = str(error)
            raise NoForm(f"{words[:1].upper()}{words[1:]}.") from None


def _name(shared: Shared) -> str:
    return f"lab-{shared.side}"


FORMS = (
    Form(
        "YAML",
        "Paste it into a deck; where that has experiments already, without the first line.",
        "yaml",
        lambda shared, ends: sharing.as_yaml(shared.experiment, _name(shared)),
    ),
    Form(
        "Python",
        "It makes this experiment, runs it and prints what comes of it.",
        "py",
        lambda shared, ends: sharing.as_python(shared.experiment, _name(shared)),
    ),
    Form(
        "PyTorch",
        "A script that builds, trains and measures it.",
        "py",
        lambda shared, ends: as_torch(shared.experiment),
    ),
    Form(
        "Keras", "A script that builds, trains and measures it.", "py", lambda shared, ends: as_keras(shared.experiment)
    ),
    Form(
        "question",
        "A deck with a claim that holds on A and fails on B; write the texts, then quizapp check.",
        "yaml",
        lambda shared, ends: question_skeleton(shared.pair, ends, shared.view),
        slow=True,
        of_both=True,
    ),
)


def form(name: str) -> Form:
    """The form of this name; KeyError if there is none."""
    return {each.name: each for each in FORMS}[name]

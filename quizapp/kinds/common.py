"""What every kind of question has: the shared fields, and the methods by which the rest of the program asks it.

A kind is one file in this folder: a model that derives from `Question`, whose `type` is a Literal with a default,
and that fills in the methods. It is found by itself.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Annotated

from pydantic import AfterValidator, BaseModel

from quizapp.forms import Answer, Form
from quizapp.kinds.fields import FROZEN, Slug, Text, Url, Whole, option, required
from quizapp.scene import Scene
from sim.registry import Range

DIFFICULTY = Range(1, 5)
REVISION = Range(1, 1_000_000)


def _difficulty(value: int) -> int:
    return int(DIFFICULTY.check("difficulty", value))


def _revision(value: int) -> int:
    return int(REVISION.check("revision", value))


class Reading(BaseModel):
    """Something to read on after a question."""

    model_config = FROZEN

    title: Text = required("What it is called.")
    url: Url = required("Its web address, https only.")


class Question(BaseModel):
    """The fields that all kinds share, and what each kind must say about itself."""

    model_config = FROZEN

    id: Slug = required("A stable name, so that editing a question keeps its history.")
    type: str = required("Which kind of question this is.")
    prompt: Text = required("What is asked.")
    hints: tuple[Text, ...] = option("Hints, shown one at a time when asked for.", ())
    explanation: Text | None = option("Why the answer is what it is, shown after the simulation.")
    reading: tuple[Reading, ...] = option("Where to read more.", ())
    tags: tuple[Text, ...] = option("Words to find the question by.", ())
    objectives: tuple[Text, ...] = option("Ids of the learning objectives that it serves.", ())
    difficulty: Annotated[Whole, AfterValidator(_difficulty)] | None = option("From 1, easy, to 5, hard.")
    revision: Annotated[Whole, AfterValidator(_revision)] = option("To be raised when the meaning changes.", 1)

    @abstractmethod
    def form(self) -> Form:
        """How the question is answered."""

    @abstractmethod
    def right_answer(self) -> Answer:
        """The ids of the options that make up the right answer."""

    @abstractmethod
    def credit(self, answer: Answer) -> float:
        """How right an answer is, from 0 to 1."""

    @abstractmethod
    def scene(self, option_id: str) -> Scene | None:
        """What there is to watch for an option."""

    @abstractmethod
    def scenes(self) -> tuple[tuple[str, Scene], ...]:
        """All that is to be checked by simulation, each with the id of the option that it speaks for."""

    @abstractmethod
    def feedback(self, option_id: str, chosen: bool) -> str | None:
        """What the author says to somebody who did, or did not, choose an option."""

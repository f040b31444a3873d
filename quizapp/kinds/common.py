"""What every kind of question has: the shared fields, and the methods by which the rest of the program asks it.

A kind is one file in this folder: a model that derives from `Question`, whose `type` is a Literal with a default,
and that fills in the methods. It is found by itself.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, Field

from quizapp.forms import Answer, Form
from quizapp.kinds.fields import FROZEN, Slug, Text, Url, at_most, option, required, whole_within
from quizapp.scene import Scene

T = TypeVar("T")
MOST = 50
Few = Annotated[tuple[T, ...], BeforeValidator(at_most(MOST)), Field(json_schema_extra={"maxItems": MOST})]


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
    hints: Few[Text] = option("Hints, shown one at a time when asked for.", ())
    explanation: Text | None = option("Why the answer is what it is, shown after the simulation.")
    reading: Few[Reading] = option("Where to read more.", ())
    tags: Few[Text] = option("Words to find the question by.", ())
    objectives: Few[Text] = option("Ids of the learning objectives that it serves.", ())
    difficulty: Annotated[int, *whole_within("difficulty", 1, 5)] | None = option("From 1, easy, to 5, hard.")
    revision: Annotated[int, *whole_within("revision", 1, 1_000_000)] = option(
        "To be raised when the meaning changes.", 1
    )

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

"""What a format is, and what comes of exporting and importing: content, and what it could not hold."""

from __future__ import annotations

import functools
import gc
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from quizapp.deck.model import Deck
from quizapp.deck.reader.problems import Problem
from quizapp.deck.reader.source import Source
from quizapp.exchange.losses import Loss, losses_of
from quizapp.questions.types import Question

T = TypeVar("T")
#: Told how many networks have been run, and of how many.
Progress = Callable[[int, int], None]


class CannotSay(Exception):
    """A question that a format has no words for; the text says why."""


class Missing(Exception):
    """A library that a format needs and that is not installed; the text says how to get it."""


@dataclass(frozen=True)
class Exported:
    """A deck in another format, and what of it that format could not hold."""

    content: bytes
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True)
class Paper:
    """How a deck is put on paper: the seed that decides the order of its choices, and whether with its answers."""

    seed: int = 0
    answers: bool = True


@dataclass(frozen=True)
class Exporter:
    """How to write decks in a format: the ending of its files, the types of question it knows, and what it carries.

    `on_paper` is for formats that are printed.
    """

    ending: str
    types: Collection[str]
    carries: str
    write: Callable[[Deck, Progress], Exported]
    is_text: bool = True
    on_paper: Callable[[Deck, Progress, Paper], Exported] | None = None


@dataclass(frozen=True)
class Imported:
    """The deck that was made of a file, what that does not hold, each at its line, and of how many questions."""

    deck: Deck
    losses: tuple[Problem, ...] = ()
    of: int = 0


@dataclass(frozen=True)
class Importer:
    """How to make decks of a format's files, which have one of these endings; `read` raises DeckError.

    `is_meant` says whether a text can only be one of this format.
    """

    endings: tuple[str, ...]
    carries: str
    read: Callable[[Source], Imported]
    is_meant: Callable[[str], bool]


def at_once(read: Callable[[Source], Imported]) -> Callable[[Source], Imported]:
    """`read` without the search for unused objects in circles, whose time grows faster than the text is long."""

    @functools.wraps(read)
    def reading(source: Source) -> Imported:
        before = gc.isenabled()
        gc.disable()
        try:
            return read(source)
        finally:
            if before:
                gc.enable()

    return reading


@dataclass(frozen=True)
class Dialect(Generic[T]):
    """How a format says questions: a writer for each type that it knows, and the fields that these carry."""

    called: str
    writers: Mapping[str, Callable[[Any], T]]
    carried: frozenset[str]

    def say(
        self, questions: Sequence[Question], settled: Sequence[Question]
    ) -> tuple[list[tuple[Question, T]], tuple[Loss, ...]]:
        """Each question that can be said with what was written of it, and what was lost of all of them.

        What is written is `settled`, the same questions with the keys that the simulation computes.
        """
        said: list[tuple[Question, T]] = []
        losses: list[Loss] = []
        for question, known in zip(questions, settled, strict=True):
            try:
                explained = question.model_copy(update={"explanation": known.explanation})
                said.append((explained, self._written(known)))
                losses.extend(losses_of(question, self.carried))
            except CannotSay as reason:
                losses.append(Loss(question.id, str(reason), whole=True))
        return said, tuple(losses)

    def _written(self, question: Question) -> T:
        if question.type not in self.writers:
            raise CannotSay(f"{self.called} has no questions of type {question.type}")
        return self.writers[question.type](question)

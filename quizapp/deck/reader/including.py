"""Questions that a deck takes from another one in its folder, by `include: DECK/ID`.

They are the same questions, with the networks of their own deck, whatever those of this deck are called. Nothing of
them is changed here, so that there is one place at which each is written.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from quizapp.deck.finder import ENDINGS
from quizapp.deck.model import Deck
from quizapp.deck.reader import tree
from quizapp.deck.reader.paths import at_path
from quizapp.deck.reader.problems import DeckError, Problem
from quizapp.deck.reader.source import Source
from quizapp.experiments.scalars import in_words, shortened
from quizapp.questions.fields import SLUG, did_you_mean
from quizapp.questions.types import Question
from sim.experiment import Experiment
from sim.registry import BadValue

#: A deck by its name, which is no path, and a question by its id.
INCLUDE = re.compile(rf"(?P<deck>\w[\w.-]{{0,99}})/(?P<id>{SLUG.pattern})")
MOST_IN_A_ROW = 5
EXAMPLE = "as in `- include: weight-initialization/zero-biases`"


#: The decks that were read so far, by their files, or why they cannot be.
Known = dict[Path, Deck | DeckError]


@dataclass
class Others:
    """The decks beside one that is read; `trail` are those that lead to it.

    All that are read on the way share what is `known`, so that each is read once, however many take from it.
    """

    read: Callable[[Path, tuple[str, ...], Known], Deck]
    trail: tuple[str, ...]
    known: Known = field(default_factory=dict)

    def deck(self, path: Path) -> Deck:
        """The deck in a file; BadValue if decks include one another in a circle, or DeckError."""
        real = os.path.realpath(path)
        if real in self.trail:
            names = [Path(each).stem for each in (*self.trail[self.trail.index(real) :], real)]
            raise BadValue(f"decks that include one another in a circle: {' -> '.join(names)}")
        if path not in self.known:
            if len(self.trail) > MOST_IN_A_ROW:
                raise BadValue(
                    "this is included through too many decks; name the deck in which the question is written"
                )
            self.known[path] = self._read(path)
        found = self.known[path]
        if isinstance(found, DeckError):
            raise found
        return found

    def _read(self, path: Path) -> Deck | DeckError:
        try:
            return self.read(path, self.trail, self.known)
        except DeckError as error:
            return error


def included_id(item: Any) -> str | None:
    """The id of the question that an item takes from another deck, if it does and says which."""
    given = item.get("include") if isinstance(item, tree.Mapping) else None
    found = INCLUDE.fullmatch(given) if isinstance(given, str) else None
    return found["id"] if found else None


def is_include(item: Any) -> bool:
    """Whether an item of the questions takes one from elsewhere."""
    return isinstance(item, tree.Mapping) and "include" in item


def ids_in(root: tree.Mapping) -> frozenset[str]:
    """The ids of all questions that a file has, or takes from elsewhere."""
    items = root.get("questions")
    return frozenset(_ids(items)) if isinstance(items, tree.Items) else frozenset()


def included_from(
    source: Source, root: tree.Mapping, index: int, others: Others, ids: frozenset[str]
) -> tuple[tuple[Question, ...], list[Problem]]:
    """All variants of the question that an item takes, for a file of these ids; or none, and what is wrong there."""
    item = root["questions"][index]
    path = ("questions", index, "include")
    more = [key for key in item if key != "include"]
    if more:
        message = "an included question is as its own deck has it; take this out, or write a question of your own"
        return (), [at_path(source, root, ("questions", index, more[0]), message, at_key=True)]
    try:
        return _taken(item["include"], source, others, ids), []
    except BadValue as error:
        return (), [at_path(source, root, path, f"include: {error}")]


def _taken(given: object, source: Source, others: Others, ids: frozenset[str]) -> tuple[Question, ...]:
    deck, question = _found(given, source, others)
    return tuple(map(partial(_with_its_networks, deck, ids=ids), deck.variants(question)))


def _found(given: object, source: Source, others: Others) -> tuple[Deck, Question]:
    if not isinstance(given, str):
        raise BadValue(f"must be a deck and a question, {EXAMPLE}, not {in_words(given)}")
    meant = INCLUDE.fullmatch(given)
    if meant is None:
        raise BadValue(f"{shortened(given)} is no name of a deck in this folder, a slash and an id, {EXAMPLE}")
    deck = _deck(meant["deck"], source, others)
    question = next((each for each in deck.questions if each.id == meant["id"]), None)
    if question is None:
        known = did_you_mean(meant["id"], [each.id for each in deck.questions])
        raise BadValue(f"{deck.path.name} has no question {shortened(meant['id'])}{known}")
    return deck, question


def _deck(name: str, source: Source, others: Others) -> Deck:
    folder = source.path.parent
    path = next((path for ending in ENDINGS if (path := folder / f"{name}{ending}").is_file()), None)
    if path is None:
        beside = sorted(_decks_in(folder) - {source.path.stem})
        raise BadValue(
            f"there is no deck {name}{ENDINGS[0]} in the folder of this one; copy it there, or take the "
            f"question out{did_you_mean(name, beside) if beside else ''}"
        )
    try:
        return others.deck(path)
    except DeckError as error:
        first = error.problems[0]
        raise BadValue(f"{path.name} cannot be read; line {first.line} of it: {first.message}") from None


def _decks_in(folder: Path) -> set[str]:
    return {each.stem for ending in ENDINGS for each in folder.glob(f"*{ending}") if each.is_file()}


def _with_its_networks(deck: Deck, question: Question, ids: frozenset[str]) -> Question:
    """A question that brings the networks of its deck along, and its isomorph only where that comes along too."""
    isomorph = question.isomorph if question.isomorph in ids else None
    return question.model_copy(update={"experiments": mentioned(question, deck), "isomorph": isomorph})


def mentioned(question: Question, deck: Deck) -> Mapping[str, Experiment]:
    """The experiments of a deck, and of the question itself, whose names stand anywhere in the question."""
    said = question.model_dump_json(exclude={"experiments"}) + str(question.written or "")
    known = deck.experiments_for(question)
    return {name: each for name, each in known.items() if name in said or name in question.experiments}


def _ids(items: tree.Items) -> Iterator[str]:
    for item in items:
        name = included_id(item) or (item.get("id") if isinstance(item, tree.Mapping) else None)
        if isinstance(name, str):
            yield name

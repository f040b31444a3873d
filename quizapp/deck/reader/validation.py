"""The tree of a deck file to a Deck, or to everything that is wrong with it, each mistake at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from pydantic import ValidationError

from quizapp.deck.model import HAS_EXPERIMENTS, Deck
from quizapp.deck.reader import tree
from quizapp.deck.reader.experiments import ExperimentsRead, experiments_read
from quizapp.deck.reader.including import Others, ids_in, included_from, included_id, is_include
from quizapp.deck.reader.isomorphs import strange_isomorphs
from quizapp.deck.reader.locating import located
from quizapp.deck.reader.paths import at_path
from quizapp.deck.reader.problems import Problem
from quizapp.deck.reader.question_types import meant_types
from quizapp.deck.reader.source import Source
from quizapp.deck.reader.variants import STAND_IN, is_special, variants_from
from quizapp.experiments.scalars import in_words, shortened
from quizapp.questions.fields import Surroundings
from quizapp.questions.types import Question


def deck_from(source: Source, root: Any, others: Others) -> tuple[Deck | None, list[Problem]]:
    """The deck that the tree says, if nothing is wrong, and else the problems."""
    if not isinstance(root, tree.Mapping):
        message = f"a deck is a mapping with the keys format, title and questions, not {in_words(root)}"
        return None, [source.problem(0, message)]
    networks, problems = experiments_read(source, root)
    problems.extend(islice(meant_types(source, root), tree.MOST_PROBLEMS))
    problems.extend(islice(_repeated_ids(source, root), tree.MOST_PROBLEMS))
    problems.extend(islice(strange_isomorphs(source, root), tree.MOST_PROBLEMS))
    specials, found = _specials_read(source, root, networks, others)
    problems.extend(found)
    given = {**root, "experiments": networks.experiments, **_without(root, specials)}
    variants = {each[0].id: each for each in specials.values() if each}
    around = Surroundings(
        networks.known, source.path, frozenset(_bases(root)), variants=variants, included=dict(_included(root))
    )
    try:
        deck = Deck.model_validate(given, context=around)
    except ValidationError as error:
        problems.extend(located(source, root, Deck, error))
        return None, problems
    deck = _with(deck, specials) if specials else deck
    if deck.simulation == "none" and deck.has_experiments:
        problems.append(at_path(source, root, ("simulation",), HAS_EXPERIMENTS))
    return deck, problems


def _bases(root: tree.Mapping) -> Iterator[str]:
    """The names after `extends`, in the experiments of the deck and of its questions."""
    questions = root.get("questions")
    holders = [root, *(questions if isinstance(questions, tree.Items) else ())]
    for holder in holders:
        given = holder.get("experiments") if isinstance(holder, tree.Mapping) else None
        for each in given.values() if isinstance(given, tree.Mapping) else ():
            if isinstance(each, tree.Mapping) and isinstance(each.get("extends"), str):
                yield each["extends"]


def _included(root: tree.Mapping) -> Iterator[tuple[str, str]]:
    """Which questions are taken from another deck: their ids, and how they were named."""
    items = root.get("questions")
    for item in items if isinstance(items, tree.Items) else ():
        if (name := included_id(item)) is not None:
            yield name, str(item["include"])


def _specials_read(
    source: Source, root: tree.Mapping, networks: ExperimentsRead, others: Others
) -> tuple[dict[int, tuple[Question, ...]], list[Problem]]:
    """By place, all variants of questions that vary, have experiments or are included, and what is wrong there."""
    items = root.get("questions")
    ids = ids_in(root)
    specials: dict[int, tuple[Question, ...]] = {}
    problems: list[Problem] = []
    for index, item in enumerate(items if isinstance(items, tree.Items) else ()):
        if is_include(item):
            specials[index], found = included_from(source, root, index, others, ids)
            problems.extend(found)
        elif is_special(item):
            specials[index], found = variants_from(source, root, index, networks)
            problems.extend(found)
    return specials, problems


def _without(root: tree.Mapping, specials: Iterable[int]) -> dict[str, Any]:
    """The questions that are still to be read; the others were read among experiments that a deck does not know."""
    read = set(specials)
    return {"questions": [STAND_IN if n in read else item for n, item in enumerate(root["questions"])]} if read else {}


def _with(deck: Deck, specials: Mapping[int, tuple[Question, ...]]) -> Deck:
    """The deck with the questions that were read by themselves, each as its first variant."""
    first = {index: variants[0] for index, variants in specials.items() if variants}
    questions = tuple(first.get(index, question) for index, question in enumerate(deck.questions))
    return deck.model_copy(update={"questions": questions})


def _repeated_ids(source: Source, root: tree.Mapping) -> Iterator[Problem]:
    """No two questions have the same id, and no two parts of a question's list have."""
    questions = root.get("questions")
    if not isinstance(questions, tree.Items):
        return
    yield from _repeated_in(source, questions, "question")
    for question in questions:
        if isinstance(question, tree.Mapping):
            for key, value in question.items():
                if type(value) is tree.Items:
                    yield from _repeated_in(source, value, key.removesuffix("s"))


def _repeated_in(source: Source, items: tree.Items, what: str) -> Iterator[Problem]:
    first: dict[str, tree.Mapping] = {}
    for item in items:
        key = "include" if is_include(item) else "id"
        name = included_id(item) or (item.get("id") if type(item) is tree.Mapping else None)
        if isinstance(name, str) and key in item and first.setdefault(name, item) is not item:
            line = source.line(first[name].start)
            message = f"the id {shortened(name)} is already that of the {what} on line {line}"
            yield source.at_scalar(item.places[key][1], item[key], message)

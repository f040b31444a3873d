"""The tree of a deck file to a Deck, or to everything that is wrong with it, each mistake at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from quizapp.deck import Deck, ExperimentText, check_name
from quizapp.kinds.fields import ANY_EXPERIMENT, MisreadClaim, Surroundings
from quizapp.reading import tree
from quizapp.reading.experiments import Mistake, resolve
from quizapp.reading.problems import Problem
from quizapp.reading.source import Source
from quizapp.reading.words import in_words, meant_key, named
from quizapp.scalars import kind_of, shortened
from sim.experiment import Experiment
from sim.registry import BadValue

MOST_EXPERIMENTS = 1000

Path = tuple[int | str, ...]


def deck_from(source: Source, root: Any) -> tuple[Deck | None, list[Problem]]:
    """The deck that the tree says, if nothing is wrong, and else the problems."""
    if not isinstance(root, tree.Mapping):
        message = f"a deck is a mapping with the keys format, title and questions, not {kind_of(root)}"
        return None, [source.problem(0, message)]
    experiments, problems = _experiments(source, root)
    problems.extend(islice(_repeated_ids(source, root), tree.MOST_PROBLEMS))
    around = Surroundings(_with_stand_ins(experiments, root), source.path)
    try:
        deck = Deck.model_validate({**root, "experiments": experiments}, context=around)
    except ValidationError as error:
        problems.extend(_located(source, root, Deck, error))
        return None, problems
    return deck, problems


def _experiments(source: Source, root: tree.Mapping) -> tuple[dict[str, Experiment], list[Problem]]:
    given = root.get("experiments", tree.Mapping(0))
    if not isinstance(given, tree.Mapping):
        message = f"experiments must be a mapping from names to experiments, not {kind_of(given)}"
        return {}, [_at(source, root, ("experiments",), message)]
    if len(given) > MOST_EXPERIMENTS:
        message = f"a deck has at most {MOST_EXPERIMENTS} experiments, not {len(given)}; make several decks of it"
        return {}, [_at(source, root, ("experiments",), message)]
    written, problems = _written(source, root, given)
    resolved, mistakes = resolve(written)
    return resolved, [*problems, *(_of_experiment(source, root, mistake) for mistake in mistakes)]


def _written(source: Source, root: tree.Mapping, given: tree.Mapping) -> tuple[dict[str, BaseModel], list[Problem]]:
    problems: list[Problem] = []
    written: dict[str, BaseModel] = {}
    around = Surroundings(dict.fromkeys(given, ANY_EXPERIMENT), source.path)
    for name, value in given.items():
        try:
            check_name(name)
            written[name] = ExperimentText.model_validate(value, context=around)
        except BadValue as error:
            problems.append(_at(source, root, ("experiments", name), str(error), at_key=True))
        except ValidationError as error:
            problems.extend(_located(source, root, ExperimentText, error, ("experiments", name)))
    return written, problems


def _of_experiment(source: Source, root: tree.Mapping, mistake: Mistake) -> Problem:
    path, message = mistake
    return _at(source, root, ("experiments", *path), message, at_key=len(path) == 1)


def _with_stand_ins(experiments: dict[str, Experiment], root: tree.Mapping) -> Mapping[str, Experiment]:
    given = root.get("experiments")
    if not isinstance(given, dict) or len(given) == len(experiments):
        return experiments
    return {**dict.fromkeys(given, ANY_EXPERIMENT), **experiments}


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
    first: dict[str, int] = {}
    for item in items:
        name = item.get("id") if type(item) is tree.Mapping else None
        if isinstance(name, str):
            place = item.places["id"][1]
            if first.setdefault(name, place) != place:
                message = f"the id {shortened(name)} is already that of the {what} on line {source.line(first[name])}"
                yield source.at_scalar(place, name, message)


def _located(
    source: Source, root: tree.Mapping, model: type[BaseModel], error: ValidationError, prefix: Path = ()
) -> Iterator[Problem]:
    errors = error.errors(include_url=False)[: tree.MOST_PROBLEMS]
    misspelled = {meant_key(model, details) for details in errors if details["type"] == "extra_forbidden"}
    for details in errors:
        problem = None if _is_echo(details, misspelled) else _problem(source, root, model, details, prefix)
        if problem is not None:
            yield problem


def _is_echo(details: ErrorDetails, misspelled: set[Path]) -> bool:
    """Whether a mistake is there only because of another: a key that was misspelled, a list of unreadable items."""
    if details["type"] == "too_short":
        return bool(len(details["input"]) >= details["ctx"]["min_length"])
    return details["type"] == "missing" and details["loc"] in misspelled


def _problem(
    source: Source, root: tree.Mapping, model: type[BaseModel], details: ErrorDetails, prefix: Path
) -> Problem | None:
    cause = details.get("ctx", {}).get("error")
    path = (*prefix, *details["loc"], *(cause.path if isinstance(cause, BadValue) else ()))
    if details["type"] == "union_tag_invalid":
        path = (*path, "type")
    message = named(path, str(cause)) if cause is not None else in_words(model, details)
    node, place = _walk(root, path)
    if type(node) is tree.Refused:
        return None
    if isinstance(cause, MisreadClaim):
        return source.in_scalar(place[1], node, message, cause.column, cause.length)
    return _at(source, root, path, message, at_key=details["type"] == "extra_forbidden")


def _at(source: Source, root: tree.Mapping, path: Sequence[int | str], message: str, at_key: bool = False) -> Problem:
    node, place = _walk(root, path)
    if at_key:
        return source.at_scalar(place[0], str(path[-1]), message)
    if isinstance(node, str):
        return source.at_scalar(place[1] if node else place[0], node or str(path[-1]), message)
    return source.problem(place[1], message)


def _walk(root: Any, path: Sequence[int | str]) -> tuple[Any, tuple[int, int]]:
    """What stands at `path`, and the offsets of its key and of itself; parts that the file lacks are skipped."""
    node, place = root, (root.start, root.start)
    for part in path:
        if isinstance(node, tree.Mapping) and part in node:
            place = node.places[str(part)]
            node = node[str(part)]
        elif isinstance(node, tree.Items) and isinstance(part, int) and part < len(node):
            place = (node.places[part], node.places[part])
            node = node[part]
    return node, place

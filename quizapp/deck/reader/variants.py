"""A question with experiments of its own, or with values that vary: read once for each combination of the values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from quizapp.deck.model import AnyQuestion, Deck
from quizapp.deck.reader import tree
from quizapp.deck.reader.experiments import ExperimentsRead, experiments_read
from quizapp.deck.reader.locating import located
from quizapp.deck.reader.paths import Path, at_path
from quizapp.deck.reader.problems import Problem
from quizapp.deck.reader.source import Source
from quizapp.deck.reader.words import named
from quizapp.questions.fields import Surroundings
from quizapp.questions.types import QUESTION_TYPES, Question
from quizapp.questions.variables import Drawn, check_variables, draws, names_in, refilled_at
from sim.registry import BadValue

#: Stands for a question with mistakes, so that the others can still be read.
STAND_IN = QUESTION_TYPES["true_false"].model_construct(id="", type="true_false", prompt="")
#: Keys of a question in which nothing is put in.
FIXED = ("vary", "id", "type", "view", "isomorph")

_ADAPTER: TypeAdapter[Question] = TypeAdapter(AnyQuestion)


def is_special(item: Any) -> bool:
    """Whether a question has to be read by itself."""
    return isinstance(item, tree.Mapping) and ("vary" in item or "experiments" in item)


def variants_from(
    source: Source, root: tree.Mapping, index: int, networks: ExperimentsRead
) -> tuple[tuple[Question, ...], list[Problem]]:
    """All variants of the question at a place of the deck; none, and what is wrong with the first of them that is."""
    written = root["questions"][index]
    path: Path = ("questions", index)
    try:
        vary = check_variables(written.get("vary", {}))
    except BadValue as error:
        where = ("vary", *error.path)
        return (), [at_path(source, root, (*path, *where), named(where, str(error)))]
    unused = list(_unused(source, root, path))
    variants: list[Question] = []
    for drawn in draws(vary):  # type: ignore[arg-type]
        variant, problems = _variant(source, root, path, drawn, networks)
        if variant is None:
            return (), [*unused, *(_with_values(problem, drawn) for problem in problems)]
        variants.append(variant)
    return tuple(variants), unused


def _unused(source: Source, root: tree.Mapping, path: Path) -> Iterator[Problem]:
    """Values that vary, and of which the question makes no use."""
    written = root["questions"][path[1]]
    used = names_in({key: each for key, each in written.items() if key not in FIXED})
    for name in written.get("vary", {}):
        if name not in used:
            message = f'nothing in this question uses it; say "{{{name}}}" somewhere, or take it out'
            yield at_path(source, root, (*path, "vary", name), message, at_key=True)


def _variant(
    source: Source, root: tree.Mapping, path: Path, drawn: Drawn, networks: ExperimentsRead
) -> tuple[Question | None, list[Problem]]:
    try:
        written = root["questions"][path[1]]
        question = _put_in(written, drawn)
    except BadValue as error:
        return None, [at_path(source, root, (*path, *error.path), named(error.path, str(error)))]
    own, problems = experiments_read(source, root, question, path, networks)
    given = {**question, "experiments": own.experiments} if "experiments" in question else question
    try:
        around = Surroundings(own.known, source.path, drawn=drawn, written=written if drawn else None)
        read = _ADAPTER.validate_python(given, context=around)
    except ValidationError as error:
        return None, [*problems, *located(source, root, Deck, error, path)]
    return (None if problems else read), problems


def _put_in(written: tree.Mapping, drawn: Drawn) -> tree.Mapping:
    if not drawn:
        return written
    made: tree.Mapping = _remade(
        written,
        {key: each if key in FIXED else refilled_at(key, each, drawn, _remade) for key, each in written.items()},
    )
    return made


def _remade(like: Any, parts: Any) -> Any:
    """A container with other parts in the same places."""
    made: Any = type(like)(like.start)
    made.update(parts) if isinstance(made, dict) else made.extend(parts)
    made.offsets = like.offsets
    return made


def _with_values(problem: Problem, drawn: Mapping[str, str]) -> Problem:
    if not drawn:
        return problem
    values = ", ".join(f"{name} = {value}" for name, value in drawn.items())
    return replace(problem, message=f"with {values}: {problem.message}")

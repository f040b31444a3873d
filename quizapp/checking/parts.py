"""The parts of a deck, found by the types of its fields, so that rules see those of every question type."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_args, get_type_hints

from pydantic import BaseModel, StringConstraints

from quizapp.deck.model import Deck
from quizapp.questions.fields import ExperimentName

Path = tuple[int | str, ...]

#: Texts that are for finding and sorting questions, not for reading.
LABELS = ("tags", "objectives", "isomorph", "ignore", "vary", "only_here")
#: What the type of a field that names an experiment is annotated with.
NAMES_EXPERIMENT = get_args(ExperimentName)[1]


class Words(NamedTuple):
    """A text that learners read: of which question (None: of the deck), where in it, and what it says."""

    question: str | None
    path: Path
    text: str


def texts(deck: Deck) -> Iterator[Words]:
    """Every text of a deck that learners read."""
    for name in fields_of(Deck).texts:
        yield from (Words(None, path, text) for path, text in _strings((name,), getattr(deck, name)))
    for question in deck.questions:
        for path, model in models(question):
            for name in fields_of(type(model)).texts:
                value = getattr(model, name)
                if value:
                    yield from (Words(question.id, where, text) for where, text in _strings((*path, name), value))


def names_of_experiments(question: BaseModel) -> Iterator[str]:
    """The experiments that a question names in fields of their own."""
    for path, model in models(question):
        for name in fields_of(type(model)).experiments:
            yield from (text for _, text in _strings(path, getattr(model, name)))


def formulas(question: BaseModel) -> Iterator[str]:
    """All else that a question has of text: claims and other lines over measured quantities, ids, addresses."""
    for path, model in models(question):
        for name in fields_of(type(model)).others:
            yield from (text for _, text in _strings(path, getattr(model, name)))


def models(value: Any, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """A model, and those inside it, each with the path that leads to it."""
    if isinstance(value, BaseModel):
        yield path, value
        for name in fields_of(type(value)).models:
            yield from models(getattr(value, name), (*path, name))
    elif isinstance(value, tuple | list | Mapping):
        for key, each in _items(value):
            yield from models(each, (*path, key))


class Fields(NamedTuple):
    """The fields of a model that hold text to read, names of experiments, other models, and all else."""

    texts: tuple[str, ...]
    experiments: tuple[str, ...]
    models: tuple[str, ...]
    others: tuple[str, ...]


@functools.cache
def fields_of(model: type[BaseModel]) -> Fields:
    """The fields of a model, by what their types say that they hold."""
    hints = get_type_hints(model, include_extras=True)
    marks = {name: list(_marks(hints[name])) for name in model.model_fields if name not in LABELS}
    texts = [name for name, found in marks.items() if any(isinstance(mark, StringConstraints) for mark in found)]
    experiments = [name for name, found in marks.items() if any(mark is NAMES_EXPERIMENT for mark in found)]
    models = [name for name, found in marks.items() if any(map(_is_model, found))]
    others = [name for name in marks if name not in (*texts, *experiments)]
    return Fields(tuple(texts), tuple(experiments), tuple(models), tuple(others))


def _is_model(mark: Any) -> bool:
    return isinstance(mark, type) and issubclass(mark, BaseModel)


def _marks(hint: Any) -> Iterator[Any]:
    """What the types that make up a hint are, and what they are annotated with."""
    yield hint
    for part in get_args(hint):
        yield from _marks(part)


def _strings(path: Path, value: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple | list | Mapping):
        for key, each in _items(value):
            yield from _strings((*path, key), each)


def _items(value: Any) -> Iterator[tuple[int | str, Any]]:
    return iter(value.items()) if isinstance(value, Mapping) else enumerate(value)


def path_of_claim(deck: Deck, question_id: str, option_id: str) -> Path:
    """Where in its question the fields of a claim are written: with its option, or with the question itself."""
    question = next(question for question in deck.questions if question.id == question_id)
    claims = {getattr(part, "id", ""): path for path, part in models(question) if getattr(part, "claim", None)}
    return claims.get(option_id, ())

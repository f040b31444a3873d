"""What of a question a format could not carry over: the fields that were given and that it has no place for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from quizapp.questions.types import Question

#: The fields without which a question would not be one, and the defaults that nobody misses.
ALWAYS = frozenset({"id", "type", "prompt"})


@dataclass(frozen=True)
class Loss:
    """What was lost of a question: a field as decks call it, or the whole question and why."""

    question: str
    what: str
    whole: bool = False


def losses_of(question: Question, carried: Collection[str]) -> list[Loss]:
    """The fields that were given in a question and are not among those carried, such as `hints` or `choices.claim`."""
    given = dict.fromkeys(_given(question))
    return [Loss(question.id, name) for name in given if name not in carried and name not in ALWAYS]


def _given(model: BaseModel, prefix: str = "") -> Iterator[str]:
    """The fields that are not at their defaults; those of models within as `choices.text`."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if field.is_required() or value != field.get_default(call_default_factory=True):
            inner = list(_models(value))
            if not inner or name == "reading":
                yield f"{prefix}{name}"
            for each in inner if name != "reading" else ():
                yield from _given(each, f"{name}.")


def _models(value: Any) -> Iterator[BaseModel]:
    for each in value if isinstance(value, tuple) else (value,):
        if isinstance(each, BaseModel):
            yield each


def in_words(losses: Sequence[Loss], questions: int) -> list[str]:
    """A line for the questions that lost the same, and one for each that was left out whole."""
    whole = [f"{each.question} is left out: {each.what}" for each in losses if each.whole]
    fields: dict[str, list[str]] = {}
    for loss in losses:
        if not loss.whole:
            fields.setdefault(loss.question, []).append(loss.what)
    alike: dict[str, list[str]] = {}
    for question, names in fields.items():
        alike.setdefault(_listed(names), []).append(question)
    return [*whole, *(f"{_whose(ids, questions)}: {lost}" for lost, ids in alike.items())]


def _whose(ids: list[str], questions: int) -> str:
    return f"all {questions} questions" if len(ids) == questions > 1 else ", ".join(ids)


def _listed(names: list[str]) -> str:
    """'hints, difficulty; of the choices: claim, control'."""
    groups: dict[str, list[str]] = {}
    for name in names:
        owner, _, field = name.rpartition(".")
        groups.setdefault(owner, []).append(field)
    own = [", ".join(groups.pop(""))] if "" in groups else []
    return "; ".join([*own, *(f"of the {owner}: {', '.join(fields)}" for owner, fields in groups.items())])

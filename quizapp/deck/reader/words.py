"""pydantic's complaints in the words of an author, with a did-you-mean where a word is unknown."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from quizapp.experiments.scalars import in_words, shortened
from quizapp.questions.fields import did_you_mean
from quizapp.questions.types import QUESTION_TYPES


def message_of(model: type[BaseModel], details: ErrorDetails) -> str:
    """What is wrong, for a mistake that pydantic found in `model`'s data."""
    loc, value, limits = details["loc"], details["input"], details.get("ctx", {})
    name = _last_key(loc)
    match details["type"]:
        case "missing":
            return f"{shortened(str(loc[-1]))} is missing here"
        case "extra_forbidden":
            return f"unknown key {shortened(str(loc[-1]))}{_cure(str(loc[-1]), value, _keys(model, loc[:-1]))}"
        case "union_tag_not_found":
            return no_type() if isinstance(value, dict) else _mapping(value)
        case "union_tag_invalid":
            return unknown_type(str(value["type"]))
        case "string_type":
            return f"{name} must be text, not {in_words(value)}{_quotes(value)}"
        case "string_too_short":
            return f"{name} must not be empty"
        case "string_too_long":
            return f"{name} may have at most {limits['max_length']} characters; this has {len(str(value))}"
        case "too_short" | "too_long" as kind:
            word = "least" if kind == "too_short" else "most"
            wanted = limits["min_length" if kind == "too_short" else "max_length"]
            return f"{name} must have at {word} {wanted}, not {limits['actual_length']}"
        case "tuple_type" | "list_type":
            return f"{name} must be a list, each item on a line that starts with '- ', not {in_words(value)}"
        case "literal_error":
            expected = str(limits["expected"]).replace("'", "")
            return f"{name} must be {expected}, not {in_words(value)}"
        case "model_type" | "model_attributes_type" | "dict_type":
            return _mapping(value)
    return f"{name}: {details['msg']}"


def no_type() -> str:
    """What is wrong with a question without a type."""
    return f"'type' is missing here; known are {', '.join(QUESTION_TYPES)}"


def unknown_type(tag: str, likely: Sequence[str] = ()) -> str:
    """What is wrong with a question of a type that does not exist; `likely` are those that may be meant."""
    cure = f"; did you mean {' or '.join(map(repr, likely))}?" if likely else did_you_mean(tag, QUESTION_TYPES)
    return f"unknown type {shortened(tag)}{cure}"


def named(path: Iterable[int | str], message: str) -> str:
    """A message about a field, with the field's name in front if the message leaves it out."""
    return f"{_last_key(path)} {message}" if message.startswith("must ") else message


def meant_key(model: type[BaseModel], details: ErrorDetails) -> tuple[int | str, ...]:
    """The path of the key that an unknown key was probably meant to be."""
    *outer, key = details["loc"]
    return (*outer, *difflib.get_close_matches(str(key)[:60].lower(), _keys(model, outer), n=1))


def _last_key(path: Iterable[int | str]) -> str:
    keys = [part for part in path if isinstance(part, str) and part not in QUESTION_TYPES]
    return keys[-1][:60] if keys else "this"


def _cure(key: str, value: object, known: list[str]) -> str:
    if value == "" and " " in key:
        return "; inside {...} text that holds a comma must be put in quotes"
    return did_you_mean(key, known)


def _mapping(value: object) -> str:
    return f"expected a mapping, with lines such as `key: value`, not {in_words(value)}"


def _quotes(value: object) -> str:
    return "; put text that holds ': ' or starts with a bracket in quotes" if isinstance(value, dict | list) else ""


def _keys(model: type[BaseModel], loc: Iterable[int | str]) -> list[str]:
    """The keys that may stand at `loc`, which leads through the fields of `model`."""
    models = [model]
    for part in loc:
        if part in QUESTION_TYPES:
            models = [QUESTION_TYPES[str(part)]]
        elif isinstance(part, str):
            fields = [each.model_fields[part] for each in models if part in each.model_fields]
            # A name that the author chose, as that of a knob, is no field: it stays with the models of its mapping.
            models = [found for field in fields for found in _models(field.annotation)] if fields else models
    return [key for each in models for key in each.model_fields]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)

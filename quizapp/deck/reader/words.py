"""pydantic's complaints in the words of an author, with a did-you-mean where a word is unknown."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from quizapp.claims.arithmetic import value_of
from quizapp.claims.meant import as_share
from quizapp.experiments.scalars import in_words, shortened
from quizapp.questions.fields import did_you_mean
from quizapp.questions.types import QUESTION_TYPES
from sim.registry import BadValue


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
            return no_type() if isinstance(value, dict) else _mapping(value, loc)
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
            return _mapping(value, loc)
    return f"{name}: {details['msg']}"


#: What else stands in the first item of these lists, and in the others.
ITEMS = {"choices": ("correct: true", "correct: false"), "items": ("experiment: NAME", "experiment: OTHER")}
#: Keys that other programs have, and what is meant here: the first that may stand at the place.
MEANT = {
    "feedback": ("if_chosen", "if_right", "explanation"),
    "comment": ("if_chosen", "if_right", "explanation"),
    "rationale": ("if_chosen", "explanation"),
    "explanation": ("if_chosen",),
    "options": ("choices", "items"),
    "answers": ("choices",),
    "question": ("prompt",),
    "text": ("prompt",),
    "name": ("id", "title"),
    "right": ("correct",),
    "is_correct": ("correct",),
    "hint": ("hints",),
    "label": ("text",),
    "kind": ("type",),
    "solution": ("answer",),
}


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
    known = _keys(model, outer)
    meant = [name for name in MEANT.get(str(key).lower(), ()) if name in known]
    return (*outer, *(meant or difflib.get_close_matches(str(key)[:60].lower(), known, n=1))[:1])


def _last_key(path: Iterable[int | str]) -> str:
    keys = [part for part in path if isinstance(part, str) and part not in QUESTION_TYPES]
    return keys[-1][:60] if keys else "this"


def _cure(key: str, value: object, known: list[str]) -> str:
    if value == "" and key.isdecimal():
        return "; inside {...} a comma ends a value: write a number with a point, as in 0.5"
    if meant := _meant(key, known):
        return f"; {meant}"
    if value == "" and " " in key:
        return "; inside {...} text that holds a comma must be put in quotes"
    return did_you_mean(key, known)


def _meant(key: str, known: Sequence[str]) -> str:
    """What to write for a key that another program has."""
    if key == "answer" and "choices" in known:
        return "write `correct: true` at the choice that is right, and `correct: false` at the others"
    there = [name for name in MEANT.get(key.lower(), ()) if name in known]
    if there[:1] == ["if_chosen"]:
        return "write if_chosen for what is said to somebody who chose it, or if_not_chosen"
    if there[:1] == ["if_right"]:
        return "write if_right and if_wrong for what is said to an answer, and explanation for all"
    return f"write {there[0]}" if there else ""


def _mapping(value: object, loc: Sequence[int | str]) -> str:
    return f"expected a mapping, {_as_mapping(value, loc)}, not {in_words(value)}"


def _as_mapping(value: object, loc: Sequence[int | str]) -> str:
    """How to write a value that stands where a mapping is wanted."""
    if loc[-1:] == ("answer",) and isinstance(value, str):
        return f"as in `answer: {_answer(value)}`"
    if loc[-2:-1] and loc[-2] in ITEMS and isinstance(value, str) and isinstance(loc[-1], int):
        name, more = chr(ord("a") + loc[-1] % 26), ITEMS[str(loc[-2])][min(loc[-1], 1)]
        return f"as in `{{id: {name}, text: {_in_quotes(value)}, {more}}}`"
    return "with lines such as `key: value`"


def _answer(text: str) -> str:
    """The answer of a numeric question with a number, or what is measured, put where it belongs."""
    pointed = re.sub(r"(?<=\d),(?=\d)", ".", text)
    try:
        value_of(pointed)
    except BadValue:
        share = re.fullmatch(r"\s*(\d+(?:\.\d*)?)\s*%\s*", pointed)
        return f"{{value: {as_share(share[1])}}}" if share else "{measure: loss, within: 10%}"
    return f"{{value: {pointed.strip()}}}"


def _in_quotes(text: str) -> str:
    short = text if len(text) <= 30 else f"{text[:27]}..."
    return short if re.fullmatch(r"[\w .?!-]*\w[.?!]?", short) else f'"{short}"'


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

"""A deck as YAML: what `quizapp.deck.reader` reads from the text is the same deck again.

Fields that are at their default are left out. Text is written plainly where YAML and the reader take it as it is, in
quotes where they would not, and in a block where it is long or has several lines. A new question type is written
like the others: from the fields of its model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from quizapp.deck.model import Deck
from quizapp.deck.reader.text import HIDDEN
from quizapp.questions.types import Question
from sim.experiment import Experiment

WIDTH = 110
INDENT = "  "

#: Text that means itself without quotes, after a key or a dash, and inside brackets.
PLAIN = re.compile(r"(?![-?:](?:\s|$))[^\s,\[\]{}#&*!|>'\"%@`][^\t\n]*")
PLAIN_IN_BRACKETS = re.compile(r"[\w.+](?:[\w.+/()='<>*^% -]*[\w.+/()=%])?")
NOT_PLAIN = re.compile(r":(?:\s|$)|\s#|\s$")
#: What editors, though not our reader, take for something else than text.
NOT_TEXT = re.compile(r"~|null|true|false", re.IGNORECASE)
#: Characters that YAML has only as escapes.
ESCAPED = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def deck_as_yaml(deck: Deck) -> str:
    """The text of a deck file; ValueError if a text of the deck holds a character that no deck may have."""
    head = {"format": deck.format, "title": deck.title}
    if deck.description is not None:
        head["description"] = deck.description
    if deck.simulation is not None:
        head["simulation"] = deck.simulation
    blocks = ["\n".join(_entries(head))]
    if deck.experiments:
        blocks.append("\n".join(["experiments:", *_experiments(deck.experiments)]))
    parts = ({"include": deck.included[each.id]} if each.id in deck.included else each for each in deck.questions)
    questions = "\n\n".join("\n".join(_indented(_item(part))) for part in parts)
    return "\n\n".join([*blocks, f"questions:\n{questions}"]) + "\n"


def scalar(text: str, plain: re.Pattern[str] = PLAIN) -> str:
    """Text on one line, in quotes if YAML needs them; ValueError for a character that no deck may have."""
    hidden = HIDDEN.search(text)
    if hidden is not None:
        raise ValueError(f"no deck may have the invisible or control character U+{ord(hidden.group()):04X}")
    if _is_plain(text, plain):
        return text
    if ESCAPED.search(text) or "\n" in text or ("'" in text and '"' not in text and "\\" not in text):
        return f'"{_escaped(text)}"'
    return "'" + text.replace("'", "''") + "'"


def _is_plain(text: str, plain: re.Pattern[str]) -> bool:
    misread = NOT_PLAIN.search(text) or NOT_TEXT.fullmatch(text) or ESCAPED.search(text)
    return plain.fullmatch(text) is not None and not misread


def _escaped(text: str) -> str:
    known = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    return "".join(known.get(each) or (f"\\U{ord(each):08x}" if ESCAPED.match(each) else each) for each in text)


def _experiments(experiments: Mapping[str, Experiment]) -> Iterator[str]:
    for name, experiment in experiments.items():
        changed = _changed(experiment)
        flow = f"{INDENT}{scalar(name)}: {_flow(changed)}"
        yield from [flow] if len(flow) <= WIDTH else _indented(_entry(name, changed, flow=False))


def _changed(experiment: Experiment) -> dict[str, Any]:
    """The fields of an experiment that are not at their default."""
    default = Experiment().as_data()
    return {field: value for field, value in experiment.as_data().items() if value != default[field]}


def _fields(model: BaseModel) -> dict[str, Any]:
    """The fields of a model that are not at their default, in the order in which an author writes them."""
    fields = type(model).model_fields
    values = {name: getattr(model, name) for name in _order(model)}
    return {
        name: value
        for name, value in values.items()
        if fields[name].is_required() or value != fields[name].get_default(call_default_factory=True)
    }


def _order(model: BaseModel) -> list[str]:
    """What must be given comes first; in a question after what all of them begin with, and before what all end with."""
    fields = type(model).model_fields
    names = sorted(fields, key=lambda name: not fields[name].is_required())
    if not isinstance(model, Question):
        return names
    shared = list(Question.model_fields)
    head = shared[: shared.index("prompt") + 1]
    return [*head, *(name for name in names if name not in shared), *shared[len(head) :]]


def _entries(mapping: Mapping[str, Any]) -> Iterator[str]:
    for key, value in mapping.items():
        yield from _entry(key, value)


def _entry(key: str, value: Any, flow: bool = True) -> Iterator[str]:
    """`key: value` on one line if it fits, and else the value below its key."""
    line = f"{scalar(key)}:"
    value = _data(value)
    if isinstance(value, str):
        head, *rest = _text(value, len(line) + 1)
        yield f"{line} {head}"
        yield from _indented(rest)
    elif not isinstance(value, Mapping | Sequence) or not value or (flow and _fits(line, value)):
        yield f"{line} {_flow(value)}"
    else:
        yield line
        below = _entries(value) if isinstance(value, Mapping) else _items(value)
        yield from _indented(below)


def _items(values: Sequence[Any]) -> Iterator[str]:
    for value in values:
        yield from _item(value)


def _item(value: Any) -> Iterator[str]:
    """A list item: the dash stands where the indentation of its first line would be."""
    value = _data(value)
    if isinstance(value, Mapping) and value:
        lines = list(_entries(value))
    elif isinstance(value, str):
        lines = _text(value, len(INDENT))
    else:
        lines = [_flow(value)]
    yield f"- {lines[0]}"
    yield from _indented(lines[1:])


def _data(value: Any) -> Any:
    """A value of a model as mappings, lists, text, numbers, flags and None."""
    if isinstance(value, Question) and value.written is not None:
        return _as_written(value.written)
    if isinstance(value, BaseModel):
        return _fields(value)
    if isinstance(value, Experiment):
        return _changed(value)
    return value.as_data() if hasattr(value, "as_data") else value


def _as_written(value: Any) -> Any:
    """A part of a deck file as it was read, in which flags and nothing are still words."""
    if isinstance(value, Mapping):
        return {key: _as_written(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_as_written(part) for part in value]
    return {"true": True, "false": False, "null": None, "~": None}.get(value, value) if type(value) is str else value


def _fits(line: str, value: Any) -> bool:
    """Whether a list of words and numbers, or a mapping to them, is short enough for one line, and reads well there."""
    parts = value.values() if isinstance(value, Mapping) else value
    return all(_is_short(_data(part)) for part in parts) and len(line) + 1 + len(_flow(value)) <= WIDTH


def _is_short(part: Any) -> bool:
    return _is_plain(part, PLAIN_IN_BRACKETS) if isinstance(part, str) else not isinstance(part, Mapping | tuple | list)


def _flow(value: Any) -> str:
    value = _data(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str):
        return scalar(value, PLAIN_IN_BRACKETS)
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else _number(value)


def _number(value: float) -> str:
    short = f"{value:g}"
    return short if isinstance(value, float) and float(short) == value else repr(value)


def _text(text: str, before: int) -> list[str]:
    """Text as the lines of a scalar, the first of which stands after its key: plain, in quotes, or as a block."""
    line = scalar(text)
    if "\n" not in text and before + len(line) <= WIDTH:
        return [line]
    if ESCAPED.search(text) or text[:1] in (" ", "\t", "\n") or text.endswith("\n"):
        return [line]
    lines = text.split("\n")
    if (len(lines) > 1 and max(map(len, lines)) <= WIDTH) or any(part[:1] in (" ", "\t") for part in lines):
        return ["|-", *lines]
    return [">-", *_folded(lines)]


def _folded(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a folded block, in which a line end is a space and an empty line is a line end."""
    for number, line in enumerate(lines):
        if number:
            yield ""
        if line:
            yield from _broken(line)


def _broken(line: str) -> Iterator[str]:
    """A line in pieces of the width, cut only at single spaces between words."""
    while len(line) > WIDTH:
        cuts = [found.start() + 1 for found in re.finditer(r"\S (?=\S)", line)]
        fitting = [cut for cut in cuts if cut <= WIDTH] or cuts[:1]
        if not fitting:
            break
        yield line[: fitting[-1]]
        line = line[fitting[-1] + 1 :]
    yield line


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"{INDENT}{line}" if line else "" for line in lines)

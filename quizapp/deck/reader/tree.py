"""YAML text to nested mappings, lists and text that remember where they stand in it.

The tree is composed from PyYAML's events in a loop, so that no nesting and no trick with aliases or merge keys can
cost more time or memory than the text is long. A scalar keeps its text; what is a number, or a flag, is for the
field to say.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Sequence
from typing import Any

import yaml

from quizapp.deck.reader.problems import Problem
from quizapp.deck.reader.source import Source
from quizapp.deck.reader.syntax import reworded
from quizapp.deck.reader.text import hidden_escape
from quizapp.experiments.scalars import Quoted, shortened

#: Offsets are kept as machine words: as Python's numbers they would take more memory than the text itself.
OFFSET = "L"

DEEPEST = 20
MOST_PROBLEMS = 500

#: The parser in C where PyYAML has it; either gives the same events.
Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Mapping(dict[str, Any]):
    """A mapping, the offset at which it starts, and the offsets of each key and its value, one after the other."""

    __slots__ = ("_places", "offsets", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.offsets = array(OFFSET)
        self._places: dict[str, tuple[int, int]] = {}

    @property
    def places(self) -> dict[str, tuple[int, int]]:
        """By key, the offsets of the key and its value; made when somebody asks, which few mappings are."""
        if len(self._places) != len(self):
            self._places = dict(zip(self, zip(self.offsets[::2], self.offsets[1::2], strict=True), strict=True))
        return self._places

    def key_offset(self, key: str) -> int:
        """The offset of one key, for as long as there are more to come."""
        return self.offsets[2 * list(self).index(key)]


class Items(list[Any]):
    """A list, the offset at which it starts, and the offset of each item."""

    __slots__ = ("offsets", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.offsets = array(OFFSET)

    @property
    def places(self) -> Sequence[int]:
        """The offset of each item."""
        return self.offsets


class Refused(str):
    """Stands where something stood that the reader does not take; nothing else is to be said about it."""

    __slots__ = ()


class Stop(Exception):
    """Reading on would not help anybody."""


def compose(source: Source) -> tuple[Any, list[Problem], bool]:
    """The root of the tree (None if the text is empty), the mistakes, and whether all of the text was read."""
    tree = _Tree(source)
    try:
        tree.read(Parser(source.text))
    except Stop:
        return tree.root, tree.problems, False
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        return tree.root, [*tree.problems, reworded(source, error)], False
    return tree.root, tree.problems, True


class _Tree:
    """What has been composed so far: the container that is open, those around it, and the key without a value yet."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.root: Any = None
        self.documents = 0
        self.node: Mapping | Items | None = None
        self.key: str | None = None
        self.key_offset = 0
        self.outer: list[tuple[Mapping | Items | None, str | None]] = []

    def read(self, parser: Any) -> None:
        steps: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self.scalar,
            yaml.AliasEvent: self.alias,
            yaml.MappingStartEvent: self.mapping,
            yaml.SequenceStartEvent: self.sequence,
            yaml.MappingEndEvent: self.close,
            yaml.SequenceEndEvent: self.close,
            yaml.DocumentStartEvent: self.document,
        }
        get = parser.get_event
        while (event := get()) is not None:
            step = steps.get(type(event))
            if step is not None:
                step(event)

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self.problem(event.start_mark.index, "a file holds one deck; take out this `---` and what follows", 3)
            raise Stop

    def scalar(self, event: Any) -> None:
        value, offset = event.value, event.start_mark.index
        if event.anchor is not None or event.tag is not None:
            value = self.decorated(event)
        elif event.style == '"' and not value.isprintable():
            value = self.escapes(offset, value)
        elif event.style:
            value = Quoted(value)
        self.add(value, offset)

    def alias(self, event: Any) -> None:
        name = f"*{event.anchor}"
        message = "decks have no aliases; write it out here, or put text that starts with * in quotes"
        self.problem(event.start_mark.index, message, len(name))
        self.add(Refused(), event.start_mark.index)

    def mapping(self, event: Any) -> None:
        self.open(Mapping(event.start_mark.index), event)

    def sequence(self, event: Any) -> None:
        self.open(Items(event.start_mark.index), event)

    def open(self, node: Mapping | Items, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self.decorated(event)
        if len(self.outer) >= DEEPEST:
            self.problem(node.start, f"this is more than {DEEPEST} levels deep; is there a bracket too many?")
            raise Stop
        self.add(node, node.start)
        self.outer.append((self.node, self.key))
        self.node, self.key = node, None

    def close(self, event: Any) -> None:
        self.node, self.key = self.outer.pop()

    def add(self, value: Any, offset: int) -> None:
        node, key = self.node, self.key
        if type(node) is Items:
            node.append(value)
            node.offsets.append(offset)
        elif type(node) is not Mapping:
            self.root = value
        elif key is None:
            self.key, self.key_offset = self.as_key(node, value, offset), offset
        else:
            if type(key) is str:
                node[key] = value
                node.offsets.append(self.key_offset)
                node.offsets.append(offset)
            self.key = None

    def as_key(self, node: Mapping, value: Any, offset: int) -> str:
        if type(value) is Refused:
            return value
        if not isinstance(value, str):
            self.problem(offset, "a key is a word; put text that starts with [ or { in quotes")
        elif value == "<<" and type(value) is str:
            self.problem(offset, "decks have no merge keys; write the fields out, or use `extends`", 2)
        elif value in node:
            given = self.source.line(node.key_offset(value))
            self.report_scalar(offset, value, f"{shortened(value)} was already given on line {given}")
        else:
            return sys.intern(str(value))
        return Refused()

    def decorated(self, event: Any) -> Refused:
        what, sign = ("tags", "!") if event.anchor is None else ("anchors", "&")
        length = 1 + len(event.anchor or "")
        message = f"decks have no {what}; take it out, or put text that starts with {sign} in quotes"
        self.problem(event.start_mark.index, message, length)
        return Refused()

    def escapes(self, offset: int, value: str) -> str:
        problem = hidden_escape(self.source, offset, value)
        if problem is None:
            return Quoted(value)
        self.keep(problem)
        return Refused()

    def report_scalar(self, offset: int, value: str, message: str) -> None:
        self.keep(self.source.at_scalar(offset, value, message))

    def problem(self, offset: int, message: str, length: int = 1) -> None:
        self.keep(self.source.problem(offset, message, length))

    def keep(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) >= MOST_PROBLEMS:
            raise Stop

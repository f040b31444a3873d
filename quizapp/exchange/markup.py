"""XML out and in: trees of elements to text, and text to a tree in which every element knows its place.

Reading refuses document types, and with them every entity that a file could define, be it a bomb or a way to other
files; it never opens anything, and its trees are no deeper than `DEEPEST` and no larger than the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

from quizapp.deck.reader.problems import DeckError
from quizapp.deck.reader.source import Source

DEEPEST = 100
Element = ElementTree.Element


def element(tag: str, *content: str | Element, **attributes: str) -> Element:
    """An element with text, and elements in it; a trailing underscore of an attribute's name is left out."""
    made = Element(tag, {name.rstrip("_"): value for name, value in attributes.items()})
    for part in content:
        if isinstance(part, Element):
            made.append(part)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + part
        else:
            made.text = (made.text or "") + part
    return made


def as_bytes(root: Element, indented: bool = True) -> bytes:
    """The text of an XML file; `indented` only where spaces between elements mean nothing."""
    if indented:
        ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, "utf-8", xml_declaration=True)) + b"\n"


@dataclass
class Node:
    """An element that was read: what it is called, its attributes, where it starts and ends, and what is in it."""

    tag: str
    attributes: dict[str, str]
    offset: int
    children: list[Node] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    end: int = 0

    @property
    def text(self) -> str:
        """The text directly in it."""
        return "".join(self.pieces)

    def all(self, tag: str) -> Iterator[Node]:
        """The children of this tag."""
        return (child for child in self.children if child.tag == tag)

    def first(self, tag: str) -> Node | None:
        """The first child of this tag."""
        return next(self.all(tag), None)

    def inner(self, *path: str) -> str:
        """The text at the end of a path of tags, without the spaces around it; empty if there is none."""
        node: Node | None = self
        for tag in path:
            node = node.first(tag) if node else None
        return node.text.strip() if node else ""


class _Refused(Exception):
    """What the reader does not take."""


def read_xml(source: Source) -> Node:
    """The root of an XML text, or DeckError."""
    return _Reader(source).read()


class _Reader:
    """The elements that are open, from a stand-in for the whole file to the innermost."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.open = [Node("", {}, 0)]
        self.starts = [0]
        for line in source.text.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def read(self) -> Node:
        try:
            self.parser.Parse(self.source.text, True)
        except _Refused as error:
            raise self._error(str(error)) from None
        except (expat.ExpatError, ValueError) as error:
            reason = expat.ErrorString(error.code) if isinstance(error, expat.ExpatError) else str(error)
            raise self._error(f"this is not XML: {reason}") from None
        return self.open[0].children[0]

    def _error(self, message: str) -> DeckError:
        line = min(max(self.parser.CurrentLineNumber, 1), len(self.starts) - 1)
        offset = min(self.starts[line - 1] + max(self.parser.CurrentColumnNumber, 0), self.starts[line] - 1)
        return DeckError(self.source.path, [self.source.problem(offset, message)])

    def _doctype(self, *_: object) -> None:
        raise _Refused("a document type, with which a file could define entities, is refused; take out <!DOCTYPE ...>")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.open) > DEEPEST:
            raise _Refused(f"elements are more than {DEEPEST} deep")
        node = Node(tag, attributes, self._here())
        self.open[-1].children.append(node)
        self.open.append(node)

    def _end(self, tag: str) -> None:
        self.open.pop().end = self._here()

    def _here(self) -> int:
        return self.starts[self.parser.CurrentLineNumber - 1] + self.parser.CurrentColumnNumber

    def _characters(self, text: str) -> None:
        self.open[-1].pieces.append(text)

"""An item of QTI 2 or 3 as a tree: one way to name things, texts without what is answered in them, and its rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from quizapp.deck.reader.source import Source
from quizapp.exchange.html_reader import read_html
from quizapp.exchange.markup import Node
from quizapp.exchange.remarks import located

#: A tag with its attributes, as far as its end.
TAG = re.compile(r"<(?:\"[^\"]*\"|'[^']*'|[^\"'>])*>")
GAP = "_____"


def plainly_named(root: Node) -> Node:
    """The tree with QTI 3's names, such as `qti-choice-interaction`, and names with a prefix, as QTI 2 has them."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        node.tag = _camel(node.tag.rpartition(":")[2].removeprefix("qti-"))
        node.attributes = {_camel(name): value for name, value in node.attributes.items()}
        waiting.extend(node.children)
    return root


def _camel(name: str) -> str:
    return re.sub(r"-([a-z])", lambda found: found[1].upper(), name)


def within(node: Node, *tags: str) -> Iterator[Node]:
    """The elements of these tags anywhere in a node, in their order."""
    waiting = [*reversed(node.children)]
    while waiting:
        each = waiting.pop()
        if each.tag in tags:
            yield each
        waiting.extend(reversed(each.children))


@dataclass
class Words:
    """What turns an element of the file into text; what is left out of it is added to the remarks."""

    source: Source
    remarks: list[tuple[int, str]] = field(default_factory=list)

    def __call__(self, node: Node | None, without: Callable[[Node], str | None] = lambda node: None) -> str:
        """The text of an element, in which what `without` has a word for is replaced by this."""
        if node is None or node.end <= node.offset:
            return ""
        text = self.source.text
        opening = TAG.match(text, node.offset)
        read = read_html(self._without(node, opening.end() if opening else node.offset, without))
        self.remarks.extend(located(read.remarks, text, node.offset, node.end))
        return read.text

    def _without(self, node: Node, start: int, without: Callable[[Node], str | None]) -> str:
        parts, text = [], self.source.text
        for child in _outermost(node, without):
            parts += [text[start : child.offset], without(child) or ""]
            closing = TAG.match(text, child.end)
            start = closing.end() if closing else child.end
        return "".join([*parts, text[start : node.end]])


def _outermost(node: Node, without: Callable[[Node], str | None]) -> Iterator[Node]:
    """The elements to be replaced that stand in no other one."""
    waiting = [*reversed(node.children)]
    while waiting:
        each = waiting.pop()
        if without(each) is not None:
            yield each
        else:
            waiting.extend(reversed(each.children))


def declared(root: Node, interaction: Node) -> Node | None:
    """The declaration of what is answered in an interaction."""
    name = interaction.attributes.get("responseIdentifier", "RESPONSE")
    found = (each for each in root.all("responseDeclaration") if each.attributes.get("identifier") == name)
    return next(found, None)


def correct_values(declaration: Node | None) -> list[str]:
    """The values that a declaration calls correct."""
    correct = declaration.first("correctResponse") if declaration else None
    return [each.text.strip() for each in correct.all("value")] if correct else []


def feedback_of_texts(root: Node) -> dict[str, str]:
    """The identifiers of what is said to texts that are compared with the answer, by these texts."""
    found: dict[str, str] = {}
    for part in within(root, "responseIf", "responseElseIf"):
        compared = next((each for each in part.children if each.tag in ("stringMatch", "match")), None)
        value = next(within(compared, "baseValue"), None) if compared else None
        name = _feedback_set(part)
        if value is not None and name:
            found.setdefault(value.text.strip(), name)
    return found


def _feedback_set(part: Node) -> str:
    """The identifier that a rule sets its feedback to."""
    for each in part.all("setOutcomeValue"):
        value = each.first("baseValue")
        if value is not None and value.attributes.get("baseType") == "identifier":
            return value.text.strip()
    return ""

"""Text as the content of QTI items: paragraphs, line ends, code and tables, as elements."""

from __future__ import annotations

import re

from quizapp.deck.layout import Block, Code, Paragraph
from quizapp.exchange.html_text import NO_BREAK, PIPE
from quizapp.exchange.markup import Element, element
from quizapp.exchange.reading_list import HEADING, bare
from quizapp.exchange.text import CODE, on_one_line
from quizapp.exchange.text import blocks as text_blocks
from quizapp.questions.types import Question


def blocks(text: str) -> list[Element]:
    """The paragraphs, the code and the tables of a text."""
    return [_block(each) for each in text_blocks(text)]


def _block(block: Block) -> Element:
    if isinstance(block, Paragraph):
        return element("p", *_paragraph(block.text))
    if isinstance(block, Code):
        return element("pre", "\n".join(block.lines))
    rows = (element("tr", *(element("td", *_line(cell.replace(PIPE, "|"))) for cell in row)) for row in block.rows)
    return element("table", element("tbody", *rows))


def inlines(text: str) -> list[str | Element]:
    """A text for places that hold no paragraphs."""
    parts: list[str | Element] = []
    for block in text_blocks(text):
        parts += [*([element("br"), element("br")] if parts else []), *_paragraph(block.text)]
    return parts


def explanation(question: Question) -> list[Element]:
    """Why, and where to read more; nothing if neither is said."""
    told = blocks(question.explanation) if question.explanation else []
    if question.reading:
        links = [element("a", on_one_line(each.title), href=bare(each.url)) for each in question.reading]
        told += [element("p", HEADING), element("ul", *(element("li", link) for link in links))]
    return told


def _paragraph(text: str) -> list[str | Element]:
    parts: list[str | Element] = []
    for line in text.split("\n"):
        parts += [*([element("br")] if parts else []), *_line(line)]
    return parts


def _line(line: str) -> list[str | Element]:
    words = line.lstrip(" ")
    kept = re.sub(" {2,}", lambda found: NO_BREAK * len(found[0]), words)
    pieces = CODE.split(NO_BREAK * (len(line) - len(words)) + kept)
    return [element("code", piece) if index % 2 else piece for index, piece in enumerate(pieces)]

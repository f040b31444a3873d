"""Text as the content of QTI items: paragraphs, line ends and code, as elements."""

from __future__ import annotations

from quizapp.exchange.html_text import NO_BREAK
from quizapp.exchange.markup import Element, element
from quizapp.exchange.reading_list import HEADING, bare
from quizapp.exchange.text import CODE, flowed, on_one_line
from quizapp.questions.types import Question


def blocks(text: str) -> list[Element]:
    """The paragraphs of a text."""
    return [element("p", *_paragraph(each)) for each in flowed(text).split("\n\n")]


def inlines(text: str) -> list[str | Element]:
    """A text for places that hold no paragraphs."""
    parts: list[str | Element] = []
    for paragraph in flowed(text).split("\n\n"):
        parts += [*([element("br"), element("br")] if parts else []), *_paragraph(paragraph)]
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
    pieces = CODE.split(NO_BREAK * (len(line) - len(words)) + words)
    return [element("code", piece) if index % 2 else piece for index, piece in enumerate(pieces)]

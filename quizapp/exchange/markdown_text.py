"""Text as Markdown that shows it letter by letter; code stays code, and tables stay tables."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from quizapp.deck.layout import Block, Code, Paragraph
from quizapp.exchange.reading_list import HEADING, bare
from quizapp.exchange.text import blocks, flowed, on_one_line
from quizapp.questions.question import Reading

#: Code that holds nothing that would end a quiz, begin a blank, be a character of its own in Markdown, or be a macro.
PART = re.compile(r"(?P<code>`(?! )(?:(?!\{[{%#])[^`\n<\[\\])+(?<! )`(?!`))|(?P<special>[\\`*_\[\]<&]|\{(?=[{%#]))")
#: What means something at the beginning of a line only.
ESCAPED_FIRST, ENTITY_FIRST = "#>+-", "=:|~!?/"
#: What mkdocs-quiz, which knows no code, takes for more than code: its tags, answers, quotations and blanks.
NOT_CODE = re.compile(r"</?quiz>|\[\[|\{[{%#]|<!--|-->|^\s*(?:[-*]\s*\[|>)|^ *(?:```|~~~)", re.MULTILINE)


def as_markdown(text: str) -> str:
    """The text as blocks of Markdown; lines that learners see begin end in two spaces."""
    return "\n\n".join(map(_block, blocks(text)))


def reading_markdown(reading: Sequence[Reading]) -> list[str]:
    """The paragraphs that say where to read more."""
    items = "\n".join(f"- [{inline_markdown(on_one_line(each.title))}]({bare(each.url)})" for each in reading)
    return [HEADING, items] if reading else []


def inline_markdown(text: str) -> str:
    """The text as one line of Markdown, with `<br>` for the ends of its lines."""
    return "<br>".join(map(_line, flowed(text).split("\n")))


def _block(block: Block) -> str:
    if isinstance(block, Paragraph) or (isinstance(block, Code) and NOT_CODE.search("\n".join(block.lines))):
        return "  \n".join(map(_line, block.text.split("\n")))
    if isinstance(block, Code):
        return block.text
    head, *body = block.rows
    return "\n".join([_row(head), f"|{' --- |' * len(head)}", *map(_row, body)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(PART.sub(_plainly, cell) for cell in cells)} |"


def _line(line: str) -> str:
    words = line.lstrip(" ")
    indent = "&nbsp;" * (len(line) - len(words))
    kept = re.sub(" {2,}", lambda found: "&nbsp;" * len(found[0]), PART.sub(_plainly, words))
    return indent + _first(kept)


def _plainly(found: re.Match[str]) -> str:
    character = found["special"]
    if character is None:
        return found["code"]
    if character == "{":  # two of them, or with %, begin what site generators replace
        return "&#123;"
    return html.escape(character) if character in "<&" else f"\\{character}"


def _first(line: str) -> str:
    """The line with nothing at its beginning that Markdown would take for more than text."""
    if line[:1] in ENTITY_FIRST and line:
        return f"&#{ord(line[0])};{line[1:]}"
    if line[:1] in ESCAPED_FIRST:
        return f"\\{line}" if line else line
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", line)

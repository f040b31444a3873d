"""Text as Markdown that shows it letter by letter, and back; code in backticks stays code."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from quizapp.exchange.reading_list import HEADING, bare
from quizapp.exchange.text import cleaned, flowed
from quizapp.questions.question import Reading

#: Code that holds nothing that would end a quiz, begin a blank, or be a character of its own in Markdown.
PART = re.compile(r"(?P<code>`[^`\n<\[\\]+`)|(?P<special>[\\`*_\[\]<&])")
READ = re.compile(
    r"(?P<code>`[^`\n]+`)|\\(?P<escaped>[!-/:-@\[-`{-~])|(?P<entity>&[#a-zA-Z0-9]{1,32};)|(?P<line><br ?/?>)"
    r"|\[(?P<words>(?:[^\[\]\\\n]|\\.){1,300})\]\((?P<url>https://[^\s()]+)\)"
)
#: What means something at the beginning of a line only.
ESCAPED_FIRST, ENTITY_FIRST = "#>+-", "=:|~!?/"


def as_markdown(text: str) -> str:
    """The text as paragraphs of Markdown; lines that learners see begin end in two spaces."""
    return "\n\n".join(_paragraph(each) for each in flowed(text).split("\n\n"))


def reading_markdown(reading: Sequence[Reading]) -> list[str]:
    """The paragraphs that say where to read more."""
    items = "\n".join(f"- [{inline_markdown(each.title)}]({bare(each.url)})" for each in reading)
    return [HEADING, items] if reading else []


def inline_markdown(text: str) -> str:
    """The text as one line of Markdown."""
    return _line(" ".join(flowed(text).split()))


def _paragraph(text: str) -> str:
    return "  \n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    words = line.lstrip(" ")
    indent = "&nbsp;" * (len(line) - len(words))
    return indent + _first(PART.sub(lambda found: found["code"] or _special(found["special"]), words))


def _special(character: str) -> str:
    return html.escape(character) if character in "<&" else f"\\{character}"


def _first(line: str) -> str:
    """The line with nothing at its beginning that Markdown would take for more than text."""
    if line[:1] in ENTITY_FIRST and line:
        return f"&#{ord(line[0])};{line[1:]}"
    if line[:1] in ESCAPED_FIRST:
        return f"\\{line}" if line else line
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", line)


def as_text(markdown: str) -> str:
    """The text that Markdown shows; a link is its words and the address, lists and emphasis are as they are written."""
    return cleaned(READ.sub(_meant, markdown)).replace("\N{NO-BREAK SPACE}", " ")


def _meant(found: re.Match[str]) -> str:
    if found["words"]:
        return f"{READ.sub(_meant, found['words'])} ({found['url']})"
    if found["entity"]:
        return html.unescape(found["entity"])
    return "\n" if found["line"] else found["code"] or found["escaped"]

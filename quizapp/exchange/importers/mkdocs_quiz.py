"""Markdown with the `<quiz>` blocks of mkdocs-quiz: the first heading is the title, and all else is left behind."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from quizapp.deck.reader.source import Source
from quizapp.exchange.draft import Draft, Found, LeftOut, choice, imported
from quizapp.exchange.format import Imported, Importer
from quizapp.exchange.importers.gift import said
from quizapp.exchange.markdown_text import as_text
from quizapp.questions.fields import SLUG

START, END = "<quiz>", "</quiz>"
ANSWER = re.compile(r"\s*[-*]\s*\[([xX ]?)\]\s*(.*)")
QUOTE = re.compile(r"\s*>\s?(.*)")
BLANK = re.compile(r"\[\[[^\]]+\]\]")
FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
HEADING = re.compile(r"^# +(.+?)#*$", re.MULTILINE)
NOTE = re.compile(r"<!-- quizapp: (\{.*\}) -->")


@dataclass(frozen=True)
class Block:
    """What stands between the tags of a quiz, where it begins, and what stands before it."""

    offset: int
    lines: list[str]
    before: str


@dataclass(frozen=True)
class Answer:
    """A line of a quiz that can be ticked, with what is quoted below it."""

    text: str
    correct: bool
    feedback: str


def read(source: Source) -> Imported:
    """The deck that a Markdown page makes."""
    heading = HEADING.search(source.text.partition(START)[0])
    found = Found(as_text(heading[1]) if heading else "")
    for block in _blocks(source.text, found):
        try:
            found.drafts.append(_draft(block))
        except LeftOut as reason:
            found.left_out.append((block.offset, f"left out: {reason}"))
    return imported(source, found)


def _blocks(text: str, found: Found) -> Iterator[Block]:
    position = 0
    while (start := _next_start(text, position)) >= 0:
        end = text.find(END, start)
        if end < 0:
            found.left_out.append((start, f"left out: this quiz has no {END}"))
            return
        yield Block(start, text[start + len(START) : end].strip("\n").split("\n"), text[position:start])
        position = end + len(END)


def _next_start(text: str, position: int) -> int:
    """The next opening tag that does not stand in a fenced block of code."""
    fence = ""
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        line, start = text[position:end], text.find(START, position, end)
        mark = FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif start >= 0 and not fence:
            return start
        position = end + 1
    return -1


def _draft(block: Block) -> Draft:
    first = next((index for index, line in enumerate(block.lines) if ANSWER.fullmatch(line)), None)
    if BLANK.search("\n".join(block.lines)):
        raise LeftOut("a quiz with blanks to fill in; there is no such question type")
    if first is None:
        raise LeftOut("a quiz without answers, which are lines such as `- [x] right`")
    answers, rest = _answers(block.lines, first)
    note = _note(block.before)
    question_type, fields = _type_and_fields(answers, note)
    return Draft(
        offset=block.offset,
        question_type=question_type,
        prompt=as_text("\n".join(block.lines[:first])),
        fields=fields,
        name=note["id"],
        explanation=as_text("\n".join(block.lines[rest:])),
        tags=tuple(note["tags"]),
    )


def _answers(lines: list[str], index: int) -> tuple[list[Answer], int]:
    """The answers from a line on, and the line at which what follows them begins."""
    answers = []
    while index < len(lines):
        found = ANSWER.fullmatch(lines[index])
        if found:
            index += 1
            quoted = []
            while index < len(lines) and (quote := QUOTE.fullmatch(lines[index])):
                quoted.append(quote[1])
                index += 1
            answers.append(Answer(as_text(found[2]), found[1] in "xX" and found[1] != "", as_text("\n".join(quoted))))
        elif lines[index].strip():
            break
        else:
            index += 1
    return answers, index


def _type_and_fields(answers: list[Answer], note: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    right = [answer for answer in answers if answer.correct]
    if not right:
        raise LeftOut("none of its answers is right")
    words = [answer.text.lower() for answer in answers]
    if words == ["true", "false"] and len(right) == 1 and note["type"] in ("", "true_false"):
        wrong = next(answer for answer in answers if not answer.correct)
        return "true_false", {"answer": answers[0].correct, **said(right[0].feedback, wrong.feedback)}
    choices = [choice(answer.text, answer.correct, answer.feedback) for answer in answers]
    if len(note["choices"]) == len(choices) == len(set(note["choices"])):
        choices = [{"id": name, **each} for name, each in zip(note["choices"], choices, strict=True)]
    return "multiple" if len(right) > 1 or note["type"] == "multiple" else "single", {"choices": choices}


def _note(before: str) -> dict[str, Any]:
    """What our own exporter noted before the quiz; what it did not note, or what cannot be read, is empty."""
    found = NOTE.findall(before)
    try:
        known = json.loads(found[-1]) if found else {}
    except (ValueError, RecursionError):
        known = {}
    known = known if isinstance(known, dict) else {}
    words = {name: known.get(name) if isinstance(known.get(name), str) else "" for name in ("id", "type")}
    lists = {name: _strings(known.get(name)) for name in ("tags", "choices")}
    lists["choices"] = [name for name in lists["choices"] if SLUG.fullmatch(name)]
    return {**words, **lists}


def _strings(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


IMPORTER = Importer(
    (".md", ".markdown"),
    "quizzes with one or several right answers, their feedback and explanations; the first heading is the title",
    read,
)

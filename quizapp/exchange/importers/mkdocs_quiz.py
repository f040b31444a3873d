"""Markdown with the `<quiz>` blocks of mkdocs-quiz: the first heading is the title; the rest of the page stays there.

The page, and then what stands in each quiz, is taken apart by markdown-it, so that nothing in code or in a comment is
taken for a quiz or an answer.
"""

from __future__ import annotations

import itertools
import json
import re
from typing import Any

from markdown_it.token import Token

from quizapp.deck.reader.source import Source
from quizapp.exchange.draft import Draft, Found, LeftOut, choice, imported, said
from quizapp.exchange.format import Imported, Importer, at_once
from quizapp.exchange.markdown_reader import inline_as_text
from quizapp.exchange.quiz_blocks import START, Answer, Quiz, page_tokens, quiz_in
from quizapp.exchange.remarks import located
from quizapp.questions.fields import SLUG

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*\n)*?---[ \t]*(?:\n|\Z)")
FRONT_TITLE = re.compile(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.MULTILINE)
NOTE = re.compile(r"<!-- quizapp: (\{.*\}) -->")
MEANT = re.compile(r"^\s*<quiz>", re.MULTILINE)


@at_once
def read(source: Source) -> Imported:
    """The deck that a Markdown page makes."""
    front = FRONT_MATTER.match(source.text)
    head = front[0] if front else ""
    tokens = page_tokens("\n" * head.count("\n") + source.text[len(head) :])
    named = FRONT_TITLE.search(head)
    found = Found(_heading(tokens) or (named[1] if named else ""))
    starts = [0, *(each.end() for each in re.finditer("\n", source.text))]
    note = ""
    for token in tokens:
        if token.type == "html_block":
            note = token.content
            _in_comment(token, starts, found)
        elif token.type == "quiz":
            _add(token, starts, note, source, found)
            note = ""
    return imported(source, found)


def _heading(tokens: list[Token]) -> str:
    """The words of the first heading of the first level that stands before the first quiz."""
    for token, inside in itertools.pairwise(tokens):
        if token.type == "quiz":
            break
        if token.type == "heading_open" and token.tag == "h1":
            inside.children = [each for each in inside.children or () if each.type != "image"]
            return inline_as_text(inside, []).strip()
    return ""


def _in_comment(token: Token, starts: list[int], found: Found) -> None:
    where = token.content.find(START)
    if token.content.lstrip().startswith("<!--") and where >= 0 and token.map:
        line = token.map[0] + token.content.count("\n", 0, where)
        found.left_out.append((starts[line], "left out: a quiz in a comment; take it out of <!-- --> to import it"))


def _add(token: Token, starts: list[int], note: str, source: Source, found: Found) -> None:
    assert token.map is not None
    lines = [*starts[token.map[0] : token.map[1] + 1], len(source.text)]
    try:
        found.drafts.append(_draft(quiz_in(token.content, token.meta["closed"], lines), note, source, lines))
    except LeftOut as reason:
        found.leave_out(lines[0], reason)


def _draft(quiz: Quiz, before: str, source: Source, lines: list[int]) -> Draft:
    note = _note(before)
    filled = ("short_answer", {"answer": quiz.blank}) if quiz.blank else None
    question_type, fields = filled or _type_and_fields(quiz.answers, note)
    end = lines[min(quiz.lines, len(lines) - 1)]
    return Draft(
        offset=lines[0],
        question_type=question_type,
        prompt=quiz.prompt,
        fields=fields,
        name=note["id"],
        explanation=quiz.explanation,
        tags=tuple(note["tags"]),
        remarks=tuple(located(quiz.remarks, source.text, lines[0], end)),
    )


def _type_and_fields(answers: tuple[Answer, ...], note: dict[str, Any]) -> tuple[str, dict[str, Any]]:
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


def is_meant(text: str) -> bool:
    """Whether a line of a text begins with the tag of a quiz, and the text is no XML."""
    return MEANT.search(text) is not None and not text.lstrip().startswith(
        ("<?xml", "<quiz>\n<question", "<quiz><question")
    )


IMPORTER = Importer(
    (".md", ".markdown"),
    "quizzes with one or several right answers, or a blank to fill in, their feedback and explanations; the first "
    "heading is the title",
    read,
    is_meant,
)

"""Questions on their way into a deck: what was found in a file, made into questions that the deck format accepts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from quizapp.deck.model import Deck
from quizapp.deck.reader.problems import DeckError, Problem
from quizapp.deck.reader.source import Source
from quizapp.deck.reader.words import message_of
from quizapp.exchange import reading_list
from quizapp.exchange.format import Imported
from quizapp.exchange.text import cleaned
from quizapp.questions.fields import SLUG
from quizapp.questions.types import QUESTION_TYPES, Question

LONGEST_ID = 40
MOST_WORDS = 5
UNTITLED = "Imported questions"


class LeftOut(Exception):
    """A question that no question type of ours can hold; the text says why."""


@dataclass(frozen=True)
class Draft:
    """A question as it was found: at `offset` of the file, called `name` there, with fields as in a deck.

    `fields` are those of its question type without the shared ones; `losses` is what the deck does not say of it.
    """

    offset: int
    question_type: str
    prompt: str
    fields: dict[str, Any]
    name: str = ""
    hints: tuple[str, ...] = ()
    explanation: str = ""
    tags: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()


@dataclass
class Found:
    """All that was found in a file: its title, the questions, and what had to be left out, by offset."""

    title: str = ""
    drafts: list[Draft] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)


def choice(text: str, correct: bool, feedback: str = "") -> dict[str, Any]:
    """A choice as a deck writes it, still without its id."""
    said = {"if_chosen": cleaned(feedback)} if cleaned(feedback) else {}
    return {"text": cleaned(text), "correct": correct, **said}


def imported(source: Source, found: Found) -> Imported:
    """The deck that can be made of what was found; DeckError where nothing of it is a question of ours."""
    losses = [source.problem(offset, message) for offset, message in found.left_out]
    taken: set[str] = set()
    questions = []
    for draft in found.drafts:
        try:
            questions.append(_question(draft, taken))
            losses.extend(source.problem(draft.offset, f"not carried over: {each}") for each in draft.losses)
        except LeftOut as reason:
            losses.append(source.problem(draft.offset, f"left out: {reason}"))
    if not questions:
        raise DeckError(source.path, losses or [Problem(1, 1, "there is no question in this file")])
    title = cleaned(found.title)[:200] or UNTITLED
    return Imported(Deck(format=1, title=title, questions=tuple(questions)), tuple(sorted(losses)))


def _question(draft: Draft, taken: set[str]) -> Question:
    explanation, reading = reading_list.split(cleaned(draft.explanation))
    shared = {
        "id": unique(slug(draft.name) or slug(draft.prompt), taken, "question"),
        "type": draft.question_type,
        "prompt": cleaned(draft.prompt),
        "hints": [cleaned(hint) for hint in draft.hints if cleaned(hint)],
        "explanation": explanation,
        "reading": reading,
        "tags": [cleaned(tag) for tag in draft.tags if cleaned(tag)],
    }
    model = QUESTION_TYPES[draft.question_type]
    given = {name: value for name, value in shared.items() if value or name == "prompt"}
    try:
        question = model.model_validate({**given, **_with_ids(draft.fields)})
    except ValidationError as error:
        raise LeftOut("; ".join(message_of(model, each) for each in error.errors(include_url=False)[:3])) from None
    taken.add(question.id)
    return question


def _with_ids(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields, in which every choice has an id."""
    return {name: with_ids(value, "choice") if name == "choices" else value for name, value in fields.items()}


def with_ids(items: Sequence[dict[str, Any]], what: str) -> list[dict[str, Any]]:
    """Items with an id made of each one's text, unless it has one."""
    taken = {item["id"] for item in items if "id" in item}
    named = []
    for item in items:
        found = item.get("id") or unique(slug(item.get("text", "")), taken, what)
        taken.add(found)
        named.append({"id": found, **item})
    return named


def slug(text: str) -> str:
    """A name of a-z, 0-9 and - from the first words of a text; the text itself if it is one; empty if it has none."""
    if SLUG.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFKD", text[:500]).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:MOST_WORDS]
    return "-".join(words)[:LONGEST_ID].strip("-")


def unique(name: str, taken: Iterable[str], what: str) -> str:
    """The name, with a number behind it if it is taken; `what` and a number if there is none."""
    if name and name not in taken:
        return name
    stem, count = name[:58] or what, 1 if not name else 2
    while f"{stem}-{count}" in taken:
        count += 1
    return f"{stem}-{count}"

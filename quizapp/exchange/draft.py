"""Questions on their way into a deck: what was found in a file, made into questions that the deck format accepts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from quizapp.deck.model import Deck
from quizapp.deck.reader.problems import DeckError, Problem
from quizapp.deck.reader.source import Source
from quizapp.deck.reader.words import message_of
from quizapp.exchange import reading_list
from quizapp.exchange.format import Imported
from quizapp.exchange.text import cleaned, kept, on_one_line
from quizapp.questions.fields import SLUG
from quizapp.questions.types import QUESTION_TYPES, Question

LONGEST_ID = 40
MOST_WORDS = 5
#: Of a name that is taken, before its number.
LONGEST_STEM = 54
AS_TAG = "; a deck has one title, and each question has its category as a tag"
UNTITLED = "Imported questions"


class LeftOut(Exception):
    """A question that no question type of ours can hold: why, and where in the file if not at its beginning."""

    def __init__(self, reason: str, offset: int | None = None) -> None:
        self.reason, self.offset = reason, offset
        super().__init__(reason)


@dataclass(frozen=True)
class Draft:
    """A question as it was found: at `offset` of the file, called `name` there, with fields as in a deck.

    `fields` are those of its question type without the shared ones; `losses` is what the deck does not say of it, and
    `remarks` are those with a place of their own.
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
    remarks: tuple[tuple[int, str], ...] = ()
    category: str = ""


@dataclass
class Found:
    """All that was found in a file, by offset: the questions, why some are left out, and what else the deck lacks."""

    title: str = ""
    drafts: list[Draft] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    categories: list[tuple[int, str]] = field(default_factory=list)

    def leave_out(self, offset: int, reason: LeftOut) -> None:
        """Note that the question at `offset` is left out."""
        self.left_out.append((offset if reason.offset is None else reason.offset, f"left out: {reason}"))


@dataclass
class Names:
    """The names that are taken, and for each stem the number that was given last."""

    taken: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)

    def take(self, name: str, what: str) -> str:
        """The name, with a number behind it if it is taken; `what` and a number if there is none."""
        if name and name not in self.taken:
            self.taken.add(name)
            return name
        stem = name[:LONGEST_STEM] or what
        count = self.counts.get(stem, 0 if not name else 1) + 1
        while f"{stem}-{count}" in self.taken:
            count += 1
        self.counts[stem] = count
        self.taken.add(f"{stem}-{count}")
        return f"{stem}-{count}"


def choice(text: str, correct: bool, feedback: str = "") -> dict[str, Any]:
    """A choice as a deck writes it, still without its id."""
    said = {"if_chosen": kept(feedback)} if cleaned(feedback) else {}
    return {"text": kept(text), "correct": correct, **said}


def said(right: str, wrong: str) -> dict[str, Any]:
    """What is said about a right and a wrong answer, if it is."""
    return {name: kept(text) for name, text in {"if_right": right, "if_wrong": wrong}.items() if cleaned(text)}


def imported(source: Source, found: Found) -> Imported:
    """The deck that can be made of what was found; DeckError where nothing of it is a question of ours."""
    others = _other_categories(found)
    remarks = [*found.remarks, *((offset, f"the category {each}{AS_TAG}") for offset, each in others)]
    notes = [*found.left_out, *((offset, f"not carried over: {each}") for offset, each in remarks)]
    names = Names()
    questions = []
    for draft in found.drafts:
        told = draft.remarks
        try:
            questions.append(_question(draft, names, (draft.category,) if others else ()))
            told = (*((draft.offset, each) for each in draft.losses), *draft.remarks)
        except LeftOut as reason:
            notes.append((draft.offset, f"left out: {reason}"))
        notes.extend((offset, f"not carried over: {each}") for offset, each in told)
    losses = [source.problem(offset, message) for offset, message in notes]
    if not questions:
        raise DeckError(source.path, losses or [Problem(1, 1, "there is no question in this file")])
    of = len(found.drafts) + len(found.left_out)
    title = on_one_line(found.title)[:200] or UNTITLED
    return Imported(Deck(format=1, title=title, questions=tuple(questions)), tuple(sorted(losses)), of)


def _other_categories(found: Found) -> list[tuple[int, str]]:
    """All categories but the first, which is the title of the deck, each where it is named first."""
    first = {title: offset for offset, title in reversed(found.categories) if title}
    if found.categories and not found.title:
        found.title = next((title for _, title in found.categories if title), "")
    return sorted((offset, title) for title, offset in first.items() if title != found.title)


def _question(draft: Draft, names: Names, more_tags: tuple[str, ...]) -> Question:
    explanation, reading = reading_list.split(cleaned(draft.explanation))
    name = slug(draft.name) or slug(draft.prompt)
    shared = {
        "id": names.take(name, "question"),
        "type": draft.question_type,
        "prompt": kept(draft.prompt),
        "hints": [kept(hint) for hint in draft.hints if cleaned(hint)],
        "explanation": kept(explanation or ""),
        "reading": reading,
        "tags": list(dict.fromkeys(on_one_line(tag) for tag in (*draft.tags, *more_tags) if on_one_line(tag))),
    }
    model = QUESTION_TYPES[draft.question_type]
    given = {name: value for name, value in shared.items() if value or name == "prompt"}
    try:
        question = model.model_validate({**given, **_with_ids(draft.fields)})
    except ValidationError as error:
        names.taken.discard(str(shared["id"]))
        raise LeftOut("; ".join(_in_words(model, each) for each in error.errors(include_url=False)[:3])) from None
    return question


def _in_words(model: type[Question], error: ErrorDetails) -> str:
    """What pydantic found, without the words that it puts before what our own rules say."""
    return message_of(model, error).replace("this: ", "", 1).replace("Value error, ", "", 1)


def _with_ids(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields, in which every choice has an id."""
    return {name: with_ids(value, "choice") if name == "choices" else value for name, value in fields.items()}


def with_ids(items: Sequence[dict[str, Any]], what: str) -> list[dict[str, Any]]:
    """Items with an id made of each one's text, unless it has one."""
    names = Names({item["id"] for item in items if "id" in item})
    return [item if "id" in item else {"id": names.take(slug(item.get("text", "")), what), **item} for item in items]


def slug(text: str) -> str:
    """A name of a-z, 0-9 and - from the first words of a text; the text itself if it is one; empty if it has none."""
    if SLUG.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFKD", text[:500]).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:MOST_WORDS]
    return "-".join(words)[:LONGEST_ID].strip("-")

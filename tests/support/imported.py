"""What was read of another program's file, and what was lost on the way."""

from __future__ import annotations

from pathlib import Path

from quizapp.deck.reader import read_text
from quizapp.deck.reader.source import Source
from quizapp.exchange import importer
from quizapp.exchange.deck_file import with_todos
from quizapp.exchange.format import Imported
from quizapp.questions.choices import ChoiceQuestion


def read(name: str, text: str) -> Imported:
    found = importer(name).read(Source(Path("file"), text))
    assert read_text(with_todos(found.deck)).questions
    return found


def losses(found: Imported) -> list[tuple[int, int, str]]:
    return [(each.line, each.column, each.message) for each in found.losses]


def choices(found: Imported, number: int = 0) -> list[tuple[str, bool, str | None]]:
    question = found.deck.questions[number]
    assert isinstance(question, ChoiceQuestion)
    return [(each.text, each.correct, each.if_chosen) for each in question.choices]

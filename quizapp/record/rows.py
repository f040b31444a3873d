"""What of a session is to be written, as statements with their values: pure, so that nothing here knows of disks.

Answers and marks are only ever inserted. A draft, which is how an attempt stands before it is done with, replaces the
one before it.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

from quizapp import __version__
from quizapp.deck.model import Deck
from quizapp.play.attempt import Attempt
from quizapp.play.session import Session
from quizapp.questions.answer_data import answer_as_data
from quizapp.questions.answer_forms import Answer
from quizapp.record.content import content_hash
from quizapp.record.recorded import as_json, as_text, storable
from quizapp.record.session_state import attempt_as_data

#: Where in the values of an answer it stands itself.
PREDICTION, ANSWER = 13, 14
#: What a way through a deck is for.
Kind = Literal["play", "review", "exam", "pre", "post"]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: Where answers count for the deck as a whole, and else for the deck in which a question is written.
EXAMS: tuple[Kind, ...] = ("exam", "pre", "post")


@dataclass(frozen=True)
class Write:
    """A statement with its values; of two with one `key` only the later is needed."""

    key: tuple[object, ...]
    statement: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Sitting:
    """A way through a deck: who, which questions by their ids, and what for.

    `kind` is one of KINDS; `minutes` is the time that an exam allows, None without a limit; `position` is that of the
    question that was shown last.
    """

    session: str
    profile: str
    deck: str
    path: str
    kind: str
    seed: int
    questions: tuple[str, ...]
    minutes: float | None
    started_at: str
    position: int = 0

    def is_of(self, deck: Deck) -> bool:
        """Whether it was with this deck: in the same file, or in one of its name or that is gone, with its questions.

        So a deck is the same in another installation, and after it was renamed.
        """
        if self.is_in(deck):
            return True
        there = {question.id for question in deck.questions}
        alike = self.deck == storable(deck.name) or not Path(self.path).exists()
        return alike and set(self.questions) <= there

    def is_in(self, deck: Deck) -> bool:
        """Whether it was with this very file."""
        return self.path == storable(str(deck.path))


def sitting_of(
    session: Session, profile: str, now: datetime, kind: Kind = "play", minutes: float | None = None
) -> Sitting:
    """The sitting that a session is."""
    if session.exam is not None:
        kind, minutes = session.exam.kind, session.exam.minutes
    questions = tuple(each.question.id for each in session.attempts)
    deck, started = session.deck, as_text(session.started_at or now)
    return Sitting(session.id, profile, deck.name, str(deck.path), kind, session.seed, questions, minutes, started)


def sitting_row(sitting: Sitting) -> Write:
    """A sitting begun; of two with one session the first counts."""
    values = {**vars(sitting), "questions": as_json(sitting.questions)}
    del values["position"]
    return _insert("sittings", values, ("sitting", sitting.session), "OR IGNORE ")


def place_row(session: Session, now: datetime) -> Write:
    """At which question a session stands."""
    values = {"session": session.id, "position": session.position, "kept_at": as_text(now)}
    return _insert("places", values, ("place", session.id), "OR REPLACE ")


def draft_row(session: Session, number: int, seconds: float) -> Write:
    """How the attempt with this number in a session stands, and how long it was looked at."""
    state = as_json(attempt_as_data(session.deck, session.attempts[number]))
    values = {"session": session.id, "number": number, "state": state, "seconds": seconds}
    return _insert("drafts", values, ("draft", session.id, number), "OR REPLACE ")


def answer_row(session: Session, attempt: Attempt, sitting: Sitting, now: datetime, seconds: float) -> Write:
    """A committed answer, or a committed prediction where knobs are turned after it."""
    question = attempt.question
    values = {
        "attempt": attempt.id,
        "stage": "answer" if attempt.final else "prediction",
        "profile": sitting.profile,
        "session": session.id,
        "kind": sitting.kind,
        "deck": sitting.deck if sitting.kind in EXAMS else session.deck.home_of(question),
        "question": question.id,
        "type": question.type,
        "revision": question.revision,
        "content": content_hash(session.deck, question),
        "variant": as_json(dict(question.drawn)),
        "seed": session.seed,
        "options": as_json([[option.id, option.text] for option in attempt.form.options]),
        "prediction": None if attempt.prediction is None else _answer(attempt, attempt.prediction),
        "answer": _answer(attempt, attempt.answer) if attempt.final else None,
        "certainty": attempt.certainty and attempt.certainty.name.lower(),
        "hints": attempt.hints_shown,
        "committed_at": as_text(now if attempt.final else attempt.committed_at or now),
        "seconds": round(seconds, 3),
        "tags": as_json(question.tags),
        "objectives": as_json(question.objectives),
        "version": __version__,
    }
    return _insert("answers", values, ("answer", attempt.id, attempt.final))


def mark_row(attempt: Attempt, measured: list[dict[str, Any]], now: datetime) -> Write:
    """What became of an answer, and what was measured for it beside what is known; the last of these rows counts."""
    grade = attempt.grade
    assert grade is not None
    values = {
        "attempt": attempt.id,
        "right": grade.right,
        "foreseen": grade.foreseen,
        "credit": grade.credit,
        "marks": as_json({name: mark.value for name, mark in grade.marks.items()}),
        "disputed": as_json(sorted(grade.disputed)),
        "judged": attempt.judged,
        "marked_at": as_text(attempt.marked_at or now),
    }
    row = _insert("marks", {**values, "measured": None}, ("mark", attempt.id, *map(bool, (attempt.judged, measured))))
    joined = row.statement.removesuffix("?)") + f"{_MEASURED})"
    return replace(row, statement=joined, values=(*row.values[:-1], attempt.id, as_json(measured)))


#: What was measured stays known where more is measured for a later mark of an attempt; `joined` is a function of ours.
_MEASURED = "joined(coalesce((SELECT measured FROM marks WHERE attempt = ? ORDER BY sequence DESC LIMIT 1), '[]'), ?)"


def ending_rows(session_id: str, now: datetime) -> Iterator[Write]:
    """A way through a deck ended: there is nothing to go back to."""
    values = {"session": session_id, "ended_at": as_text(now)}
    yield _insert("endings", values, ("ending", session_id), "OR IGNORE ")
    for table in ("drafts", "places"):
        yield Write((table, session_id), f"DELETE FROM {table} WHERE session = ?", (session_id,))


def begun_anew_rows(session_id: str, questions: Sequence[str]) -> Iterator[Write]:
    """A way through a deck that has lost some of its questions: those that are left, and no drafts yet."""
    yield Write(
        ("questions", session_id),
        "UPDATE sittings SET questions = ? WHERE session = ?",
        (as_json(list(questions)), session_id),
    )
    yield Write(("drafts", session_id), "DELETE FROM drafts WHERE session = ?", (session_id,))


def stored_under(connection: sqlite3.Connection, write: Write) -> tuple[str, tuple[Any, ...]]:
    """The statement and values of a write, under another id of the attempt if another answer has its own.

    That happens where two programs go on with one session: each answer is kept, and none is overwritten.
    """
    if write.key[0] != "answer":
        return write.statement, write.values
    taken = connection.execute(
        "SELECT answer, prediction FROM answers WHERE attempt = ? AND stage = ?", write.values[:2]
    ).fetchone()
    if taken is None:
        return write.statement, write.values
    if taken == (write.values[ANSWER], write.values[PREDICTION]):
        return "SELECT 1", ()
    return write.statement, (f"{write.values[0]}~{secrets.token_hex(4)}", *write.values[1:])


def _answer(attempt: Attempt, answer: Answer) -> str:
    return as_json(answer_as_data(attempt.form, answer))


def _insert(table: str, values: dict[str, Any], key: tuple[object, ...], otherwise: str = "") -> Write:
    names = ", ".join(f'"{name}"' for name in values)
    places = ", ".join("?" * len(values))
    return Write(
        key, f"INSERT {otherwise}INTO {table} ({names}) VALUES ({places})", tuple(map(_stored, values.values()))
    )


def _stored(value: Any) -> Any:
    return storable(value) if isinstance(value, str) else value

"""A record of a deck with a question of each type, as the tests of this folder keep and read it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from quizapp.play.session import Session, start
from quizapp.record.record import Record
from tests.support.records import Clock, every_type

DECK = every_type()
SINGLE = next(n for n, question in enumerate(DECK.questions) if question.type == "single")
TUNE = next(n for n, question in enumerate(DECK.questions) if question.type == "tune")


def record(path: Path, profile: str = "default") -> Record:
    clock = Clock()
    return Record(path, profile, now=clock, clock=clock.seconds, patience=0.1)


def begun() -> Session:
    return start(DECK, 3, id="s").at(SINGLE)


def resumed(path: Path) -> Session:
    again = record(path)
    (sitting,) = again.unfinished()
    restored = again.resume(sitting, DECK)
    assert restored is not None
    assert restored.notes == ()
    return restored.session


def same_but_for_open_ids(one: Session, other: Session) -> bool:
    def bare(session: Session) -> Session:
        attempts = [each if each.committed else replace(each, id="") for each in session.attempts]
        return replace(session, attempts=tuple(attempts), started_at=None)

    return bare(one) == bare(other)

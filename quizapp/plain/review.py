"""Practice in line mode: what is due in one deck after another, with a summary of each."""

from __future__ import annotations

import random
from typing import TextIO

from quizapp.deck.model import Deck
from quizapp.plain.console import Console, PlayerLeft, console_on
from quizapp.plain.keeping import Keeping
from quizapp.plain.question_in_play import QuestionInPlay
from quizapp.plain.runs import drawn
from quizapp.plain.summary import summary_blocks
from quizapp.plain.way import play_through
from quizapp.play.session import Session, start
from quizapp.questions.question import Question
from quizapp.record.left import left_in_the_middle
from quizapp.record.record import Record
from quizapp.review.today import Today, headline
from quizapp.runs.background import Background
from quizapp.runs.store import RunStore


def review_plainly(
    today: Today, record: Record, source: TextIO, sink: TextIO, drawings: bool = False, asks_certainty: bool = True
) -> int:
    """Practise what is due from lines of `source`; the exit status."""
    console = console_on(source, sink, drawings)
    console.tell_wrapped(f"Today: {headline(today)}. Type ? at any prompt for help.")
    keeping, store = Keeping(console, record), RunStore()
    background = Background(store, shown=drawn)
    try:
        for each in today.decks:
            if each.to_do.due:
                session = _session(each.deck, each.to_do.due, record).asking_certainty(asks_certainty)
                _practise(session, console, store, background, keeping)
    except PlayerLeft:
        pass
    finally:
        background.stop()
        keeping.close()
    console.tell("Goodbye.")
    return 0


def _session(deck: Deck, due: tuple[Question, ...], record: Record) -> Session:
    """What was left in the middle of an earlier practice, or what is due."""
    left = left_in_the_middle(record, deck, "review")
    if left is not None and not left.session.is_done:
        return left.session
    session = start(deck, random.randrange(2**32), due)
    record.begin(session, "review")
    return session


def _practise(session: Session, console: Console, store: RunStore, background: Background, keeping: Keeping) -> None:
    latest = [session]

    def in_play(now: Session) -> QuestionInPlay:
        return QuestionInPlay(console, now, store, background, keeping)

    try:
        play_through(session, in_play, keeping, latest.append)
    finally:
        console.tell(*summary_blocks(latest[-1], console.page))

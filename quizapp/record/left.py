"""What was left in the middle of a deck, and where one goes on with it: the same for both front ends."""

from __future__ import annotations

from dataclasses import replace

from quizapp.deck.model import Deck
from quizapp.play.attempt import Phase
from quizapp.play.session import Session
from quizapp.record.record import Record
from quizapp.record.rows import Kind
from quizapp.record.session_state import Restored


def left_in_the_middle(
    record: Record | None, deck: Deck, kind: Kind = "play", seed: int | None = None
) -> Restored | None:
    """The way through a deck that was left last, at the question to go on with; of one seed, if that is given."""
    for sitting in record.unfinished(deck) if record is not None else ():
        if record is None or sitting.kind != kind or seed not in (None, sitting.seed):
            continue
        restored = record.resume(sitting, deck)
        if restored is not None:
            return replace(restored, session=_to_go_on_with(restored.session))
    return None


def _to_go_on_with(session: Session) -> Session:
    """Where it was left, unless that question was done with: then at the next one that is open."""
    done = session.current.marked and session.current.phase is Phase.EXPLAIN
    return session.at_next_open() if done else session


def place_in_words(session: Session) -> str:
    """Where a session stands: 'question 2 of 19'."""
    return f"question {session.position + 1} of {len(session.attempts)}"

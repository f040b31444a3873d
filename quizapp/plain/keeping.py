"""What line mode keeps of a way through a deck, and what it says of that; without a record it keeps nothing."""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.deck.model import Deck
from quizapp.plain.console import Console
from quizapp.play.session import Session
from quizapp.record.left import left_in_the_middle, place_in_words
from quizapp.record.record import NONE, Found, Record


@dataclass(frozen=True)
class Keeping:
    """The record that answers go to, and where it is said if they do not."""

    console: Console
    record: Record | None

    def keep(self, session: Session, found: Found = NONE) -> None:
        """Have all that is new of a session on disk."""
        if self.record is not None:
            self.record.keep(session, found)
            self.tell_news()

    def left_in_the_middle(self, deck: Deck, seed: int | None) -> Session | None:
        """The way through a deck that was left in the middle, at the question to go on with; of one seed, if given."""
        restored = left_in_the_middle(self.record, deck, seed=seed)
        self.tell_news()
        if restored is None or restored.session.is_done:
            return None
        self.console.tell_wrapped(
            f"You go on where you left off, at {place_in_words(restored.session)}; --anew begins anew."
            + _changes(restored.notes)
        )
        return restored.session

    def tell_anew(self, deck: Deck) -> None:
        """Say that a deck begins anew because all of it was answered, if that is why."""
        last = self.record.last_sat(deck.name, "play") if self.record is not None else None
        if last is not None and last[1]:
            self.console.tell_wrapped(
                "You have answered all of this deck, and so you begin it anew; `quizapp review` asks what is due."
            )

    def tell_next(self, session: Session) -> None:
        """Say what to type next, once a deck was played or left."""
        if self.record is None or not session.answered:
            return
        again = "begins the deck anew" if session.is_done else "goes on where you left off"
        self.console.tell_wrapped(
            "What to type next: `quizapp review` asks again what is due, `quizapp results` tells how your answers "
            f"went, and `quizapp play` {again}."
        )

    def end(self, session: Session) -> None:
        """Nothing is left to go on with, if all was answered."""
        if self.record is not None and session.is_done:
            self.record.end(session)
            self.tell_news()

    def close(self) -> None:
        """Let the record go."""
        if self.record is not None:
            self.record.close()
            self.tell_news()

    def tell_news(self) -> None:
        """Tell what has become of the record, if there is anything to tell."""
        for sentence in self.record.news() if self.record is not None else ():
            self.console.tell_wrapped(sentence)


def _changes(notes: tuple[str, ...]) -> str:
    return f" The deck was edited since: {'; '.join(notes)}." if notes else ""

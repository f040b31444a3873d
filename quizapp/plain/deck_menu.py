"""The decks that line mode offers: all listed at once, each read when it is chosen."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from quizapp.deck.model import Deck
from quizapp.deck.reader import DeckError, read_deck
from quizapp.deck.summary import Listing, in_full, of_deck
from quizapp.plain.console import PATIENCE, Console
from quizapp.plain.summary import count
from quizapp.play.session import Session


class DeckMenu:
    """What is known of each deck, and those that have been read."""

    def __init__(self, decks: Sequence[Deck | Listing]) -> None:
        self.listings = [of_deck(each) if isinstance(each, Deck) else each for each in decks]
        self.read: dict[int, Deck] = {number: each for number, each in enumerate(decks) if isinstance(each, Deck)}

    def __len__(self) -> int:
        return len(self.listings)

    def deck(self, number: int, console: Console) -> Deck:
        """The deck on this place, or DeckError; somebody who waits for it at a terminal is told."""
        if number not in self.read:
            listing = self.listings[number]
            with _told(console, f"... reading {listing.title}"):
                try:
                    self.read[number] = read_deck(listing.path)
                except DeckError:
                    self.listings[number] = in_full(listing.path)
                    raise
        return self.read[number]

    def about(self, number: int, session: Session | None) -> str:
        """Title, number of questions and how many were answered; or that it cannot be played, and what to do."""
        listing = self.listings[number]
        if listing.problem is not None:
            mistakes = count(len(listing.problem.problems), "mistake")
            return f"{listing.title}: {mistakes}, cannot be played; run `quizapp check {listing.path}`"
        done = f", {session.answered} answered this time" if session else ""
        return f"{listing.title} ({count(listing.questions, 'question')}{done})"


@contextmanager
def _told(console: Console, words: str) -> Iterator[None]:
    """Say at a terminal what is being done if it has not ended soon."""
    later = threading.Timer(PATIENCE, print, [words], {"file": console.sink, "flush": True})
    later.daemon = True
    if console.sink.isatty():
        later.start()
    try:
        yield
    finally:
        later.cancel()

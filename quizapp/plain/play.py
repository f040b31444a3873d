"""The way through decks and their questions, until they are done, the player quits, or the input ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from quizapp import terminal
from quizapp.deck import Deck
from quizapp.plain import texts
from quizapp.plain.console import Console, Left, NotUnderstood, Prompt
from quizapp.plain.turn import Turn
from quizapp.printed import Page
from quizapp.session import Session, start

WIDEST = 80
WELCOME = "You predict what networks do, the networks run, and you read why. Type ? at any prompt for help."


def play_plainly(decks: Sequence[Deck], seed: int, source: TextIO, sink: TextIO) -> None:
    """Play decks from lines of `source`; the order of choices follows from `seed`."""
    page = Page(min(terminal.columns(), WIDEST), terminal.ascii_only(sink.encoding))
    Sitting(Console(source, sink, page), decks, seed).play()


class Sitting:
    """The decks that are offered, and how far each has come."""

    def __init__(self, console: Console, decks: Sequence[Deck], seed: int) -> None:
        self.console, self.decks, self.seed = console, decks, seed
        self.sessions: list[Session | None] = [None] * len(decks)

    def play(self) -> None:
        """Deck after deck; a single one ends with its last question."""
        self.console.tell_wrapped(WELCOME)
        try:
            self._play_deck(self._choose_deck())
            while len(self.decks) > 1:
                self._play_deck(self._choose_deck())
        except Left:
            pass
        self.console.tell("Goodbye.")

    def _choose_deck(self) -> int:
        if len(self.decks) == 1:
            return 0
        self.console.tell(texts.deck_list(self.decks, self.sessions, self.console.page))
        text = f"Type the number of a deck, 1 to {len(self.decks)}."

        def read(line: str) -> int:
            if line.isdecimal() and 1 <= int(line[:9]) <= len(self.decks):
                return int(line) - 1
            raise NotUnderstood(text)

        return self.console.ask(Prompt("deck", read, text), lambda: "Questions have hints; decks have none.")

    def _play_deck(self, number: int) -> None:
        """Every question that is still open, or all anew if none is; the summary comes even if the player leaves."""
        session = self.sessions[number]
        if session is None or session.answered == len(session.attempts):
            session = start(self.decks[number], self.seed)
        try:
            self._play_questions(number, session.at_first_open())
        finally:
            self._summarise(number)

    def _play_questions(self, number: int, session: Session) -> None:
        while True:
            turn = Turn(self.console, session)
            try:
                turn.play()
            finally:
                self.sessions[number] = turn.session
            if turn.session.at_end:
                return
            session = turn.session.at(turn.session.position + 1)

    def _summarise(self, number: int) -> None:
        session = self.sessions[number]
        if session is not None:
            self.console.tell(*texts.summary_blocks(session, self.console.page))

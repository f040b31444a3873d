"""The way through decks and their questions, until they are done, the player quits, or the input ends."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TextIO

from quizapp.deck.model import Deck
from quizapp.deck.reader import DeckError
from quizapp.deck.summary import Listing
from quizapp.plain.console import Console, NotUnderstood, PlayerLeft, Prompt
from quizapp.plain.deck_menu import DeckMenu
from quizapp.plain.question import play_question
from quizapp.plain.question_in_play import GoTo, QuestionInPlay
from quizapp.plain.runs import drawn
from quizapp.plain.summary import summary_blocks
from quizapp.play.session import Session, start
from quizapp.runs.background import Background
from quizapp.runs.store import RunStore
from quizapp.text import terminal
from quizapp.text.run_report import Page

WIDEST = 80
WELCOME = "You predict what networks do, the networks run, and you read why. Type ? at any prompt for help."


def play_plainly(
    decks: Sequence[Deck | Listing],
    seed: int,
    source: TextIO,
    sink: TextIO,
    drawings: bool = False,
    ascii_only: bool = False,
) -> int:
    """Play decks from lines of `source`, the order of choices following from `seed`; the exit status.

    Charts are drawn only if `drawings` are asked for, and told in words otherwise; with `ascii_only` all is in ASCII.
    """
    return LineMode(console_on(source, sink, drawings, ascii_only), DeckMenu(decks), seed).play()


def console_on(source: TextIO, sink: TextIO, drawings: bool, ascii_only: bool = False) -> Console:
    """A console that reads whatever bytes come, on a page that suits where it prints."""
    if isinstance(source, io.TextIOWrapper):
        source.reconfigure(errors="replace")
    lacking = ascii_only or terminal.ascii_only(sink.encoding)
    return Console(source, sink, Page(min(terminal.columns(), WIDEST), lacking, drawings), spelled_in_ascii=ascii_only)


class LineMode:
    """The decks that are offered, and how far each has come."""

    def __init__(self, console: Console, menu: DeckMenu, seed: int) -> None:
        self.console, self.menu, self.seed = console, menu, seed
        self.sessions: list[Session | None] = [None] * len(menu)
        self.store = RunStore()
        self.background = Background(self.store, shown=drawn)

    def play(self) -> int:
        """Deck after deck; a single one ends with its last question, or with 1 if it cannot be read."""
        self.console.tell_wrapped(WELCOME)
        status = 0
        try:
            status = self._play_deck(self._choose_deck())
            while len(self.menu) > 1:
                self._play_deck(self._choose_deck())
        except PlayerLeft:
            pass
        finally:
            self.background.stop()
        self.console.tell("Goodbye.")
        return status if len(self.menu) == 1 else 0

    def _choose_deck(self) -> int:
        if len(self.menu) == 1:
            return 0
        self.console.tell(self._list())
        text = f"Type the number of a deck, 1 to {len(self.menu)}."

        def read(line: str) -> int:
            if line.isdecimal() and len(line) < 10 and 1 <= int(line) <= len(self.menu):
                return int(line) - 1
            raise NotUnderstood(text)

        return self.console.ask(Prompt("deck", read, text), lambda: "Questions have hints; decks have none.")

    def _list(self) -> str:
        about = [self.menu.about(number, session) for number, session in enumerate(self.sessions)]
        rows = (self.console.page.wrapped(text, "     ", f"{number:>3}  ") for number, text in enumerate(about, 1))
        return "\n".join(["Decks", *rows])

    def _play_deck(self, number: int) -> int:
        """Every question that is still open, or all anew if none is; the summary comes even if the player leaves."""
        try:
            deck = self.menu.deck(number, self.console)
        except DeckError as mistakes:
            self.console.tell(str(mistakes))
            return 1
        session = self.sessions[number]
        if session is None or session.answered == len(session.attempts):
            session = start(deck, self.seed)
        try:
            self._play_questions(number, session.at_first_open())
        finally:
            self._summarise(number)
        return 0

    def _play_questions(self, number: int, session: Session) -> None:
        while True:
            playing = QuestionInPlay(self.console, session, self.store, self.background)
            try:
                play_question(playing)
            except GoTo as wish:
                session = playing.session.at(wish.position)
                continue
            finally:
                self.sessions[number] = playing.session
            if playing.session.at_end:
                return
            session = playing.session.at(playing.session.position + 1)

    def _summarise(self, number: int) -> None:
        session = self.sessions[number]
        if session is not None:
            self.console.tell(*summary_blocks(session, self.console.page))

"""The way through decks and their questions, until they are done, the player quits, or the input ends."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial
from typing import TextIO

from quizapp.deck.model import Deck
from quizapp.deck.reader import DeckError
from quizapp.deck.summary import Listing
from quizapp.plain.console import Console, NotUnderstood, PlayerLeft, Prompt, console_on
from quizapp.plain.deck_menu import DeckMenu
from quizapp.plain.exam import take_exam
from quizapp.plain.keeping import Keeping
from quizapp.plain.question_in_play import QuestionInPlay
from quizapp.plain.runs import drawn
from quizapp.plain.summary import summary_blocks
from quizapp.plain.way import play_through
from quizapp.play.session import Session, start
from quizapp.record.record import Record
from quizapp.review.exams import CannotSit, Wanted
from quizapp.runs.background import Background
from quizapp.runs.store import RunStore

WELCOME_TO_EXAM = "Type ? at any prompt for help."
WELCOME = "You predict, networks run where a question has them, and you read why. Type ? at any prompt for help."


def play_plainly(
    decks: Sequence[Deck | Listing],
    seed: int | None,
    source: TextIO,
    sink: TextIO,
    drawings: bool = False,
    ascii_only: bool = False,
    record: Record | None = None,
    anew: bool = False,
    asks_certainty: bool = True,
    exam: Wanted | None = None,
) -> int:
    """Play decks from lines of `source`, the order of choices following from `seed` or chance; the exit status.

    Charts are drawn only if `drawings` are asked for, and told in words otherwise; with `ascii_only` all is in ASCII.
    Answers go to a `record`, if there is one, from which decks that were left in the middle go on unless they are to
    begin `anew`. One deck can be played as an `exam`.
    """
    console = console_on(source, sink, drawings, ascii_only)
    return LineMode(console, DeckMenu(decks), seed, Keeping(console, record), anew, asks_certainty, exam).play()


class LineMode:
    """The decks that are offered, and how far each has come."""

    def __init__(
        self,
        console: Console,
        menu: DeckMenu,
        seed: int | None,
        keeping: Keeping,
        anew: bool,
        asks_certainty: bool,
        exam: Wanted | None = None,
    ) -> None:
        self.asks_certainty, self.exam = asks_certainty, exam
        self.console, self.menu, self.seed, self.keeping, self.anew = console, menu, seed, keeping, anew
        self.sessions: list[Session | None] = [None] * len(menu)
        self.store = RunStore()
        self.background = Background(self.store, shown=drawn)

    def play(self) -> int:
        """Deck after deck; a single one ends with its last question, or with 1 if it cannot be read."""
        self.console.tell_wrapped(WELCOME if self.exam is None else WELCOME_TO_EXAM)
        status = 0
        try:
            status = self._play_deck(self._choose_deck())
            while len(self.menu) > 1:
                self._play_deck(self._choose_deck())
        except PlayerLeft:
            pass
        finally:
            self.background.stop()
            self.keeping.close()
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
        if self.exam is not None:
            return self._take_exam(deck, self.exam)
        session = self.sessions[number]
        try:
            self._play_questions(number, self._to_play(deck, session))
        finally:
            self._summarise(number)
        return 0

    def _take_exam(self, deck: Deck, exam: Wanted) -> int:
        try:
            take_exam(self.console, deck, exam, self._new_seed(), self.keeping, self._in_play)
        except CannotSit as why:
            self.console.tell_wrapped(f"{why}.")
            return 1
        return 0

    def _in_play(self, session: Session) -> QuestionInPlay:
        asking = session.asking_certainty(self.asks_certainty)
        return QuestionInPlay(self.console, asking, self.store, self.background, self.keeping)

    def _new_seed(self) -> int:
        return random.randrange(2**32) if self.seed is None else self.seed

    def _to_play(self, deck: Deck, session: Session | None) -> Session:
        """What was begun before, now or when the program ran last, or else all anew."""
        if session is not None and session.answered < len(session.attempts):
            return session.at_open()
        begun = self.keeping.left_in_the_middle(deck, self.seed) if session is None and not self.anew else None
        if begun is None and session is None and not self.anew:
            self.keeping.tell_anew(deck)
        return begun or start(deck, self._new_seed())

    def _play_questions(self, number: int, session: Session) -> None:
        play_through(session, self._in_play, self.keeping, partial(self.sessions.__setitem__, number))

    def _summarise(self, number: int) -> None:
        session = self.sessions[number]
        if session is not None:
            self.console.tell(*summary_blocks(session, self.console.page))
            self.keeping.tell_next(session)

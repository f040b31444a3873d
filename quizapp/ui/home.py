"""Home: the decks, what is in them, and how far the learner has come this time."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quizapp.ui.messages import DeckChosen
from quizapp.ui.quiz_screen import QuizScreen
from quizapp.ui.text import lines, text

if TYPE_CHECKING:
    from quizapp.deck import Deck
    from quizapp.reading import DeckError
    from quizapp.session import Session

WELCOME = "You predict, the networks you chose run before your eyes, and you read why."


@dataclass(frozen=True)
class Entry:
    """A deck file as the list shows it: read, unreadable, or not yet read."""

    path: Path
    deck: Deck | None = None
    problem: DeckError | None = None

    def content(self, session: Session | None) -> Content:
        """Title, number of questions and what was answered, or what is wrong with the file."""
        if self.problem is not None:
            count = len(self.problem.problems)
            about = f"{count} mistake{'s' * (count != 1)}; press enter to read {'it' if count == 1 else 'them'}"
            return lines(text(self.path.name, "bold"), text(f"  cannot be played: {about}", "$text-error"))
        if self.deck is None:
            return lines(text(self.path.stem, "bold"), text("  reading ...", "$foreground-muted"))
        questions = len(self.deck.questions)
        done = f"{session.answered} of {questions} answered this time" if session else "not begun"
        return lines(
            text(self.deck.title, "bold"),
            text(f"  {questions} question{'s' * (questions != 1)} · {done}", "$foreground-muted"),
        )


class HomeScreen(QuizScreen):
    """The list of decks."""

    CSS_PATH = "home.tcss"
    AUTO_FOCUS = "#decks"
    HELP = "Choose a deck with the arrow keys or j and k, and press enter to play it."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "close the mistakes", show=False),
        Binding("j", "move(1)", "down", show=False),
        Binding("k", "move(-1)", "up", show=False),
    ]

    def __init__(self, paths: Sequence[Path], sessions: Mapping[Path, Session]) -> None:
        super().__init__()
        self.sessions = sessions
        self.entries = {path: Entry(path) for path in paths}

    def body(self) -> Iterable[Widget]:
        """A welcome, the list, and what is wrong with the highlighted file, if anything."""
        yield Static(text(WELCOME), id="welcome")
        yield OptionList(*[self._option(entry) for entry in self.entries.values()], id="decks", markup=False)
        yield VerticalScroll(Static(id="problems"), id="about")

    def heading(self, width: int) -> str:
        """The name, and what this is."""
        return " quizapp · weight initialisation, marked by simulation"

    def on_mount(self) -> None:
        """Read the decks once the screen has been drawn."""
        self.call_after_refresh(self._read)

    def on_screen_resume(self) -> None:
        """Show what was answered since."""
        self._show_all()

    @work(thread=True, exclusive=True)
    def _read(self) -> None:
        from quizapp.reading import DeckError, read_deck

        for path in self.entries:
            try:
                entry = Entry(path, deck=read_deck(path))
            except DeckError as problem:
                entry = Entry(path, problem=problem)
            self.app.call_from_thread(self._show, entry)
        importlib.import_module("quizapp.ui.play")

    def _show(self, entry: Entry) -> None:
        self.entries[entry.path] = entry
        index = list(self.entries).index(entry.path)
        decks = self.query_one("#decks", OptionList)
        decks.replace_option_prompt_at_index(index, self._option(entry).prompt)

    def _show_all(self) -> None:
        for entry in list(self.entries.values()):
            self._show(entry)

    def _option(self, entry: Entry) -> Option:
        return Option(entry.content(self.sessions.get(entry.path)))

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Play the deck, or show what is wrong with it."""
        entry = list(self.entries.values())[message.option_index]
        if entry.problem is not None:
            self.query_one("#problems", Static).update(text(str(entry.problem)))
            self.query_one("#about").display = True
            self.query_one("#about").focus()
        elif entry.deck is not None:
            self.post_message(DeckChosen(entry.deck))

    def action_close(self) -> None:
        """Close the list of mistakes."""
        self.query_one("#about").display = False
        self.query_one("#decks").focus()

    def action_move(self, by: int) -> None:
        """Highlight the next or previous deck."""
        decks = self.query_one("#decks", OptionList)
        decks.focus()
        decks.action_cursor_down() if by > 0 else decks.action_cursor_up()

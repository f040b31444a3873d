"""Home: the decks, what is in them, and how far the learner has come this time."""

from __future__ import annotations

import importlib
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import shorten, wrap
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from quizapp.ui.shared.messages import DeckChosen
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.shared.text import lines, text

if TYPE_CHECKING:
    from quizapp.deck.model import Deck
    from quizapp.deck.reader import DeckError
    from quizapp.deck.summary import Listing
    from quizapp.play.session import Session

#: After this many seconds, say that a deck is being read.
PATIENCE = 0.5
WELCOME = (
    "You predict, the networks you chose run before your eyes, and you read why. "
    "Choose a deck with the arrow keys, and press enter."
)
#: Of what a deck is about, no more characters than this are shown, and its progress is a bar of this many cells.
ABOUT, BAR = 240, 12
#: What stands left of a deck that is not highlighted, and the fewest cells that its words are fitted to.
INDENT, NARROWEST = "  ", 20
#: The cells that the list leaves free beside its words.
PADDING = 2


@dataclass(frozen=True)
class Entry:
    """A deck file as the list shows it; without a listing it was not yet looked at."""

    path: Path
    named_alike: bool = False
    listing: Listing | None = None
    being_read: bool = False

    def content(self, session: Session | None, width: int = 0, highlighted: bool = False) -> Content:
        """Title, what it is about, how much there is to do and what was done, or what is wrong with the file."""
        sign = "▸ " if highlighted else INDENT
        return lines(text(sign) + self._title(), *(text(INDENT) + line for line in self._below(session, width)))

    def _below(self, session: Session | None, width: int) -> Iterator[Content]:
        """The lines below the title."""
        if self.listing is None:
            yield text("looking ...", "$foreground-muted")
        elif self.listing.problem is not None:
            count = len(self.listing.problem.problems)
            about = f"{count} mistake{'s' * (count != 1)}; press enter to read {'it' if count == 1 else 'them'}"
            yield text(f"cannot be played: {about}", "$text-error")
        else:
            about = shorten(self.listing.about, ABOUT, placeholder=" …")
            yield from map(text, wrap(about, max(width - len(INDENT), NARROWEST)))
            yield self._how_far(self.listing.questions, session)

    def _title(self) -> Content:
        """The title, and where the file is if another has the same name."""
        title = text(self.listing.title if self.listing else self.path.stem, "bold")
        return title.append(text(f"  {self.path}", "$foreground-muted")) if self.named_alike else title

    def _how_far(self, questions: int, session: Session | None) -> Content:
        """How much there is to do, how long it takes at a minute a question, and what of it was done this time."""
        size = f"{questions} question{'s' * (questions != 1)} · about {minutes(questions)} · "
        if self.being_read or session is None:
            return text(size + ("reading ..." if self.being_read else "not begun"), "$foreground-muted")
        done, of = session.answered, len(session.attempts)
        said = f" {done} of {of} answered this time{' ✓' * (done == of)}"
        return text(size, "$foreground-muted") + text(bar(done, of), "$text-primary") + text(said)


def minutes(questions: int) -> str:
    """How long questions take, at about a minute each: '18 minutes', '2 hours'."""
    hours = round(questions / 60)
    count, unit = (questions, "minute") if questions < 90 else (hours, "hour")
    return f"{count} {unit}{'s' * (count != 1)}"


def bar(done: int, of: int) -> str:
    """A share as a bar; what was begun is never empty, and what is not done never full."""
    cells = BAR * done // of if of else BAR
    cells = max(cells, 1) if done else cells
    return "█" * cells + "░" * (BAR - cells)


class HomeScreen(QuizScreen):
    """The list of decks."""

    CSS_PATH = "home.tcss"
    AUTO_FOCUS = "#decks"
    HELP = (
        "Choose a deck with the arrow keys or j and k, and press enter to play it: from where you left it, if you did. "
        "Every answer is kept as you commit it, so you can leave at any time. "
        "a begins a deck anew; what you answered before stays in your results."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "close the mistakes", show=False),
        Binding("a", "anew", "begin anew"),
        Binding("j", "move(1)", "down", show=False),
        Binding("k", "move(-1)", "up", show=False),
    ]

    def __init__(self, paths: Sequence[Path], latest_session: Callable[[Path], Session | None]) -> None:
        super().__init__()
        self.latest_session = latest_session
        names = Counter(path.stem for path in paths)
        self.entries = {path: Entry(path, names[path.stem] > 1) for path in paths}
        self.opening: Path | None = None
        self.anew = False

    def body(self) -> Iterable[Widget]:
        """A welcome, the list, and what is wrong with the highlighted file, if anything."""
        yield Static(text(WELCOME), id="welcome")
        yield OptionList(*[self._option(entry) for entry in self.entries.values()], id="decks", markup=False)
        yield VerticalScroll(Static(id="problems"), id="about")

    def heading(self, width: int) -> str:
        """The name, and the deck that is highlighted."""
        listing = self._highlighted.listing if self._highlighted else None
        subject = listing.title if listing and listing.problem is None else "choose a deck"
        return f" quizapp · {subject}"[: max(width, 0)]

    @property
    def _highlighted(self) -> Entry | None:
        """The deck that the cursor is on."""
        found = self.query("#decks").results(OptionList)
        index = next((decks.highlighted for decks in found), None)
        return None if index is None else list(self.entries.values())[index]

    def on_option_list_option_highlighted(self) -> None:
        """Mark the deck, and let the header speak of it."""
        self._show_all()
        self.show_heading()

    def on_resize(self) -> None:
        """Fit what is said of the decks to the window."""
        super().on_resize()
        self.call_after_refresh(self._show_all)

    def on_mount(self) -> None:
        """Look at the decks once the screen has been drawn."""
        self.app.theme_changed_signal.subscribe(self, lambda theme: self._show_all())
        self.call_after_refresh(self._look)

    def on_screen_resume(self) -> None:
        """Show what was answered since."""
        self._show_all()

    @work(thread=True, exclusive=True, group="list")
    def _look(self) -> None:
        """List every deck at a glance, and then read in full those that are short enough for it."""
        from quizapp.deck.summary import LONG, glance, in_full

        glances = {path: glance(path) for path in self.entries}
        for listing in filter(None, glances.values()):
            self.app.call_from_thread(self._list, listing)
        for path, seen in glances.items():
            if get_current_worker().is_cancelled:
                return
            if seen is None or seen.length <= LONG:
                self.app.call_from_thread(self._list, in_full(path))
        importlib.import_module("quizapp.ui.play.screens")

    def _list(self, listing: Listing) -> None:
        self._show(replace(self.entries[listing.path], listing=listing))

    def _show(self, entry: Entry) -> None:
        self.entries[entry.path] = entry
        index = list(self.entries).index(entry.path)
        decks = self.query_one("#decks", OptionList)
        decks.replace_option_prompt_at_index(index, self._option(entry).prompt)
        if index == decks.highlighted:
            self.show_heading()

    def _show_all(self) -> None:
        for entry in list(self.entries.values()):
            self._show(entry)

    def _option(self, entry: Entry) -> Option:
        decks = next(iter(self.query("#decks").results(OptionList)), None)
        width = decks.scrollable_content_region.width - PADDING if decks else 0
        return Option(entry.content(self.latest_session(entry.path), width, entry is self._highlighted))

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Play the deck, or show what is wrong with it."""
        entry = list(self.entries.values())[message.option_index]
        if entry.listing is not None and entry.listing.problem is not None:
            self._show_problem(entry.listing.problem)
        else:
            self.open(entry.path)

    def action_anew(self) -> None:
        """Begin the highlighted deck from its first question."""
        entry = self._highlighted
        if entry is not None and entry.listing is not None and entry.listing.problem is None:
            self.open(entry.path, anew=True)

    def open(self, path: Path, anew: bool = False) -> None:
        """Read a deck and play it, unless another is chosen meanwhile: go on with it, or begin it anew."""
        self.opening, self.between, self.anew = path, True, anew
        session = self.latest_session(path)
        if session is not None:
            self._opened(session.deck)
            return
        self.set_timer(PATIENCE, lambda: self._say_reading(path))
        threading.Thread(target=self._read, args=[self.app, path], daemon=True).start()

    def _say_reading(self, path: Path) -> None:
        """Say so, and let keys have their way here again."""
        self._mark(path, path == self.opening)
        self.between = False

    def _mark(self, path: Path, being_read: bool) -> None:
        if path in self.entries:
            self._show(replace(self.entries[path], being_read=being_read))

    def _read(self, app: App[None], path: Path) -> None:
        """Called in a thread that does not keep the app from quitting, as a worker would."""
        from quizapp.deck.reader import DeckError, read_deck

        with suppress(RuntimeError):  # the app has been left meanwhile
            try:
                deck = read_deck(path)
            except DeckError as problem:
                app.call_from_thread(self._unreadable, path, problem)
            else:
                importlib.import_module("quizapp.ui.play.screens")
                app.call_from_thread(self._opened, deck)

    def _opened(self, deck: Deck) -> None:
        from quizapp.deck.summary import of_deck

        self._mark(deck.path, False)
        self._list(of_deck(deck))
        if self.opening == deck.path:
            self.opening, self.between = None, False
            self.post_message(DeckChosen(deck, self.anew))

    def _unreadable(self, path: Path, problem: DeckError) -> None:
        from quizapp.deck.summary import Listing

        self._mark(path, False)
        self._list(Listing(path, path.name, in_full=True, problem=problem))
        if self.opening == path:
            self.opening, self.between = None, False
            self._show_problem(problem)

    def _show_problem(self, problem: DeckError) -> None:
        self.query_one("#problems", Static).update(text(str(problem)))
        self.query_one("#about").display = True
        self.query_one("#about").focus()

    def action_close(self) -> None:
        """Close the list of mistakes, and wait no longer for a deck that is being read."""
        self.opening, self.between = None, False
        self.query_one("#about").display = False
        self.query_one("#decks").focus()

    def action_move(self, by: int) -> None:
        """Highlight the next or previous deck."""
        decks = self.query_one("#decks", OptionList)
        decks.focus()
        decks.action_cursor_down() if by > 0 else decks.action_cursor_up()

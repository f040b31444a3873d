"""Home: the decks, what is in them, and how far the learner has come this time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from quizapp.ui.play.deck_entry import Entry
from quizapp.ui.play.deck_reading import import_screens, listings, read_aside
from quizapp.ui.shared.messages import DeckChosen, ReviewChosen
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.shared.text import text

if TYPE_CHECKING:
    from quizapp.deck.model import Deck
    from quizapp.deck.reader import DeckError
    from quizapp.deck.summary import Listing
    from quizapp.play.session import Session
    from quizapp.review.today import Today

#: After this many seconds, say that a deck is being read.
PATIENCE = 0.5
WELCOME = (
    "You predict, networks run before your eyes where a question has them, and you read why. "
    "Choose a deck with the arrow keys, and press enter."
)
#: Said as long as nothing was ever answered.
FIRST = (
    "Every answer is kept as you commit it: leave whenever you like, and go on where you left off. "
    "Come back tomorrow, and practise what is due."
)
#: What there is to do, worked out by a thread from the decks.
WorkOut = Callable[[Sequence["Deck"]], "Today"]
#: The cells that the list leaves free beside its words.
PADDING = 2
#: The id of the row with what there is to do today; those of decks begin with a letter and a colon.
TODAY = "today"


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
        Binding("R,upper_r", "app.results", "results", key_display="R", id="results"),
        Binding("j", "move(1)", "down", show=False),
        Binding("k", "move(-1)", "up", show=False),
    ]

    def __init__(
        self,
        paths: Sequence[Path],
        latest_session: Callable[[Path], Session | None],
        work_out: WorkOut | None = None,
    ) -> None:
        """These decks; `work_out` says what there is to do with them, where answers are kept."""
        super().__init__()
        self.latest_session, self.work_out = latest_session, work_out
        self.read: dict[Path, Deck] = {}
        self.today: Today | None = None
        self.moved = False
        self.asked_anew: Path | None = None
        names = Counter(path.stem for path in paths)
        self.entries = {path: Entry(path, names[path.stem] > 1) for path in paths}
        self.opening: Path | None = None
        self.anew = False

    def body(self) -> Iterable[Widget]:
        """A welcome, what there is to do, the list, and what is wrong with the highlighted file, if anything."""
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
        name = self._row
        return next((each for each in self.entries.values() if row_of(each.path) == name), None)

    @property
    def _row(self) -> str | None:
        """The id of the row that the cursor is on."""
        decks = next(iter(self.query("#decks").results(OptionList)), None)
        option = decks.highlighted_option if decks else None
        return option.id if option else None

    def on_option_list_option_highlighted(self) -> None:
        """Mark the deck, and let the header speak of it."""
        self.asked_anew = None
        self.moved = self.moved or self._row not in (None, TODAY, *map(row_of, list(self.entries)[:1]))
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
        """Show what was answered since, and what there is to do after that."""
        self._show_all()
        if self.read:
            self._work_out()

    @work(thread=True, exclusive=True, group="list")
    def _look(self) -> None:
        """List every deck at a glance, and then read in full those that are short enough for it."""
        for listing, deck in listings(list(self.entries)):
            if get_current_worker().is_cancelled:
                return
            self.read |= {listing.path: deck} if deck else {}
            self.app.call_from_thread(self._list, listing)
        import_screens()
        self.app.call_from_thread(self._work_out)

    @work(thread=True, exclusive=True, group="today")
    def _work_out(self) -> None:
        """Find out what there is to do with the decks that were read."""
        if self.work_out is not None:
            found = self.work_out(list(self.read.values()))
            if not get_current_worker().is_cancelled:
                self.app.call_from_thread(self._show_today, found)

    def _show_today(self, found: Today) -> None:
        """Say what there is to do, on top of the list; the cursor goes there if something is due."""
        self.today = found
        if not self.query("#welcome"):
            return  # the program ends, and the parts of the screen go one by one
        for path, entry in self.entries.items():
            self.entries[path] = replace(entry, today=found.of(path))
        said = WELCOME if found.begun else f"{WELCOME} {FIRST}"
        self.query_one("#welcome", Static).update(text(said))
        decks = self.query_one("#decks", OptionList)
        row = TODAY if found.due and not found.left and not self.moved else self._row
        if found.begun != (TODAY in self._rows(decks)):
            decks.clear_options()
            decks.add_options(
                [*([self._today_option(found)] if found.begun else []), *map(self._option, self.entries.values())]
            )
            names = self._rows(decks)
            decks.highlighted = names.index(row) if row in names else 0
        self._show_all()

    def _rows(self, decks: OptionList) -> list[str | None]:
        return [option.id for option in decks.options]

    def _today_option(self, found: Today) -> Option:
        from quizapp.ui.play.today_row import today_content

        return Option(today_content(found, self._row == TODAY), TODAY)

    def _list(self, listing: Listing) -> None:
        if self.query("#decks"):  # else the program ends, and the parts of the screen go one by one
            self._show(replace(self.entries[listing.path], listing=listing))

    def _show(self, entry: Entry) -> None:
        today = entry.today or (self.today.of(entry.path) if self.today else None)
        self.entries[entry.path] = replace(entry, today=today)
        decks = self.query_one("#decks", OptionList)
        decks.replace_option_prompt(row_of(entry.path), self._option(self.entries[entry.path]).prompt)
        if entry.path == (self._highlighted.path if self._highlighted else None):
            self.show_heading()

    def _show_all(self) -> None:
        decks = self.query_one("#decks", OptionList)
        if self.today is not None and TODAY in self._rows(decks):
            decks.replace_option_prompt(TODAY, self._today_option(self.today).prompt)
        for entry in list(self.entries.values()):
            self._show(entry)

    def _option(self, entry: Entry) -> Option:
        decks = next(iter(self.query("#decks").results(OptionList)), None)
        width = decks.scrollable_content_region.width - PADDING if decks else 0
        highlighted = self._row == row_of(entry.path)
        return Option(entry.content(self.latest_session(entry.path), width, highlighted), row_of(entry.path))

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Play the deck, or show what is wrong with it."""
        entry = self._highlighted
        if entry is None:
            self._review()
        elif entry.listing is not None and entry.listing.problem is not None:
            self._show_problem(entry.listing.problem)
        else:
            self.open(entry.path)

    def _review(self) -> None:
        if self.today is not None:
            self.post_message(ReviewChosen(self.today))

    def action_anew(self) -> None:
        """Begin the highlighted deck from its first question; asked for twice where something was answered."""
        entry = self._highlighted
        if entry is None or entry.listing is None or entry.listing.problem is not None:
            return
        begun = self.latest_session(entry.path) is not None or (entry.today is not None and entry.today.answered > 0)
        if begun and self.asked_anew != entry.path:
            self.asked_anew = entry.path
            self.notify(
                "Press a again to begin this deck anew, at its first question. Your answers stay in your results.",
                markup=False,
            )
            return
        self.asked_anew = None
        self.open(entry.path, anew=True)

    def open(self, path: Path, anew: bool = False) -> None:
        """Read a deck and play it, unless another is chosen meanwhile: go on with it, or begin it anew."""
        self.opening, self.between, self.anew = path, True, anew
        session = self.latest_session(path)
        if session is not None:
            self._opened(session.deck)
            return
        self.set_timer(PATIENCE, lambda: self._say_reading(path))
        read_aside(self.app, path, self._opened, self._unreadable)

    def _say_reading(self, path: Path) -> None:
        """Say so, and let keys have their way here again."""
        self._mark(path, path == self.opening)
        self.between = False

    def _mark(self, path: Path, being_read: bool) -> None:
        if path in self.entries:
            self._show(replace(self.entries[path], being_read=being_read))

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


def row_of(path: Path) -> str:
    """The id of a deck's row."""
    return f"deck:{path}"

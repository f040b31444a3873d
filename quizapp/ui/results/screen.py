"""Results: how well a learner knows, how well they judge it, and what is worth going back to, with a key to its run.

Answers are read and decks are looked for in threads; what is shown is a tally, so that another deck takes no reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from quizapp.record.record import Record
from quizapp.review.own_tally import own_tally
from quizapp.review.pictures import PICTURES
from quizapp.review.prompts import NO_PROMPTS, Prompts, prompts
from quizapp.review.results import Results, results
from quizapp.review.tally import Met, Tally
from quizapp.ui.results.chart_page import ChartPage
from quizapp.ui.results.looking import Found, found_again
from quizapp.ui.results.texts import NO_NETWORKS, NOT_KEPT, NOTHING_YET, READING, lists_of, overview, row_content
from quizapp.ui.shared.messages import LabWanted, LookAgain
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.shared.text import text

if TYPE_CHECKING:
    from sim.experiment import Experiment


@dataclass(frozen=True)
class Place:
    """Where somebody was on the screen: of which deck (None for all), and at which row of the list."""

    deck: str | None = None
    row: int | None = None


class QuestionList(OptionList):
    """The questions worth going back to; enter sees the run again."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "see it again")]


class ResultsScreen(QuizScreen):
    """The questions worth going back to, and the charts."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "#questions"
    HELP = (
        "What you were certain of and got wrong comes first: it is worth the most. Choose a question with the arrow "
        "keys or j and k; enter opens its run again with the answer that you gave, L the lab on its networks. "
        "D goes through the decks, v through the charts. None of this is a grade."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("L,upper_l", "to_lab", "lab", key_display="L", id="lab"),
        Binding("f3", "to_lab", "lab", show=False, id="lab"),
        Binding("D,upper_d", "deck(1)", "next deck", key_display="D", id="next_deck"),
        Binding("v", "view(1)", "view", id="view"),
        Binding("V,upper_v", "view(-1)", "last view", show=False, id="last_view"),
        Binding("escape", "close", "back"),
        Binding("R,upper_r", "close", "results", show=False, id="results"),
        Binding("j", "move(1)", "down", show=False),
        Binding("k", "move(-1)", "up", show=False),
    ]

    def __init__(self, record: Record | None, decks: Iterable[Path], aim: float, place: Place = Place()) -> None:
        """The results in a record, or none; `decks` are where questions may be found, `aim` the retention aimed at."""
        super().__init__()
        self.record, self.decks, self.aim = record, tuple(decks), aim
        self.place, self.view = place, 0
        self.tally: Tally | None = None
        self.found: Results | None = None
        self.prompts = NO_PROMPTS
        self.rows: list[Met | None] = []
        self.shown: Mapping[str, Experiment] = {}

    def body(self) -> Iterable[Widget]:
        """What was answered, and the list beside the charts or above them."""
        yield Static(text(READING if self.record else NOT_KEPT), id="overview")
        nothing = Static(text(NOTHING_YET), id="nothing")
        nothing.display = False
        yield nothing
        both = Container(QuestionList(id="questions", markup=False), ChartPage(id="charts"), id="both")
        both.display = False
        yield both

    def heading(self, width: int) -> str:
        """Of which deck."""
        return f" quizapp · results · {self.place.deck or 'all decks'}"[: max(width, 0)]

    def on_mount(self) -> None:
        """Read the answers."""
        super().on_mount()
        self.app.theme_changed_signal.subscribe(self, lambda theme: self._show_where_one_is())
        if self.record is not None:
            self._read(self.record)

    @work(thread=True, exclusive=True, group="results")
    def _read(self, record: Record) -> None:
        worker = get_current_worker()
        tally = own_tally(record, _now(), lambda: worker.is_cancelled)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take, tally)
            asking = prompts({deck for deck, _ in tally.met}, self.decks)
            self.app.call_from_thread(self._take_prompts, asking)

    def _take(self, tally: Tally) -> None:
        if self.is_attached:  # the screen may have been left meanwhile
            self.tally = tally
            self._show()

    def _take_prompts(self, asking: Prompts) -> None:
        if self.is_attached:
            self.prompts = asking
            self._show_where_one_is()

    def _show_where_one_is(self) -> None:
        """Show all anew, as in other colours."""
        self._note_place()
        self._show()

    def _note_place(self) -> None:
        self.place = Place(self.place.deck, self.query_one(QuestionList).highlighted)

    def _show(self) -> None:
        """Show what the tally says of the deck."""
        if self.tally is None:
            return
        self.found = results(self.tally, _now(), self.place.deck)
        self.query_one("#nothing").display = self.found.is_empty
        self.query_one("#both").display = not self.found.is_empty
        self.query_one("#overview").display = not self.found.is_empty
        self.query_one("#overview", Static).update(text(overview(self.found)))
        if not self.found.is_empty:
            self._list(self.found)
            self.query_one(ChartPage).show(self.found, self.aim)
        self.show_heading()
        self.refresh_bindings()

    def _list(self, found: Results) -> None:
        questions, now = self.query_one(QuestionList), _now()
        width = questions.scrollable_content_region.width
        questions.clear_options()
        self.rows = []
        for title, met in lists_of(found):
            questions.add_option(Option(text(title, "bold"), disabled=True))
            questions.add_options(
                [Option(row_content(each, now, found.deck is None, self.prompts, width)) for each in met]
            )
            self.rows += [None, *met]
        first = next((n for n, each in enumerate(self.rows) if each is not None), None)
        wanted = self.place.row
        there = wanted is not None and wanted < len(self.rows) and self.rows[wanted] is not None
        questions.highlighted = wanted if there else first
        questions.focus()

    @property
    def chosen(self) -> Met | None:
        """The question that is highlighted."""
        row = self.query_one(QuestionList).highlighted
        return self.rows[row] if row is not None and row < len(self.rows) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is a next deck only where there are several, and no chart before there is an answer."""
        if action == "deck":
            return self.found is not None and len(self.found.decks) > 1
        return action != "view" or (self.found is not None and not self.found.is_empty)

    def action_deck(self, by: int) -> None:
        """Show the results of the next deck, and after the last one those of all."""
        if self.found is not None:
            choices = [None, *self.found.decks]
            now = choices.index(self.place.deck) if self.place.deck in choices else 0
            self.place = Place(choices[(now + by) % len(choices)])
            self._show()

    def action_view(self, by: int) -> None:
        """Bring the next chart to the top."""
        self.view = (self.view + by) % len(PICTURES)
        self.query_one(ChartPage).go_to(self.view)

    def action_move(self, by: int) -> None:
        """Highlight the next or previous question."""
        questions = self.query_one(QuestionList)
        questions.focus()
        questions.action_cursor_down() if by > 0 else questions.action_cursor_up()

    def action_close(self) -> None:
        """Back to where this was opened."""
        self.dismiss(None)

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """See the run of a question again."""
        if self.chosen is not None and self.record is not None:
            self.between = True
            self._look(self.record, self.chosen, wants_lab=False)

    def action_to_lab(self) -> None:
        """Open the lab, with the networks of the question that is highlighted."""
        if self.chosen is not None and self.record is not None:
            self.between = True
            self._look(self.record, self.chosen, wants_lab=True)
        else:
            self.post_message(LabWanted())

    @work(thread=True, exclusive=True, group="look")
    def _look(self, record: Record, met: Met, wants_lab: bool) -> None:
        found = found_again(record, met, self.decks)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._looked, found, wants_lab)

    def _looked(self, found: Found, wants_lab: bool) -> None:
        """Open the run, or the lab where it is wanted or the run cannot be, and say what is opened."""
        if not self.is_attached:
            return
        self.between = False
        self._note_place()
        if found.session is not None and not wants_lab:
            self.post_message(LookAgain(found.session, self.place))
            return
        self.shown = found.experiments
        if found.experiments:
            self.post_message(LabWanted(found.note))
        else:
            self.notify(found.note or NO_NETWORKS, timeout=15, markup=False)

    def experiments_shown(self) -> Mapping[str, Experiment]:
        """What the lab opens with: the networks of the question that it was opened from."""
        return self.shown


def _now() -> datetime:
    return datetime.now().astimezone()

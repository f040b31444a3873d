"""The question: its prompt, its options, the time that is left, and the bars where the facilitator shows them."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from quizapp.deck.layout import flowed
from quizapp.play.exam import clock_words
from quizapp.questions.answer_forms import PickMany, PickOne, PutInOrder, TurnKnobs
from quizapp.room.client.question import Asked
from quizapp.room.client.state import Seen
from quizapp.room.join import words
from quizapp.room.screen.terminal.showing import Showing
from quizapp.room.screen.terminal.watcher import Watcher
from quizapp.room.shown.bars import bars, chart_rows
from quizapp.room.shown.large import large
from quizapp.ui.shared.chart_view import ChartView
from quizapp.ui.shared.text import lines, text

#: Seconds between two looks at the clock.
TICK = 0.25


class AskScreen(Showing):
    """A question before its answer is told."""

    def __init__(self, watcher: Watcher, asked: Asked) -> None:
        super().__init__(watcher)
        self.asked = asked

    def parts(self) -> Iterable[Widget]:
        """The prompt and the options, what to do now, and the time."""
        yield VerticalScroll(
            Static(text(flowed(self.asked.prompt)), id="prompt"),
            Static(text(words.how(self.asked)), id="how"),
            Static(options_content(self.asked), id="options"),
            id="question",
        )
        yield ChartView(id="bars")
        yield Static(id="now")
        yield Static(id="time")

    def on_mount(self) -> None:
        """Show how things stand, and the time as it goes."""
        super().on_mount()
        self.set_interval(TICK, self._show_time)

    def follow(self) -> None:
        """Show what is new in the room."""
        super().follow()
        seen = self.watcher.stand
        if seen is None:
            return
        self.query_one("#now", Static).update(text(words.what_now(seen)))
        self._show_bars(seen)
        self._show_time()

    def _show_bars(self, seen: Seen) -> None:
        view = self.query_one("#bars", ChartView)
        view.display = seen.bars is not None
        if seen.bars is not None:
            chart = bars(seen.bars)
            view.styles.height = chart_rows(chart, self.app.size.width)
            view.show(chart, moves=True)

    def _show_time(self) -> None:
        """The time in large letters where there is room."""
        left, time = self.seconds_left, self.query_one("#time", Static)
        time.display = left is not None
        if left is not None:
            ascii_only = getattr(self.app, "ascii_only", False)
            high = self.app.size.height >= 30
            shown = "\n".join(large(clock_words(left), self.app.size.width - 4, ascii_only))
            time.update(text(shown if high else words.time_left(left)))


def options_content(asked: Asked) -> Content:
    """The options with the room's letters, or the knobs with their ranges."""
    if isinstance(asked.form, PickOne | PickMany | PutInOrder):
        return lines(
            *(text(f"{asked.letters[each.id]}  ", "bold") + text(flowed(each.text)) for each in asked.form.options)
        )
    if isinstance(asked.form, TurnKnobs):
        return lines(*(text(f"{knob.text}: {knob.low:g} to {knob.high:g}") for knob in asked.form.knobs))
    return text("")

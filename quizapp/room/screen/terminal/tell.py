"""The answer, and why: the options with the right ones marked in words, before and after, and the explanation."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from quizapp.deck.layout import flowed
from quizapp.questions.answer_forms import PickMany, PickOne
from quizapp.room.client.question import Asked
from quizapp.room.client.tally import Revealed
from quizapp.room.course.phases import Phase
from quizapp.room.screen.terminal.showing import Showing
from quizapp.room.screen.terminal.watcher import Watcher
from quizapp.room.shown.bars import bars, chart_rows
from quizapp.ui.shared.chart_view import ChartView
from quizapp.ui.shared.text import lines, prose, text


class TellScreen(Showing):
    """The answer is told; where it is explained, too, the words come first."""

    def __init__(self, watcher: Watcher, asked: Asked) -> None:
        super().__init__(watcher)
        self.asked = asked

    def parts(self) -> Iterable[Widget]:
        """The prompt, what is right, the room's answers, and why."""
        yield VerticalScroll(
            Static(text(flowed(self.asked.prompt)), id="prompt"),
            Static(id="explanation"),
            Static(id="options"),
            Static(id="key"),
            ChartView(id="bars"),
            Static(id="sentence"),
            Static(id="runs"),
            id="question",
        )

    def follow(self) -> None:
        """Show what is new in the room."""
        super().follow()
        seen = self.watcher.stand
        if seen is None or seen.reveal is None:
            return
        reveal, explains = seen.reveal, seen.phase is Phase.EXPLAIN
        options = marked_content(self.asked, reveal)
        self._show("#options", options if options.plain else None)
        marked = isinstance(self.asked.form, PickOne | PickMany)
        key = text("" if marked else reveal.key) if reveal.known else text("The answer is being worked out.")
        self._show("#key", key if key.plain else None)
        self._show_bars(reveal)
        self._show("#explanation", prose(flowed(reveal.explanation)) if explains and reveal.explanation else None)
        self._show("#runs", runs_content(self.watcher) if explains and self.watcher.films else None)

    def _show(self, where: str, content: Content | None) -> None:
        part = self.query_one(where, Static)
        part.display = content is not None
        part.update(content or text(""))

    def _show_bars(self, reveal: Revealed) -> None:
        view, sentence = self.query_one("#bars", ChartView), self.query_one("#sentence", Static)
        view.display = sentence.display = reveal.last is not None
        if reveal.last is not None:
            chart = bars(reveal.last, reveal.before if reveal.after else None)
            view.styles.height = chart_rows(chart, self.app.size.width)
            view.show(chart, moves=True)
            sentence.update(text(chart.sentence))


def marked_content(asked: Asked, reveal: Revealed) -> Content:
    """The options with what is right said beside it, in words."""
    if not isinstance(asked.form, PickOne | PickMany):
        return text("")
    return lines(*(_marked(asked, each.id, each.text, reveal.right.get(each.id)) for each in asked.form.options))


def _marked(asked: Asked, option: str, said: str, right: bool | None) -> Content:
    line = text(f"{asked.letters[option]}  ", "bold") + text(flowed(said))
    return line + text("  ✓ right", "bold $text-success") if right else line


def runs_content(watcher: Watcher) -> Content:
    """What the networks did, a sentence each."""
    return lines(*(text(f"{each.heading}: {each.sentence(len(each.charts) - 1)}") for each in watcher.films))

"""The charts of a live run, each in its place on the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from textual.containers import Grid
from textual.screen import Screen

from quizapp.charts import Bars, Chart
from quizapp.charts.bars import natural_height
from quizapp.charts.margins import DIVIDED
from quizapp.charts.together import on_one_axis
from quizapp.evidence.focus import looked_at
from quizapp.runs.observation import Observation
from quizapp.ui.play.rows import shared
from quizapp.ui.shared.chart_view import ChartView
from quizapp.ui.shared.cut_text import CutText
from quizapp.views import VIEWS, Axes, Focus

#: What stands beside the view that is chosen.
SIDE_VIEWS = {"#second": "histograms", "#loss": "loss", "#accuracy": "accuracy"}
#: What stands above and below the charts.
WORDS = ("#run", "#progress", "#sentence", "#diagnosis")
PLACES = frozenset(("run", "progress", "sentence", "diagnosis", "right", "main", "together", "curves", "second"))
#: How many networks are drawn side by side at most.
MOST_TOGETHER = 4
#: The columns between two networks that are drawn side by side.
GUTTER = 2


@dataclass(frozen=True)
class Shown:
    """What is drawn: the networks that are watched, among those they are compared with, in which view, and how.

    `called` gives networks that are drawn together another name than the author's. `moves` says that bars go there
    from where they are, as a single step was taken or others are watched. A claim on a step has the charts of what it
    measures stop there, unless somebody `looks_back` at a moment of their own.
    """

    view: str
    observations: Mapping[str, Observation]
    watched: str
    names: Sequence[str]
    axes: Axes
    focus_on: Callable[[str], Focus]
    with_theory: bool = False
    moves: bool = False
    called: Callable[[str], str] = str
    looks_back: bool = False

    @property
    def main(self) -> Observation:
        """The networks that are watched."""
        return self.observations[self.watched]

    @property
    def other(self) -> Observation | None:
        """The one that is drawn on the same chart, if there is just one."""
        others = [name for name in self.names if name != self.watched]
        return self.observations[others[0]] if len(others) == 1 else None


def draw_charts(screen: Screen[None], shown: Shown) -> str:
    """Draw every chart that there is room for, and return the sentence of the chosen view."""
    several = len(shown.names) > 2
    names = shown.names if several else ()
    drawn = on_one_axis([_drawn(shown, shown.view, shown.observations[name], None) for name in names])
    charts = [_named(chart, shown.called(name), shown.view) for chart, name in zip(drawn, names, strict=True)]
    chosen = _drawn(shown, shown.view, shown.main, shown.other)
    if several:
        _draw_together(screen.query_one("#together", Grid), charts, shown.moves)
    else:
        screen.query_one("#main", ChartView).show(chosen, shown.moves)
    for selector, name in SIDE_VIEWS.items():
        chart_view = screen.query_one(selector, ChartView)
        if chart_view.size and chart_view.display:
            chart_view.show(_drawn(shown, name, shown.main, shown.other))
    screen.call_after_refresh(_share_rows, screen, shown, charts or [chosen])
    return chosen.sentence


def has_parts(screen: Screen[None], ids: frozenset[str]) -> bool:
    """Whether all of these are on a screen: looked for in one go, as that is done in every frame."""
    return ids <= {widget.id for widget in screen.walk_children()}


def _share_rows(screen: Screen[None], shown: Shown, charts: Sequence[Chart]) -> None:
    """Give the charts their rows, once the words are laid out: what would not move, or be shown twice, gets none."""
    if not has_parts(screen, PLACES):
        return  # the screen has gone since it was drawn, and its parts go one by one
    right = screen.query_one("#right")
    parts = [screen.query_one(selector) for selector in WORDS]
    words = sum(part.outer_size.height + part.styles.margin.height for part in parts if part.display)
    several = len(shown.names) > 2
    rows = shared(
        max(right.size.height - words, 0),
        _natural_height(charts, max(right.size.width, 1)),
        curves=shown.main.latest.step > 0 and shown.view not in ("loss", "accuracy"),
        second=shown.view not in ("histograms", "units", "plane"),
    )
    heights = {"#main": 0 if several else rows.main, "#together": rows.main if several else 0}
    heights |= {"#curves": rows.curves - 1, "#second": rows.second - 1}
    for selector, height in heights.items():
        widget = screen.query_one(selector)
        if widget.display != (height > 0):
            widget.display = height > 0
        if height > 0 and (widget.styles.height is None or widget.styles.height.value != height):
            widget.styles.height = height
            screen.call_after_refresh(_draw_words_anew, screen)


def _draw_words_anew(screen: Screen[None]) -> None:
    """Draw the words anew where they are now: they say in their last row in sight that they are cut off."""
    for words in screen.query(CutText):
        words.refresh()


def _natural_height(charts: Sequence[Chart], width: int) -> int | None:
    """The rows in which all of a chart is shown, or all of several in two columns; None where any number will do."""
    bars = [chart for chart in charts if isinstance(chart, Bars)]
    if len(bars) < len(charts):
        return None
    if len(bars) == 1:
        return _height_of(bars[0], width)
    each = max(_height_of(chart, (width - GUTTER) // 2) for chart in bars)
    rows = -(-len(bars) // 2)
    return rows * each + rows - 1


def _height_of(chart: Bars, width: int) -> int:
    """The rows of a chart, which its first row of numbers tells as well as all of them."""
    few = replace(chart, rows=chart.rows[:1])
    return natural_height(few, width) + len(chart.rows) - len(few.rows)


def _draw_together(grid: Grid, charts: Sequence[Chart], moves: bool) -> None:
    """A chart for each of several networks, on the same axes."""
    views = list(grid.query(ChartView))
    for chart_view, chart in zip(views, charts, strict=False):
        chart_view.display = True
        chart_view.show(chart, moves)
    for chart_view in views[len(charts) :]:
        chart_view.display = False


def _named(chart: Chart, name: str, view: str) -> Chart:
    """A chart among others, called by what is drawn and by the network that it is of."""
    if isinstance(chart, Bars):
        unit = chart.unit if chart.unit.startswith(DIVIDED) else ""
        title = f"{view.replace('_', ' ')}: {name}"
        return replace(chart, title=title, unit=unit, series=replace(chart.series, main=""))
    return replace(chart, title=f"{chart.title}: {name}")


def _drawn(shown: Shown, view: str, main: Observation, other: Observation | None) -> Chart:
    """A chart without its warning, which the diagnosis below says too."""
    focus = shown.focus_on(main.name)
    if focus.measure in VIEWS[view].measures and focus.moment is not None and not shown.looks_back:
        main, other = looked_at(main, focus), other and looked_at(other, focus)
    return replace(VIEWS[view].drawn(main, other, shown.axes, shown.with_theory, focus), warning="")

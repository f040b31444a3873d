"""The charts of a live run, each in its place on the screen."""

from __future__ import annotations

from textual.screen import Screen

from quizapp.runs.observation import Observation
from quizapp.ui.shared.chart_view import ChartView
from quizapp.views import VIEWS, Axes

#: What stands beside the view that is chosen.
SIDE_VIEWS = {"#second": "histograms", "#loss": "loss", "#accuracy": "accuracy"}


def draw_charts(
    screen: Screen[None], view: str, main: Observation, control: Observation | None, axes: Axes, with_theory: bool
) -> str:
    """Draw every chart that there is room for, and return the sentence of the chosen one."""
    for selector, name in {"#main": view, **SIDE_VIEWS}.items():
        chart_view = screen.query_one(selector, ChartView)
        if chart_view.size:
            chart_view.show(VIEWS[name].drawn(main, control, axes, with_theory))
    chosen = screen.query_one("#main", ChartView)
    chosen.take_no_more_room_than_needed()
    return chosen.chart.sentence if chosen.chart else ""

"""The charts of results below one another, each as tall as it needs to be, with its sentence."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalGroup, VerticalScroll
from textual.widgets import Static

from quizapp.charts import Bars, Chart, Lines, render
from quizapp.review.pictures import PICTURES, Picture
from quizapp.review.results import Results
from quizapp.ui.results.texts import numbers_content
from quizapp.ui.shared.chart_view import ChartView
from quizapp.ui.shared.text import text

#: The rows of a chart that can be of any height, and the fewest in which a title has a row for itself.
USUAL_ROWS, FEWEST_ROWS = 10, 6
#: After which chart the numbers of certainty are told.
WITH_NUMBERS = "calibration"


def _is_worth_drawing(chart: Chart) -> bool:
    """Whether there is a row, or more than one point."""
    return bool(chart.rows) if isinstance(chart, Bars) else not isinstance(chart, Lines) or len(chart.lines[0].x) > 1


class PictureView(VerticalGroup):
    """One chart with its sentence."""

    def __init__(self, picture: Picture) -> None:
        super().__init__(id=picture.name)
        self.picture = picture
        self.chart: Chart | None = None

    def compose(self) -> ComposeResult:
        """The chart, and what it says."""
        yield ChartView()
        yield Static(classes="sentence")
        yield Static(classes="numbers")

    def show(self, found: Results, aim: float) -> None:
        """Draw the chart of these results; one without anything to draw is its sentence alone."""
        self.chart = self.picture.draw(found)
        view = self.query_one(ChartView)
        view.display = _is_worth_drawing(self.chart)
        view.show(self.chart, moves=True)
        self.query_one(".sentence", Static).update(text(self.chart.sentence))
        numbers = self.query_one(".numbers", Static)
        numbers.display = self.picture.name == WITH_NUMBERS
        if numbers.display:
            numbers.update(numbers_content(found, aim))
        self.fit()

    def fit(self) -> None:
        """Make the chart as tall as it is at its width."""
        if self.chart is not None and self.size.width:
            rows = len(render(self.chart, self.size.width, None)) if isinstance(self.chart, Bars) else USUAL_ROWS
            self.query_one(ChartView).styles.height = max(rows, FEWEST_ROWS)

    def on_resize(self) -> None:
        """Fit the chart to another width."""
        self.fit()


class ChartPage(VerticalScroll):
    """All charts."""

    def compose(self) -> ComposeResult:
        """A view for each chart."""
        yield from (PictureView(picture) for picture in PICTURES)

    def show(self, found: Results, aim: float) -> None:
        """Draw all charts anew."""
        for view in self.query(PictureView):
            view.show(found, aim)

    def go_to(self, number: int) -> None:
        """Bring a chart to the top."""
        list(self.query(PictureView))[number].scroll_visible(animate=False, top=True)

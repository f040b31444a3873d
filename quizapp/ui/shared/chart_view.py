"""A widget that draws any chart: rows of runs become strips, and each role takes its colour from the theme."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from quizapp.charts import Chart, Grid, Role, render


class ChartView(Widget):
    """Draws the chart that it was last shown, as large as it is itself."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"chart--{role.value}" for role in Role}
    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ChartView {
        width: 1fr;
        height: 1fr;
        .chart--title { text-style: bold; }
        .chart--label, .chart--axis, .chart--dim { color: $text-muted; }
        .chart--main { color: $text-primary; }
        .chart--band { color: $primary; }
        .chart--control { color: $text-warning; }
        .chart--theory { color: $text-success; }
        .chart--level { color: $text-muted; }
        .chart--value { color: $foreground; }
        .chart--warning { color: $text-error; text-style: bold; }
        .chart--cool { color: $text-primary; }
        .chart--cool-faint { color: $primary-muted; }
        .chart--neutral { color: $surface-lighten-2; }
        .chart--warm-faint { color: $warning-muted; }
        .chart--warm { color: $text-warning; }
        .chart--third-faint { color: $success-muted; }
        .chart--third { color: $text-success; }
        .chart--ink { color: $text-on-colour; text-style: bold; }
    }
    """

    def __init__(self, id: str | None = None, ascii_only: bool = False, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.ascii_only = ascii_only
        self.chart: Chart | None = None
        self._grid: Grid = ()
        self._drawn_at: Size | None = None
        self._styles: dict[tuple[Role, Role | None], Style] = {}

    def show(self, chart: Chart) -> None:
        """Draw this chart from now on."""
        if chart is not self.chart:
            self.chart = chart
            self._drawn_at = None
            self.refresh()

    def clear(self) -> None:
        """Draw nothing."""
        self.chart, self._drawn_at = None, None
        self.refresh()

    def notify_style_update(self) -> None:
        """Forget the colours of the last theme."""
        super().notify_style_update()
        self._styles = {}

    def render_line(self, y: int) -> Strip:
        """One row of the chart."""
        if self._drawn_at != self.size:
            self._draw()
        if y >= len(self._grid):
            return Strip.blank(self.size.width, self.rich_style)
        segments = [Segment(run.text, self._style(run.role, run.under)) for run in self._grid[y]]
        return Strip(segments, self.size.width)

    def _draw(self) -> None:
        width, height = self.size
        self._grid = ()
        if self.chart and width and height:
            self._grid = render(self.chart, width, height, self.ascii_only, self._has_colours)
        self._drawn_at = self.size

    @property
    def _has_colours(self) -> bool:
        """Whether cells can be told apart by their colours."""
        return not self.ascii_only and not self.app.no_color and self.app.console.color_system is not None

    def _style(self, role: Role, under: Role | None = None) -> Style:
        if (role, under) not in self._styles:
            style = self.get_component_rich_style(f"chart--{role.value}")
            if under is not None:
                style += Style(bgcolor=self._style(under).color)
            self._styles[role, under] = style
        return self._styles[role, under]

"""A widget that draws any chart: rows of runs become strips, and each role takes its colour from the theme.

Bars may go from one chart to the next in a few pictures; these wait for nothing, and nothing waits for them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from time import monotonic
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from quizapp.charts import Bars, Chart, Grid, Role, between, can_move, render
from quizapp.ui.motion import FRAME, share_done
from quizapp.ui.theme import FADES


@dataclass(frozen=True)
class Way:
    """Bars on their way from one chart to another, begun and last drawn at these times, and how far they are."""

    before: Bars
    after: Bars
    begun: float
    last: float
    share: float = 0.0

    @property
    def now(self) -> Bars:
        """The chart as far as it has come."""
        return between(self.before, self.after, self.share)

    @property
    def done(self) -> bool:
        """Whether it has arrived."""
        return self.share >= 1

    def at(self, time: float) -> Way:
        """The way at a later time."""
        return replace(self, last=time, share=share_done(time - self.begun, time - self.last))


def rows_changed(before: Grid, after: Grid) -> list[tuple[int, int]]:
    """The first row and the number of rows of each block of rows in which two grids differ."""
    blocks: list[tuple[int, int]] = []
    for row, (old, new) in enumerate(zip_longest(before, after)):
        if old == new:
            continue
        top, height = blocks[-1] if blocks else (row, 0)
        if top + height == row:
            blocks[-1:] = [(top, height + 1)]
        else:
            blocks.append((row, 1))
    return blocks


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
        .chart--control-band { color: $accent; }
        .chart--control { color: $text-warning; }
        .chart--control-band { color: $warning; }
        .chart--theory, .chart--held-out { color: $text-success; }
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
        self._ascii_only = ascii_only
        self.chart: Chart | None = None
        self._way: Way | None = None
        self._ticks: Timer | None = None
        self._grid: Grid = ()
        self._drawn_at: Size | None = None
        self._styles: dict[tuple[Role, Role | None, int], Style] = {}

    def show(self, chart: Chart, moves: bool = False) -> None:
        """Draw this chart from now on; its bars go there from where they are if it `moves` and anything may."""
        if chart is self.chart or (self._way is not None and isinstance(chart, Bars) and chart == self._way.after):
            return
        before = self._drawn
        self.chart = chart
        self._stop_moving()
        if moves and self.app.animation_level != "none" and self.size and can_move(before, chart):
            assert isinstance(before, Bars)
            assert isinstance(chart, Bars)
            self._way = Way(before, chart, monotonic(), monotonic())
            self._ticks = self.set_interval(FRAME, self._move)
        self._draw_anew()

    def clear(self) -> None:
        """Draw nothing."""
        self._stop_moving()
        self.chart = None
        self._draw_anew()

    @property
    def _drawn(self) -> Chart | None:
        """The chart as it stands on the screen, perhaps on its way."""
        return self.chart if self._way is None else self._way.now

    def _move(self) -> None:
        """Draw the next picture on the way, or the end of it."""
        if self._way is None:
            return
        self._way = self._way.at(monotonic())
        if self._way.done:
            self._stop_moving()
        self._draw_anew()

    def _stop_moving(self) -> None:
        self._way = None
        if self._ticks is not None:
            self._ticks.stop()
            self._ticks = None

    def _draw_anew(self) -> None:
        """Draw, and have those rows painted that read otherwise than before; all of them if nothing was drawn yet."""
        if not self.size or self._drawn_at != self.size:
            self._drawn_at = None
            self.refresh()
            return
        before = self._grid
        self._draw()
        changed = rows_changed(before, self._grid)
        if changed:
            self.refresh(*(Region(0, top, self.size.width, height) for top, height in changed))

    def notify_style_update(self) -> None:
        """Forget the colours of the last theme, and what was drawn for them."""
        super().notify_style_update()
        self._styles, self._drawn_at = {}, None

    def render_line(self, y: int) -> Strip:
        """One row of the chart."""
        if self._drawn_at != self.size:
            self._draw()
        if y >= len(self._grid):
            return Strip.blank(self.size.width, self.rich_style)
        segments = [Segment(run.text, self._style(run.role, run.under, run.fade)) for run in self._grid[y]]
        return Strip(segments, self.size.width)

    def _draw(self) -> None:
        width, height = self.size
        self._grid = ()
        chart = self._drawn
        if chart and width and height:
            self._grid = render(chart, width, height, self.ascii_only, self._has_colours, self._has_fades)
        self._drawn_at = self.size

    @property
    def ascii_only(self) -> bool:
        """Whether it is drawn in ASCII, as it was asked to or as all of the app is."""
        return self._ascii_only or getattr(self.app, "ascii_only", False)

    @property
    def _has_colours(self) -> bool:
        """Whether cells can be told apart by their colours."""
        return not self.ascii_only and not self.app.no_color and self.app.console.color_system is not None

    @property
    def _has_fades(self) -> bool:
        """Whether there are so many colours that one can fade into the ground."""
        many = self.app.console.color_system in ("256", "truecolor")
        return self._has_colours and many and not self.app.current_theme.ansi

    def _style(self, role: Role, under: Role | None = None, fade: int = 0) -> Style:
        if (role, under, fade) not in self._styles:
            style = self.get_component_rich_style(f"chart--{role.value}")
            if under is not None:
                style += Style(bgcolor=self._style(under).color)
            self._styles[role, under, fade] = _faded(style, FADES[fade]) if fade else style
        return self._styles[role, under, fade]


def _faded(style: Style, share: float) -> Style:
    """The style with this share of its colour over its ground."""
    if style.color is None or style.bgcolor is None:
        return style
    ink, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
    return style + Style(color=ground.blend(ink, share).rich_color)

"""Bars move where a step was taken, for a moment and only where motion is wanted; keys and frames never wait for it."""

from __future__ import annotations

import pytest
from rich.console import COLOR_SYSTEMS
from textual.app import App, ComposeResult

from quizapp.charts import Axis, Bar, Bars, Series, plain
from quizapp.ui.motion import SECONDS, TOO_SLOW, animation_level, share_done
from quizapp.ui.shared import chart_view
from quizapp.ui.shared.chart_view import ChartView
from quizapp.ui.theme import PALETTES, THEMES
from tests.support.running import running

AXIS = Axis(0.0, 10.0)


def bars(value: float) -> Bars:
    return Bars("error", "", (Bar("1", value),), AXIS, Series("main"), "A sentence.")


class OneChart(App[None]):
    """A chart, and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        for palette in PALETTES:
            self.register_theme(palette.theme())
        self.theme = THEMES[0]

    def compose(self) -> ComposeResult:
        """The chart."""
        yield ChartView()


def length(view: ChartView) -> int:
    view.render_line(0)
    return plain(view._grid).splitlines()[1].count("█")


@pytest.mark.parametrize(("wish", "level"), [("", "full"), ("0", "full"), ("1", "none"), ("yes", "none")])
def test_one_wish_in_the_environment_stops_all_motion(wish: str, level: str) -> None:
    assert animation_level("full", {"QUIZAPP_REDUCED_MOTION": wish}) == level
    assert animation_level("none", {}) == "none"


def test_bars_are_where_they_go_in_time_and_at_once_on_a_machine_that_is_slow() -> None:
    shares = [share_done(SECONDS * tenth / 10, 0.02) for tenth in range(11)]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert share_done(SECONDS / 10, TOO_SLOW * 1.01) == 1.0


@pytest.mark.parametrize("level", ["full", "none"])
async def test_bars_are_seen_on_their_way_unless_motion_is_reduced(level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(chart_view, "monotonic", lambda: now)
    app = OneChart()
    async with running(app, (60, 8)) as pilot:
        app.animation_level = level  # type: ignore[assignment]
        view = app.query_one(ChartView)
        view.show(bars(1.0), moves=True)
        await pilot.pause(0)
        short = length(view)
        view.show(bars(9.0), moves=True)
        if level == "none":
            assert length(view) > 5 * short
            return
        assert length(view) == short
        now = SECONDS / 4
        view._move()
        assert short < length(view) < 9 * short
        view.show(bars(9.0))
        assert short < length(view) < 9 * short
        view.show(bars(5.0))
        assert length(view) == pytest.approx(5 * short, abs=4)
        view.show(bars(9.0), moves=True)
        now += 10 * TOO_SLOW
        view._move()
        assert length(view) == pytest.approx(9 * short, abs=8)
        assert view._ticks is None


@pytest.mark.parametrize(
    ("colours", "theme", "fades"),
    [
        ("truecolor", "dark", True),
        ("256", "light", True),
        ("standard", "dark", False),
        ("truecolor", "ansi-dark", False),
    ],
)
async def test_colours_fade_only_where_there_are_enough_of_them(colours: str, theme: str, fades: bool) -> None:
    app = OneChart()
    async with running(app, (60, 8)) as pilot:
        app.console._color_system = COLOR_SYSTEMS[colours]
        app.theme = theme
        view = app.query_one(ChartView)
        view.show(bars(9.0))
        await pilot.pause(0)
        drawn = view.render_line(1)
        inks = {segment.style.color for segment in drawn if "█" in segment.text and segment.style}
        assert (len(inks) > 2) is fades
        assert any(run.fade for run in view._grid[1]) is fades

"""A frame costs little: what is as large as before is not laid out again, what reads as before is not drawn again."""

import textwrap
from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Static

from quizapp.charts import Axis, Bar, Bars, Role, Series, Span, plain, render
from quizapp.ui.shared.chart_view import ChartView, rows_changed
from quizapp.ui.shared.steady_text import put
from quizapp.ui.theme import PALETTES, THEMES
from tests.support.running import running

#: Words before, words after, and whether these are laid out anew, in a place of 20 columns as high as they are.
CHANGES = {
    "other words of as many rows": ("step 1", "step 2", False),
    "the same words": ("step 1", "step 1", False),
    "words that wrap": ("step 1", "a step that is longer than the place", True),
    "fewer rows than before": ("a step that is longer than the place", "step 1", True),
    "nothing": ("step 1", "", False),
}


class _Page(App[None]):
    """A place as wide as a window, and a row with one that is as wide as its words."""

    CSS = "Screen { width: 20; } #narrow { width: auto; height: 1; }"

    def compose(self) -> ComposeResult:
        yield Static("", id="wide")
        with Horizontal():
            yield Static("", id="narrow")
            yield Static("end", id="beside")

    layouts = 0

    def on_mount(self) -> None:
        self.screen.screen_layout_refresh_signal.subscribe(self, lambda _: self._count())

    def _count(self) -> None:
        self.layouts += 1


@pytest.mark.parametrize("change", CHANGES)
async def test_words_are_laid_out_anew_only_where_they_take_other_rows(change: str) -> None:
    before, after, anew = CHANGES[change]
    page = _Page()
    async with running(page, (20, 10)) as pilot:
        place = page.query_one("#wide", Static)
        put(place, Content(before))
        await pilot.pause()
        seen = page.layouts
        put(place, Content(after))
        await pilot.pause()
        assert (page.layouts > seen) == anew
        assert place.size.height == len(textwrap.wrap(after, 20) or [""])
        assert str(place.render()) == after


async def test_a_place_that_is_as_wide_as_its_words_is_laid_out_anew_where_they_are_wider() -> None:
    page = _Page()
    async with running(page, (20, 10)) as pilot:
        place = page.query_one("#narrow", Static)
        for words, anew in (("step 1", True), ("step 2", False), ("step 10", True)):
            seen = page.layouts
            put(place, Content(words))
            await pilot.pause()
            assert (page.layouts > seen) == anew, words
            assert page.query_one("#beside").region.x == len(words)


async def test_words_of_another_style_are_drawn_though_they_read_the_same() -> None:
    page = _Page()
    async with running(page, (20, 10)) as pilot:
        place = page.query_one("#wide", Static)
        put(place, Content("healthy"))
        await pilot.pause()
        put(place, Content.styled("healthy", "bold"))
        await pilot.pause()
        style = page.screen._compositor.render_strips()[0]._segments[0].style
        assert style is not None
        assert style.bold


class _Counted(ChartView):
    """A chart that counts which of its rows are painted."""

    painted: ClassVar[list[int]] = []

    def render_line(self, y: int) -> Strip:
        self.painted.append(y)
        return super().render_line(y)


class _OneChart(App[None]):
    """A chart, and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        for palette in PALETTES:
            self.register_theme(palette.theme())
        self.theme = THEMES[0]

    def compose(self) -> ComposeResult:
        yield _Counted()


def _bars(*values: float) -> Bars:
    rows = tuple(Bar(str(layer), value) for layer, value in enumerate(values, start=1))
    return Bars("error", "", rows, Axis(0.0, 10.0), Series("main"), "A sentence.")


def _seen(app: App[None]) -> str:
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


async def test_of_a_chart_those_rows_are_painted_that_read_otherwise_than_before_and_all_of_it_is_seen() -> None:
    app = _OneChart()
    async with running(app, (60, 6)) as pilot:
        view = app.query_one(_Counted)
        shown = (_bars(1, 2, 3), _bars(1, 5, 3), _bars(1, 5, 3), _bars(4, 5, 6))
        for chart, rows in zip(shown, ({*range(6)}, {2}, set(), {1, 3}), strict=True):
            view.painted.clear()
            view.show(chart)
            await pilot.pause()
            assert set(view.painted) == rows
            assert _seen(app).rstrip() == plain(render(chart, 60, 6)).rstrip()


async def test_two_charts_shown_before_either_is_painted_leave_nothing_of_the_first() -> None:
    app = _OneChart()
    async with running(app, (60, 6)) as pilot:
        view = app.query_one(_Counted)
        for chart in (_bars(1, 2, 3), _bars(9, 2, 3), _bars(1, 2, 8)):
            view.show(chart)
        await pilot.pause()
        view.show(_bars(1, 9, 8))
        view.show(_bars(1, 2, 7))
        await pilot.pause()
        assert _seen(app).rstrip() == plain(render(_bars(1, 2, 7), 60, 6)).rstrip()


def test_blocks_of_rows_hold_those_that_differ_and_no_others() -> None:
    one, other = (Span("a", Role.MAIN),), (Span("b", Role.MAIN),)
    assert rows_changed((one, one, one), (one, one, one)) == []
    assert rows_changed((one, one, one, one), (other, other, one, other)) == [(0, 2), (3, 1)]
    assert rows_changed((one,), (one, one, one)) == [(1, 2)]
    assert rows_changed((one, one), ()) == [(0, 2)]

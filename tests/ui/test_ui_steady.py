"""A frame costs little: what is as large as before is not laid out again, and what did not change is not drawn again."""

import textwrap

import pytest
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from quizapp.ui.shared.steady_text import put

#: Words before, words after, and whether these are laid out anew, in a place of 20 columns that is as high as its words.
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
    async with page.run_test(size=(20, 10)) as pilot:
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
    async with page.run_test(size=(20, 10)) as pilot:
        place = page.query_one("#narrow", Static)
        for words, anew in (("step 1", True), ("step 2", False), ("step 10", True)):
            seen = page.layouts
            put(place, Content(words))
            await pilot.pause()
            assert (page.layouts > seen) == anew, words
            assert page.query_one("#beside").region.x == len(words)


async def test_words_of_another_style_are_drawn_though_they_read_the_same() -> None:
    page = _Page()
    async with page.run_test(size=(20, 10)) as pilot:
        place = page.query_one("#wide", Static)
        put(place, Content("healthy"))
        await pilot.pause()
        put(place, Content.styled("healthy", "bold"))
        await pilot.pause()
        style = page.screen._compositor.render_strips()[0]._segments[0].style
        assert style is not None
        assert style.bold

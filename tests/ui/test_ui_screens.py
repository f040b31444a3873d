"""Home, help, themes and small windows."""

import shutil
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.color import Color
from textual.screen import Screen

from quizapp.ui.lab.screen import LabScreen
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.home import HomeScreen
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from quizapp.ui.play.summary import SummaryScreen
from quizapp.ui.shared.help import HelpScreen
from quizapp.ui.theme import THEMES
from tests.support.decks.playing import BROKEN, PLAY, SIZES, Hands, playing

pytestmark = pytest.mark.slow

SCREENS: dict[type[Screen[None]], list[str]] = {
    HomeScreen: [],
    PredictScreen: ["enter"],
    ObserveScreen: ["1", "enter", "2", "enter"],
    ExplainScreen: ["enter"],
    SummaryScreen: ["n", "n", "1", "enter", "2", "enter", "enter", "n"],
}


async def test_home_lists_every_deck_and_the_others_can_be_played_when_one_is_broken(tmp_path: Path) -> None:
    missing = tmp_path / "missing.yaml"
    async with playing(BROKEN, missing, PLAY, size=(200, 60)) as hands:
        await hands.sees("broken.yaml", "2 mistakes", "missing.yaml", "1 mistake;", "Small questions", "3 questions")
        await hands.press("enter")
        await hands.sees("broken.yaml:4:11: unknown key 'depht'; did you mean 'depth'?", "broken.yaml:9:13:")
        await hands.press("j", "enter")
        await hands.sees(f"{missing.name}:1:1: cannot be read: there is no such file")
        await hands.press("j", "enter")
        await hands.at(PredictScreen)
        await hands.sees("Which starts are poor?")


@pytest.mark.parametrize("size", [SIZES[0], SIZES[3]])
async def test_all_mistakes_of_a_long_list_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.chdir(tmp_path)
    deck = Path("long.yaml")
    deck.write_text("format: 1\ntitle: Long\n" + "".join(f"unknown{number}: 1\n" for number in range(30)))
    async with playing(deck, size=size) as hands:
        await hands.sees("mistakes")
        await hands.press("enter")
        await hands.sees("unknown key 'unknown0'")
        for _ in range(12):
            if "unknown29" in hands.read:
                break
            await hands.press("tab", "pagedown", "end")
        await hands.sees("unknown29")


async def test_a_deck_that_changed_after_it_was_listed_is_no_crash(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    shutil.copy(PLAY, deck)
    async with playing(deck) as hands:
        await hands.sees("not begun")
        deck.write_text(BROKEN.read_text())
        await hands.press("enter")
        await hands.until(lambda: "depht" in hands.read or "Which starts" in hands.read, "the mistake, or the deck")


async def test_help_lists_every_key_that_works() -> None:
    async with playing(size=SIZES[0]) as hands:
        await hands.sees("not begun")
        for screen, keys in SCREENS.items():
            await hands.press(*keys)
            await hands.at(screen)
            bindings = [active.binding for active in hands.app.screen.active_bindings.values() if active.enabled]
            await hands.press("question_mark")
            await hands.at(HelpScreen)
            page = await _whole_page(hands)
            for binding in bindings:
                everywhere = binding.system or binding.action.startswith(("scroll_", "page_", "app.", "screen.copy"))
                if not everywhere and not binding.key.startswith("upper_"):
                    assert _listed(hands, binding, page), f"{screen.__name__}: {binding}"
            assert hands.app.screen_stack[-2].HELP
            await hands.press("escape")
            await hands.at(screen)


async def test_every_screen_survives_a_window_of_a_few_cells_and_is_whole_again_in_a_larger_one() -> None:
    async with playing(PLAY, size=(100, 30)) as hands:
        await hands.sees("not begun")
        above: dict[type[Screen[None]], list[str]] = {HelpScreen: ["question_mark"], LabScreen: ["escape", "L"]}
        for screen, keys in (SCREENS | above).items():
            await hands.press(*keys)
            await hands.at(screen)
            for size in ((1, 1), (3, 24), (8, 2), (10, 24), (19, 1), (25, 3)):
                await hands.pilot.resize_terminal(*size)
                await hands.pilot.pause()
                minute = hands.app.screen.query("#too-small.-minute")
                assert screen is HelpScreen or bool(minute) == (size[0] < 20 or size[1] < 5)
            await hands.pilot.resize_terminal(100, 30)
            await hands.sees("quizapp")
            assert not hands.app.screen.query("#too-small.-minute")


async def _whole_page(hands: Hands) -> str:
    box = hands.app.screen.query_one("#help")
    pages = [hands.read]
    while box.scroll_y < box.max_scroll_y:
        await hands.press("j", "j", "j", "j")
        pages.append(hands.read)
    return "\n".join(pages)


def _listed(hands: Hands, binding: Binding, page: str) -> bool:
    if binding.description.startswith("choice "):
        return "1-9 or a-g choose an option" in page
    keys = binding.key_display or hands.app.get_key_display(binding)
    return binding.description in page and keys in page


async def test_the_theme_key_goes_through_all_themes_and_marks_and_charts_are_seen_in_each() -> None:
    async with playing() as hands:
        await hands.open()
        await hands.commit("small", "glorot")
        seen = []
        for theme in (*THEMES[1:], THEMES[0]):
            await hands.press("t")
            await hands.sees(f"theme: {theme}", "✓ right", "✗ wrong", "✗ you missed", "networks", "layer 3")
            _assert_nothing_has_the_colour_of_its_ground(hands)
            seen.append(hands.app.theme)
        assert seen == [*THEMES[1:], THEMES[0]]


def _assert_nothing_has_the_colour_of_its_ground(hands: Hands) -> None:
    for segment in (segment for strip in hands.app.screen._compositor.render_strips() for segment in strip):
        style = segment.style
        if segment.text.strip() and style and style.color and style.bgcolor and not style.color.is_default:
            assert style.color != style.bgcolor, segment


async def test_without_colour_everything_is_still_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with playing() as hands:
        await hands.open()
        await hands.commit("small", "glorot")
        await hands.sees("✓ right", "✗ wrong", "✗ you missed", "networks", "█ ", "┊ ")
        for strip in hands.app.screen._compositor.render_strips():
            for segment in strip:
                for colour in (segment.style.color, segment.style.bgcolor) if segment.style else ():
                    if colour is not None and not colour.is_default:
                        red, green, blue = Color.from_rich_color(colour).rgb
                        assert red == green == blue


async def test_a_window_that_is_too_small_says_so() -> None:
    async with playing(size=(20, 5)) as hands:
        await hands.sees("This window")
        for size in ((59, 24), (80, 19)):
            await hands.resize(60, 20)
            await hands.sees("Small questions")
            assert "This window" not in hands.read
            await hands.resize(*size)
            await hands.sees("This window")
            assert "Small questions" not in hands.read


async def test_nothing_needed_is_cut_off() -> None:
    sizes = ((60, 20), *SIZES)
    async with playing(size=sizes[0]) as hands:
        await hands.open()
        for size in sizes:
            await hands.resize(*size)
            await hands.sees("How sure?", "Commit", ">80%", "[ ] Minute weights")
        await hands.commit("small")
        for size in reversed(sizes):
            await hands.resize(*size)
            await hands.sees("claim", "measured", "networks", "control", "layer 3", "✓ right", "explain", "step")

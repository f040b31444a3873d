"""Every key of the lab and everything in it that can be clicked does what it says, and nothing ends the program."""

from __future__ import annotations

import pytest
from textual.binding import Binding
from textual.widgets import Input, OptionList, Static

from quizapp.lab import comparison as comparisons
from quizapp.lab.challenges import challenge
from quizapp.lab.code import code_of
from quizapp.lab.comparison import Pair, Side
from quizapp.lab.phase_diagram import phase_map
from quizapp.ui.lab import keys
from quizapp.ui.lab.charts import CHOICES, PHASE
from quizapp.ui.lab.opening import Opening
from quizapp.ui.lab.phase_view import PhaseView
from quizapp.ui.lab.pick_dialog import PickScreen
from quizapp.ui.lab.screen import LabScreen
from quizapp.ui.lab.share_dialog import FormTab, ShareScreen
from quizapp.ui.lab.type_dialog import TypeScreen
from quizapp.ui.lab_app import LabApp
from sim import sigmas_of
from tests.support.decks.playing import Hands, playing
from tests.support.lab_hands import SMALL, drawn, enter, in_the_lab, knob_list, lab, said, to
from tests.support.running import running

pytestmark = pytest.mark.slow

LEAVING = ("escape", "q")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZAPP_DATA_DIR", str(tmp_path))


async def test_every_key_does_something_and_the_lab_is_still_there() -> None:
    async with in_the_lab() as hands:
        for binding in (each for each in keys.BINDINGS if isinstance(each, Binding)):
            for key in set(binding.key.split(",")) - {*LEAVING}:
                await hands.press(key)
                while not isinstance(hands.app.screen, LabScreen):
                    await hands.press("escape")
                if hands.app.focused is not knob_list(hands):
                    await hands.press("enter")
        await hands.until(lambda: hands.app.focused is knob_list(hands), "the knobs")
        await hands.press("end", "home", "j", "k", "right", "left")
        await drawn(hands)


async def _click_words(hands: Hands, words: str) -> None:
    """Click the words of a key below the knobs."""
    rows = said(hands, "#keys").splitlines()
    row = next(index for index, each in enumerate(rows) if words in each)
    await hands.click(lab(hands).query_one("#keys", Static), (rows[row].index(words) + 1, row))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_has_a_key_has_words_to_click(size: tuple[int, int]) -> None:
    async with in_the_lab(size=size) as hands:
        screen, begun = lab(hands), lab(hands).comparison.pair
        await _click_words(hands, "1 he_normal")
        await hands.until(lambda: screen.comparison.pair.a.init.name == "he_normal")
        await _click_words(hands, "u undo")
        await hands.until(lambda: screen.comparison.pair == begun)
        await _click_words(hands, "U redo")
        await hands.until(lambda: screen.comparison.pair.a.init.name == "he_normal")
        await _click_words(hands, "= copy")
        await hands.until(lambda: screen.comparison.pair.b == screen.comparison.pair.a)
        await _click_words(hands, "T theory")
        await hands.until(lambda: screen.runs.charts.with_theory)
        speed = screen.runs.run_.pace.speed  # type: ignore[union-attr]
        await _click_words(hands, "+ faster")
        await hands.until(lambda: screen.runs.run_.pace.speed > speed)  # type: ignore[union-attr]
        await _click_words(hands, "y share")
        await hands.at(ShareScreen)
        await hands.press("escape")
        await hands.at(LabScreen)
        await _click_words(hands, "O open")
        await hands.at(TypeScreen)


async def test_a_click_on_a_chart_shows_the_next_view_and_one_on_the_map_puts_the_knobs_there() -> None:
    async with in_the_lab(size=(80, 24)) as hands:
        screen, main = lab(hands), lab(hands).query_one("#main", PhaseView)
        await hands.click(main, (5, 5))
        await hands.until(lambda: screen.runs.charts.view_name == CHOICES[1])
        screen.runs.charts.show_view(PHASE)
        await hands.until(lambda: main.chart is screen.runs.charts.phase_chart)
        await hands.until(lambda: main.region.height == main.size.height, "the layout")
        await hands.settled()
        await hands.click(main, (main.size.width // 2, 6))
        await hands.until(lambda: 1 < (sigmas_of(screen.comparison.pair.a) or (0, 0))[0] < 3, "A on the map")
        assert hands.app.focused is knob_list(hands)
        await hands.press("u")
        await hands.until(lambda: screen.comparison.pair == SMALL.pair)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_arrows_move_on_the_map_and_the_edge_is_named_there(size: tuple[int, int]) -> None:
    async with in_the_lab(size=size) as hands:
        await hands.press("M", "right", "right", "up")
        await hands.until(lambda: sigmas_of(lab(hands).comparison.pair.a) == pytest.approx((0.65, 0.05), rel=0.01))
        await hands.sees("edge of chaos")
        await hands.press("u", "enter")
        await hands.until(lambda: hands.app.focused is knob_list(hands) and lab(hands).comparison.pair == SMALL.pair)


async def test_a_list_leaves_what_has_what_is_typed() -> None:
    async with in_the_lab() as hands:
        await to(hands, "init")
        await hands.press("enter")
        await hands.at(PickScreen)
        await hands.press(*"orth")
        await hands.until(lambda: hands.app.screen.query_one(OptionList).option_count < 4)
        await hands.press(*"zz")
        await hands.sees("Nothing here has 'orthzz' in it.")
        await hands.press("enter", "backspace", "backspace", "enter")
        await hands.at(LabScreen)
        await hands.until(lambda: lab(hands).comparison.pair.a.init.name == "orthogonal")


async def test_a_code_is_shown_and_brings_both_back_where_presets_are_picked_and_where_one_is_typed() -> None:
    other = Pair(*(SMALL.pair.of(side).replace(depth=5, gain=1.25) for side in Side))
    code = code_of(other, "signal")
    async with in_the_lab() as hands:
        await hands.press("y")
        await hands.sees(f"quizapp lab {code_of(SMALL.pair)}")
        await hands.press("Y")
        await hands.until(lambda: hands.app.clipboard == code_of(SMALL.pair))
        await hands.press("escape", "s", *code.lower(), "enter")
        await hands.at(LabScreen)
        await hands.until(lambda: lab(hands).comparison.pair == other)
        await hands.until(lambda: lab(hands).runs.charts.view_name == "signal")
        await hands.press("u", "O", *code[:-1], "enter")
        await hands.sees("The code does not add up")
        await hands.press(code[-1], "enter")
        await hands.at(LabScreen)
        await hands.until(lambda: lab(hands).comparison.pair == other)


async def test_every_form_is_shown_by_key_and_by_click_or_says_why_not() -> None:
    async with in_the_lab() as hands:
        screen = lab(hands)
        screen.set(comparisons.changed(screen.comparison, lambda each: each.replace(clip_norm=1.0, clip_value=1.0)))
        await hands.press("y")
        await hands.at(ShareScreen)
        share = hands.app.screen
        assert isinstance(share, ShareScreen)
        for number, words in (("2", "from sim import Experiment"), ("3", "import torch"), ("1", "experiments:")):
            await hands.press(number)
            await hands.until(lambda words=words: words in share.shown, words)  # type: ignore[misc]
        await hands.press("4")
        await hands.sees("Keras has no clip_norm and clip_value at once")
        assert not share.shown
        tabs = {tab.form_name: tab for tab in share.query(FormTab)}
        await hands.click(tabs["PyTorch"], (2, 0))
        await hands.until(lambda: "import torch" in share.shown, "PyTorch")
        await hands.click(tabs["question"], (2, 0))
        await hands.until(lambda: "claim:" in share.shown, "the question")
        await hands.sees("A and B as question")


async def test_a_challenge_is_picked_hinted_judged_and_solved() -> None:
    wanted = challenge("twins")
    async with in_the_lab(idle=0.01) as hands:
        await hands.press("C", *"same", "enter")
        await hands.at(LabScreen)
        await hands.until(lambda: lab(hands).comparison.pair == wanted.start)
        await hands.sees(wanted.title)
        await hands.until(lambda: "✗ Not yet:" in said(hands, "#challenge"), "not yet")
        await hands.click(lab(hands).query_one("#challenge", Static), (2, 1))
        await hands.until(lambda: wanted.hint in said(hands, "#challenge"), "the hint")
        await to(hands, "depth")
        await hands.press("right")
        await hands.until(lambda: "depth of A may not be touched" in said(hands, "#challenge"), "the rule")
        await hands.press("u")
        await to(hands, "init")
        await hands.press("enter", *"constant", "enter")
        await hands.at(LabScreen)
        await hands.until(lambda: "✓ Solved:" in said(hands, "#challenge"), "solved")
        await hands.press("escape", "L", "C")
        await hands.at(PickScreen)
        await hands.sees(f"✓ {wanted.title}")


async def test_the_lab_opens_with_a_code() -> None:
    pair = Pair(*(SMALL.pair.of(side).replace(depth=4) for side in Side))
    app = LabApp(code=code_of(pair, "signal"))
    async with running(app, (120, 40)) as pilot:
        hands = Hands(pilot, app)
        await hands.sees("as in the code")
        assert app.lab is not None
        assert app.lab.comparison.pair == pair
        assert lab(hands).runs.charts.view_name == "signal"


async def test_what_a_dialog_is_typed_in_one_go_is_filtered_before_it_is_picked() -> None:
    async with in_the_lab() as hands:
        await hands.press("s")
        await hands.at(PickScreen)
        line = hands.app.screen.query_one(Input)
        line.value = "flax"
        hands.app.simulate_key("enter")
        await hands.at(LabScreen)
        await hands.until(lambda: lab(hands).comparison.pair.a.init.name == "flax_dense")
        assert phase_map(lab(hands).comparison).dots


async def test_no_dialog_of_the_lab_has_a_letter_beyond_ascii_where_there_are_no_others() -> None:
    async with playing(size=(100, 30), ascii_only=True) as hands:
        hands.app.lab = Opening(SMALL)
        await enter(hands)
        for key in ("y", "C", "s", "O"):
            await hands.press(key)
            await hands.until(lambda: not isinstance(hands.app.screen, LabScreen), "a dialog")
            await hands.settled()
            assert hands.seen.isascii(), sorted(set(hands.seen))
            await hands.press("escape")
            await hands.at(LabScreen)
        await hands.press("M", "right")
        await hands.sees("edge of chaos")
        assert hands.seen.isascii(), sorted(set(hands.seen))


async def _click_told(hands: Hands, words: str) -> None:
    """Click words at the foot of a dialog."""
    for place in hands.app.screen.query(".keys").results(Static):
        rows = str(place.content)
        if words in rows:
            await hands.click(place, (rows.index(words) + 1, 0))
            return
    pytest.fail(f"nobody says {words}")


async def test_dialogs_are_filled_and_left_by_mouse() -> None:
    async with in_the_lab() as hands:
        await to(hands, "depth")
        await hands.press("enter")
        await hands.at(TypeScreen)
        hands.app.screen.query_one(Input).value = "9"
        await _click_told(hands, "enter sets it")
        await hands.at(LabScreen)
        await hands.until(lambda: lab(hands).comparison.pair.a.depth == 9)
        await hands.press("s")
        await hands.at(PickScreen)
        await _click_told(hands, "escape leaves")
        await hands.at(LabScreen)
        await hands.press("s")
        await hands.at(PickScreen)
        await _click_told(hands, "enter pick")
        await hands.at(LabScreen)
        await hands.until(lambda: lab(hands).comparison.pair.a.depth == 12, "the first preset")
        await hands.press("y")
        await hands.at(ShareScreen)
        await _click_told(hands, "Y copies it")
        await hands.until(lambda: hands.app.clipboard == code_of(lab_pair(hands)))
        await _click_told(hands, "w writes it")
        await hands.until(lambda: hands.app.screen.query_one("#file", Input).display)
        await _click_told(hands, "escape closes")
        await hands.at(LabScreen)


def lab_pair(hands: Hands) -> Pair:
    (screen,) = (each for each in hands.app.screen_stack if isinstance(each, LabScreen))
    return screen.comparison.pair

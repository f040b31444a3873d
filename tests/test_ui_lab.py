"""The lab on screen: reached from anywhere, turned by keys and mouse, seen at once, and never losing anything."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.widgets import Input

from quizapp.lab.bench import Side, start
from quizapp.lab.presets import presets
from quizapp.showing import first_frame
from quizapp.ui.chart_view import ChartView
from quizapp.ui.help import HelpScreen
from quizapp.ui.home import HomeScreen
from quizapp.ui.lab import LabScreen
from quizapp.ui.lab_charts import CHOICES
from quizapp.ui.lab_knobs import KnobList
from quizapp.ui.lab_pick import PickScreen
from quizapp.ui.lab_runs import LabRuns
from quizapp.ui.lab_share import ShareScreen
from quizapp.ui.lab_type import TypeScreen
from quizapp.ui.observe import ObserveScreen
from quizapp.ui.predict import PredictScreen
from tests.decks.playing import SIZES, Hands, playing


def lab(hands: Hands) -> LabScreen:
    screen = hands.app.screen
    assert isinstance(screen, LabScreen)
    return screen


def knob_list(hands: Hands) -> KnobList:
    return lab(hands).query_one(KnobList)


async def enter(hands: Hands) -> LabScreen:
    """Into the lab, as soon as both networks are drawn."""
    await hands.press("L")
    await hands.at(LabScreen)
    await hands.sees("A vanishing", "B exploding")
    return lab(hands)


async def drawn(hands: Hands) -> None:
    """Wait until the networks on the screen are those of the bench."""
    bench = lab(hands).bench
    charts = lab(hands).runs.charts
    await hands.until(
        lambda: all(charts.sight[side.value].experiment == bench.pair.of(side) for side in Side), "the new networks"
    )


async def to(hands: Hands, path: str) -> None:
    """Move to a knob by keys."""
    await hands.press("home")
    for _ in range(60):
        if knob_list(hands).knob.path == path:
            return
        await hands.press("j")
    pytest.fail(f"there is no knob {path}")


async def wheel(hands: Hands, row: int, up: bool) -> None:
    knobs = knob_list(hands)
    x, y = knobs.region.x + 3, knobs.region.y + row
    kind = MouseScrollUp if up else MouseScrollDown
    knobs.screen._forward_event(kind(None, x, y, 0, -1 if up else 1, 0, False, False, False, x, y))
    await hands._settled()


@pytest.mark.parametrize("size", SIZES)
async def test_the_contrast_is_seen_at_first_glance_at_every_size(size: tuple[int, int]) -> None:
    async with playing(size=size) as hands:
        await enter(hands)
        await hands.sees(
            "backpropagated error", "layer 12", "step 0 of 200", "A: The error falls", "B: The error grows"
        )
        await hands.sees("std ‹ 0.1 ›", "A's weights are too small", "A/B", "preset")


@pytest.mark.parametrize("size", SIZES)
async def test_a_turn_by_key_is_seen_in_the_charts_at_every_size(size: tuple[int, int]) -> None:
    async with playing(size=size) as hands:
        screen = await enter(hands)
        before = screen.runs.charts.sight[Side.A].initial.layers.delta
        await hands.press("l", "l", "l", "h")
        await drawn(hands)
        experiment = start().pair.a.replace(init={"name": "normal", "std": 0.12})
        assert screen.bench.pair.a == experiment
        seen = screen.runs.charts.sight[Side.A].initial.layers.delta
        np.testing.assert_array_equal(seen, first_frame(experiment).layers.delta)
        assert (seen[:, 0] > before[:, 0]).all()
        await hands.sees("std ‹ 0.12 ›")


async def test_shift_and_page_keys_turn_further() -> None:
    async with playing() as hands:
        screen = await enter(hands)
        for key, std in (
            ("L", 0.2),
            ("H", 0.1),
            ("pageup", 0.2),
            ("shift+right", 0.5),
            ("shift+left", 0.2),
            ("pagedown", 0.1),
        ):
            await hands.press(key)
            assert screen.bench.experiment.as_data()["init"]["std"] == std
        assert screen.bench.pair == start().pair


@pytest.mark.parametrize("size", SIZES)
async def test_the_mouse_highlights_turns_and_enters_at_every_size(size: tuple[int, int]) -> None:
    async with playing(size=size) as hands:
        screen = await enter(hands)
        knobs = knob_list(hands)
        await hands.click(knobs, (3, 1))
        assert knobs.knob.path == "depth"
        row = knobs.render_line(2 - 1).text
        await hands.click(knobs, (row.index("›"), 1))
        assert screen.bench.pair.a.depth == 13
        row = knobs.render_line(1).text
        await hands.click(knobs, (row.index("‹"), 1))
        assert screen.bench.pair.a.depth == 12
        await hands.click(knobs, (4, 1))
        await hands.at(TypeScreen)
        await hands.press("escape")
        await hands.at(LabScreen)


async def test_the_wheel_turns_the_knob_under_the_mouse() -> None:
    async with playing() as hands:
        screen = await enter(hands)
        await wheel(hands, 2, up=True)
        assert screen.bench.pair.a.width == 48
        assert knob_list(hands).knob.path == "width"
        await wheel(hands, 2, up=False)
        await wheel(hands, 2, up=False)
        assert screen.bench.pair.a.width == 24
        await wheel(hands, 0, up=False)
        assert screen.bench.pair.a.width == 24


@pytest.mark.parametrize("size", SIZES)
async def test_tab_and_a_click_on_the_name_switch_which_one_is_turned(size: tuple[int, int]) -> None:
    async with playing(size=size) as hands:
        screen = await enter(hands)
        await hands.press("tab", "h")
        await hands.sees("the knobs turn B", "B turned")
        assert screen.bench.pair.b.as_data()["init"]["std"] == 0.45
        assert screen.bench.pair.a == start().pair.a
        knobs = knob_list(hands)
        await hands.click(knobs, (20, 0))
        assert screen.bench.side is Side.A
        await hands.sees("A turned")


async def test_differing_knobs_carry_a_sign_and_equal_ones_none() -> None:
    async with playing() as hands:
        await enter(hands)
        assert hands.read.count("≠") == 1
        await hands.press("equals_sign")
        assert "≠" not in hands.read
        assert lab(hands).bench.pair.a == lab(hands).bench.pair.b
        await hands.press("u")
        await hands.sees("≠")
        await to(hands, "depth")
        await hands.press("l")
        await hands.sees("▸≠depth ‹ 13 › 12", "█ A 13 ┊ B 12")


async def test_a_difference_among_the_hidden_knobs_is_told() -> None:
    async with playing() as hands:
        await enter(hands)
        await hands.press("m")
        await to(hands, "precision")
        await hands.press("l", "m")
        await hands.sees("more knobs, 1 ≠")


async def test_more_shows_every_knob_by_key_and_by_click() -> None:
    async with playing(size=(80, 24)) as hands:
        await enter(hands)
        await hands.press("m", "end")
        assert knob_list(hands).knob.path == "seed"
        await hands.sees("▸ seed")
        await hands.press("m")
        await hands.sees("more knobs")
        few = len(knob_list(hands).knobs)
        await hands.click(knob_list(hands), (5, few + 1))
        assert len(knob_list(hands).knobs) > few


async def test_a_value_is_typed_and_a_bad_one_is_said_in_place_and_kept_for_mending() -> None:
    async with playing() as hands:
        screen = await enter(hands)
        await hands.press("enter")
        await hands.at(TypeScreen)
        await hands.press(*"lots", "enter")
        await hands.sees("Must be a number such as 0.1")
        assert hands.app.screen.query_one(Input).value == "lots"
        await hands.press(*["backspace"] * 4, *"0.25", "enter")
        await hands.at(LabScreen)
        assert screen.bench.pair.a.as_data()["init"]["std"] == 0.25
        await drawn(hands)
        await hands.sees("A healthy")


async def test_an_initialiser_is_picked_from_a_list_that_says_what_each_is() -> None:
    async with playing() as hands:
        screen = await enter(hands)
        await to(hands, "init")
        await hands.press("enter")
        await hands.at(PickScreen)
        await hands.sees("Normal with standard deviation")
        await hands.press("j", "enter")
        await hands.at(LabScreen)
        assert screen.bench.pair.a.init.name != "normal"
        await drawn(hands)


@pytest.mark.parametrize("size", [SIZES[0], SIZES[3]])
async def test_a_combination_over_the_limit_is_said_in_place_and_nothing_is_lost(size: tuple[int, int]) -> None:
    async with playing(size=size) as hands:
        screen = await enter(hands)
        await to(hands, "depth")
        await hands.press("L", "L", "L")
        good = screen.bench
        assert good.pair.a.depth == 100
        await hands.press("L")
        await hands.sees("This needs")
        assert screen.bench == good
        await drawn(hands)
        await hands.press("u")
        await hands.until(lambda: "This needs" not in hands.read, "no trouble")
        assert screen.bench.pair == start().pair


async def test_undo_and_redo() -> None:
    async with playing() as hands:
        screen = await enter(hands)
        await hands.press("l", "l", "1", "u")
        assert screen.bench.pair.a.as_data()["init"]["std"] == 0.12
        await hands.press("u")
        assert screen.bench.pair == start().pair
        await hands.press("U", "ctrl+r")
        assert screen.bench.pair.a.init.name == "he_normal"
        await hands.press("u", "u", "u", "u")
        assert screen.bench.pair == start().pair


async def test_backspace_sets_a_knob_to_its_default() -> None:
    async with playing() as hands:
        screen = await enter(hands)
        await to(hands, "depth")
        await hands.press("backspace")
        assert screen.bench.pair.a.depth == 3


async def test_a_preset_is_picked_and_shows_what_it_is_named_for() -> None:
    names = [each.name for each in presets()]
    async with playing() as hands:
        await enter(hands)
        await hands.press("p")
        await hands.at(PickScreen)
        await hands.sees("A becomes", "vanishing", "exploding")
        await hands.press(*["j"] * names.index("symmetric"), "enter")
        await hands.at(LabScreen)
        await drawn(hands)
        await hands.sees("A symmetric")


async def test_the_repairs_heal_a_network_by_one_key_each() -> None:
    async with playing() as hands:
        screen = await enter(hands)
        await hands.sees("1 he_normal for relu", "2 LSUV", "3 layer normalisation")
        await hands.press("space", "space", "space")
        for key, field, value in (("1", "init", "he_normal"), ("2", "init", "lsuv"), ("3", "normalization", "layer")):
            await hands.press(key)
            assert screen.bench.pair.a.as_data()[field] in (value, {"name": value})
            await drawn(hands)
            await hands.press("u")


async def test_networks_train_on_space_and_pause_step_speed_and_rerun_work() -> None:
    async with playing() as hands:
        screen = await enter(hands)
        await to(hands, "steps")
        await hands.press("enter", *"6", "enter", "tab", "enter", *"6", "enter")
        await hands.press("space")
        await hands.sees("of 6")
        await hands.press("r")
        await hands.sees("step 6 of 6 · finished")
        await hands.press("r", "space")
        await hands.sees("step 0 of 6")
        await hands.press("full_stop")
        await hands.sees("step 1 of 6 · paused")
        await hands.press("minus", "space")
        assert screen.runs.run_
        assert screen.runs.run_.pace.factor == 0.5
        await hands.press(*["plus"] * 6)
        await hands.sees("finished")


async def test_networks_train_by_themselves_after_a_touch_unless_they_were_paused() -> None:
    async with playing() as hands:
        screen = await enter(hands)
        assert screen.runs.held
        await hands.press("l")
        await drawn(hands)
        await hands.until(lambda: screen.runs.charts.sight[Side.A].latest.step > 0, "training")
        await hands.press("space", "l")
        await drawn(hands)
        assert screen.runs.idle_timer is None
        assert screen.runs.charts.sight[Side.A].latest.step == 0


async def test_v_goes_through_every_view_and_the_phase_diagram() -> None:
    async with playing(size=(80, 24)) as hands:
        screen = await enter(hands)
        seen = set()
        for _ in CHOICES:
            await hands.press("v")
            chart = screen.query_one("#main", ChartView).chart
            assert chart is not None
            await hands.sees(chart.title.split(",")[0])
            seen.add(chart.title)
        assert len(seen) == len(CHOICES)
        await hands.press("V")
        await hands.sees("phase diagram of relu", "squared error by 0.16: it")


async def test_theory_is_laid_over_the_bars_and_left_out_again() -> None:
    async with playing() as hands:
        await enter(hands)
        assert "theory" not in hands.read
        await hands.press("T")
        await hands.sees("theory")
        await hands.press("T")
        assert "theory" not in hands.read


@pytest.mark.parametrize("size", [(120, 40), (200, 60)])
async def test_the_phase_diagram_follows_the_knobs(size: tuple[int, int]) -> None:
    async with playing(size=size) as hands:
        screen = await enter(hands)
        await hands.sees("phase diagram of relu", "error explodes")
        await to(hands, "activation")
        await hands.press("enter")
        await hands.at(PickScreen)
        await hands.press("j", "enter")
        await hands.at(LabScreen)
        await hands.sees(f"phase diagram of {screen.bench.pair.a.activation}")


async def test_in_a_large_window_both_have_charts_of_their_own() -> None:
    async with playing(size=(200, 60)) as hands:
        screen = await enter(hands)
        for id_, side in (("main", "A"), ("main-b", "B")):
            chart = screen.query_one(f"#{id_}", ChartView).chart
            assert chart is not None
            assert chart.sentence.startswith("The error falls" if side == "A" else "The error grows")
        await hands.sees("█ A", "█ B", "outputs by layer")


@pytest.mark.parametrize(("key", "language"), [("y", "YAML"), ("Y", "Python")])
async def test_an_experiment_is_shown_copied_and_written(
    key: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with playing() as hands:
        await enter(hands)
        await hands.press(key)
        await hands.at(ShareScreen)
        await hands.sees(f"A as {language}", "std", "0.1", "on the clipboard")
        screen = hands.app.screen
        assert isinstance(screen, ShareScreen)
        assert hands.app.clipboard == screen.shared
        await hands.press("w", "enter")
        await hands.sees("Written to")
        (file,) = tmp_path.iterdir()
        assert file.read_text() == screen.shared
        await hands.press("w", "enter")
        await hands.sees("exists already")
        await hands.press("escape")
        await hands.at(LabScreen)


async def test_a_file_that_cannot_be_written_is_no_crash() -> None:
    async with playing() as hands:
        await enter(hands)
        await hands.press("y")
        await hands.at(ShareScreen)
        await hands.press("w")
        hands.app.screen.query_one(Input).value = "/no/such/folder/a.yaml"
        await hands.press("enter")
        await hands.sees("cannot be written")


async def test_the_lab_opens_from_every_screen_and_escape_goes_back_there() -> None:
    async with playing() as hands:
        await hands.at(HomeScreen)
        await enter(hands)
        await hands.press("escape")
        await hands.at(HomeScreen)
        await hands.open()
        await enter(hands)
        await hands.press("escape")
        await hands.at(PredictScreen)
        await hands.commit("small")
        await enter(hands)
        await hands.press("escape")
        await hands.at(ObserveScreen)


async def test_the_lab_is_found_as_it_was_left() -> None:
    async with playing() as hands:
        await enter(hands)
        await hands.press("l", "l", "escape")
        await hands.at(HomeScreen)
        await hands.press("L")
        await hands.at(LabScreen)
        await hands.sees("std ‹ 0.12 ›")
        await hands.press("u")
        assert lab(hands).bench.pair == start().pair


@pytest.mark.parametrize("size", [SIZES[0], SIZES[2]])
async def test_help_lists_the_keys_of_the_lab(size: tuple[int, int]) -> None:
    async with playing(size=size) as hands:
        await enter(hands)
        await hands.press("question_mark")
        await hands.at(HelpScreen)
        page = hands.read
        for _ in range(10):
            await hands.press("j", "j", "j")
            page += hands.read
        for words in ("copy A to B", "undo", "redo", "save as YAML", "copy as Python", "repair: layer", "one training"):
            assert words in page, words


async def test_many_turns_in_a_row_end_in_the_networks_of_the_last() -> None:
    async with playing() as hands:
        screen = await enter(hands)
        for key in "lllllLhhlllHlll" * 3:
            hands.app.simulate_key(key)
        await hands.until(lambda: screen.bench != start(), "turns")
        await hands._settled()
        await drawn(hands)


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_leaving_ends_every_thread(key: str) -> None:
    async with playing() as hands:
        screen = await enter(hands)
        await hands.press("l")
        running = screen.query_one(LabRuns).run_
        assert running
        await hands.press(key)
        await hands.until(lambda: not hands.app.is_running or not isinstance(hands.app.screen, LabScreen), "the end")
        await hands.until(lambda: not [each for each in threading.enumerate() if "serve" in each.name], "no thread")
    assert running.pace.stopped


async def test_the_window_is_resized_while_knobs_are_turned() -> None:
    async with playing() as hands:
        await enter(hands)
        for width, height in (*SIZES, (60, 20), (59, 20), (80, 24)):
            await hands.pilot.resize_terminal(width, height)
            await hands.press("l")
            await hands.sees("This window is" if width < 60 else "std")
        await drawn(hands)

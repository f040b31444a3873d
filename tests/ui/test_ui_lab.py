"""The lab by keys: turned, typed and picked, seen at once at every size, and never losing anything."""

from __future__ import annotations

import numpy as np
import pytest
from textual.widgets import Input

from quizapp.lab.comparison import Side, start
from quizapp.lab.presets import presets
from quizapp.runs.store import RunStore
from quizapp.ui.lab.pick_dialog import PickScreen
from quizapp.ui.lab.screen import LabScreen
from quizapp.ui.lab.type_dialog import TypeScreen
from tests.support.decks.playing import SIZES
from tests.support.lab_hands import SMALL, at_every_size, drawn, in_the_lab, knob_list, lab, to

pytestmark = pytest.mark.slow


async def test_the_contrast_is_seen_at_first_glance_at_every_size() -> None:
    async with in_the_lab(start()) as hands:
        for size in SIZES:
            await hands.resize(*size)
            await hands.sees("A vanishing", "B exploding")
            await hands.sees(
                "backpropagated error", "layer 12", "step 0 of 200", "A: The error falls", "B: The error grows"
            )
            await hands.sees("std ‹ 0.1 ›", "A's weights are too small", "A/B", "preset")


async def test_a_turn_by_key_is_seen_in_the_charts_at_every_size() -> None:
    async with in_the_lab() as hands:
        screen = lab(hands)
        async for _ in at_every_size(hands):
            before = screen.runs.charts.observations[Side.A].initial.layers.delta
            await hands.press("right", "right", "right", "left")
            await drawn(hands)
            experiment = SMALL.pair.a.replace(init={"name": "normal", "std": 0.12})
            assert screen.comparison.pair.a == experiment
            seen = screen.runs.charts.observations[Side.A].initial.layers.delta
            np.testing.assert_array_equal(seen, RunStore().initial(experiment).layers.delta)
            assert (seen[:, 0] > before[:, 0]).all()
            await hands.sees("std ‹ 0.12 ›")


async def test_undo_and_redo_shift_and_page_keys_turn_further_and_backspace_sets_the_default() -> None:
    async with in_the_lab() as hands:
        screen = lab(hands)
        await hands.press("l", "l", "1", "u")
        await hands.until(lambda: screen.comparison.pair.a.as_data()["init"]["std"] == 0.12)
        await hands.press("u")
        await hands.until(lambda: screen.comparison.pair == SMALL.pair)
        await hands.press("U", "ctrl+r")
        await hands.until(lambda: screen.comparison.pair.a.init.name == "he_normal")
        await hands.press("u", "u", "u", "u")
        await hands.until(lambda: screen.comparison.pair == SMALL.pair)

        for key, std in (
            ("pageup", 0.2),
            ("pagedown", 0.1),
            ("pageup", 0.2),
            ("shift+right", 0.5),
            ("shift+left", 0.2),
            ("pagedown", 0.1),
        ):
            await hands.press(key)
            await hands.until(lambda std=std: screen.comparison.experiment.as_data()["init"]["std"] == std)  # type: ignore[misc]
        await hands.until(lambda: screen.comparison.pair == SMALL.pair)

        await to(hands, "depth")
        await hands.press("backspace")
        await hands.until(lambda: screen.comparison.pair.a.depth == 3)


async def test_differing_knobs_carry_a_sign_equal_ones_none_and_a_difference_among_the_hidden_is_told() -> None:
    async with in_the_lab() as hands:
        assert hands.read.count("≠") == 1
        await hands.press("equals_sign")
        assert "≠" not in hands.read
        await hands.until(lambda: lab(hands).comparison.pair.a == lab(hands).comparison.pair.b)
        await hands.press("u")
        await hands.sees("≠")
        await to(hands, "depth")
        await hands.press("l")
        await hands.sees("▸≠depth ‹ 13 › 12", "█ A 13 ┊ B 12")
        await hands.press("m")
        await to(hands, "precision")
        await hands.press("l", "m")
        await hands.sees("more knobs, 1 ≠")


async def test_more_shows_every_knob_by_key_and_by_click() -> None:
    async with in_the_lab(size=(80, 24)) as hands:
        await hands.press("m", "end")
        await hands.until(lambda: knob_list(hands).knob.path == "seed")
        await hands.sees("▸ seed")
        await hands.press("m")
        await hands.sees("more knobs")
        few = len(knob_list(hands).knobs)
        await hands.click(knob_list(hands), (5, few + 1))
        await hands.until(lambda: len(knob_list(hands).knobs) > few)


async def test_a_value_is_typed_and_a_bad_one_is_said_in_place_and_kept_for_mending() -> None:
    async with in_the_lab() as hands:
        screen = lab(hands)
        await hands.press("enter")
        await hands.at(TypeScreen)
        await hands.press(*"lots", "enter")
        await hands.sees("Must be a number such as 0.1")
        assert hands.app.screen.query_one(Input).value == "lots"
        await hands.press(*["backspace"] * 4, *"0.25", "enter")
        await hands.at(LabScreen)
        await hands.until(lambda: screen.comparison.pair.a.as_data()["init"]["std"] == 0.25)
        await drawn(hands)
        await hands.sees("A healthy")


async def test_an_initialiser_is_picked_from_a_list_that_says_what_each_is_and_a_preset_shows_its_name() -> None:
    names = [each.name for each in presets()]
    async with in_the_lab() as hands:
        screen = lab(hands)
        await to(hands, "init")
        await hands.press("enter")
        await hands.at(PickScreen)
        await hands.sees("Normal with standard deviation")
        await hands.press("down", "enter")
        await hands.at(LabScreen)
        await hands.until(lambda: screen.comparison.pair.a.init.name != "normal")
        await drawn(hands)

        await hands.press("s")
        await hands.at(PickScreen)
        await hands.sees("A becomes", "vanishing", "exploding")
        await hands.press(*["down"] * names.index("symmetric"), "enter")
        await hands.at(LabScreen)
        await drawn(hands)
        await hands.sees("A symmetric")


@pytest.mark.parametrize("size", [SIZES[0], SIZES[3]])
async def test_a_combination_over_the_limit_is_said_in_place_and_nothing_is_lost(size: tuple[int, int]) -> None:
    async with in_the_lab(start(), size) as hands:
        screen = lab(hands)
        await to(hands, "depth")
        await hands.press("pageup", "pageup", "pageup")
        good = screen.comparison
        assert good.pair.a.depth == 100
        await hands.press("pageup")
        await hands.sees("This needs")
        await hands.until(lambda: screen.comparison == good)
        await drawn(hands)
        await hands.press("u")
        await hands.until(lambda: "This needs" not in hands.read, "no trouble")
        await hands.until(lambda: screen.comparison.pair == start().pair)


async def test_the_window_is_resized_while_knobs_are_turned() -> None:
    async with in_the_lab() as hands:
        for width, height in (*SIZES, (60, 20), (59, 20), (80, 24)):
            await hands.resize(width, height)
            await hands.press("l")
            await hands.sees("This window is" if width < 60 else "std")
        await drawn(hands)

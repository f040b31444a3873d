"""What the lab shows: runs that train and pause, repairs and their outcome, every view, theory and its map."""

from __future__ import annotations

import pytest

from quizapp.lab.comparison import Comparison, Pair, Side, brought
from quizapp.ui.lab.charts import CHOICES
from quizapp.ui.lab.pick_dialog import PickScreen
from quizapp.ui.lab.screen import LabScreen
from quizapp.ui.shared.chart_view import ChartView
from tests.support.decks.playing import Hands
from tests.support.lab_hands import SMALL, drawn, in_the_lab, lab, said, to

pytestmark = pytest.mark.slow


def has(screen: LabScreen, changed: dict[str, str]) -> bool:
    """Whether the experiment that is turned has these fields."""
    return screen.comparison.experiment == screen.comparison.experiment.replace(**changed)


async def test_the_repairs_heal_a_network_by_one_key_each() -> None:
    async with in_the_lab() as hands:
        screen = lab(hands)
        await hands.sees("repair A 1 he_normal 2 LSUV 3 batch norm 4 layer norm")
        await hands.press("space", "space", "space")
        for key, field, value in (
            ("1", "init", "he_normal"),
            ("2", "init", "lsuv"),
            ("3", "normalization", "batch"),
            ("4", "normalization", "layer"),
        ):
            await hands.press(key)
            changed = {field: value}
            await hands.until(lambda changed=changed: has(screen, changed))  # type: ignore[misc]
            await drawn(hands)
            await hands.press("u")


async def test_a_repair_says_whether_it_helped_as_drawn_and_once_trained() -> None:
    """Layer normalisation heals weights of 0.01 as they are drawn, and loses them again in training."""
    tiny = SMALL.pair.a.replace(init={"name": "normal", "std": 0.01}, seeds=8, samples=256)
    async with in_the_lab(Comparison(Pair(tiny, tiny.replace(steps=0)))) as hands:
        await hands.press("space", "4")
        await hands.sees("✓ layer normalisation on A: vanishing before, healthy as drawn")
        await hands.press(*["plus"] * 4, "space")
        await hands.sees("✗ layer normalisation on A", "once trained. u takes it back")
        await hands.press("4")
        await hands.sees("A has it already: layer normalisation")


async def test_a_repair_that_does_not_help_says_so() -> None:
    same = SMALL.pair.a.replace(init="zeros")
    async with in_the_lab(Comparison(Pair(same, same))) as hands:
        await hands.press("3")
        await hands.sees("✗ batch normalisation on A: it did not help", "u takes it back")


async def test_a_turn_back_computes_nothing_many_turns_end_in_the_last_and_what_takes_long_is_announced() -> None:
    async with in_the_lab() as hands:
        screen = lab(hands)
        seen = screen.runs.charts.observations[Side.A].initial, screen.runs.charts.observations[Side.B].initial
        await hands.press("l")
        await drawn(hands)
        assert screen.runs.charts.observations[Side.B].initial is seen[1]
        await hands.press("left")
        await drawn(hands)
        assert screen.runs.charts.observations[Side.A].initial is seen[0]

        for key in ["l"] * 5 + ["pageup", "left", "left", "l", "l", "l", "pagedown", "l", "l", "l"] * 3:
            hands.app.simulate_key(key)
        await hands.until(lambda: screen.comparison != SMALL, "turns")
        await hands.settled()
        await drawn(hands)

        slow = SMALL.pair.a.replace(depth=50, width=192, seeds=1, samples=256)
        screen.runs.queue.put = lambda run: None  # type: ignore[method-assign]
        screen.do(lambda comparison: brought(comparison, slow, slow))
        await hands.sees("… drawing 1 networks of 50 x 192")


async def test_networks_train_on_space_and_pause_step_speed_and_rerun_work() -> None:
    async with in_the_lab() as hands:
        screen = lab(hands)
        await to(hands, "steps")
        await hands.press("enter", *"6", "enter", "tab", "enter", *"6", "enter")
        await hands.press("space")
        await hands.sees("of 6")
        await hands.press("r")
        await hands.sees("step 6 of 6 · finished")
        await hands.press_at_once("r", "space")
        await hands.sees("step 0 of 6")
        await hands.press("full_stop")
        await hands.sees("step 1 of 6 · paused")
        await hands.press("minus", "space")
        assert screen.runs.run_
        assert screen.runs.run_.pace.factor == 0.5
        await hands.press(*["plus"] * 6)
        await hands.sees("finished")


async def test_networks_train_by_themselves_after_a_touch_unless_they_were_paused() -> None:
    async with in_the_lab(idle=0.05) as hands:
        screen = lab(hands)
        assert screen.runs.held
        await hands.press("l")
        await drawn(hands)
        await hands.until(lambda: screen.runs.charts.observations[Side.A].latest.step > 0, "training")
        await hands.press("space", "l")
        await drawn(hands)
        assert screen.runs.idle_timer is None
        assert screen.runs.charts.observations[Side.A].latest.step == 0


async def test_v_goes_through_every_view_and_the_phase_diagram() -> None:
    async with in_the_lab(size=(80, 24)) as hands:
        screen = lab(hands)
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


async def test_theory_is_laid_over_the_bars_and_left_out_again_and_the_phase_diagram_follows_the_knobs() -> None:
    async with in_the_lab(size=(120, 40)) as hands:
        assert "◇ theory" not in hands.read
        await hands.press("T")
        await hands.sees("◇ theory")
        assert "In theory, unreliable as such networks differ" in said(hands, "#sentence")
        await hands.press("v")
        await hands.sees("weight gradient", "◇ theory")
        await hands.press("T")
        assert "◇ theory" not in hands.read
        await _follows(hands)


async def test_the_lab_says_where_there_is_no_theory_and_why() -> None:
    constant = SMALL.pair.a.replace(init="constant")
    async with in_the_lab(Comparison(Pair(constant, constant))) as hands:
        await hands.press("T")
        reason = "There is no theory for weights or biases that are not random around 0."
        await hands.until(lambda: reason in said(hands, "#sentence"), reason)


async def _follows(hands: Hands) -> None:
    """See the phase diagram follow the knob of the activation."""
    await hands.sees("phase diagram of relu", "error explodes")
    await to(hands, "activation")
    await hands.press("enter")
    await hands.at(PickScreen)
    await hands.press("down", "enter")
    await hands.at(LabScreen)
    await hands.sees(f"phase diagram of {lab(hands).comparison.pair.a.activation}")


async def test_in_a_large_window_both_have_charts_of_their_own_and_the_phase_diagram_follows_the_knobs() -> None:
    async with in_the_lab(size=(200, 60)) as hands:
        screen = lab(hands)
        for id_, side in (("main", "A"), ("main-b", "B")):
            chart = screen.query_one(f"#{id_}", ChartView).chart
            assert chart is not None
            assert chart.sentence.startswith("The error falls" if side == "A" else "The error grows")
        await hands.sees("█ A", "█ B", "outputs by layer")
        await _follows(hands)

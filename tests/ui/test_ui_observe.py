"""The observe screen: its keys act on the run, another option switches it, and nothing is left running behind."""

import threading

import numpy as np
import pytest

from quizapp.runs.live_run import LiveRun
from quizapp.runs.pace import SPEEDS
from quizapp.ui.inputs.choice_list import ChoiceList
from quizapp.ui.play.explain import ExplainScreen
from quizapp.ui.play.home import HomeScreen
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.shared.chart_view import ChartView
from quizapp.views import VIEWS
from sim.training import run
from tests.support.decks.playing import LETTERS, SIZES, Hands, playing

pytestmark = pytest.mark.slow

#: What stands beside the options of the first question once it was answered with "small", whichever run is watched.
MARKED = ("✓ right", "✗ you missed", "✓ rightly left", "[x] Minute weights", "[ ] Equal weights")


async def _watching(hands: Hands, option: str = "small") -> LiveRun:
    """The run of an option of the first question, as slow as it can be, at its beginning."""
    await hands.open()
    await hands.commit("small")
    await hands.press("minus", "minus", "minus", *hands.number_of(option), "r")
    await hands.until(lambda: hands.observe.observations, "a run")
    assert hands.observe.run_ is not None
    return hands.observe.run_


async def test_a_full_stop_goes_one_step_on_and_waits_space_pauses_and_goes_on_and_the_end_is_said() -> None:
    async with playing() as hands:
        running = await _watching(hands)
        await hands.until(lambda: hands.observe.step == 1, "the first training step")
        await hands.press("full_stop")
        await hands.sees("step 2 of 6", "paused")
        await hands.press("full_stop")
        await hands.sees("step 3 of 6", "paused")
        assert "finished" not in hands.read
        await hands.press("space")
        assert not running.pace.paused
        await hands.press("space")
        await hands.sees("paused")
        assert running.pace.paused
        await hands.press("space", "plus", "plus", "plus", "plus")
        await hands.sees("step 6 of 6", "finished")


async def test_plus_and_minus_change_the_speed_up_to_the_ends_and_it_is_kept_for_the_next_run() -> None:
    async with playing() as hands:
        running = await _watching(hands, "small")
        assert running.pace.factor == SPEEDS[0]
        await hands.sees("0.25x")
        await hands.press("plus")
        await hands.sees("0.5x")
        await hands.press("j")
        await hands.until(lambda: hands.observe.observations, "the next run")
        following = hands.observe.run_
        assert following is not None
        assert following is not running
        assert following.pace.factor == SPEEDS[1]
        await hands.press(*["plus"] * len(SPEEDS))
        assert following.pace.factor == SPEEDS[-1]


async def test_what_is_measured_is_what_the_simulation_gives_and_r_runs_the_same_networks_again() -> None:
    async with playing() as hands:
        first = await _watching(hands, "small")
        await hands.press(*["plus"] * 5)
        await hands.sees("finished")
        experiment = hands.observe.session.watched["tiny"]
        *_, last = run(experiment)
        delta = last.layers.delta
        median = float(np.median(delta[:, 0] / delta[:, -1]))
        mantissa, exponent = f"{median:.1e}".split("e")
        await hands.sees(
            "measured: After training, the error at layer 1 is",
            f"{mantissa}e{int(exponent)} (1/",
            "So it was in all",
            "control: plain (weights Xavier): after training",
        )

        numbers = {name: seen.latest.loss for name, seen in hands.observe.observations.items()}
        await hands.press("r")
        assert hands.observe.run_ is not first
        await hands.sees("finished")
        assert {name: seen.latest.step for name, seen in hands.observe.observations.items()} == dict.fromkeys(
            numbers, 6
        )
        for name, loss in numbers.items():
            np.testing.assert_array_equal(hands.observe.observations[name].latest.loss, loss)


async def test_c_leaves_the_control_out_of_the_charts_and_v_goes_through_every_view_back_to_the_first() -> None:
    async with playing() as hands:
        await _watching(hands)
        await hands.sees("┊ plain")
        await hands.press("c")
        assert "┊ plain" not in hands.read
        await hands.press("c")
        await hands.sees("┊ plain")

        await hands.press("space")
        first, titles = hands.observe.view_name, set()
        for _ in VIEWS:
            await hands.press("v")
            titles.add(hands.observe.view_name)
            chart = hands.observe.query_one("#main", ChartView).chart
            assert chart is not None
            await hands.sees(chart.title.split(",")[0])
        assert titles == set(VIEWS)
        assert hands.observe.view_name == first


async def test_another_option_switches_the_run_and_stops_the_last_one_and_the_options_stay_marked() -> None:
    async with playing() as hands:
        last = await _watching(hands, "small")
        await hands.sees(*MARKED)
        await hands.press(*hands.number_of("equal"))
        await hands.sees("same: 3 layers of 6, tanh", "So it was in all", *MARKED)
        assert last.pace.stopped
        assert "same" in hands.observe.observations
        assert "tiny" not in hands.observe.observations
        await hands.press(*hands.number_of("glorot"), "r")
        await hands.until(lambda: hands.observe.observations, "a run")
        await hands.sees(*MARKED)


async def test_a_frame_of_the_last_run_that_comes_after_the_highlight_has_moved_is_no_crash() -> None:
    async with playing() as hands:
        await _watching(hands, "equal")
        choices = hands.observe.query_one(ChoiceList)
        ids = [option.id for option in choices.options]
        for option in ("glorot", "small", "equal"):
            choices.highlighted = ids.index(option)
            hands.observe.draw_run()
        await hands.sees("same: 3 layers of 6, tanh")


async def test_an_option_with_nothing_to_watch_shows_nothing_of_the_last_one() -> None:
    async with playing(LETTERS) as hands:
        await hands.open()
        await hands.commit("a")
        await hands.press(*hands.number_of("a"))
        await hands.sees("So it was in all", "layer 1")
        await hands.press(*hands.number_of("b"))
        await hands.sees("nothing to simulate for this option")
        assert "So it was" not in hands.read
        assert "layer 1" not in hands.read


@pytest.mark.parametrize("key", ["escape", "enter"])
async def test_leaving_the_screen_ends_its_thread(key: str) -> None:
    async with playing() as hands:
        running = await _watching(hands)
        await hands.press(key)
        await hands.at(HomeScreen if key == "escape" else ExplainScreen)
        assert running.pace.stopped
        await hands.until(lambda: not hands.app.workers._workers, "no worker at work")
        await hands.until(lambda: not _computing(), "no thread at work")


def _computing() -> list[str]:
    return [thread.name for thread in threading.enumerate() if "compute" in thread.name]


async def test_quitting_in_the_middle_of_a_run_ends_its_thread() -> None:
    async with playing() as hands:
        running = await _watching(hands)
        await hands.press("q", "q")
        await hands.until(lambda: not hands.app.is_running, "the end")
    assert running.pace.stopped


async def test_many_changes_in_a_row_leave_one_run() -> None:
    async with playing() as hands:
        await _watching(hands)
        await hands.press(*["j", "r", "k", "v", "c", "plus", "1", "2", "3"] * 4)
        await hands.until(lambda: hands.observe.observations, "a run")
        await hands.until(lambda: len(hands.app.workers._workers) <= 1, "one worker")
        assert isinstance(hands.app.screen, ObserveScreen)


async def test_the_window_is_resized_in_the_middle_of_a_run_and_keys_still_work_after_it_was_too_small() -> None:
    async with playing() as hands:
        await _watching(hands, "small")
        await hands.press("space")
        for width, height in (*SIZES, (60, 20), (59, 20), (60, 19), (30, 5), (80, 24)):
            await hands.resize(width, height)
            small = width < 60 or height < 20
            await hands.sees("This window is" if small else "step")
            assert ("too small" in hands.read) is small
        await hands.press(*["plus"] * 5, "space")
        await hands.sees("finished", "So it was in all")
        await hands.resize(30, 10)
        await hands.sees("This window is")
        await hands.resize(120, 40)
        await hands.sees("step")
        await hands.press(*hands.number_of("equal"))
        await hands.sees("same: 3 layers of 6, tanh")


async def test_without_animation_a_run_shows_its_beginning_and_its_end_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
    async with playing() as hands:
        await hands.open()
        await hands.commit("small")
        await hands.sees("finished", "step 6 of 6")
        assert {frame.step for seen in hands.observe.observations.values() for frame in seen.frames} == {0, 6}


async def test_in_a_small_window_the_sentence_that_asks_stays_in_sight_with_every_layer_that_the_claim_names() -> None:
    async with playing(size=(80, 24)) as hands:
        await hands.open()
        await hands.commit("small")
        await hands.at(ObserveScreen)
        await hands.sees("Which starts are poor?", "layer 3", " 1 ", "The error falls")
        await hands.press("i")
        await hands.sees("chart: The error falls")

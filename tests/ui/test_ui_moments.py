"""When a chart looks, and at whom: the start is held, moments are gone back to, networks of an order stand together."""

from pathlib import Path

import numpy as np
import pytest

from quizapp.charts import Bars
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.timeline import Timeline
from quizapp.ui.shared.chart_view import ChartView
from tests.support.decks.playing import SIZES, Hands, playing

DECK = """\
format: 1
title: Moments
experiments:
  grows: {depth: 5, width: 8, samples: 16, activation: identity, init: "normal(std=5)", learning_rate: 1000000,
    steps: 40, seeds: 2}
  fair: {extends: grows, init: he_normal, learning_rate: 0.01}
  flat: {extends: grows, init: "normal(std=0.01)", learning_rate: 0.01}
questions:
- id: start
  type: true_false
  prompt: The error grows tenfold before training.
  answer: true
  experiment: grows
  control: fair
  claim: initial.delta[1] / initial.delta[-1] > 10
  says: It grows tenfold.
  if_right: Yes.
  if_wrong: No.
- id: order
  type: order
  prompt: Where is least error left at layer 1?
  items:
  - {id: grows, text: Large weights, experiment: grows}
  - {id: fair, text: He's weights, experiment: fair}
  - {id: flat, text: Small weights, experiment: flat}
  order_by: initial.delta[1] / initial.delta[-1]
"""
#: A goal that no network has reached before the end of its run.
GOAL = """\
format: 1
title: Goal
experiments:
  slow: {depth: 3, width: 6, samples: 16, task: circles, learning_rate: 0.000001, steps: 6, seeds: 2}
questions:
- id: goal
  type: tune
  prompt: Let the loss fall.
  experiment: slow
  knobs: {rate: {field: learning_rate, min: 0.000001, max: 1, scale: log, start: 0.000001}}
  goal: loss / initial.loss < 0.999
  solution: {rate: 0.1}
  if_right: Yes.
  if_wrong: No.
"""


def observe(hands: Hands) -> ObserveScreen:
    assert isinstance(hands.app.screen, ObserveScreen)
    return hands.app.screen


async def opened(hands: Hands) -> ObserveScreen:
    await hands.open()
    await hands.press("1", "enter", "2", "enter")
    await hands.at(ObserveScreen)
    await hands.until(lambda: bool(observe(hands).observations), "the networks")
    return observe(hands)


async def test_a_claim_about_the_start_holds_the_run_there_until_somebody_trains_and_every_moment_can_be_seen_again(
    tmp_path: Path,
) -> None:
    (tmp_path / "deck.yaml").write_text(DECK)
    async with playing(tmp_path / "deck.yaml", size=SIZES[2]) as hands:
        screen = await opened(hands)
        await hands.sees("step 0 of 40", "claim is about the start", "claim: over 10", "by that of layer 5")
        await hands.press("space")
        await hands.until(lambda: screen.run_ is not None and screen.run_.finished, "the end of the run")
        newest = screen.observations["grows"].latest.step
        await hands.press("b")
        await hands.sees("looking back from")
        assert screen.step < newest
        await hands.press("d")
        where = screen.observations["grows"].latest.first_divergence
        assert where is not None
        assert screen.step >= where.step
        assert screen.query_one(Timeline).moments.diverged == where.step
        for _ in range(len(screen.observations["grows"].frames)):
            await hands.press("b")
        await hands.sees("step 0 of 40")
        await hands.press("full_stop")
        await hands.sees("step 1 of 40")


async def test_the_networks_of_an_order_stand_side_by_side_in_the_learners_order(tmp_path: Path) -> None:
    (tmp_path / "deck.yaml").write_text(DECK)
    async with playing(tmp_path / "deck.yaml", size=SIZES[2]) as hands:
        await hands.open()
        await hands.press("n", "enter", "2", "enter")
        await hands.at(ObserveScreen)
        await hands.until(lambda: bool(observe(hands).observations), "the networks")
        shown = [view for view in observe(hands).query(".one-of-several").results(ChartView) if view.display]
        seen = observe(hands).observations
        listed = [seen[option.id] for option in observe(hands).attempt.options]
        await hands.until(lambda: all(view.chart for view in shown), "the charts")
        charts = [view.chart for view in shown if isinstance(view.chart, Bars)]
        assert [chart.title for chart in charts] == ["error: item 1", "error: item 2", "error: item 3"]
        errors = [each.initial.layers.delta for each in listed]
        start = [float(np.median(each[:, 0] / each[:, -1])) for each in errors]
        assert [chart.rows[-1].value for chart in charts] == pytest.approx(start)
        assert not observe(hands).query_one("#main").display
        await hands.sees("networks shown;", "over 20, which the mark goes by")
        await hands.press("c")
        await hands.until(lambda: bool(observe(hands).query_one("#main").display), "one chart alone")


async def test_what_is_said_to_be_short_of_the_goal_goes_once_the_networks_have_reached_it(tmp_path: Path) -> None:
    (tmp_path / "deck.yaml").write_text(GOAL)
    async with playing(tmp_path / "deck.yaml", size=SIZES[2]) as hands:
        await hands.open()
        await hands.press("enter", "2", "enter")
        await hands.at(ObserveScreen)
        await hands.sees("It was so in none of the 2 networks")
        await hands.pilot.press("0", ".", "1", "enter")
        await hands.sees("rate = 0.1", "So it was in all 2 networks")
        for _ in range(6):
            await hands.press("b")
        await hands.sees("step 0 of 6")
        await hands.press("enter")
        await hands.sees("The goal does not hold", "it is so in none of the 2 networks")
        for _ in range(6):
            await hands.press("full_stop")
        await hands.sees("So it was in all 2 networks")
        assert not observe(hands).query_one("#warning").display

"""A chart of a single moment says which one it is, and what is beside it says so where its moment is another."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from quizapp.charts import Axis, Lines, plain, render
from quizapp.charts.vector import svg
from quizapp.runs.observation import Observation
from quizapp.text.chart_words import chart_in_words
from quizapp.text.run_report import Page
from quizapp.views import VIEWS, Axes, axes_for
from quizapp.views.axes import grown
from sim.experiment import Experiment
from sim.training import run

EXPERIMENT = Experiment(depth=3, width=4, activation="tanh", init="xavier_normal", task="xor", steps=3, seeds=2)


def seen(name: str, **changes: object) -> Observation:
    experiment = EXPERIMENT.replace(**changes)
    return Observation(name, experiment, tuple(run(experiment)))


TRAINED, AT_START = seen("trained"), seen("start", steps=0)
AXES: Axes = axes_for([TRAINED.initial])
OF_ONE_MOMENT = [name for name in VIEWS if name not in ("loss", "accuracy")]


@pytest.mark.parametrize("name", OF_ONE_MOMENT)
def test_every_chart_of_one_moment_says_which_step_it_shows(name: str) -> None:
    chart = VIEWS[name].drawn(TRAINED, None, AXES)
    first = plain(render(chart, 100, 20)).splitlines()[0]
    assert "at step 3" in first
    assert "at step 3" in svg(chart)
    assert "at step 0" in plain(render(VIEWS[name].drawn(TRAINED.until(0), None, AXES), 100, 20))


ALONE, BEFORE_ALONE = "At step 3, in the first network: ", "Before training, in the first network: "


@pytest.mark.parametrize("name", OF_ONE_MOMENT)
def test_in_words_the_moment_comes_first(name: str) -> None:
    assert chart_in_words(VIEWS[name].drawn(TRAINED, None, AXES), Page()).startswith(("At step 3: ", ALONE))
    assert chart_in_words(VIEWS[name].drawn(AT_START, None, AXES), Page()).startswith(
        ("Before training: ", BEFORE_ALONE)
    )


def test_a_control_at_another_step_is_said_to_be_there() -> None:
    assert "at step 3, start at step 0" in plain(render(VIEWS["error"].drawn(TRAINED, AT_START, AXES), 100, 20))
    told = chart_in_words(VIEWS["error"].drawn(TRAINED, AT_START, AXES), Page())
    assert told.startswith("At step 3, control at step 0: ")
    assert "(control start, not trained: " in VIEWS["loss"].drawn(TRAINED, AT_START, AXES).sentence
    assert "(control start: " in VIEWS["loss"].drawn(TRAINED.until(0), AT_START, AXES).sentence
    assert "(control trained, after 3 steps: " in VIEWS["accuracy"].drawn(AT_START, TRAINED, AXES).sentence


@pytest.mark.parametrize(("activation", "said"), [("tanh", True), ("sigmoid", True), ("relu", False)])
def test_an_output_beyond_the_reach_of_its_activation_is_explained(activation: str, said: bool) -> None:
    large = seen("large", activation=activation, init="normal(std=3)", width=32)
    assert ("Layer 3 is the output layer" in VIEWS["signal"].drawn(large.until(0), None, AXES).sentence) is said


def test_an_output_within_reach_is_not_explained() -> None:
    small = seen("small", init="normal(std=0.01)")
    assert "output layer" not in VIEWS["signal"].drawn(small, None, AXES).sentence


LOSSES = Axis(0.0, 1.5)


@pytest.mark.parametrize(
    ("losses", "top"),
    [
        ([0.7, 4.0, 6.0, 0.7] * 20, 7.0),
        ([0.7] * 70 + [2.0] * 10, 1.5),
        ([0.7, 1.0, 60.0, 800.0] * 20, 1.5),
        ([0.7, math.nan, math.inf, 1.2], 1.5),
        ([], 1.5),
    ],
)
def test_the_axis_of_losses_grows_for_a_zigzag_and_not_for_an_explosion_or_a_peak(
    losses: list[float], top: float
) -> None:
    assert grown(LOSSES, [np.array(losses), np.array([0.7, 0.1])]).high == top


def test_steps_that_are_too_large_are_drawn_below_the_top_of_the_chart() -> None:
    zigzag = handmade_losses([0.7, *(value for _ in range(30) for value in (7.5, 6.0))])
    chart = VIEWS["loss"].drawn(zigzag, None, AXES)
    assert isinstance(chart, Lines)
    assert chart.y_axis.high == 10.0
    assert "goes up to" not in plain(render(chart, 80, 12))


def handmade_losses(losses: list[float]) -> Observation:
    frames = [replace(TRAINED.initial, step=step, loss=np.full(2, loss)) for step, loss in enumerate(losses)]
    return replace(TRAINED, name="zigzag", experiment=EXPERIMENT.replace(steps=len(losses) - 1), frames=tuple(frames))

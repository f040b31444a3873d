"""Held-out examples, the weights and the Jacobian as charts: what is drawn and said is what was measured."""

from __future__ import annotations

import numpy as np
import pytest

from quizapp.charts import Bars, Lines, Role, plain, render
from quizapp.runs.medians import median
from quizapp.runs.observation import Observation
from quizapp.views import VIEWS, axes_for
from sim import Asked, Experiment, run

NET = Experiment(depth=5, width=16, samples=32, steps=12, seeds=3, learning_rate=0.5)


def observe(experiment: Experiment, name: str = "net") -> Observation:
    return Observation(name, experiment, tuple(run(experiment)))


def drawn(view: str, main: Observation, control: Observation | None = None) -> Bars | Lines:
    frames = [each.initial for each in (main, control) if each]
    chart = VIEWS[view].drawn(main, control, axes_for(frames))
    assert isinstance(chart, Bars | Lines)
    return chart


@pytest.mark.parametrize(("view", "measure", "factor"), [("loss", "test_loss", 1), ("accuracy", "test_accuracy", 100)])
def test_held_out_examples_have_a_line_and_a_number_of_their_own(view: str, measure: str, factor: float) -> None:
    seen = observe(NET.replace(test_samples=64))
    chart = drawn(view, seen, observe(NET, "control"))
    assert isinstance(chart, Lines)
    assert [line.role for line in chart.lines] == [Role.MAIN, Role.CONTROL, Role.HELD_OUT]
    expected = [factor * float(median(getattr(frame, measure))) for frame in seen.frames]
    assert chart.lines[2].y.tolist() == pytest.approx(expected)
    assert "; on held-out examples it is " in chart.sentence


@pytest.mark.parametrize("view", ["loss", "accuracy"])
def test_without_held_out_examples_nothing_is_said_of_them(view: str) -> None:
    chart = drawn(view, observe(NET))
    assert isinstance(chart, Lines)
    assert [line.role for line in chart.lines] == [Role.MAIN]
    assert "held" not in "\n".join(plain(render(chart, 80, 12)))


def test_the_weights_are_drawn_by_layer_with_their_spread() -> None:
    chart = drawn("weights", observe(NET.replace(init="normal(std=0.25)", width=64, steps=0)))
    assert isinstance(chart, Bars)
    assert [bar.label for bar in chart.rows] == ["5", "4", "3", "2", "1"]
    assert [bar.value for bar in chart.rows] == pytest.approx([0.25] * 5, rel=0.15)


def test_the_singular_values_are_drawn_from_the_largest_to_the_smallest() -> None:
    seen = observe(NET.replace(asked=Asked(jacobian=True)))
    chart = drawn("jacobian", seen, observe(NET.replace(gain=2.0), "large"))
    assert isinstance(chart, Bars)
    assert [bar.label for bar in chart.rows] == ["largest", "upper quarter", "middle", "lower quarter", "smallest"]
    spectrum = seen.latest.jacobian
    assert spectrum is not None
    assert [bar.value for bar in chart.rows[::4]] == pytest.approx(median(spectrum)[[0, -1]])
    assert all(bar.control is not None for bar in chart.rows)
    assert chart.sentence.startswith("Changes are multiplied by ")


def test_where_nobody_asks_the_singular_values_are_those_of_the_first_network() -> None:
    seen, asked = observe(NET), observe(NET.replace(asked=Asked(jacobian=True)))
    chart = drawn("jacobian", seen)
    assert isinstance(chart, Bars)
    assert asked.latest.jacobian is not None
    assert chart.rows[0].value == pytest.approx(asked.latest.jacobian[0, 0], rel=1e-3)
    assert "of the first network" in chart.unit


@pytest.mark.parametrize(
    ("change", "said"),
    [({"depth": 2}, "takes a depth of 3"), ({"task": "digits"}, "where a claim asks for it")],
)
def test_where_there_are_no_singular_values_a_sentence_says_why(change: dict[str, object], said: str) -> None:
    chart = drawn("jacobian", observe(NET.replace(steps=2, **change)))
    assert isinstance(chart, Bars)
    assert chart.rows == ()
    assert said in chart.sentence
    assert plain(render(chart, 80, None))


def test_a_rotation_multiplies_by_one() -> None:
    seen = observe(NET.replace(activation="identity", init="orthogonal", steps=0))
    assert drawn("jacobian", seen).sentence == "Changes are multiplied by 1.0 to 1.0 from layer 1 to layer 4."
    assert np.isfinite(seen.latest.loss).all()

"""Theory laid over views: beside what it is about, with its doubts, and nowhere else."""

import itertools
import math

import pytest

from quizapp.charts import plain, render
from quizapp.views import VIEWS, axes_for
from tests.support.observing import observe, with_theory

LINEAR = observe("linear", depth=6, width=32, activation="linear", init="normal(std=0.1)", task="signal", samples=16)


def test_theory_stands_beside_the_measured_error_from_the_last_layer_on() -> None:
    chart = with_theory("error", LINEAR)
    assert chart.theory == "theory, step 0"
    assert chart.rows[0].theory == pytest.approx(chart.rows[0].value)
    a_layer = [above.theory / below.theory for below, above in itertools.pairwise(chart.rows)]
    assert a_layer == pytest.approx([math.sqrt(32) * 0.1] * 5, rel=0.02)
    assert all(bar.band[0] < bar.theory < bar.band[1] for bar in chart.rows[1:])
    assert [bar.theory / bar.value for bar in chart.rows] == pytest.approx([1.0] * 6, rel=0.35)
    assert "In theory it falls" in chart.sentence
    assert chart.sentence.endswith("in 9 of 10 networks.")


def test_theory_of_the_signal_begins_with_the_measured_input() -> None:
    chart = with_theory("signal", LINEAR)
    assert chart.rows[-1].theory == pytest.approx(chart.rows[-1].value)
    assert chart.rows[0].theory / chart.rows[-1].theory == pytest.approx(0.32**3, rel=0.15)


def test_theory_says_when_not_to_rely_on_it() -> None:
    chart = with_theory("error", observe("narrow", depth=4, width=7))
    assert chart.theory == "theory?, step 0"
    assert "In theory, unreliable as layers of 7 units are not wide, it falls" in chart.sentence


def test_where_there_is_no_theory_the_chart_says_why() -> None:
    chart = with_theory("signal", observe("same", init="constant"))
    assert chart.theory == ""
    assert all(bar.theory is None for bar in chart.rows)
    assert chart.sentence.endswith("There is no theory for weights or biases that are not random around 0.")


def test_views_of_which_there_is_no_theory_stay_as_they_are() -> None:
    axes = axes_for([LINEAR.initial])
    for name in set(VIEWS) - {"error", "signal", "weight_gradient"}:
        assert VIEWS[name].theory is None
        drawn, chart = VIEWS[name].drawn(LINEAR, None, axes, with_theory=True), VIEWS[name].drawn(LINEAR, None, axes)
        assert plain(render(drawn, 60, 12)) == plain(render(chart, 60, 12))

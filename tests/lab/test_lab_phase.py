"""Theory's map with both experiments on it, and axes that stand still."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from quizapp.charts import Axis, Scale, plain, render
from quizapp.lab import comparison as comparisons
from quizapp.lab.comparison import start
from quizapp.lab.phase_diagram import phase_map
from quizapp.lab.steady_axes import steady
from quizapp.views import Axes, axes_for
from sim import run
from tests.support.experiments_in_the_lab import knob


def test_axes_stand_still_until_something_leaves_them_or_they_are_far_too_long() -> None:
    axes = axes_for([next(run(start().pair.a))])

    def error(low: float, high: float) -> Axes:
        return replace(axes, error=Axis(low, high, Scale.LOG))

    last = error(1e-8, 1e2)
    assert steady(None, last) is last
    assert steady(last, error(1e-6, 1e0)).error == last.error
    assert steady(last, error(1e-9, 1e0)).error == Axis(1e-9, 1e0, Scale.LOG)
    assert steady(last, error(1e-6, 1e3)).error == Axis(1e-6, 1e3, Scale.LOG)
    assert steady(error(1e-16, 1e16), error(1e-6, 1e0)).error == Axis(1e-6, 1e0, Scale.LOG)
    assert steady(last, replace(last, outputs=(0.0, 7.0))).outputs == (0.0, 7.0)


def test_the_map_has_both_experiments_where_theory_places_them() -> None:
    chart = phase_map(start())
    weights = [dot.across * 4 for dot in chart.dots]
    np.testing.assert_allclose(weights, [0.1 * math.sqrt(32), 0.5 * math.sqrt(32)])
    assert [dot.up for dot in chart.dots] == [0.0, 0.0]
    # chi = sigma_w^2 / 2 for ReLU
    assert "by 0.16: it vanishes" in chart.sentence
    assert "by 4: it explodes" in chart.sentence


def test_the_edge_is_between_the_two_letters_and_the_words_on_either_side() -> None:
    rows = plain(render(phase_map(start()), 60, 20)).splitlines()
    (row,) = [row for row in rows[1:] if "A" in row]
    assert row.index("A") < row.index("│") < row.index("B")
    assert any(line.index("error vanishes") < line.index("error explodes") for line in rows if "vanishes" in line)
    # sigma_w = sqrt 2 of 4
    left = row.index("0") + 2
    assert (row.index("│") - left) / (60 - left) == pytest.approx(math.sqrt(2) / 4, abs=0.03)


def test_an_experiment_of_another_activation_or_without_a_place_is_not_on_the_map() -> None:
    other = comparisons.type_in(start(), knob(start().experiment, "activation"), "tanh")
    assert [dot.name for dot in phase_map(other).dots] == ["A"]
    zeros = comparisons.type_in(start(), knob(start().experiment, "init"), "constant")
    assert [dot.name for dot in phase_map(zeros).dots] == ["B"]
    assert "A has no place here" in phase_map(zeros).sentence


def test_a_dot_beyond_the_map_stands_at_its_edge_with_an_arrow() -> None:
    comparison = comparisons.type_in(start(), knob(start().experiment, "gain"), "1000")
    assert "A▶" in plain(render(phase_map(comparison), 60, 20))
    assert "A>" in plain(render(phase_map(comparison), 60, 20, ascii_only=True))


@pytest.mark.parametrize("size", [(20, 3), (21, 4), (30, 6), (46, 14), (200, 60)])
def test_the_map_is_drawn_in_any_room(size: tuple[int, int]) -> None:
    for comparison in (start(), comparisons.copy_a_to_b(start())):
        grid = render(phase_map(comparison), *size)
        assert [sum(len(run.text) for run in row) for row in grid] == [size[0]] * size[1]

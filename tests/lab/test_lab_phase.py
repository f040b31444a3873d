"""Theory's map with both experiments on it, and axes that stand still."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from quizapp.charts import Axis, Scale, plain, render
from quizapp.charts import phase_map as phase_chart
from quizapp.lab import comparison as comparisons
from quizapp.lab.comparison import Side, start
from quizapp.lab.phase_diagram import moved, phase_map, placed
from quizapp.lab.steady_axes import steady
from quizapp.views import Axes, axes_for
from sim import run, sigmas_of
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


def test_the_edge_of_chaos_is_named_and_both_axes_have_numbers() -> None:
    for size in ((50, 14), (60, 20), (96, 32)):
        rows = plain(render(phase_map(start()), *size)).splitlines()
        (named,) = [row for row in rows if "edge of chaos" in row]
        assert "│◀ edge of chaos" in named
        assert [row.split()[0] for row in rows if row.split()[0] in ("1.5", "1", "0.5")] == ["1.5", "1", "0.5"]
        assert rows[-1].split() == ["0", "1", "2", "3", "σ_w", "4"]
        # the tick of 1 stands at a quarter of the way, that of 2 at a half
        left = rows[-1].index("0")
        assert (rows[-1].index("2") - left) / (size[0] - left - 1) == pytest.approx(0.5, abs=0.03)


def test_the_edge_lies_where_a_networks_chi_is_1() -> None:
    comparison = comparisons.type_in(start(), knob(start().experiment, "activation"), "tanh")
    size, chart = (96, 32), phase_map(comparison)
    rows = plain(render(chart, *size)).splitlines()
    bottom = len(rows) - 2
    across = phase_chart.place_at(chart, size, (rows[bottom].index("│"), bottom))
    assert across is not None
    # Poole et al. 2016: tanh without biases is critical at sigma_w = 1
    assert across[0] * 4 == pytest.approx(1.0, abs=0.06)
    assert across[1] == 0


def test_a_cell_of_the_map_is_the_place_where_its_dot_is_drawn() -> None:
    for size in ((50, 14), (96, 32)):
        for name, side in (("A", Side.A), ("B", Side.B)):
            chart = phase_map(start())
            rows = plain(render(chart, *size)).splitlines()
            row = next(
                index for index, text in enumerate(rows) if index and name in text.split("σ")[0].replace("σ_b", "")
            )
            place = phase_chart.place_at(chart, size, (rows[row].index(name), row))
            assert place is not None
            assert place[0] * 4 == pytest.approx(sigmas_of(start().pair.of(side))[0], abs=4 / size[0] * 2)  # type: ignore[index]
    assert phase_chart.place_at(chart, size, (0, 5)) is None
    assert phase_chart.place_at(chart, size, (40, 0)) is None
    assert phase_chart.place_at(chart, size, (40, size[1] - 1)) is None


@pytest.mark.parametrize("init", ["normal", "he_normal", "xavier_uniform", "orthogonal", "zeros", "constant", "lsuv"])
@pytest.mark.parametrize(("sigma_w", "sigma_b"), [(1.0, 0.0), (1.4142, 0.35), (3.3, 2.0), (0.0, 0.5)])
def test_knobs_are_put_where_the_map_was_clicked(init: str, sigma_w: float, sigma_b: float) -> None:
    experiment = start().pair.a.replace(init=init, gain=0.3)
    assert sigmas_of(placed(experiment, sigma_w, sigma_b)) == pytest.approx((sigma_w, sigma_b), rel=6e-3)


def test_keys_move_it_by_a_twentieth_and_never_below_0() -> None:
    there = moved(start(), right=1, up=1)
    assert sigmas_of(there) == pytest.approx((0.6, 0.05), rel=6e-3)
    assert sigmas_of(moved(start(), right=-100, up=-100)) == (0.0, 0.0)


def test_an_experiment_of_another_activation_is_said_not_to_be_on_the_map() -> None:
    other = comparisons.type_in(start(), knob(start().experiment, "activation"), "tanh")
    assert "B is not on this map: its activation is relu." in phase_map(other).sentence

"""Pictures over the plane: what they show is what the network does, seen against closed forms and counted units."""

from typing import Any

import numpy as np
import pytest

from quizapp.charts import Pictures, Shade, plain, render
from quizapp.charts.model import Role
from quizapp.views import VIEWS, axes_for
from tests.support.observing import chart_of, observe

XOR: dict[str, Any] = {"depth": 2, "width": 16, "task": "xor", "samples": 256, "learning_rate": 1.0, "steps": 200}
EQUAL = observe("equal", init="constant(value=0.05)", **XOR)
RANDOM = observe("random", **XOR)


def pixels(chart: Pictures, row: int = 0) -> list[np.ndarray]:
    return [picture.shades for picture in chart.rows[row].pictures]


def test_equal_weights_give_sixteen_equal_pictures_and_random_ones_sixteen_different() -> None:
    chart = chart_of("units", EQUAL, RANDOM)
    equal, different = pixels(chart, 0), pixels(chart, 1)
    assert [row.label for row in chart.rows] == ["equal", "random"]
    assert len(equal) == len(different) == 16
    assert all(np.array_equal(equal[0], each) for each in equal)
    assert len({each.tobytes() for each in different}) == 16
    assert chart.sentence == "All 16 units of layer 1 give one and the same picture (control random: 16)."


def test_dead_units_are_empty_and_saturated_ones_flat() -> None:
    dead = observe("dead", activation="relu", bias_init="constant(value=-9)", **XOR)
    flat = observe("flat", bias_init="constant(value=9)", **{**XOR, "steps": 0})
    assert {int(shade) for each in pixels(chart_of("units", dead)) for shade in np.unique(each)} == {Shade.NEUTRAL}
    assert chart_of("units", dead).sentence == "All 16 units of layer 1 are 0 everywhere."
    assert {int(shade) for each in pixels(chart_of("units", flat)) for shade in np.unique(each)} == {Shade.WARM}


def test_a_deep_network_has_a_row_for_each_hidden_layer_the_last_at_the_top() -> None:
    chart = chart_of("units", observe("deep", depth=5, width=8))
    assert [row.label for row in chart.rows] == ["4", "3", "2", "1"]
    assert all(row.of == len(row.pictures) == 8 for row in chart.rows)


def test_random_weights_learn_the_four_corners_of_xor_and_equal_ones_do_not() -> None:
    """Opposite corners are alike: the shades of the corners' middles are those of their class, and sure."""
    chart = chart_of("plane", RANDOM)
    (shades,) = pixels(chart)
    low, high = len(shades) // 4, 3 * len(shades) // 4
    corners = {int(shades[row, column]) for row, column in ((low, low), (high, high))}
    others = {int(shades[row, column]) for row, column in ((low, high), (high, low))}
    assert {frozenset(corners), frozenset(others)} == {frozenset({Shade.COOL}), frozenset({Shade.WARM})}
    assert chart.sentence == "A curved border: the first network answers 100 % of the examples right."
    assert chart_of("plane", EQUAL).sentence.startswith("One answer for the whole plane, 50 % against 50 %")


def test_a_linear_network_has_a_straight_border_however_deep_it_is() -> None:
    linear = observe("linear", depth=4, activation="identity", task="moons", samples=128, steps=300)
    assert chart_of("plane", linear).sentence.startswith("A straight border")
    curved = observe("curved", depth=3, task="moons", samples=128, steps=300)
    assert chart_of("plane", curved).sentence.startswith("A curved border")


def test_the_examples_lie_where_their_class_is_answered() -> None:
    chart = chart_of("plane", RANDOM)
    (picture,) = chart.rows[0].pictures
    side = len(picture.shades)
    for point in picture.points:
        shade = picture.shades[int((1 - point.up) * side), int(point.across * side)]
        assert shade in ((Shade.COOL, Shade.COOL_FAINT), (Shade.WARM, Shade.WARM_FAINT))[point.sort]


@pytest.mark.parametrize("view", ["plane", "units"])
def test_where_there_is_no_picture_the_chart_says_why(view: str) -> None:
    digits, large = observe("digits", task="digits"), observe("large", depth=20, width=64)
    for observed, why in ((digits, "64 numbers each"), (large, "too large")):
        chart = chart_of(view, observed)
        assert why in chart.sentence
        assert why in " ".join(plain(render(chart, 60, 12)).split())


@pytest.mark.parametrize("view", ["plane", "units"])
def test_a_network_that_has_diverged_shows_what_was_lost(view: str) -> None:
    wild = observe("wild", depth=4, init="normal(std=9)", activation="relu", learning_rate=1e6, steps=30)
    assert VIEWS[view].drawn(wild, None, axes_for([wild.initial])).warning


def test_with_colours_a_cell_has_two_pixels_and_without_them_a_pattern() -> None:
    chart = chart_of("plane", RANDOM)
    with_colours = [run for row in render(chart, 40, 20, colour=True) for run in row]
    without = [run for row in render(chart, 40, 20) for run in row]
    assert {run.under for run in with_colours if "▀" in run.text} >= {Role.COOL, Role.WARM}
    assert not any(run.under for run in without)
    assert "█" in plain(render(chart, 40, 20))
    assert plain(render(chart, 40, 20, ascii_only=True)).isascii()


def test_the_gradient_of_the_biases_is_seen_by_itself() -> None:
    """At step 0 with weights of 0 only the output layer's biases have one: half of the mean of softmax less one-hot."""
    chart = chart_of("bias_gradient", observe("zeros", depth=3, init="zeros", samples=33))
    assert [bar.value for bar in chart.rows] == pytest.approx([0.5 / 33, 0.0, 0.0])


def test_units_that_are_0_everywhere_are_counted_apart_from_the_different_pictures() -> None:
    told = chart_of("units", observe("diagonal", **{**XOR, "init": "identity", "steps": 0}), RANDOM).sentence
    counted = "The 16 units of layer 1 give 3 different pictures (control random: 16)"
    assert told == f"{counted}; 14 of the units are 0 everywhere."

"""Bars on their way from one chart to the next: exact at both ends, never back, and nothing but lengths moves."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from quizapp.charts import Axis, Bar, Bars, Line, Lines, Scale, Series, between, can_move, render
from quizapp.charts.motion import ends_of_bars
from quizapp.charts.scales import places

NUMBERS = st.one_of(st.floats(1e-9, 1e3), st.sampled_from([0.0, math.inf, math.nan, -1.0]))
AXES = st.sampled_from([Axis(1e-6, 1.0, Scale.LOG), Axis(0.0, 10.0)])
PAIRS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=5)


def bars(values: list[float], axis: Axis, control: float | None = 0.1) -> Bars:
    rows = tuple(Bar(str(number), value, control) for number, value in enumerate(values))
    return Bars("error", "rms", rows, axis, Series("main", "other"), "A sentence.")


def two(pairs: list[tuple[float, float]], axis: Axis) -> tuple[Bars, Bars]:
    first, second = zip(*pairs, strict=True)
    return bars(list(first), axis), bars(list(second), axis)


@given(PAIRS, AXES)
def test_both_ends_are_exact(pairs: list[tuple[float, float]], axis: Axis) -> None:
    before, after = two(pairs, axis)
    assert between(before, after, 1.0) is after
    wanted = np.nan_to_num(places(np.array([bar.value for bar in before.rows]), axis)[0])
    assert np.array_equal(ends_of_bars(between(before, after, 0.0)), wanted)


@given(PAIRS, AXES, st.floats(0, 1), st.floats(0, 1))
def test_every_bar_goes_one_way_and_never_beyond(
    pairs: list[tuple[float, float]], axis: Axis, one: float, other: float
) -> None:
    before, after = two(pairs, axis)
    early, late = (ends_of_bars(between(before, after, share)) for share in sorted((one, other)))
    start, end = ends_of_bars(before), ends_of_bars(after)
    direction = np.sign(end - start)
    slack = 1e-12
    assert (direction * (late - early) >= -slack).all()
    assert (np.minimum(start, end) - slack <= early).all()
    assert (early <= np.maximum(start, end) + slack).all()


@given(PAIRS, AXES, st.floats(0, 0.99))
def test_nothing_moves_but_lengths(pairs: list[tuple[float, float]], axis: Axis, share: float) -> None:
    before, after = two(pairs, axis)
    moving = between(before, after, share)
    assert replace(moving, rows=()) == replace(after, rows=())
    assert repr([replace(bar, drawn=None) for bar in moving.rows]) == repr(list(after.rows))
    assert len(render(moving, 50, 8)) == 8


@given(PAIRS, st.floats(0, 0.99), st.floats(0, 0.99))
def test_a_bar_that_is_on_its_way_turns_from_where_it_is(
    pairs: list[tuple[float, float]], share: float, later: float
) -> None:
    before, after = two(pairs, Axis(0.0, 10.0))
    moving = between(before, after, share)
    assert np.array_equal(ends_of_bars(between(moving, before, 0.0)), ends_of_bars(moving))
    assert between(moving, before, 1.0) is before


def test_only_bars_of_the_same_rows_on_the_same_axis_move() -> None:
    log, linear = Axis(1e-6, 1.0, Scale.LOG), Axis(0.0, 10.0)
    before, after = two([(1.0, 2.0), (3.0, 3.0)], linear)
    assert can_move(before, after)
    assert not can_move(before, before)
    assert not can_move(None, after)
    assert not can_move(before, replace(after, axis=log))
    assert not can_move(before, replace(after, title="signal"))
    assert not can_move(before, bars([1.0], linear))
    line = Line("main", np.arange(2.0), np.arange(2.0))
    assert not can_move(before, Lines("loss", "", (line,), linear, linear, "A sentence."))

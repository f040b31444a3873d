"""Charts for the last seat of a room: rows are left out evenly, and those that a claim names stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.charts.fewer import fewer_rows
from quizapp.charts.model import Axis, Bar, Bars, Series


def chart(rows: int, named: int = -1) -> Bars:
    bars = tuple(Bar(str(n), 1.0, named=n == named) for n in range(rows, 0, -1))
    return Bars("signal", "log scale", bars, Axis(0.0, 1.0), Series("main"), "It stays.")


@pytest.mark.parametrize("named", [1, 13, 30])
def test_thirty_layers_become_few_with_both_ends_and_what_is_named(named: int) -> None:
    few = fewer_rows(chart(30, named), 6)
    assert isinstance(few, Bars)
    labels = [int(bar.label) for bar in few.rows]
    assert len(labels) <= 6
    assert {1, 30, named} <= set(labels)
    assert labels == sorted(labels, reverse=True)
    assert few.unit.startswith("log scale; ")


def test_a_chart_with_room_for_all_rows_stays_as_it_is() -> None:
    assert fewer_rows(chart(6), 6) == chart(6)


def test_the_input_does_not_count_as_a_layer() -> None:
    with_input = replace(chart(8), rows=(*chart(8).rows, Bar("input", 1.0)))
    few = fewer_rows(with_input, 5)
    assert isinstance(few, Bars)
    assert few.rows[-1].label == "input"
    assert few.unit.endswith("of 8 layers")

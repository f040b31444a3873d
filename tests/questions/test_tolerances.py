"""Near enough and far enough apart: as authors write it, against exact fractions and intervals worked out by hand."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from quizapp.questions.tolerances import MOST_DIGITS, Apart, Distance, Near, Tolerance

FINITE = st.floats(allow_nan=False, allow_infinity=False)
ORDINARY = st.floats(1e-6, 1e6) | st.floats(-1e6, -1e-6)
TOLERANCES = (
    st.builds(Tolerance, absolute=st.floats(1e-9, 1e9))
    | st.builds(Tolerance, percent=st.floats(0.01, 100))
    | st.builds(Tolerance, digits=st.integers(1, MOST_DIGITS))
)


def tolerance(written: object) -> Tolerance:
    return TypeAdapter(Near).validate_python(written)


def distance(written: object) -> Distance:
    return TypeAdapter(Apart).validate_python(written)


def complaint(kind: Any, written: object) -> str:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(written)
    return str(caught.value.errors()[0]["ctx"]["error"])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0.003", Tolerance(absolute=0.003)),
        ("3e-3", Tolerance(absolute=0.003)),
        ("5%", Tolerance(percent=5)),
        ("2.5 %", Tolerance(percent=2.5)),
        ({"digits": "2"}, Tolerance(digits=2)),
    ],
)
def test_a_tolerance_is_a_distance_a_percentage_or_a_number_of_digits(written: object, read: Tolerance) -> None:
    assert tolerance(written) == read
    assert tolerance(read.as_data()) == read


@pytest.mark.parametrize("written", ["0", "-1", "0%", "101%", "-5%", "5 percent", "nan", "inf", "1e999", ".%", "", []])
def test_what_is_no_tolerance_is_refused_with_what_would_be(written: object) -> None:
    assert complaint(Near, written).startswith(("a tolerance is a number such as", "must be more than 0"))


@pytest.mark.parametrize("written", ["1x", "0x", "0.5x", "..x", "-2x", "0", "-1", "twice", "inf", {}])
def test_what_is_no_gap_is_refused(written: object) -> None:
    assert complaint(Apart, written).startswith(("a factor is more than 1", "a gap is a factor", "must be more than 0"))


@pytest.mark.parametrize(("written", "shown"), [("2x", "2x"), ("1.5 ×", "1.5x"), ("0.5", "0.5")])
def test_a_gap_is_a_factor_or_a_difference(written: str, shown: str) -> None:
    assert str(distance(written)) == shown
    assert distance(distance(written).as_data()) == distance(written)


@given(TOLERANCES, FINITE)
def test_the_right_number_itself_is_always_right(near: Tolerance, right: float) -> None:
    assert near.accepts(right, right)


@given(TOLERANCES, ORDINARY, ORDINARY)
def test_signs_do_not_matter_to_how_near_two_numbers_are(near: Tolerance, number: float, right: float) -> None:
    assert near.accepts(number, right) == near.accepts(-number, -right)


@given(TOLERANCES, FINITE, st.sampled_from([math.nan, math.inf, -math.inf]))
def test_nothing_is_near_to_what_is_not_finite(near: Tolerance, number: float, lost: float) -> None:
    assert not near.accepts(number, lost)
    assert not near.accepts(lost, number)
    assert not near.accepts(lost, lost)


@given(st.integers(1, 100), ORDINARY, st.floats(-2, 2))
def test_a_percentage_is_a_share_of_the_right_number(percent: int, right: float, share: float) -> None:
    number = right * (1 + share)
    apart = abs(Fraction(number) - Fraction(right)) / abs(Fraction(right))
    if abs(apart - Fraction(percent, 100)) > Fraction(1, 10**9):
        assert Tolerance(percent=percent).accepts(number, right) == (apart < Fraction(percent, 100))


def test_the_edges_are_inside_in_spite_of_rounding() -> None:
    assert Tolerance(percent=5).accepts(0.95, 1)
    assert Tolerance(percent=5).accepts(1.05, 1)
    assert Tolerance(absolute=0.1).accepts(0.3, 0.2)
    assert not Tolerance(percent=5).accepts(1.0501, 1)


@pytest.mark.parametrize(
    ("digits", "right", "inside", "outside"),
    [
        (2, 0.0625, [0.0625, 0.062, 0.063], [0.061, 0.064, 0.0619]),
        (1, 0.0625, [0.06], [0.07, 0.05]),
        (3, 1234.5, [1230, 1234, 1239], [1229, 1240]),
        (2, 0.0999, [0.1, 0.0995], [0.11, 0.0993]),
    ],
)
def test_digits_are_half_a_unit_in_the_last_of_them(
    digits: int, right: float, inside: list[float], outside: list[float]
) -> None:
    assert [Tolerance(digits=digits).accepts(each, right) for each in inside] == [True] * len(inside)
    assert [Tolerance(digits=digits).accepts(each, right) for each in outside] == [False] * len(outside)


@given(st.integers(1, MOST_DIGITS), st.decimals("0.001", "1000", allow_nan=False, places=9))
def test_a_number_rounded_to_so_many_digits_is_right_whichever_way_halves_go(digits: int, right: Decimal) -> None:
    unit = Decimal(1).scaleb(right.adjusted() - digits + 1)
    for rounding in (ROUND_HALF_UP, ROUND_HALF_DOWN):
        assert Tolerance(digits=digits).accepts(float(right.quantize(unit, rounding)), float(right))


def test_only_a_distance_says_something_around_0() -> None:
    assert Tolerance(absolute=0.1).accepts(0.05, 0)
    assert not Tolerance(percent=100).accepts(1e-300, 0)
    assert not Tolerance(digits=1).accepts(1e-300, 0)
    assert [Tolerance(absolute=1).relative, Tolerance(percent=1).relative, Tolerance(digits=1).relative] == [
        False,
        True,
        True,
    ]


@given(st.integers(2, 9), st.integers(0, 50), st.integers(0, 500))
def test_a_factor_is_reached_where_the_larger_is_so_many_times_the_smaller(factor: int, less: int, more: int) -> None:
    reached = Distance(factor=factor).reached(np.array([float(less)]), np.array([float(more)]))
    assert reached.tolist() == [more >= factor * less and more > less]


@given(st.integers(1, 9), st.integers(-50, 50), st.integers(-50, 50))
def test_a_difference_is_reached_below_0_too(by: int, less: int, more: int) -> None:
    reached = Distance(difference=by).reached(np.array([float(less)]), np.array([float(more)]))
    assert reached.tolist() == [more - less >= by]


def test_no_factor_leads_on_from_a_number_below_0() -> None:
    assert not Distance(factor=2).reached(np.array([-6.0, -6.0]), np.array([-5.0, 5.0])).any()


def test_what_is_not_finite_is_apart_from_nothing() -> None:
    less = np.array([1.0, np.nan, np.inf, np.nan, 1e300])
    more = np.array([np.nan, np.nan, np.nan, 1.0, np.inf])
    for gap in (Distance(factor=1e10), Distance(difference=1)):
        assert not gap.reached(less, more).any()

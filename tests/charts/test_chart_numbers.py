"""Numbers as they stand in charts: short, plain, and exactly zero told from nearly zero."""

import math

import pytest

from quizapp.charts import (
    Scale,
)
from quizapp.charts.numbers import number, percent, precise, tick


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.29, "0.29"),
        (38.44, "38"),
        (1.1e-5, "1.1e-5"),
        (1e-320, "1.0e-320"),
        (0.0, "0 exactly"),
        (1.0, "1.0"),
        (math.inf, "overflow"),
        (math.nan, "not a number"),
    ],
)
def test_a_number_is_short_and_plain(value: float, text: str) -> None:
    assert number(value, Scale.LOG) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.2924, "0.292"),
        (-38.44, "-38.4"),
        (999.7, "1000"),
        (1521.4, "1521"),
        (9999.7, "10,000"),
        (15_213.4, "15,200"),
        (-99_960.0, "-100,000"),
        (999_400.0, "999,000"),
        (999_600.0, "1.0e6"),
        (0.000_99, "9.9e-4"),
    ],
)
def test_a_measured_number_has_three_digits_and_no_exponent_where_people_write_none(value: float, text: str) -> None:
    assert precise(value) == text
    assert len(text) <= 8  # the column of the table of `check`


def test_a_count_has_no_decimals() -> None:
    assert [number(value) for value in (32.0, 0.0, 2.5, 1024.0)] == ["32", "0", "2.5", "1,024"]


def test_the_ends_of_an_axis_are_short() -> None:
    assert [tick(value) for value in (1e-12, 0.01, 1.0, 0.0, 1e16, 100.0)] == ["1e-12", "0.01", "1", "0", "1e16", "100"]


def test_a_share_is_0_or_100_percent_only_if_it_is() -> None:
    assert [percent(share) for share in (0, 1e-9, 0.5, 1 - 1e-9, 1)] == ["0 %", "<1 %", "50 %", ">99 %", "100 %"]

"""Keys leave with the digits that their tolerance needs."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from quizapp.exchange.numbers import decimal, rounded


@given(
    value=st.floats(1e-9, 1e9) | st.floats(-1e9, -1e-9),
    share=st.floats(1e-12, 1.0),
)
def test_what_rounding_takes_away_is_little_beside_the_tolerance(value: float, share: float) -> None:
    near = abs(value) * share
    assert abs(float(rounded(value, near)) - value) <= near / 100
    assert abs(float(decimal(value, near)) - value) <= near / 100


def test_the_true_number_is_within_the_tolerance_of_a_measured_key() -> None:
    assert abs(float(rounded(math.log(10), 0.0001)) - math.log(10)) < 1e-6
    assert (rounded(math.log(10), 0.5), rounded(0.0, 0.1), rounded(2.5, 0.0)) == ("2.303", "0", "2.5")
    assert decimal(1e-7, 1e-9) == "0.0000001"

"""A margin is that of the numbers that are compared, however the comparison is written."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.checking.report import BRITTLE
from quizapp.claims import Verdict, judge, parse_claim
from quizapp.runs.observation import Observation
from sim import Experiment
from tests.support.claims_by_hand import frame

NET = Experiment(depth=3, seeds=1)
#: What says `signal[1] > k * signal[2]` in other words.
SAME = (
    "signal[1] > K * signal[2]",
    "K * signal[2] < signal[1]",
    "signal[1] - K * signal[2] > 0",
    "0 < signal[1] + -K * signal[2]",
    "-(K * signal[2] - signal[1]) > 0",
    "not K * signal[2] - signal[1] >= 0",
    "signal[1] / signal[2] > K",
    "signal[1] / signal[2] - K > 0",
    "signal[1] / (K * signal[2]) - 1 > 0",
    "(signal[1] - K * signal[2]) / signal[2] > 0",
    "3 * (signal[1] - K * signal[2]) > 0",
    "1000 * signal[1] * (signal[1] - K * signal[2]) > 0",
    "max(signal[1] - K * signal[2], 0) > 0",
    "min(signal[1] - K * signal[2], 1e300) > 0",
    "median(signal[1] - K * signal[2]) > 0",
    "sqrt(signal[1]) > sqrt(K * signal[2])",
    "signal[1] ** 9 > (K * signal[2]) ** 9",
    "(signal[1] / signal[2]) ** 9 > K ** 9",
    "log10(signal[1]) - log10(K * signal[2]) > 0",
    "ln(signal[1]) > ln(K * signal[2])",
    "50 * log2(signal[1] / (K * signal[2])) > 0",
    "log10((signal[1] / (K * signal[2])) ** 9) > 0",
    "exp((signal[1] - K * signal[2]) / (signal[1] + K * signal[2])) > 1",
    "1 < 2 ** ((signal[1] - K * signal[2]) / (K * signal[2]))",
    "signal[1] * signal[1] - (K * signal[2]) ** 2 > 0",
    "1 / (signal[1] - K * signal[2]) > 0",
    "max(signal[1], K * signal[2]) > K * signal[2]",
)
#: What compares a number that may be near 0, where it is false, with a threshold that is not.
SMALL_WHEN_FALSE = (
    "max(signal[1] - K * signal[2], 0) > 0",
    "max(signal[1], K * signal[2]) > K * signal[2]",
)
#: What says in other words that the two are not the same.
APART = ("signal[1] != signal[2]", "abs(signal[1] - signal[2]) > 0", "abs(log10(signal[1] / signal[2])) > 0",
         "(signal[1] - signal[2]) ** 2 > 0",
         "abs(signal[1] - signal[2]) > 1e-9", "abs(ln(signal[1] / signal[2])) > 1e-9")  # fmt: skip


def verdict(text: str, x: float, y: float) -> Verdict:
    seen = frame({"signal": [[x, y, 1.0]]}, loss=[1.0], accuracy=[0.5], signal=[1.0], diverged=[False])
    return judge(parse_claim(text, {"net": NET}, "net"), {"net": Observation("net", NET, (seen,))}, "net")


@given(y=st.floats(1e-6, 1e6), k=st.floats(0.01, 100), apart=st.floats(-3, 3), text=st.sampled_from(SAME))
def test_what_says_the_same_has_the_same_margin(y: float, k: float, apart: float, text: str) -> None:
    factor = math.exp(apart)
    x = factor * k * y
    right = 1 - min(factor, 1 / factor)
    found = verdict(text.replace("K", repr(k)), x, y)
    if right > 1e-9:
        assert bool(found.holds[0]) is (apart > 0)
    if right > 1e-9 and (apart > 0 or text not in SMALL_WHEN_FALSE):
        assert abs(found.margin[0]) == pytest.approx(right, abs=1e-6)


@pytest.mark.parametrize(
    "plain", ["signal[1] ** 2 < 0.9", "signal[1] - 0.9 < 0.1", "ln(signal[1]) < 0.9", "2 * signal[1] > 0.9"]
)
@pytest.mark.parametrize(
    "written", ["0.45 / (1 - 0.5)", "(1 - 0.1)", "-(-0.9)", "max(0.9, 0.2)", "(0.9 + depth - depth)"]
)
def test_a_threshold_written_as_a_calculation_has_the_margin_of_its_number(plain: str, written: str) -> None:
    found, wanted = (verdict(text, 0.8, 1.0).margin[0] for text in (plain.replace("0.9", written), plain))
    assert found == pytest.approx(wanted)


@pytest.mark.parametrize("text", APART)
@pytest.mark.parametrize(("x", "brittle"), [(1.001, True), (0.999, True), (1.5, False), (0.1, False)])
def test_what_differs_by_little_is_brittle_however_it_is_said(text: str, x: float, brittle: bool) -> None:
    found = verdict(text, 7 * x, 7.0)
    assert found.holds[0]
    assert bool(found.margin[0] < BRITTLE) is brittle


@pytest.mark.parametrize(
    ("text", "x", "margin"),
    [
        ("1 - signal[1] < 0.1", 0.99, 0.9),
        ("1 - signal[1] < 0.1", 0.5, -0.4),
        ("abs(signal[1] / signal[2] - 1) < 0.05", 1.001, 0.98),
        ("abs(signal[1] - signal[2]) < 1e-3", 1.0, 1.0),
        ("abs(signal[1] / signal[2] - 1) < 0.001", 1.05, -0.98),
        ("abs(log10(signal[1])) < 0.001", 1.05, -0.953),
        ("signal[1] - signal[2] == 0", 1.0, 1.0),
        ("signal[1] - signal[2] > 0.0001", 1.001, 0.0009 / 1.001),
        ("signal[1] - signal[2] < 5", 1.001, 0.9998),
        ("signal[1] > -1", 1.0, 1.0),
        ("abs(log10(signal[1])) < 1", 1.0, 1.0),
        ("max(1, 2) * log10(signal[1]) > min(0, 1)", 2.0, 0.5),
        ("signal[1] ** max(1, 2) > min(1, 2)", 2.0, 0.5),
        ("abs(log10(signal[1])) < 0.001", 1.0001, 0.957),
        ("log10(signal[1]) > 0.001", 1.003, 1 - 10**0.001 / 1.003),
    ],
)
def test_what_is_small_beside_its_threshold_is_so_however_it_came_about(text: str, x: float, margin: float) -> None:
    assert verdict(text, x, 1.0).margin[0] == pytest.approx(margin, rel=1e-3)


def test_a_difference_of_numbers_that_do_not_exist_has_no_margin() -> None:
    assert math.isnan(verdict("signal[1] - signal[2] > 0", math.nan, 1.0).margin[0])


@pytest.mark.parametrize("text", ["log10(1 + signal[1] - signal[2]) > 0", "exp(signal[1] - signal[2]) > 1"])
def test_a_difference_of_large_numbers_stays_close_inside_a_function(text: str) -> None:
    found = verdict(text, 1000.5, 1000.0)
    assert found.holds[0]
    assert found.margin[0] < 0.001

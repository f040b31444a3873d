"""Claims judged: what is true of numbers that were chosen by hand, by which margin, and in how many networks."""

from __future__ import annotations

import math

import numpy as np
import pytest

from quizapp.claims import Outcome, Verdict, judge, parse_claim
from tests.support.claims_by_hand import EXPERIMENTS, INF, NAN, frame, seen, verdict


def test_a_claim_speaks_of_the_end_and_initial_of_the_start() -> None:
    start, end = frame(loss=[2.0, 2.0]), frame(loss=[0.5, 3.0])
    assert verdict("loss < initial.loss", start, end).holds.tolist() == [True, False]
    assert verdict("tiny.initial.loss == 2", start, end).holds.tolist() == [True, True]


def test_layers_count_from_one_and_from_the_end() -> None:
    shown = frame({"delta": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]})
    assert verdict("delta[1] == 1 or delta[1] == 4", shown).count == 2
    assert verdict("delta[-1] == 3 or delta[-1] == 6", shown).count == 2
    assert verdict("delta[-3] == delta[1] and delta[3] == delta[-1]", shown).count == 2


def test_signal_of_layer_zero_is_the_input() -> None:
    assert verdict("signal[0] == 7", frame(signal=[7.0, 8.0])).holds.tolist() == [True, False]


def test_min_max_and_median_take_all_layers_of_a_measure() -> None:
    shown = frame({"saturated": [[0.1, 0.9, 0.2], [0.1, 0.3, 0.2]]})
    assert verdict("max(saturated) > 0.5", shown).holds.tolist() == [True, False]
    assert verdict("min(saturated) == 0.1", shown).count == 2
    assert verdict("median(saturated) == 0.2", shown).count == 2
    assert verdict("max(saturated, 0.95) == 0.95", shown).count == 2
    assert verdict("max(tiny.saturated) == 0.3", shown).holds.tolist() == [False, True]


def test_depth_and_width_are_those_of_the_experiment() -> None:
    assert verdict("depth == 3 and width == 4", frame()).count == 2


def test_another_experiment_is_paired_network_by_network() -> None:
    claim = parse_claim("loss < deep-he.loss", EXPERIMENTS, "tiny")
    mine, other = seen("tiny", frame(loss=[1.0, 3.0])), seen("deep-he", frame(loss=[2.0, 2.0], depth=5))
    assert claim.references == {"deep-he"}
    assert judge(claim, {"tiny": mine, "deep-he": other}, "tiny").holds.tolist() == [True, False]


def test_networks_that_have_no_partner_are_left_out() -> None:
    claim = parse_claim("loss < deep.loss and not deep.diverged", EXPERIMENTS, "tiny")
    mine = seen("tiny", frame(loss=[1.0, 1.0, 1.0], accuracy=[1.0] * 3, signal=[1.0] * 3, diverged=[False] * 3))
    other = seen("deep", frame(loss=[2.0, 0.5], depth=9))
    assert judge(claim, {"tiny": mine, "deep": other}, "tiny").holds.tolist() == [True, False]


def test_a_claim_judged_on_its_control_speaks_of_the_control() -> None:
    claim = parse_claim("delta[-1] > 1", EXPERIMENTS, "deep")
    control = seen("tiny", frame({"delta": [[0.0, 0.0, 5.0], [0.0, 0.0, 0.5]]}))
    assert judge(claim, {"tiny": control}, "tiny").holds.tolist() == [True, False]


T, F, U = "1 < 2", "2 < 1", "loss < 1"
TRUTH_TABLE = {
    ("and", T, T): 1, ("and", T, F): 0, ("and", T, U): NAN, ("and", F, F): 0, ("and", F, U): 0, ("and", U, U): NAN,
    ("or", T, T): 1, ("or", T, F): 1, ("or", T, U): 1, ("or", F, F): 0, ("or", F, U): NAN, ("or", U, U): NAN,
}  # fmt: skip


@pytest.mark.parametrize(
    ("operator", "left", "right", "expected"), [(*key, value) for key, value in TRUTH_TABLE.items()]
)
def test_and_and_or_are_kleenes(operator: str, left: str, right: str, expected: float) -> None:
    undecided = frame(loss=[NAN, NAN])
    for text in (f"({left}) {operator} ({right})", f"({right}) {operator} ({left})"):
        found, opposite = verdict(text, undecided), verdict(f"not ({text})", undecided)
        assert found.count == (2 if expected == 1 else 0)
        assert opposite.count == (2 if expected == 0 else 0)
        assert bool(np.isnan(found.margin).all()) == math.isnan(expected)


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">=", "==", "!="])
def test_what_is_not_a_number_satisfies_nothing(operator: str) -> None:
    assert verdict(f"loss {operator} 1", frame(loss=[NAN, NAN])).count == 0
    assert verdict(f"not (loss {operator} 1)", frame(loss=[NAN, NAN])).count == 0


@pytest.mark.parametrize(
    "text",
    ["loss > 1e300", "loss == loss + 1", "loss != 1", "1 / loss < 1", "loss ** 0 == 1", "0 * loss == 0",
     "log10(0 * accuracy) < 0", "ln(0 * accuracy) < 0", "accuracy / (accuracy - accuracy) > 1", "sqrt(-accuracy) < 0",
     "exp(1e9 * accuracy) > 1", "min(loss, accuracy) < 1", "1e300 * 1e300 * accuracy > 1"],
)  # fmt: skip
def test_what_does_not_exist_is_compared_with_nothing(text: str) -> None:
    found, denied = (verdict(each, frame(loss=[INF, NAN], accuracy=[0.5, 0.5])) for each in (text, f"not ({text})"))
    assert (
        (found.count, found.failing, found.undecided) == (denied.count, denied.failing, denied.undecided) == (0, 0, 2)
    )
    assert found.outcome() is Outcome.UNDECIDED


def test_a_network_that_has_diverged_has_no_numbers_but_can_be_told_from_others() -> None:
    shown = frame(loss=[3.0, 3.0], diverged=[True, False])
    assert verdict("loss > 1", shown).truth.tolist() == pytest.approx([NAN, 1], nan_ok=True)
    assert verdict("initial.loss > 1", frame(loss=[3.0, 3.0]), shown).count == 2
    assert verdict("diverged or loss > 1", shown).count == 2
    assert verdict("diverged and loss > 1", shown).failing == 1
    assert "diverged, which counts as undecided unless the claim asks" in verdict("loss > 1", shown).why_undecided


def test_divergence_is_an_event_that_can_be_denied() -> None:
    shown = frame(diverged=[True, False])
    assert verdict("diverged", shown).holds.tolist() == [True, False]
    assert verdict("not diverged", shown).holds.tolist() == [False, True]
    assert verdict("initial.diverged", frame(), shown).count == 0


@pytest.mark.parametrize(
    ("text", "loss", "margin"),
    [
        ("loss < 10", 5.0, 0.5),
        ("loss < 10", 20.0, -0.5),
        ("loss > 10", 10.0, 0.0),
        ("loss > 0", 0.0, 0.0),
        ("loss == 3", 3.0, 1.0),
        ("loss == 4", 3.0, -0.25),
        ("1 < loss < 10", 5.0, 0.5),
        ("1 < loss < 10", 2.0, 0.5),
        ("loss < 10 or loss > 100", 8.0, 0.2),
        ("not loss < 10", 5.0, -0.5),
    ],
)
def test_a_margin_is_the_distance_to_the_threshold_as_a_share_of_the_larger(
    text: str, loss: float, margin: float
) -> None:
    assert verdict(text, frame(loss=[loss, loss])).margin.tolist() == pytest.approx([margin, margin])


def many(holding: int, of: int) -> Verdict:
    holds = np.arange(of) < holding
    return Verdict(holds.astype(float), np.where(holds, 0.5, -0.25), (), np.zeros(of, bool))


@pytest.mark.parametrize(
    ("holding", "of", "outcome"),
    [
        (20, 20, Outcome.HOLDS),
        (18, 20, Outcome.HOLDS),
        (17, 20, Outcome.UNDECIDED),
        (3, 20, Outcome.UNDECIDED),
        (2, 20, Outcome.FAILS),
        (0, 20, Outcome.FAILS),
        (9, 10, Outcome.HOLDS),
        (7, 8, Outcome.UNDECIDED),
        (1, 1, Outcome.HOLDS),
    ],
)
def test_nine_of_ten_networks_decide(holding: int, of: int, outcome: Outcome) -> None:
    assert many(holding, of).outcome() is outcome


def test_the_weakest_margin_forgives_the_networks_that_need_not_agree() -> None:
    assert many(18, 20).weakest_margin(expected=True) == 0.5
    assert many(17, 20).weakest_margin(expected=True) == -0.25
    assert many(2, 20).weakest_margin(expected=False) == 0.25
    assert many(8, 8).weakest_margin(expected=True) == 0.5


def test_an_undecided_network_counts_as_having_no_margin() -> None:
    assert verdict("loss < 1", frame(loss=[NAN, 0.5])).weakest_margin(expected=True) == 0.0


def test_measured_are_the_compared_quantities_as_written_each_once() -> None:
    found = verdict("0.2 < delta[1] / delta[-1] < 5 and loss < 2 * 3 and loss > 0.1", frame(loss=[1.0, 2.0]))
    assert [text for text, _ in found.measured] == ["delta[1] / delta[-1]", "loss"]
    assert found.measured[1][1].tolist() == [1.0, 2.0]


def test_the_typical_value_is_the_median_with_what_is_no_number_as_the_largest() -> None:
    loss = [NAN, 3.0, 1.0]
    shown = frame(loss=loss, accuracy=loss, signal=loss, diverged=[False] * 3)
    assert verdict("loss < 2", shown).typical == (("loss", 3.0),)

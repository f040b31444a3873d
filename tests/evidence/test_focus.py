"""What a claim looks at is read from it: layers, quotients, bounds and the moment."""

import math

import pytest

from quizapp.evidence.evidence import Evidence
from quizapp.evidence.focus import focus_beside, focus_of, looked_at
from quizapp.runs.observation import Observation
from quizapp.views import WHOLE, Focus, Goal
from sim import Experiment, run

NETS = {"net": Experiment(depth=9, width=32), "other": Experiment(depth=5, width=8)}


def focus(claim: str | None = None, quantity: str | None = None) -> Focus:
    return focus_of(Evidence("net", True, claim=claim, quantity=quantity), NETS)


def test_a_quotient_of_layers_is_looked_at_as_one_and_its_bounds_stand_at_the_upper_layer() -> None:
    assert focus("delta[1] / delta[-1] < 0.05") == Focus("delta", frozenset({1, 9}), -1, Goal(1, None, 0.05))


def test_a_chain_bounds_from_both_sides_whichever_way_it_is_written() -> None:
    for text in ("0.2 < signal[-2] / signal[1] < 5", "5 > signal[-2] / signal[1] > 0.2"):
        assert focus(text) == Focus("signal", frozenset({8, 1}), 1, Goal(8, 0.2, 5.0))


@pytest.mark.parametrize(
    ("claim", "low", "high"),
    [
        ("1 / 15 < signal[-2] / signal[1] < 15", 1 / 15, 15.0),
        ("0.4 / 16 < delta[1]", 0.025, None),
        ("delta[1] < ln(4)", None, math.log(4)),
        ("-(1 - 3) > delta[1] > -max(1, 2)", -2.0, 2.0),
        ("distinct_units[1] < width / 2", None, 16.0),
        ("distinct_units[1] <= other.width", None, 8.0),
        ("delta[1] > 1 / 0", None, None),
    ],
)
def test_bounds_may_be_calculations_with_numbers_and_sizes(claim: str, low: float | None, high: float | None) -> None:
    goal = focus(claim).goal
    assert (goal.low, goal.high) == pytest.approx((low, high)) if goal else low is high is None


def test_what_is_measured_before_training_is_looked_at_there() -> None:
    assert focus("initial.delta[1] < 1e-4").at_start
    assert focus("initial.delta[1] > 10 and diverged").at_start
    assert not focus("loss < 1 and initial.loss > 2").at_start
    assert focus("max(initial.weight_gradient) < 1e-4 and loss / initial.loss > 0.5").at_start
    assert not focus("max(weight_gradient) == 0 and min(initial.weight_gradient) > 0").at_start
    assert focus("depth == 9 and initial.diverged").at_start


def test_the_layers_of_others_are_not_those_of_the_chart() -> None:
    found = focus("delta[1] > 2 * other.delta[2]")
    assert found.layers == frozenset({1})
    assert found.goal is None


def test_layers_are_not_divided_where_they_are_compared_with_those_of_another_experiment() -> None:
    for text in ("signal[1] / other.signal[1] > 2", "signal[1] > 2 * other.signal[1]"):
        found = focus(f"{text} and signal[9] / signal[1] > 0.5")
        assert (found.relative_to, found.goal, found.layers) == (None, None, frozenset({1, 9}))
    found = focus("signal[9] / signal[1] > other.signal[5] / other.signal[1]")
    assert (found.relative_to, found.goal) == (1, Goal(9))


def test_the_input_is_layer_0() -> None:
    assert focus("signal[9] / signal[0] < 0.1") == Focus("signal", frozenset({0, 9}), 0, Goal(9, None, 0.1))


def test_a_quantity_has_no_bounds() -> None:
    assert focus(quantity="delta[1] / delta[-1]") == Focus("delta", frozenset({1, 9}), -1, Goal(1))


@pytest.mark.parametrize(
    "claim", ["not delta[1] < 1", "delta[1] < 1 or delta[2] < 1", "delta[1] < 2 * delta[2]", "delta[2] - delta[1] > 0"]
)
def test_what_one_bar_cannot_show_has_no_bounds_but_its_layers(claim: str) -> None:
    found = focus(claim)
    assert found.goal is None
    assert found.layers <= {1, 2}
    assert found.layers


def test_without_claim_and_quantity_all_of_the_chart_is_looked_at() -> None:
    assert focus() is WHOLE


def test_a_claim_about_a_step_is_looked_at_there_and_the_loss_over_all_steps() -> None:
    assert focus("at(20).delta[1] / at(20).delta[9] < 1") == Focus(
        "delta", frozenset({1, 9}), 9, Goal(1, None, 1.0), moment=20
    )
    assert focus("at(20).delta[1] / delta[1] < 1").moment is None
    assert focus("at(20).loss < 1").moment is None
    assert focus("steps_until(loss < 1) < 9") == Focus("steps_until")


def test_what_is_looked_at_are_the_frames_up_to_that_step() -> None:
    net = Experiment(depth=2, steps=9, seeds=1, samples=8, width=4)
    seen = Observation("net", net, tuple(run(net)))
    assert [looked_at(seen, Focus(moment=step)).latest.step for step in (1, 4, 9)] == [1, 4, 9]
    assert looked_at(seen, Focus(at_start=True)).latest.step == 0
    assert looked_at(seen, WHOLE) is seen


def beside(claim: str, name: str) -> Focus:
    return focus_beside(Evidence("net", True, claim=claim, control="control"), name, {**NETS, "control": NETS["net"]})


def test_of_a_control_is_looked_at_what_the_claim_would_look_at_if_it_were_of_it() -> None:
    assert beside("delta[1] / delta[-1] < 0.05", "control") == focus("delta[1] / delta[-1] < 0.05")


def test_of_a_network_that_a_claim_names_is_looked_at_what_is_said_of_it_and_not_of_the_others() -> None:
    assert beside("delta[1] > 2 * other.delta[1]", "other") == Focus("delta", frozenset({1}))
    assert beside("delta[1] / delta[-1] > other.delta[2] / other.delta[4]", "other") == Focus(
        "delta", frozenset({2, 4}), 4, Goal(2, None, None)
    )
    assert beside("delta[1] > 3 and other.delta[2] < 5", "other") == Focus(
        "delta", frozenset({2}), None, Goal(2, None, 5.0)
    )

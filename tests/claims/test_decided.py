"""What comes out the same whatever is measured is found, and nothing that a run might decide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.claims import parse_claim
from quizapp.claims.decided import decided
from sim import Experiment
from tests.claims.test_three_values import CLAIMS, COMPARISONS
from tests.support.claims_by_hand import frame, verdict

TINY = Experiment(depth=3, steps=5)
EXPERIMENTS = {"tiny": TINY, "other": TINY.replace(gain=2.0), "deep": TINY.replace(depth=40)}


def said(text: str) -> str:
    """All that is said of a claim about `tiny`."""
    return "\n".join(message for _, message in decided(parse_claim(text, EXPERIMENTS, "tiny"), EXPERIMENTS, "tiny"))


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("accuracy <= 1", "always so, whatever is measured, as accuracy lies from 0 to 1"),
        ("loss >= 0", "always so, whatever is measured, as loss is never below 0"),
        ("loss < 0", "never so, whatever is measured, as loss is never below 0"),
        ("1 < accuracy", "never so"),
        ("accuracy == 1.5", "never so"),
        ("accuracy != -1", "always so"),
        ("0 <= accuracy < 0.5", "always so"),
        ("loss < 0.1 or accuracy >= 0", "always so"),
        ("not dead[1] > 1", "never so"),
        ("saturated[1] + dead[1] <= 2", "always so"),
        (
            "distinct_units[1] <= width + 10",
            "always so, whatever is measured, as distinct_units lies from 1 to the number of units",
        ),
        ("distinct_units[2] >= 1", "always so"),
        ("example_cosine[1] >= -1", "always so"),
        ("abs(loss - accuracy) >= 0", "always so"),
        ("delta[1] ** 2 >= 0", "always so"),
        ("(1 - accuracy) * loss >= 0", "always so"),
        ("exp(loss) >= 1", "always so"),
        ("max(delta) >= delta[2]", "always so"),
        ("max(delta) >= delta[-1]", "always so"),
        ("max(delta) >= min(delta)", "always so"),
        ("min(initial.signal) > initial.signal[3]", "never so"),
        ("median(signal) <= max(signal)", "always so"),
        ("max(delta[1], delta[2]) < delta[2]", "never so"),
        ("min(saturated) <= 1", "always so"),
        ("loss + 1 >= 0", "always so"),
        ("max(loss, other.loss) >= other.loss", "always so"),
    ],
)
def test_what_comes_out_the_same_whatever_is_measured_is_refused(text: str, how: str) -> None:
    assert f"this is {how}" in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "accuracy < 1",
        "loss > 0",
        "loss < 1e299",
        "loss > 1e-290",
        "accuracy > 0.999999",
        "signal[1] < 1e45",
        "log10(delta[1] / delta[3]) < 280",
        "max(delta) >= initial.delta[2]",
        "max(delta) >= 2 * delta[2]",
        "max(delta) > delta[2]",
        "max(delta) <= 1.01 * min(delta)",
        "min(delta) > 0",
        "saturated[1] + dead[1] <= 1",
        "distinct_units[1] == width",
        "distinct_units[1] < 2",
        "effective_rank[1] > 1.01",
        "example_cosine[1] > 0.999",
        "abs(log10(delta[1] / delta[2])) < 0.001",
        "0 < accuracy < 0.501",
        "abs(signal[-1] / signal[0] - 1 / 8) < 1e-12",
        "abs(signal[-1] / signal[0] - 1 / 8) <= 0",
        "(signal[-1] / signal[0] - 1 / 8) ** 2 < 1e-24",
        "abs(loss - ln(2)) < 1e-9",
        "1e-9 > abs(accuracy - 0.123)",
        "max(deep.delta) == 0",
        "max(deep.delta) < 1e-4",
        "min(deep.delta) > 1e30",
        "max(deep.saturated) < 0.001",
        "min(deep.dead) == 1",
        "2.302 < loss < 2.303",
        "exp(loss) > 1",
        "signal[0] == 1",
        "max(signal) > 3 * signal[0]",
    ],
)
def test_what_a_run_might_reach_however_rarely_is_not_refused(text: str) -> None:
    assert said(text) == ""


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("loss < 1 or loss >= 1", "hold"),
        ("loss < 1 or loss > 0.5", "hold"),
        ("loss < 1 and loss > 2", "fail"),
        ("not (loss < 1 and not loss < 1)", "hold"),
        ("delta[1] < delta[2] or delta[-2] <= delta[1]", "hold"),
        ("delta[1] < delta[2] and delta[2] < delta[1]", "fail"),
        ("diverged or not diverged", "hold"),
        ("loss == 1 or loss != 1", "hold"),
        ("1 < loss < 0.5", "fail"),
        ("accuracy > 0.5 and (loss < 1 or loss >= 1) or accuracy <= 0.5", "hold"),
        ("loss < depth or loss > 2", "hold"),
        ("loss < max(1, 2) or loss >= min(2, 3)", "hold"),
    ],
)
def test_what_must_come_out_one_way_by_logic_alone_is_found(text: str, how: str) -> None:
    assert f"this must {how}, whatever" in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "loss < 1 or loss > 1",
        "loss < 0.5 or loss >= 0.6",
        "0.5 < loss < 1",
        "loss == 1 or loss == 2",
        "loss < 1 and accuracy > 0.9 and not diverged",
        "delta[1] < delta[2] or delta[2] < delta[3]",
        "diverged or loss > 10",
        "initial.loss < 1 or loss >= 1",
        "other.loss < 1 or loss >= 1",
        " or ".join(f"signal[{layer}] < {at}" for layer in (1, 2, 3) for at in range(1, 9)),
    ],
)
def test_what_can_come_out_either_way_is_not(text: str) -> None:
    assert said(text) == ""


def test_it_is_said_of_the_part() -> None:
    text = "loss < 0.1 or 0 <= accuracy < 0.5"
    assert [part for part, _ in decided(parse_claim(text, EXPERIMENTS, "tiny"), EXPERIMENTS, "tiny")] == [
        "0 <= accuracy"
    ]


FROM_0 = st.sampled_from([0.0, 1e-300, 1e-9, 0.3, 1.0, 2.0, 3.5, 1e9, 1e200])


@given(text=COMPARISONS, accuracy=st.sampled_from([0.0, 1e-9, 0.5, 1.0]), sizes=st.tuples(FROM_0, FROM_0, FROM_0))
def test_what_is_said_to_be_always_or_never_so_is_so_of_numbers_in_their_range(
    text: str, accuracy: float, sizes: tuple[float, float, float]
) -> None:
    loss, start, delta = sizes
    now = frame({"delta": [[delta] * 3]}, loss=[loss], accuracy=[accuracy], signal=[1.0], diverged=[False])
    then = frame(loss=[start], accuracy=[1.0], signal=[1.0], diverged=[False])
    if message := said(text):
        wrong = 0.0 if "this is always so" in message or "this must hold" in message else 1.0
        assert verdict(text, then, now).truth[0] != wrong


@given(CLAIMS)
def test_of_any_claim_something_is_said_or_nothing(text: str) -> None:
    assert said(text).isprintable() or "\n" in said(text)

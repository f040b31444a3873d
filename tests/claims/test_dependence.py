"""What no run can change is no claim, on the experiment and on its control."""

from __future__ import annotations

import pytest

from quizapp.claims import ClaimError, parse_claim, parse_quantity
from quizapp.claims.dependence import check_claim, check_control, check_quantity, looks_at_training
from sim import Experiment

TINY = Experiment(depth=3, steps=5)
EXPERIMENTS = {
    "tiny": TINY,
    "twin": TINY,
    "other": TINY.replace(gain=2.0),
    "drawn": TINY.replace(steps=0),
    "disguised": TINY.replace(optimizer="momentum(momentum=0)", layers={1: {"gain": 1}}, branch_scale=0.5),
    "faster": TINY.replace(learning_rate=3.0, steps=9, test_samples=8),
}


def refusal(text: str, subject: str = "tiny") -> str:
    try:
        check_claim(parse_claim(text, EXPERIMENTS, subject), EXPERIMENTS, subject)
    except ClaimError as error:
        return error.message
    return ""


def test_a_refusal_says_where_in_the_claim() -> None:
    text = "accuracy > 0.5 and depth == 3"
    with pytest.raises(ClaimError) as error:
        check_claim(parse_claim(text, EXPERIMENTS, "tiny"), EXPERIMENTS, "tiny")
    assert text[error.value.column :][: error.value.length] == "depth == 3"


@pytest.mark.parametrize(
    "text", ["depth == 3", "1 < 2", "loss < 1 and width > 2", "0 < 1 < loss", "depth < other.depth"]
)
def test_what_is_known_before_anything_runs_is_refused(text: str) -> None:
    assert "known before anything runs" in refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "loss == loss",
        "loss <= tiny.loss",
        "loss < twin.loss",
        "loss < disguised.loss",
        "delta[1] > disguised.delta[-3]",
        "initial.loss > faster.initial.loss",
        "initial.loss > drawn.loss",
        "delta[-1] < delta[3]",
        "loss + accuracy == accuracy + loss",
        "not loss > loss",
        "accuracy > 0.5 or loss != loss",
        "max(delta) >= max(delta)",
    ],
)
def test_a_thing_compared_with_itself_is_refused_under_whatever_name(text: str) -> None:
    assert "one and the same quantity" in refusal(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("delta[1] / delta[1] < 2", "always 1"),
        ("tiny.loss / loss > 0", "always 1"),
        ("log10(delta[3] / delta[-1]) == 0", "always 1"),
        ("loss - twin.loss < 1e-9", "always 0"),
    ],
)
def test_a_quantity_divided_by_itself_or_taken_from_itself_is_refused(text: str, words: str) -> None:
    assert words in refusal(text)


@pytest.mark.parametrize(
    ("text", "always"),
    [
        ("2 * loss / loss < 3", "2"),
        ("loss ** 0 == 1", "1"),
        ("abs(loss) - loss < 1", "0"),
        ("0 * accuracy < 1", "0"),
        ("sqrt(loss ** 2) / loss < 2", "1"),
        ("1 < max(delta) / (2 * max(tiny.delta)) + 1", "1.5"),
    ],
)
def test_what_has_one_value_whatever_is_measured_is_refused(text: str, always: str) -> None:
    assert f"this is always {always}, whatever is measured" in refusal(text)


def test_at_initialisation_all_is_initial() -> None:
    assert "one and the same quantity" in refusal("loss < initial.loss", "drawn")
    assert refusal("loss < initial.loss") == ""


@pytest.mark.parametrize(
    "text",
    ["loss < initial.loss", "delta[1] / delta[-1] < 1e-4", "loss < other.loss", "depth * loss > 1", "diverged",
     "loss - accuracy != accuracy - loss", "delta[1] == delta[2]", "signal[0] / signal[3] < depth"],
)  # fmt: skip
def test_what_a_run_decides_is_a_claim(text: str) -> None:
    assert refusal(text) == ""


def test_a_claim_on_a_control_must_not_become_one_about_itself() -> None:
    claim = parse_claim("other.loss / loss > 2", EXPERIMENTS, "tiny")
    check_claim(claim, EXPERIMENTS, "tiny")
    with pytest.raises(ClaimError, match="on other this divides a quantity by itself"):
        check_claim(claim, EXPERIMENTS, "other", stands_in=True)


def test_a_claim_that_speaks_of_others_alone_comes_out_the_same_on_its_control() -> None:
    with pytest.raises(ClaimError, match=r"speaks of other alone.*write loss without a name where tiny is meant"):
        check_control(parse_claim("other.loss < 1", EXPERIMENTS, "tiny"), "tiny", "drawn")
    check_control(parse_claim("tiny.loss < 1", EXPERIMENTS, "tiny"), "tiny", "drawn")


def test_a_quantity_must_be_measured() -> None:
    for text in ("depth", "2 * width + 1", "sqrt(2)"):
        with pytest.raises(ClaimError, match="nothing in this is measured"):
            check_quantity(parse_quantity(text, EXPERIMENTS, "tiny"), EXPERIMENTS, "tiny")
    check_quantity(parse_quantity("log10(delta[1] / delta[-1])", EXPERIMENTS, "tiny"), EXPERIMENTS, "tiny")


@pytest.mark.parametrize(
    ("text", "subject", "looks"),
    [
        ("loss < 1", "tiny", True),
        ("initial.loss < 1", "tiny", False),
        ("loss < 1", "drawn", False),
        ("other.loss < loss", "drawn", True),
        ("not diverged", "tiny", True),
    ],
)
def test_a_claim_looks_at_training_if_it_measures_what_comes_after_the_start(
    text: str, subject: str, looks: bool
) -> None:
    assert looks_at_training(parse_claim(text, EXPERIMENTS, subject), EXPERIMENTS, subject) is looks


@pytest.mark.parametrize(
    "text",
    [
        "max(signal) / min(signal) < 30",
        "log10(max(delta)) - log10(min(delta)) < 2",
        "median(signal) / max(signal) > 0.1",
        "max(signal[2], 1e4) > 1e6",
        "min(delta[1], 1e-4) < 1e-6",
        "1 - accuracy < 0.1",
        "sqrt(1.5 - accuracy) < 1",
    ],
)
def test_what_a_run_can_change_is_not_refused(text: str) -> None:
    assert refusal(text) == ""


@pytest.mark.parametrize("text", ["max(accuracy, 7)", "7 + 0 * sqrt(1.5 - accuracy)", "min(dead[1], 2) ** 0"])
def test_a_quantity_that_its_range_makes_constant_is_refused(text: str) -> None:
    with pytest.raises(ClaimError, match="whatever is measured"):
        check_quantity(parse_quantity(text, EXPERIMENTS, "tiny"), EXPERIMENTS, "tiny")


@pytest.mark.parametrize("text", ["loss / initial.loss < 0.5", "signal[-2] / signal[2] < 0.3"])
def test_a_control_that_does_not_train_or_is_less_deep_is_a_fair_contrast(text: str) -> None:
    claim = parse_claim(text, EXPERIMENTS, "tiny")
    check_claim(claim, EXPERIMENTS, "drawn", stands_in=True)

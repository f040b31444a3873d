"""Claims in words: what a sentence says is what the formula says, for every shape of claim and every measure."""

from __future__ import annotations

import pytest

from quizapp.claims import parse_claim, parse_quantity
from quizapp.claims.meanings import MEASURES
from quizapp.claims.tree import EVENTS
from quizapp.claims.wording import NOUNS, claim_in_words, quantity_in_words
from sim.experiment import Experiment

EXPERIMENTS = {"deep": Experiment(depth=9, width=32), "deep-he": Experiment(depth=5, width=8)}


def words(text: str) -> str:
    return claim_in_words(parse_claim(text, EXPERIMENTS, "deep"), EXPERIMENTS, "deep")


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("delta[1] / delta[-1] < 1e-4", "The error at layer 1 is less than a ten-thousandth of that at layer 9."),
        ("1e-4 > delta[1] / delta[-1]", "The error at layer 1 is less than a ten-thousandth of that at layer 9."),
        (
            "initial.delta[1] / initial.delta[-1] > 10",
            "Before training, the error at layer 1 is more than 10 times that at layer 9.",
        ),
        ("0.2 < signal[-2] / signal[0] < 5", "The signal at layer 8 is within a factor of 5 of that at the input."),
        ("12 > signal[1] / signal[2] > 3", "The signal at layer 1 is between 3 and 12 times that at layer 2."),
        ("loss / initial.loss < 0.5", "The loss is less than half of what it was before training."),
        ("loss < initial.loss / 2", "The loss is less than half of the loss before training."),
        ("distinct_units[1] == width", "All units of layer 1 differ."),
        ("distinct_units[1] == 1", "All units of layer 1 compute the same."),
        ("max(saturated) > 0.5", "The largest share of saturated outputs of any layer is more than 50%."),
        ("1 - accuracy < 0.15", "The share of examples classified wrongly is less than 15%."),
        ("delta[1] > 0", "The error at layer 1 is not 0."),
        ("1 / 15 < signal[1] / signal[2] < 15", "The signal at layer 1 is within a factor of 15 of that at layer 2."),
        ("signal[1] > 0.4 / 16", "The signal at layer 1 is more than 0.025."),
        ("loss < ln(4)", "The loss is less than 1.386."),
        ("delta[1] / delta[2] < 1 / 3", "The error at layer 1 is less than a third of that at layer 2."),
        ("delta[1] > delta[2] * (1 - 0.5)", "The error at layer 1 is more than half of the error at layer 2."),
        ("delta[1] > deep-he.delta[-1]", "The error at layer 1 is more than the error at layer 5 in deep-he."),
        ("diverged", "The numbers come out too large to hold."),
        ("not initial.diverged", "Before training, the numbers all stay finite."),
        ("not loss > 1", "It is not so that the loss is more than 1."),
        (
            "loss > 2 or (loss < 1 and accuracy > 0.9)",
            "The loss is more than 2, or (the loss is less than 1, and the share of examples classified rightly is "
            "more than 90%).",
        ),
        ("(loss + 1) * 2 > 3", "(the loss plus 1) times 2 is more than 3."),
        ("abs(loss - 0.2) < 0.1", "The difference between the loss and 0.2 is less than 0.1."),
        (
            "abs(effective_rank[1] - initial.effective_rank[1]) > 0.3",
            "The difference between the number of directions (rank) of the units in layer 1 and what it was before "
            "training is more than 0.3.",
        ),
        (
            "abs(signal[2] / signal[1] - 1) < 0.1",
            "The difference between the signal at layer 2, as a share of that at layer 1, and 1 is less than 0.1.",
        ),
        ("log10(delta[1]) < -4", "The logarithm to base 10 of the error at layer 1 is less than -4."),
    ],
)
def test_a_claim_is_said_as_people_say_it(claim: str, sentence: str) -> None:
    assert words(claim) == sentence


@pytest.mark.parametrize(
    ("quantity", "value", "said"),
    [
        (
            "2 * deep-he.delta[1]",
            0.6,
            "after training, the error at layer 1 in deep-he is 0.3, and 2 times that is 0.6",
        ),
        ("initial.loss / 2", 0.6, "before training, the loss is 1.2, and half of that is 0.6"),
        ("delta[1] * 3", float("inf"), "after training, the error at layer 1 times 3 is overflow"),
        ("-2 * delta[1]", -0.6, "after training, -2 times the error at layer 1 is -0.6"),
        ("signal[1] ** 2", 4, "after training, the square of the signal at layer 1 is 4"),
        (
            "signal[9] ** 2 / signal[0] ** 2",
            4,
            "after training, the square of the signal at layer 9 is 4 times that of the signal at the input",
        ),
        ("abs(loss - 3)", 0.5, "the difference between the loss and 3 is 0.5"),
        ("abs(loss - 3)", 8.9e-16, "the difference between the loss and 3 is 0, but for rounding"),
    ],
)
def test_a_calculation_is_said_as_people_say_it_and_of_a_multiple_its_own_value_too(
    quantity: str, value: float, said: str
) -> None:
    worded = quantity_in_words(parse_quantity(quantity, EXPERIMENTS, "deep"), EXPERIMENTS, "deep")
    assert worded.worth(value) == said


@pytest.mark.parametrize("measure", [name for name in MEASURES if name not in EVENTS])
def test_every_measure_has_a_noun(measure: str) -> None:
    assert NOUNS[measure][0].startswith("the ")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0039062, "the error at layer 1 is 0.00391 (1/256) of that at layer 9"),
        (8.1e-6, "the error at layer 1 is 8.1e-6 (1/120,000) of that at layer 9"),
        (0.208, "the error at layer 1 is 0.208 times that at layer 9"),
        (1.0, "the error at layer 1 is as large as that at layer 9"),
        (54.6, "the error at layer 1 is 54.6 times that at layer 9"),
        (0.0, "the error at layer 1 is 0 times that at layer 9"),
        (float("nan"), "the error at layer 1 is not a number"),
    ],
)
def test_a_measured_ratio_is_said_with_what_it_is_a_ratio_of(value: float, said: str) -> None:
    quantity = parse_quantity("delta[1] / delta[-1]", EXPERIMENTS, "deep")
    assert quantity_in_words(quantity, EXPERIMENTS, "deep").worth(value) == f"after training, {said}"


@pytest.mark.parametrize(
    ("quantity", "when"),
    [
        ("delta[1] / delta[-1]", "after training, "),
        ("initial.delta[1] / initial.delta[-1]", "before training, "),
        ("effective_rank[1] / initial.effective_rank[1]", ""),
        ("loss", ""),
        ("untrained.delta[1]", ""),
    ],
)
def test_a_number_that_training_changes_is_said_to_be_of_before_or_after_it(quantity: str, when: str) -> None:
    networks = {**EXPERIMENTS, "untrained": EXPERIMENTS["deep"].replace(steps=0)}
    worded = quantity_in_words(parse_quantity(quantity, networks, "deep"), networks, "deep")
    assert worded.when == when
    assert worded.worth(2.0).startswith(f"{when}the ")

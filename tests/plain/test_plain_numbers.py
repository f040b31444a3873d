"""Line mode with numbers: typed, marked and explained."""

from __future__ import annotations

import pytest

from tests.support.decks.transcript import (
    COMMIT,
    ENTER,
    GIVEN,
    MEASURED,
    SURE,
    in_order,
    played,
)


@pytest.mark.parametrize("text", ["0.0625", "0,0625", "6.25e-2", "1/16", "sqrt(2/512)", "sqrt(2 / 512) ms", "0.0625ms"])
def test_a_number_is_understood_however_it_is_written(text: str) -> None:
    told = played(GIVEN, text, SURE, COMMIT)
    assert "Your number = 0.0625 ms" in told
    assert "Right. Credit 100%." in told


def test_a_number_is_played_from_prediction_to_explanation() -> None:
    in_order(
        played(GIVEN, "1/16", SURE, COMMIT, ENTER),
        "How long is it?",
        "Type a number, such as 0.0625, 6.25e-2, 1/16 or sqrt(2/512). The unit is ms.",
        "You say: 1/16 = 0.0625 ms, >80% sure. Enter commits this for good",
        "You said: 1/16 = 0.0625 ms, >80% sure. Right. Credit 100%.",
        "The answer: sqrt(2 / 512) = 0.0625 ms (within 5% is right).",
        "Because it is.",
        "Your number 1/16 = 0.0625 ms: right. Well done.",
        "1 of 1 answer right in full, credit 1.0 of 1. How certain",
    )


def test_a_known_misconception_is_told() -> None:
    told = played(GIVEN, "2/512", SURE, COMMIT)
    in_order(told, "Not right. Credit 0%.", "wrong. That is the variance.")


def test_a_measured_number_is_marked_and_shown_by_the_simulation() -> None:
    in_order(
        played(MEASURED, "1/8", SURE, COMMIT, ENTER, ENTER),
        "Right. Credit 100%.",
        "Now watch the networks: enter runs them",
        "Measured: The signal at layer 3 is 0.125 times that at the input. The same in 3 networks shown; 0.125 over 20",
        "The networks were half: 3 layers of 8, identity, weights 0.5 x identity, circles, 3 networks, not trained",
        "All have run.",
        "The answer: 0.125, the median over 20 networks (within 10% is right).",
    )
    assert "Not right. Credit 0%." in played(MEASURED, "0.25", SURE, COMMIT)
    assert "wrong. Halve it three times. Measured: The signal at layer 3" in played(MEASURED, "0.25", SURE, COMMIT, "n")


@pytest.mark.parametrize(
    ("line", "answered"),
    [
        ("a lot", "'a lot' is not a number that can be used here. Type one such as 0.0625"),
        ("", "Type a number such as 0.0625, 6.25e-2, 1/16 or sqrt(2/512)."),
        ("1/0", "'1/0' is not a number that can be used here."),
        ("loss", "'loss' is not a number"),
        ("2 hours", "'2 hours' is not a number"),
    ],
)
def test_what_is_no_number_is_answered_with_examples(line: str, answered: str) -> None:
    assert answered in played(GIVEN, line)

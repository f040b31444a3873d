"""Line mode with knobs: predicted, turned, handed in and explained."""

from __future__ import annotations

import io

import numpy as np
import pytest

from quizapp.deck.reader import read_text
from quizapp.plain import console, play_plainly
from sim import Experiment, run
from tests.support.decks.transcript import (
    COMMIT,
    ENTER,
    HEAD,
    SURE,
    TUNE,
    TWO_KNOBS,
    Terminal,
    in_order,
    played,
)


def test_knobs_are_predicted_turned_and_handed_in() -> None:
    in_order(
        played(TUNE, "0.8", SURE, COMMIT, "gain 2", "1", "done", ENTER),
        "gain (the factor): a number from 0.1 to 10 on a log scale; stands at 0.5",
        "Predict where it must stand: type a setting, as in gain 0.5, or just 0.5.",
        "Your setting: gain = 0.8",
        "How certain are you",
        "You say: gain = 0.8, >80% sure.",
        "Setting: gain = 0.8 Goal: What comes out is as large as what went in.",
        "It was so in none of the 3 networks.",
        "Measured: The signal at layer 3 is 0.512 times that at the input.",
        "The networks were half: 3 layers of 8, identity, weights 0.8 x identity",
        "the signal falls",
        "Now turn until the goal holds.",
        "Setting: gain = 2",
        "It was so in none of the 3 networks. Measured: The signal at layer 3 is 8 times",
        "Setting: gain = 1",
        "So it was in all 3 networks. Measured: The signal at layer 3 is as large as",
        "You predicted: gain = 0.8, >80% sure. You handed in: gain = 1. Right. Credit 100%.",
        "gain = 1: the goal holds in 20 of 20 networks that you had not seen.",
        "You predicted gain = 0.8, which misses it.",
        "Now networks that you had not seen, on which it was judged:",
        "So it was in all 3 networks.",
        "Your setting gain = 1: right. You kept it. On networks that you had not seen: What comes out",
        "1 of 1 answer right in full, credit 1.0 of 1.",
        ">80% sure 0 of 1 right (0%)",
    )


def test_a_setting_that_misses_the_goal_is_told_one_that_reaches_it() -> None:
    told = played(TUNE, "2", "1", COMMIT, "done")
    in_order(told, "You handed in: gain = 2. Not right. Credit 0%.", "A setting that reaches the goal: gain = 1.")
    assert "which misses" not in told


def test_enter_hands_a_setting_that_misses_its_goal_in_only_when_it_was_said_so() -> None:
    told = played(TUNE, "2", "1", COMMIT, ENTER, "3", ENTER, ENTER)
    in_order(
        told,
        "The goal does not hold: it is so in none of the 3 networks.",
        "The signal at layer 3 is 8 times that at the input. Turn on; or press enter again to hand it in all the same",
        "Setting: gain = 3",
        "does not hold: it is so in none of the 3 networks. The signal at layer 3 is 27 times",
        "You handed in: gain = 3. Not right.",
    )


def test_without_a_prediction_knobs_are_turned_at_once_and_nobody_asks_how_certain() -> None:
    told = played(TWO_KNOBS, "gain 2", "depth = 2", ENTER, ENTER)
    in_order(
        told,
        "gain: a number from 0.5 to 3; stands at 0.5 depth: a whole number from 2 to 5; stands at 3",
        "Setting: gain = 0.5 and depth = 3",
        "Now turn until the goal holds. Type a setting, as in gain 0.5; depth 3, and its networks run.",
        "Setting: gain = 2 and depth = 3",
        "It was so in none of the 3 networks.",
        "Measured: The signal at layer 3 is 8 times that at the input.",
        "Setting: gain = 2 and depth = 2",
        "So it was in all 3 networks.",
        "Measured: The signal at layer 2 is 4 times that at the input.",
        "You handed in: gain = 2 and depth = 2. Right. Credit 100%.",
    )
    assert "certain are you" not in told
    assert "redict" not in told.removeprefix("You predict").replace("what theory predicts", "")
    assert "not used" in told


def test_a_mistake_without_a_certainty_is_to_be_looked_at_again() -> None:
    told = played(TWO_KNOBS, "done")
    assert "not asked Make it four times as large." in told


@pytest.mark.parametrize(
    "line", ["gain 2; depth 2", "depth=2 and gain: 2", "GAIN 4/2; Depth 2", "gain = 2 and depth = 2;"]
)
def test_several_knobs_can_be_turned_in_one_line(line: str) -> None:
    assert "You handed in: gain = 2 and depth = 2. Right." in played(TWO_KNOBS, line, "done")


@pytest.mark.parametrize(
    ("question", "line", "answered"),
    [
        (TUNE, "", "Type a setting, as in gain 0.5, or just 0.5."),
        (TUNE, ";", "Type a setting, as in gain 0.5, or just 0.5."),
        (TUNE, "11", "gain is a number from 0.1 to 10 on a log scale; it cannot stand at 11."),
        (TUNE, "std 1", "There is no knob 'std' here; there is gain."),
        (TUNE, "gain", "Type a number after gain, as in gain 0.5."),
        (TUNE, "gain much", "'much' is not a number that can be used here. Type one such as 0.0625"),
        (TWO_KNOBS, "", "Nothing is turned yet. Type a setting, or done to hand this one in."),
        (TWO_KNOBS, "2", "Say which knob, as there are gain and depth: type a setting, as in gain 0.5; depth 3."),
        (TWO_KNOBS, "depth 2.5", "depth is a whole number from 2 to 5; it cannot stand at 2.5."),
        (TWO_KNOBS, "gain 2; depth", "Type a number after depth, as in depth 3."),
    ],
)
def test_what_is_no_setting_is_explained(question: str, line: str, answered: str) -> None:
    assert answered in played(question, line)


def test_a_line_that_is_wrong_in_part_turns_nothing() -> None:
    assert "Setting: gain = 2" not in played(TWO_KNOBS, "gain 2; depth 9")


def test_a_setting_is_judged_on_networks_that_were_not_seen() -> None:
    question = TUNE.replace("experiment: half", "experiment: drawn").replace("0.9 < signal[3] / signal[0] < 1.1", "{}")
    drawn = Experiment(
        depth=3, width=8, samples=8, activation="identity", init="normal(std=0.3)", gain=2.0, steps=0, seeds=3
    )
    seen = next(run(drawn)).layers.signal[:, -1]
    unseen = next(run(drawn.replace(seed=3, seeds=20))).layers.signal[:, -1]
    threshold = float(np.median(seen))
    count = int((unseen > threshold).sum())
    told = played(question.replace("{}", f"signal[3] > {threshold:.12g}"), "2", SURE, COMMIT, "done")
    assert f"the goal holds in {count} of 20 networks that you had not seen." in told
    assert "in 1 of 3 networks" in told


@pytest.mark.slow
def test_somebody_who_waits_is_told_what_runs_and_what_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "PATIENCE", -1.0)
    sink, trained = Terminal(), read_text(HEAD.replace("steps: 0", "steps: 2") + TUNE)
    play_plainly([trained], 0, io.StringIO("2\n3\n\n1\ndone\n"), sink)
    in_order(sink.getvalue(), "... running half: step", "... judging on networks that you have not seen, 1 of 2: step")


def test_all_that_is_told_can_be_in_ascii() -> None:
    sink = io.StringIO()
    deck = read_text(HEAD + TUNE.replace("You kept it", "Ce qui sort à peu près est 0.05² → x"))
    play_plainly([deck], 0, io.StringIO("2\n3\n\nd\nv\n1\ndone\n"), sink, drawings=True, ascii_only=True)
    assert sink.getvalue().isascii()
    assert "Ce qui sort a peu pres est 0.05^2 -> x" in " ".join(sink.getvalue().split())

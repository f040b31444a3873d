"""Keys that nearly any answer would meet, or that nothing measured stands behind: what `check` warns of."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from quizapp.checking.claims import check_deck
from quizapp.checking.lint import lint
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_text

#: Weights of the identity in three layers: the signal changes by exactly 1/8, or 8; `random` shrinks it by about as
#: much as `half` does.
HEAD = """\
format: 1
title: Halves and doubles
experiments:
  half: {depth: 3, width: 2, samples: 8, activation: identity, init: identity, gain: 0.5, steps: 0, seeds: 2}
  double: {extends: half, gain: 2}
  random: {extends: half, width: 64, init: {name: normal, std: 0.0625}}
"""


def deck_of(**parts: Any) -> Deck:
    question = {"id": "q", "prompt": "What is it?", **parts}
    return read_text(HEAD + yaml.safe_dump({"questions": [question]}, sort_keys=False))


def numeric(answer: dict[str, Any], **parts: Any) -> Deck:
    return deck_of(type="numeric", answer=answer, **parts)


def warned(deck: Deck, code: str) -> list[str]:
    """What is said under a code, once everything was run."""
    report = check_deck(deck, seeds=4)
    assert report.problems == ()
    return [each.problem.message for each in lint(deck, report.claims, report.findings) if each.code == code]


@pytest.mark.parametrize(
    ("answer", "wide"),
    [
        ({"value": 2.303, "tolerance": 1000000}, True),
        ({"value": 2.303, "tolerance": "100%"}, True),
        ({"value": 2.303, "tolerance": "60%"}, True),
        ({"value": -2.303, "tolerance": 2}, True),
        ({"value": 2.303, "tolerance": "50%"}, False),
        ({"value": 2.303, "tolerance": {"digits": 1}}, False),
        ({"value": 2.303}, False),
        ({"value": 0, "tolerance": 0.01}, False),
        ({"value": 0, "tolerance": 1000000}, True),
        ({"measure": "signal[3] / signal[0]", "within": 1000000}, True),
        ({"measure": "signal[3] / signal[0]", "within": 0.125}, True),
        ({"measure": "signal[3] / signal[0]", "within": "100%"}, True),
        ({"measure": "signal[3] / signal[0]", "within": "20%"}, False),
        ({"measure": "log10(signal[3] / signal[0])", "within": 0.3}, False),
        ({"measure": "12345 + accuracy", "within": "1%"}, True),
        ({"measure": "max(loss, 12345)", "within": "1%"}, True),
        ({"measure": "100 ** (signal[3] / signal[0] / 1e6)", "within": "5%"}, True),
        ({"measure": "loss", "within": "20%"}, False),
        ({"measure": "min(signal) / double.signal[3]", "within": "20%"}, False),
    ],
)
def test_a_tolerance_that_lets_nearly_any_number_pass_is_warned_of(answer: dict[str, Any], wide: bool) -> None:
    experiment = {"experiment": "half"} if "measure" in answer else {}
    assert bool(warned(numeric(answer, **experiment), "W113")) is wide


def test_what_to_write_instead_is_what_the_networks_need() -> None:
    (said,) = warned(numeric({"measure": "signal[3] / signal[0]", "within": 10}, experiment="half"), "W113")
    assert said == "anything from -9.88 to 10.1 would be right, for a key of 0.125; write `within: 5%`"
    (said,) = warned(numeric({"measure": "signal[2] / signal[1]", "within": 10}, experiment="random"), "W113")
    assert said.endswith("write `within: 10%`")
    (said,) = warned(numeric({"value": 4, "tolerance": 40}), "W113")
    assert said == "anything from -36 to 44 would be right, for a key of 4; write `tolerance: 5%`"


def test_a_misconception_that_is_told_apart_shows_that_a_tolerance_is_not_too_wide() -> None:
    near = {"value": 0.01, "tolerance": 0.02}
    assert warned(numeric(near), "W113")
    assert not warned(numeric(near, misconceptions=[{"value": 0.1, "feedback": "No."}]), "W113")
    assert warned(numeric(near, misconceptions=[{"value": 1000, "feedback": "No."}]), "W113")


def test_a_wide_tolerance_is_found_in_every_variant_and_said_of_it_once() -> None:
    deck = numeric({"value": "1 / {n}", "tolerance": 0.2}, prompt="1 / {n}?", vary={"n": [2, 3, 4]})
    assert [said.split(";")[0] for said in warned(deck, "W113")] == [
        "anything from 0.133 to 0.533 would be right, for a key of 1 / 3 = 0.333",
    ]


def tune(goal: str, *fields: str, **parts: Any) -> Deck:
    """Knobs on `half`: gains of one layer make signal[3] / signal[0] gain ** 3 / 8 times as large."""
    knobs = {f"k{at}": {"field": field, "min": 0.5, "max": 4.5, "start": 0.5} for at, field in enumerate(fields)}
    solution = dict.fromkeys(knobs, 4.5)
    return deck_of(type="tune", experiment="half", knobs=knobs, goal=goal, solution=solution, **parts)


@pytest.mark.parametrize(
    ("goal", "fields", "said"),
    [
        ("signal[3] / signal[0] > 0.3", ["gain"], ["92%"]),
        ("signal[3] / signal[0] > 10", ["gain"], ["60%"]),
        ("signal[3] / signal[0] > 20", ["gain"], []),
        ("signal[3] / signal[0] > 0.3", ["gain", "learning_rate"], ["92%"]),
        ("signal[3] / signal[0] > 20", ["gain", "learning_rate"], []),
    ],
)
def test_a_goal_that_most_settings_reach_is_warned_of_with_their_share(
    goal: str, fields: list[str], said: list[str]
) -> None:
    found = warned(tune(goal, *fields), "W107")
    assert [each.split(" of ")[0].removeprefix("the goal holds on ") for each in found] == said


def order(min_gap: Any, factor: float = 1.0, order_by: str = "signal[3] / signal[0]") -> Deck:
    """Two items of which the second is so many times the first."""
    experiments = {"more": {"extends": "half", "gain": 0.5 * factor ** (1 / 3)}}
    items = [{"id": name, "text": name, "experiment": name} for name in ("half", "more")]
    return deck_of(type="order", experiments=experiments, items=items, order_by=order_by, min_gap=min_gap)


@pytest.mark.parametrize(
    ("min_gap", "factor", "order_by", "brittle"),
    [
        ("1.01x", 1.05, "signal[3] / signal[0]", True),
        ("1.01x", 1.2, "signal[3] / signal[0]", False),
        (1e-9, 1.05, "signal[3] / signal[0]", True),
        (1e-9, 1.05, "log10(signal[3] / signal[0])", True),
        (0.001, 1.5, "log10(signal[3] / signal[0])", False),
        (1e-9, 1.5, "1 / (signal[3] / signal[0])", False),
    ],
)
def test_neighbours_in_an_order_that_are_close_are_brittle(
    min_gap: Any, factor: float, order_by: str, brittle: bool
) -> None:
    assert bool(warned(order(min_gap, factor, order_by), "W402")) is brittle


@pytest.mark.parametrize(
    ("value", "claim", "said"),
    [
        (12345, "signal[3] / signal[0] < 0.5", True),
        (12345, "12345 * signal[3] < 3000 * signal[0]", False),
        (12345, "12345 * signal[3] < 12345 * signal[0]", True),
        (12345, "signal[3] / signal[0] < 1 and loss < 12345", True),
        (0.125, "signal[3] / signal[0] < 0.5", False),
        (8, "signal[3] / signal[0] < 0.5", False),
        (8, "signal[0] / signal[3] > 4", False),
        ("12.5", "signal[3] / signal[0] < 0.5", False),
        ("log10(0.125)", "signal[3] / signal[0] < 0.5", False),
        ("3 * 5", "15 * signal[3] < 3 * signal[0]", False),
        (0.3, "signal[3] / signal[0] < 0.15 * 2", False),
        (0.8, "signal[3] / signal[0] < 0.4 * 2", True),
        (0.5, "signal[3] < signal[0]", False),
        (0.44, "signal[3] / signal[0] < 0.35", True),
        (-0.44, "signal[3] / signal[0] < 0.35", True),
        (0, "signal[3] / signal[0] < 0.35", True),
    ],
)
def test_a_claim_beside_a_number_must_speak_of_it(value: Any, claim: str, said: bool) -> None:
    """Of itself, or as a percentage, a reciprocal or a power of ten; in the claim, measured, or as a field."""
    answer = {"value": value, "tolerance": 0.001 if value == 0 else "2%"}
    deck = numeric(answer, experiment="half", control="double", claim=claim)
    found = warned(deck, "W405")
    assert bool(found) is said
    if claim == "signal[3] / signal[0] < 0.5" and said:
        assert found == [
            "nothing in this claim is near 12345: no number in it that makes a difference, nothing that is compared "
            "(signal[3] / signal[0] = 0.125) and no field of half; compare something measured with it, as in "
            "abs(loss - 12345) < 247"
        ]


def test_a_claim_beside_a_number_that_varies_must_speak_of_each() -> None:
    parts = {"prompt": "{n}?", "experiment": "half", "control": "double", "vary": {"n": [3, 31]}}
    assert warned(numeric({"value": "{n}"}, claim="signal[3] < signal[0]", **parts), "W405")
    assert not warned(numeric({"value": "{n}"}, claim="signal[3] / signal[0] * {n} < 0.2 * {n}", **parts), "W405")


@pytest.mark.parametrize(
    ("value", "scheme", "said"),
    [
        ("sqrt(2 / 128)", "he_normal", False),
        ("2 / 128", "he_normal", False),
        ("sqrt(6 / 128)", "he_uniform", False),
        ("sqrt(1 / 128)", "xavier_normal", False),
        ("sqrt(3 / 128)", "he_normal", True),
        ("sqrt(2 / 128)", "xavier_normal", True),
    ],
)
def test_a_claim_speaks_of_the_number_that_its_weights_are_drawn_by(value: str, scheme: str, said: bool) -> None:
    experiments = {"deep": {"depth": 4, "width": 128, "init": scheme, "samples": 8, "steps": 0, "activation": "relu"},
                   "zero": {"extends": "deep", "init": "zeros"}}  # fmt: skip
    deck = numeric({"value": value}, experiments=experiments, experiment="deep", control="zero", claim="signal[2] > 0")
    assert bool(warned(deck, "W405")) is said


@pytest.mark.parametrize(
    ("value", "claim", "said"),
    [
        (0.66, "steps_until(loss < 0.66) < 100", False),
        (0.66, "steps_until(loss < 0.33 * 2) < 100", False),
        (0.91, "steps_until(loss < 0.66) < 100", True),
    ],
)
def test_a_number_in_the_condition_of_a_step_is_one_of_the_claim(value: float, claim: str, said: bool) -> None:
    experiments = {
        "xor": {"depth": 2, "width": 16, "task": "xor", "samples": 32, "steps": 100, "learning_rate": 0.3},
        "still": {"extends": "xor", "init": "zeros"},
    }
    deck = numeric({"value": value}, experiments=experiments, experiment="xor", control="still", claim=claim)
    assert bool(warned(deck, "W405")) is said


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        ("1 / sqrt(4)", "ntk", False),
        ("sqrt(1 / 128)", "ntk", False),
        ("0.3 / 4", "mup", False),
        ("1 / 7", "ntk", True),
        ("0.3 / 4", "standard", True),
    ],
)
def test_a_claim_speaks_of_what_a_parametrization_makes_of_weights_and_rates(value: str, kind: str, said: bool) -> None:
    mup = {"optimizer": "adam", "learning_rate": 0.3, "parametrization": kind, "width": 128, "base_width": 32}
    experiments = {"deep": {"depth": 4, "samples": 8, "steps": 0, **mup}, "zero": {"extends": "deep", "gain": 0}}
    deck = numeric({"value": value}, experiments=experiments, experiment="deep", control="zero", claim="signal[2] > 0")
    assert bool(warned(deck, "W405")) is said


@pytest.mark.parametrize(
    ("claim", "answer", "idle"),
    [
        ("signal[3] > signal[0] or loss < 1e9", True, ["signal[3] > signal[0]"]),
        ("signal[3] < signal[0] or loss > 1e9", True, ["loss > 1e9"]),
        ("not (signal[3] > signal[0] or loss < 1e9)", False, ["signal[3] > signal[0]"]),
        ("signal[3] > signal[0] and loss < 1e9", False, []),
        ("signal[3] < signal[0] and loss < 1e9", True, []),
        ("signal[3] / signal[0] < 0.2 or signal[3] / signal[0] > 9", True, []),
        ("signal[3] / signal[0] > 0.2 and signal[3] / signal[0] < 5", False, []),
        ("diverged or signal[3] < signal[0]", True, []),
        ("signal[3] < signal[0] or loss < 1e9", True, []),
        ("accuracy > -1 and (signal[3] < signal[0] or loss > 1e9 or max(dead) > 0.5)", True,
         ["loss > 1e9", "max(dead) > 0.5"]),
    ],
)  # fmt: skip
def test_a_part_that_decides_nothing_is_warned_of(claim: str, answer: bool, idle: list[str]) -> None:
    deck = deck_of(type="true_false", answer=answer, experiment="half", claim=claim)
    report = check_deck(deck, seeds=4)
    assert report.problems == ()
    assert list(report.claims[0].idle) == idle
    assert len([each for each in lint(deck, report.claims) if each.code == "W407"]) == len(idle)


@pytest.mark.parametrize(
    ("goal", "known"),
    [
        ("depth < 3", True),
        ("depth + 0 * loss < 3", True),
        ("depth * loss / loss < 3 and width > 1", True),
        ("depth < 3 and loss < 9", False),
        ("depth < 3 or diverged", False),
        ("depth * loss < 3", False),
    ],
)
def test_a_goal_that_no_run_is_needed_for_is_warned_of(goal: str, known: bool) -> None:
    knobs = {"layers": {"field": "depth", "min": 2, "max": 5, "start": 4}}
    deck = deck_of(type="tune", experiment="half", knobs=knobs, goal=goal, solution={"layers": 2})
    found = [each.problem.message for each in lint(deck) if "nothing in this goal is measured" in each.problem.message]
    assert len(found) == known

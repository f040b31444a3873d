"""Checking a deck: every claim on many networks, every disagreement at its place, and nothing left running."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quizapp.checking.claims import check_deck
from quizapp.checking.report import Report
from quizapp.claims import Outcome
from quizapp.deck.reader import read_deck
from tests.support.halves_and_doubles import DECK


def messages(report: Report) -> list[str]:
    return [problem.message for problem in report.problems]


def test_a_sound_deck_has_no_problems_and_every_claim_comes_out(check: Callable[..., Report]) -> None:
    report = check()
    assert messages(report) == []
    found = [(each.question, each.option, each.judged.verdict.count, each.judged.verdict.of) for each in report.claims]
    assert found == [("scale", "shrinks", 20, 20), ("scale", "grows", 0, 20), ("exactly", "true", 20, 20)]
    assert [each.judged.control.count for each in report.claims if each.judged.control] == [0, 20, 0]
    assert (report.title, report.questions, report.unclaimed, report.controls) == ("Halves and doubles", 2, 1, 3)


def test_margins_and_measured_values_are_those_of_the_mathematics(check: Callable[..., Report]) -> None:
    """The ratio is 1/8 on `half`, half of the threshold 1/4 away; on `double` it is 8, of which 1/4 is one 32nd."""
    shrinks = check().claims[0]
    assert shrinks.margin == pytest.approx(0.5)
    assert shrinks.control_margin == pytest.approx(1 - 0.25 / 8)
    assert shrinks.judged.verdict.typical[0][1] == pytest.approx(0.125)


@pytest.mark.parametrize(
    ("old", "new", "claim"),
    [
        ("correct: true", "correct: false", "signal[3] / signal[0] < 0.25"),
        ("correct: false", "correct: true", '"signal[3] > signal[0]"'),
        ("answer: true", "answer: false", "abs(signal[-1]"),
    ],
)
def test_flipping_what_the_author_expects_is_found_at_the_claim(
    check: Callable[..., Report], old: str, new: str, claim: str
) -> None:
    report = check(old, new)
    before = DECK.replace(old, new, 1).partition(claim)[0]
    place = (before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
    assert {(problem.line, problem.column) for problem in report.problems} == {place}
    (message,) = messages(report)
    assert "the deck says that this is" in message
    assert "the other way on the control" in message
    assert "change the answer, or turn the claim round" in message


def test_a_control_that_shows_no_contrast_is_a_problem(check: Callable[..., Report]) -> None:
    report = check("control: double", "control: alike")
    assert messages(report) == [
        "on the control the claim must fail, but on alike the claim holds in 20 of 20 networks "
        "(signal[3] / signal[0] = 0.125); choose another control"
    ]
    assert report.claims[0].control_margin == pytest.approx(-0.5)


@pytest.mark.parametrize("field", ["optimizer: adam", "warmup_steps: 7", "learning_rate: 0.5, clip_norm: 1"])
def test_a_control_that_differs_in_nothing_that_the_claim_reads_is_told_so(field: str, tmp_path: Path) -> None:
    """How weights are updated plays no part in what is so at the start."""
    path = tmp_path / "deck.yaml"
    question = "{id: q, type: true_false, prompt: So., answer: true, experiment: random, control: alike, claim: CLAIM}"
    claim = '"initial.signal[3] / initial.signal[0] < 9"'
    head = DECK.partition("questions:")[0].replace("{extends: half, samples: 9}", f"{{extends: random, {field}}}")
    path.write_text(f"{head}questions:\n  - {question.replace('CLAIM', claim)}\n")
    (message,) = messages(check_deck(read_deck(path), seeds=4))
    assert message.endswith(
        "all that it compares is the same there in each network, to the last digit, so choose a control that differs "
        "in what the claim is about"
    )


def test_networks_that_disagree_decide_nothing(check: Callable[..., Report]) -> None:
    report = check("claim: signal[3] / signal[0] < 0.25\n        control: double", "claim: signal[0] < 0.8")
    held = report.claims[0].judged.verdict.count
    assert 2 < held < 18
    assert report.claims[0].judged.verdict.outcome() is Outcome.UNDECIDED
    assert "the networks disagree" in messages(report)[0]


def test_a_problem_points_to_the_first_line_once_the_file_is_gone(check: Callable[..., Report], tmp_path: Path) -> None:
    check("answer: true", "answer: false")
    deck = read_deck(tmp_path / "deck.yaml")
    (tmp_path / "deck.yaml").unlink()
    assert {(problem.line, problem.column) for problem in check_deck(deck).problems} == {(1, 1)}


#: Questions of which all that the simulation has to say about them is as it should be.
MEASURED = """
format: 1
title: Measured
experiments:
  half: {depth: 3, width: 2, samples: 8, activation: identity, init: identity, gain: 0.5, steps: 0, seeds: 3}
  double: {extends: half, gain: 2, samples: 9}
  random: {extends: half, init: normal}
questions:
  - id: key
    type: numeric
    prompt: How much is left?
    experiment: half
    answer:
      measure: signal[3] / signal[0]
      within: 5%
    misconceptions:
      - value: 3 / 2
        feedback: Layers multiply.
  - id: ladder
    type: order
    prompt: Which is larger?
    order_by: signal[3] / signal[0]
    min_gap: 60x
    items:
      - {id: small, text: Small, experiment: half}
      - {id: large, text: Large, experiment: double}
  - id: knob
    type: tune
    prompt: Where?
    experiment: half
    knobs: {gain: {field: gain, min: 0.25, max: 4, start: 0.5}}
    goal: 0.9 < signal[3] / signal[0] < 1.1
    solution: {gain: 1}
  - id: vary
    type: numeric
    prompt: What is left of {share} after three layers?
    vary: {share: [0.5, 0.25]}
    experiment: own
    experiments: {own: {extends: half, gain: "{share}"}}
    answer: {value: "{share} ** 3"}
    claim: abs(signal[3] / signal[0] - {share} ** 3) < 1e-12
    control: double
"""


@pytest.fixture
def measured(tmp_path: Path) -> Callable[..., Report]:
    def checked(old: str = "", new: str = "") -> Report:
        path = tmp_path / "measured.yaml"
        assert old in MEASURED
        path.write_text(MEASURED.replace(old, new, 1) if old else MEASURED)
        return check_deck(read_deck(path), 4)

    return checked


def test_what_is_found_out_beside_the_claims_is_told_question_by_question(measured: Callable[..., Report]) -> None:
    report = measured()
    assert report.problems == ()
    assert [(each.question, each.finding.label) for each in report.findings] == [
        ("key", "answer"),
        ("ladder", "small < large"),
        ("knob", "start"),
        ("knob", "solution"),
        ("knob", "gain"),
    ]
    assert [claim.variant for claim in report.claims] == ["vary (share = 0.5)", "vary (share = 0.25)"]
    assert report.findings[0].finding.text == "measured 0.125 (0.125 to 0.125), within 5% in 4 of 4 networks"
    assert report.findings[1].finding.text == "0.125 and 8, at least 60x apart in 4 of 4 networks"


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        (
            "experiment: half\n    answer",
            "experiment: random\n    answer",
            "signal[3] / signal[0]",
            "the key spreads by more",
        ),
        (
            "value: 3 / 2",
            "value: 1 / 8",
            "1 / 8",
            "this is within 5% of the measured number, 0.125",
        ),
        ("min_gap: 60x", "min_gap: 65x", "double}", "small and large are closer than 65x in 4 of 4 networks"),
        ("order_by: signal[3] / signal[0]", "order_by: log10(signal[3])", "60x", "small is "),
        ("start: 0.5}}", "start: 1}}", "{gain: {field", "the goal holds in 4 of 4 networks at the start"),
        (
            "solution: {gain: 1}",
            "solution: {gain: 2}",
            "{gain: 2}",
            "the goal holds in 0 of 4 networks",
        ),
        ("[0.5, 0.25]", "[0.5, 0.25, 2]", "abs(signal[3]", "with share = 2: on the control the claim must fail"),
    ],
)
def test_each_problem_is_shown_at_its_place(
    measured: Callable[..., Report], old: str, new: str, place: str, message: str
) -> None:
    (problem,) = measured(old, new).problems
    text = MEASURED.replace(old, new, 1)
    before = text[: text.index(place)]
    assert (problem.line, problem.column) == (before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
    assert problem.message.startswith(message)


def test_a_problem_of_a_variant_says_with_which_values(measured: Callable[..., Report]) -> None:
    found = measured("{share} ** 3) < 1e-12", "1 / 64) < 1e-12").problems
    assert [problem.message.partition(": ")[0] for problem in found] == ["with share = 0.5"]

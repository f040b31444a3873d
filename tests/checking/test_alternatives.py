"""Alternatives: other rates and optimizers on which the same must come out, and what is said where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.checking.claims import check_deck
from quizapp.checking.forecast import work_of
from quizapp.checking.needs import needed_for
from quizapp.checking.report import Report
from quizapp.deck.model import Deck
from quizapp.deck.reader import DeckError, read_deck, read_text
from quizapp.deck.writer import deck_as_yaml
from quizapp.evidence.needs import needed_to_judge
from quizapp.record.content import content_hash
from sim.experiment import Experiment

#: Identity weights in an identity network: at rate 0 nothing moves, and the signal is halved, or doubled, three times.
DECK = """format: 1
title: Alternatives
experiments:
  half: {depth: 3, width: 2, samples: 8, activation: identity, init: identity, gain: 0.5, learning_rate: 0, steps: 2,
      seeds: 2}
  double: {extends: half, gain: 2}
  half-adam: {extends: half, optimizer: adam}
  quarter: {extends: half, gain: 0.25}
  quarter-adam: {extends: quarter, optimizer: adam}
  undone: {extends: half, gain: 1}
  still-half: {extends: half, optimizer: {name: momentum, momentum: 0}, base_width: 8}
questions:
"""
CHOICES = """
- id: q
  type: single
  prompt: Which?
  choices:
    - {id: shrinks, text: It shrinks., correct: true, experiment: half, control: double, also_on: [half-adam, undone],
       claim: 'signal[3] / signal[0] < 0.25'}
    - {id: grows, text: It grows., correct: false, experiment: half, control: double, also_on: [half-adam, undone],
       claim: 'signal[3] / signal[0] > 4'}
"""
UNCLAIMED = """
- {id: q, type: true_false, prompt: It shrinks., answer: true, experiment: half, also_on: [undone]}
"""
KEY = """
- id: q
  type: numeric
  prompt: How much is left?
  experiment: half
  also_on: [half-adam, undone]
  answer: {measure: 'signal[3] / signal[0]', within: 10%}
"""
ORDER = """
- id: q
  type: order
  prompt: Which is smaller?
  order_by: signal[3]
  items:
    - {id: a, text: A, experiment: quarter, also_on: [quarter-adam, double]}
    - {id: b, text: B, experiment: half, also_on: [half-adam, undone]}
"""
TUNE = """
- id: q
  type: tune
  prompt: Keep it.
  experiment: half
  also_on: [half-adam, wider]
  experiments: {wider: {extends: half, depth: 4}}
  knobs: {gain: {field: gain, min: 0.1, max: 2, start: 0.5}}
  goal: 0.9 < signal[-1] / signal[0] < 1.1
  solution: {gain: 1}
"""


def deck_of(question: str, tmp_path: Path) -> Deck:
    path = tmp_path / "deck.yaml"
    path.write_text(DECK + question)
    return read_deck(path)


def report_of(question: str, tmp_path: Path) -> Report:
    return check_deck(deck_of(question, tmp_path), 2)


def test_a_claim_that_an_alternative_undoes_is_a_problem_at_the_entry(tmp_path: Path) -> None:
    report = report_of(CHOICES, tmp_path)
    (problem,) = report.problems
    line = (DECK + CHOICES).splitlines()[problem.line - 1]
    assert line[problem.column - 1 :].startswith("undone")
    assert (
        "the claim must hold on this alternative as on half, but on undone the claim fails in 2 of 2" in problem.message
    )
    assert "does not outlast this rate or optimizer" in problem.message
    assert (report.alternatives, report.undone) == (4, 1)


def test_a_wrong_choice_must_fail_on_alternatives_too(tmp_path: Path) -> None:
    shrinks, grows = report_of(CHOICES.replace("undone], \n", "double]"), tmp_path).claims
    assert [verdict.count for _, verdict in shrinks.also] == [2, 0]
    assert [verdict.count for _, verdict in grows.also] == [0, 0]
    assert grows.undone_on == (None, None)


def test_nothing_is_said_of_alternatives_where_the_claim_itself_is_wrong(tmp_path: Path) -> None:
    report = report_of(CHOICES.replace("< 0.25", "< 0.1"), tmp_path)
    assert all("alternative" not in problem.message for problem in report.problems)
    assert report.problems


@pytest.mark.parametrize(
    ("question", "found"), [(KEY, "the key is another one"), (ORDER, "on double, undone the order is b")]
)
def test_a_measured_key_and_an_order_must_come_out_the_same(question: str, found: str, tmp_path: Path) -> None:
    report = report_of(question, tmp_path)
    (problem,) = report.problems
    assert found in problem.message
    assert [each.found.problem is None for each in report.elsewhere] == [True, False]


def test_a_goal_must_be_missed_and_reached_at_the_same_settings(tmp_path: Path) -> None:
    assert [each.found.problem for each in report_of(TUNE, tmp_path).elsewhere] == [None, None]
    broken = TUNE.replace("depth: 4", "normalization: layer")
    (problem,) = report_of(broken, tmp_path).problems
    assert "on wider the goal holds in" in problem.message


def test_what_is_also_on_is_run_and_forecast(tmp_path: Path) -> None:
    deck = deck_of(CHOICES, tmp_path)
    assert deck.experiments["half-adam"] in set(needed_for(deck))
    (work,) = work_of([deck], 2)
    assert work.experiments == 4


def test_alternatives_are_of_no_concern_to_what_is_played(tmp_path: Path) -> None:
    deck = deck_of(CHOICES, tmp_path)
    (_, evidence), *_ = deck.questions[0].evidence_by_option()
    assert set(needed_to_judge(deck.experiments, evidence)) == {"half", "double"}


def test_adding_alternatives_leaves_a_question_the_same(tmp_path: Path) -> None:
    without = read_text(DECK + CHOICES.replace("also_on: [half-adam, undone],", ""))
    deck = deck_of(CHOICES, tmp_path)
    assert content_hash(deck, deck.questions[0]) == content_hash(without, without.questions[0])


def test_a_deck_with_alternatives_is_written_as_it_was_read(tmp_path: Path) -> None:
    for question in (CHOICES, KEY, ORDER):
        deck = deck_of(question + "  only_here: Not asked.\n" * (question is CHOICES), tmp_path)
        again = read_text(deck_as_yaml(deck))
        assert again.questions == deck.questions
        assert isinstance(again.experiments["undone"], Experiment)


@pytest.mark.parametrize(
    ("question", "old", "new", "message"),
    [
        (CHOICES, "half-adam, undone", "half-adom", "unknown experiment 'half-adom'; did you mean 'half-adam'?"),
        (CHOICES, "half-adam, undone", "half", "half is the experiment itself"),
        (CHOICES, "half-adam, undone", "still-half", "still-half is the experiment itself"),
        (CHOICES, "control: double", "control: still-half", "still-half is, under another name, the experiment itself"),
        (CHOICES, "half-adam, undone", "undone, undone", "undone is named twice"),
        (UNCLAIMED, "", "", "an alternative needs a claim"),
        (KEY, "also_on: [half-adam, undone]", "also_on: [undone]\n  only_here: So.", "take one of the two out"),
        (ORDER, "[half-adam, undone]", "[half-adam]", "a has 2 alternatives"),
    ],
)
def test_what_cannot_be_an_alternative_is_said_at_its_place(
    question: str, old: str, new: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(DeckError) as error:
        deck_of(question.replace(old, new, 1), tmp_path)
    assert message in str(error.value)

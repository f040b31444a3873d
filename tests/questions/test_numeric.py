"""A number is the answer: keys that are given and keys that are measured, what is near enough, and what it tells."""

from __future__ import annotations

import math
import statistics
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizapp.claims.arithmetic import value_of
from quizapp.deck.reader import DeckError, read_text
from quizapp.evidence.evidence import Evidence
from quizapp.questions.answer_forms import Entered, EnterNumber, Option
from quizapp.questions.grading import Grade, Mark
from quizapp.questions.types.numeric import Numeric

START = """\
format: 1
title: T
experiments: {net: {depth: 3, steps: 0}, other: {depth: 4}}
questions:
- id: q
  type: numeric
  prompt: How large?
"""
GIVEN = """\
  answer: {value: sqrt(2 / 512), tolerance: 5%}
  misconceptions:
  - {value: 2 / 512, feedback: That is the variance.}
  - {value: 1 / 8, feedback: Twice as much.}
  if_right: Yes.
  if_wrong: No.
"""
MEASURED = "  answer: {measure: 'log10(delta[1])', within: 0.5}\n  experiment: net\n  if_wrong: No.\n"


def numeric(rest: str) -> Numeric:
    question = read_text(START + rest).questions[0]
    assert isinstance(question, Numeric)
    return question


def marked(question: Numeric, text: str, measured: dict[str, Any] | None = None) -> Grade:
    return question.grade(Entered(text, value_of(text)), None, measured or {})


def message(rest: str) -> str:
    with pytest.raises(DeckError) as caught:
        read_text(START + rest)
    (problem,) = caught.value.problems
    return problem.message


@pytest.mark.parametrize("text", ["0.0625", "0,0625", "6.25e-2", "1/16", "sqrt(2/512)", "0.06", "0.065"])
def test_a_number_within_the_tolerance_is_right_however_it_is_written(text: str) -> None:
    found = marked(numeric(GIVEN), text)
    assert (found.credit, found.right, found.marks) == (1.0, True, {"answer": Mark.RIGHT})
    assert found.feedback == {"answer": "Yes."}


@pytest.mark.parametrize("text", ["0.0593", "0.0657", "-0.0625", "0", "1e300", "16"])
def test_a_number_beyond_the_tolerance_is_wrong(text: str) -> None:
    found = marked(numeric(GIVEN), text)
    assert (found.credit, found.right, found.marks) == (0.0, False, {"answer": Mark.WRONG})
    assert found.feedback == {"answer": "No."}


@pytest.mark.parametrize(
    ("text", "feedback"),
    [
        ("2/512", "That is the variance."),
        ("0.0039", "That is the variance."),
        ("0.125", "Twice as much."),
        ("1", "No."),
    ],
)
def test_a_misconception_is_recognised_by_the_same_tolerance(text: str, feedback: str) -> None:
    assert marked(numeric(GIVEN), text).feedback == {"answer": feedback}


@given(st.floats(-10, 10))
def test_of_two_misconceptions_that_are_both_near_the_nearer_speaks(number: float) -> None:
    near = numeric(
        "  answer: {value: 100, tolerance: 3}\n"
        "  misconceptions: [{value: 0, feedback: zero}, {value: 2, feedback: two}, {value: -2, feedback: minus}]\n"
    )
    apart = {"zero": abs(number), "two": abs(number - 2), "minus": abs(number + 2)}
    said = marked(near, repr(number)).feedback.get("answer")
    assert said is None if min(apart.values()) > 3 + 1e-9 else apart[str(said)] == min(apart.values())


def test_the_key_is_told_with_its_value_and_tolerance() -> None:
    assert marked(numeric(GIVEN + "  unit: volts\n"), "1").key == "sqrt(2 / 512) = 0.0625 volts (within 5% is right)"
    assert marked(numeric("  answer: {value: 0.5}\n"), "1").key == "0.5 (within 1% is right)"
    assert marked(numeric("  answer: {value: 0.12345}\n"), "1").key == "0.12345 (within 1% is right)"


def test_what_the_learner_said_is_told_as_it_was_typed() -> None:
    said = "You said 1/16 volts; the answer is sqrt(2 / 512) = 0.0625 volts."
    assert marked(numeric(GIVEN + "  unit: volts\n"), "1/16").said == {"answer": said}


def test_the_form_is_a_number_with_its_unit() -> None:
    assert numeric(GIVEN + "  unit: volts\n").form() == EnterNumber("volts", (Option("answer", "Your number"),))


def test_a_measured_key_is_asked_of_the_experiment_and_a_given_one_of_nobody() -> None:
    (probe,) = numeric(MEASURED).probes(None, None)
    assert (probe.experiment, probe.quantity, probe.unseen) == ("net", "log10(delta[1])", False)
    assert numeric(GIVEN).probes(None, None) == ()
    assert numeric(GIVEN).fairness_results({}) == ()


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=9), st.integers(-12, 12))
@example([0, -1], 0)
def test_a_measured_key_is_the_median_of_the_networks(values: list[int], said: int) -> None:
    median = statistics.median(map(Fraction, values))
    found = marked(numeric(MEASURED), str(said), {"answer": np.array(values, float)})
    assert found.right == (abs(Fraction(said) - median) <= Fraction(1, 2))


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=20), st.integers(1, 5))
@example([0, 2], 1)
def test_a_measured_key_is_steady_exactly_if_every_network_is_within_reach(values: list[int], within: int) -> None:
    question = numeric(MEASURED.replace("0.5", str(within)))
    (finding,) = question.fairness_results({"answer": np.array(values, float)})
    median = statistics.median(map(Fraction, values))
    assert (finding.problem is None) == all(abs(value - median) <= within for value in values)


@pytest.mark.parametrize("lost", [math.nan, math.inf, -math.inf])
def test_a_measured_key_must_be_finite_in_every_network(lost: float) -> None:
    (finding,) = numeric(MEASURED).fairness_results({"answer": np.array([1.0, 1.0, lost])})
    assert (
        finding.problem == "on net the key has no value in 1 of 3 networks, such as 0/0 or after it diverged; "
        "measure something that has"
    )
    assert finding.path == ("answer", "measure")
    assert not marked(numeric(MEASURED), "1", {"answer": np.array([lost])}).right


def test_a_step_that_never_comes_is_no_key_and_is_called_so() -> None:
    text = (START + MEASURED).replace("steps: 0", "steps: 9")
    question = read_text(text.replace("log10(delta[1])", "steps_until(loss < 0.1)")).questions[0]
    assert isinstance(question, Numeric)
    (finding,) = question.fairness_results({"answer": np.array([3.0, math.inf, math.inf])})
    assert finding.text.startswith("measured never (3 to never)")
    assert "the step does not come within the run" in str(finding.problem)


def test_a_measured_key_of_0_needs_a_distance() -> None:
    zeros = {"answer": np.zeros(4)}
    assert "only 0 itself is within 5%" in str(
        numeric(MEASURED.replace("0.5", "5%")).fairness_results(zeros)[0].problem
    )
    assert numeric(MEASURED).fairness_results(zeros)[0].problem is None


def test_a_misconception_that_is_right_by_what_is_measured_is_found_at_its_value() -> None:
    question = numeric(MEASURED + "  misconceptions: [{value: 7, feedback: F}, {value: 2.4, feedback: G}]\n")
    _, finding = question.fairness_results({"answer": np.array([2.0, 2.1, 2.2])})
    assert finding.path == ("misconceptions", 1, "value")
    assert finding.problem == "this is within 0.5 of the measured number, 2.1, and so would be right"


def test_there_is_a_scene_where_there_is_an_experiment() -> None:
    assert numeric(GIVEN).evidence_by_option() == ()
    assert numeric(MEASURED).evidence_by_option() == (("answer", Evidence("net", True, quantity="log10(delta[1])")),)
    claimed = numeric(GIVEN + "  experiment: net\n  control: other\n  claim: loss < 1\n  says: Small.\n")
    assert claimed.evidence_by_option() == (("answer", Evidence("net", True, "loss < 1", "other", "Small.")),)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("{}", "an answer has either"),
        ("{value: 1, within: 1}", "`within` goes with a `measure`"),
        ("{measure: loss, tolerance: 1, within: 1}", "`tolerance` goes with a `value`"),
        ("{measure: loss}", "say how near"),
        ("{value: 0}", "only 0 itself is within 1% of 0"),
        ("{value: 1e300 * 1e300}", "value must be a finite number"),
        ("{measure: loss, within: 1}", "a measure needs an experiment"),
    ],
)
def test_an_answer_that_makes_no_key_is_refused(answer: str, said: str) -> None:
    assert message(f"  answer: {answer}\n").startswith(said)


def test_a_misconception_must_be_wrong_and_the_only_one_of_its_value() -> None:
    assert message(GIVEN.replace("1 / 8", "0.0600")).startswith("this is within the tolerance (5%)")
    assert message(GIVEN.replace("1 / 8", "1 / 256")).startswith("this is the same number as that of a misconception")


def test_0_may_be_asked_for_with_a_distance() -> None:
    question = numeric("  answer: {value: 0, tolerance: 0.01}\n")
    assert [marked(question, text).right for text in ("0", "-0.01", "0.02")] == [True, True, False]

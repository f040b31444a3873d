"""What came of a claim is told in words first, says of the pick what the networks say, and keeps the formula back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from quizapp.claims.worded import Worded
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.results import ClaimResult, QuantityResult, claim_result, with_judged
from quizapp.play.telling import came_out, measured, on_control, told
from quizapp.questions.answer_forms import Option, PickOne, TurnKnobs
from quizapp.questions.grading import Mark
from quizapp.runs.observation import Observation
from sim.experiment import Experiment
from sim.training import run

LINEAR: dict[str, Any] = {
    "depth": 4,
    "width": 4,
    "activation": "identity",
    "init": "identity",
    "task": "signal",
    "samples": 8,
    "steps": 0,
}
NETWORKS = {
    "half": Experiment(**LINEAR, gain=0.5, seeds=2),
    "double": Experiment(**LINEAR, gain=2.0, seeds=2),
}
NONE = "It was so in none of the 2 networks"
PICK = PickOne((Option("a", "A"), Option("b", "B")))


def found(claim: str, expected: bool = True, seeds: int = 2, says: str | None = None) -> ClaimResult:
    networks = {name: each.replace(seeds=seeds) for name, each in NETWORKS.items()}
    seen = {name: Observation(name, each, tuple(run(each))) for name, each in networks.items()}
    result = claim_result(networks, Evidence("half", expected, claim, "double", says), seen)
    assert result is not None
    return result


def said(result: ClaimResult, mark: Mark | None, shared: bool = False) -> str:
    return dict(told(result, PICK, mark, shared=shared).words)[""]


@pytest.mark.parametrize(
    ("claim", "mark", "words"),
    [
        ("delta[1] < delta[-1]", Mark.RIGHT, "So it was in all 2 networks: the option is right, as you said."),
        ("delta[1] < delta[-1]", Mark.MISSED, "So it was in all 2 networks: the option is right, and you left it."),
        ("delta[1] > delta[-1]", Mark.RIGHTLY_LEFT, f"{NONE}: the option is wrong, as you said."),
        ("delta[1] > delta[-1]", Mark.WRONG, f"{NONE}: the option is wrong, and you picked it."),
        ("delta[1] > delta[-1]", None, f"{NONE}."),
    ],
)
def test_what_happened_and_what_it_says_of_the_pick(claim: str, mark: Mark | None, words: str) -> None:
    assert said(found(claim, "<" in claim), mark) == words


def test_of_a_statement_it_is_said_who_was_right_and_not_what_was_picked() -> None:
    assert said(found("delta[1] < delta[-1]"), Mark.RIGHTLY_LEFT, shared=True).endswith(": you were right.")


def test_words_come_first_and_the_formula_is_for_those_who_ask() -> None:
    page = told(found("delta[1] / delta[-1] < 0.2", says="the error fades"), PICK, Mark.RIGHT)
    assert [label for label, _ in page.words] == ["claim", "", "measured", "control"]
    assert page.words[0][1] == "The error fades."
    assert not any("delta[" in words for _, words in page.words)
    assert page.formula == (("formula", "delta[1] / delta[4] < 0.2"),)


def test_a_claim_without_words_of_its_author_is_put_into_words() -> None:
    page = told(found("delta[1] / delta[-1] < 0.2"), PICK, None)
    assert page.words[0][1] == "The error at layer 1 is less than a fifth of that at layer 4."


def test_the_numbers_are_those_of_three_factors_and_the_control_is_named_by_what_sets_it_apart() -> None:
    result = found("delta[1] / delta[-1] < 0.2")
    factor = np.float64(0.5) ** 3
    assert measured(result) == f"The error at layer 1 is {factor:g} times that at layer 4."
    assert on_control(result) == (
        "double (weights 2 x identity): 8 times that at layer 4; so in none of the 2 networks, as it must be."
    )


def test_a_square_is_said_in_full_of_the_control_as_no_chart_shows_it() -> None:
    words = on_control(found("delta[1] ** 2 / delta[-1] ** 2 < 0.2"))
    assert ": the square of the error at layer 1 is 64 times that of the error at layer 4; so in none" in words


def test_networks_that_do_not_train_have_no_end_to_wait_for() -> None:
    page = told(found("delta[1] < delta[-1]"), PICK, None, ended=False)
    assert dict(page.words)[""] == "So it was in all 2 networks."


def test_a_step_that_has_not_come_yet_may_still_come_while_the_run_goes_on() -> None:
    worded = Worded("the number of steps until the loss is less than 0")
    result = QuantityResult("steps_until(loss < 0)", np.full(2, np.inf), worded=worded)
    steps = "The number of steps until the loss is less than 0 is more than"
    assert told(result, PICK, None, ended=False).words == (("measured", f"{steps} were taken so far."),)
    assert told(result, PICK, None).words == (("measured", f"{steps} the run has. The same in 2 networks."),)


def test_networks_that_are_not_shown_are_counted_with_those_that_are() -> None:
    many = with_judged(found("delta[1] < delta[-1]"), found("delta[1] < delta[-1]", seeds=6))
    assert isinstance(many, ClaimResult)
    assert came_out(many, "", ended=True) == "So it was in all 6 networks (2 of them shown)."


def test_a_run_that_goes_on_says_so_far() -> None:
    so_far = came_out(found("delta[1] < delta[-1]"), "", ended=False)
    assert so_far == "So far it is so in all 2 networks; the end of the run is what counts."


def test_the_goal_of_knobs_is_called_a_goal_and_nothing_is_said_of_a_pick() -> None:
    page = told(found("delta[1] < delta[-1]"), TurnKnobs(()), Mark.RIGHT)
    assert page.words[0][0] == "goal"
    assert page.words[1][1] == "So it was in all 2 networks."


def test_of_a_single_network_nothing_is_said_in_the_plural() -> None:
    assert said(found("delta[1] < 0", seeds=1), None).startswith("It was so in 0 of 1 network")
    assert said(found("delta[1] > 0", seeds=1), None).startswith("So it was in the one network")

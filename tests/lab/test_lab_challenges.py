"""Challenges: each fails where it starts, holds where it is solved, and says what stands in between."""

from __future__ import annotations

import pytest

from quizapp.claims import parse_claim
from quizapp.lab.challenges import Challenge, challenge, challenges, judged
from quizapp.lab.comparison import Pair
from quizapp.runs.store import RunStore
from sim.experiment import FIELDS

STORE = RunStore()


def test_there_is_a_handful_and_each_says_what_is_to_be_done() -> None:
    assert len(challenges()) in (5, 6)
    for each in challenges():
        assert each.title
        assert each.task.endswith(".")
        assert each.hint.endswith((".", "?"))
        assert set(each.fixed) | set(each.only_differ) <= set(FIELDS)
        parse_claim(each.goal, {"a": each.start.a, "b": each.start.b}, "a")


@pytest.mark.usefixtures("marks_known")
@pytest.mark.parametrize("each", challenges(), ids=lambda each: str(each.id))
def test_a_challenge_is_not_solved_where_it_starts_and_its_solution_is_one_within_the_rules(each: Challenge) -> None:
    assert each.against(each.start) is None
    before = judged(each, each.start, STORE.ends)
    assert not before.solved
    assert before.words.startswith("Not yet: ")
    assert "of 20 networks" in before.words
    after = judged(each, each.solution, STORE.ends)
    assert after.solved, after.words
    assert after.words.startswith("Solved: ")
    assert each.why in after.words


def test_what_may_not_be_touched_is_said_and_not_run() -> None:
    asked = challenge("forty-layers")
    shallow = Pair(asked.start.a.replace(depth=3, init="he_normal"), asked.start.b)

    def never(*_: object) -> tuple[object, object]:
        raise AssertionError

    found = judged(asked, shallow, never)  # type: ignore[arg-type]
    assert not found.solved
    assert found.words == "Not so: depth of A may not be touched here; it was 40, and undo takes it back."


def test_defaults_are_compared_in_one_network() -> None:
    asked = challenge("torch-and-keras")
    unlike = Pair(asked.start.a.replace(depth=20), asked.start.b)
    assert asked.against(unlike) == "A and B must have the same depth here"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("forty-layers", {"init": "lsuv"}),
        ("forty-layers", {"init": "orthogonal", "gain": 1.41}),
        ("edge-of-chaos", {"gain": 1.05}),
    ],
)
def test_there_is_more_than_one_way(name: str, change: dict[str, object]) -> None:
    asked = challenge(name)
    assert judged(asked, Pair(asked.start.a.replace(**change), asked.start.b), STORE.ends).solved


def test_what_was_measured_says_of_which_experiment_and_when() -> None:
    start = {each.id: judged(each, each.start, STORE.ends).words for each in challenges() if each.id != "fail-and-mend"}
    assert "the error at layer 1 in B is 2.46 times that at layer 1 in A" in start["torch-and-keras"]
    assert "before training, the share of dead units in layer 2 is 0.0781 and in the end, " in start["dying-units"]


def test_weights_of_zero_are_no_twins_with_a_signal() -> None:
    asked = challenge("twins")
    assert not judged(asked, Pair(asked.start.a.replace(init="zeros"), asked.start.b), STORE.ends).solved

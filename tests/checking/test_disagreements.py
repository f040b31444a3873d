"""What is said where author and simulation disagree: how many networks are needed, and one mistake once."""

from __future__ import annotations

import numpy as np
import pytest

from quizapp.checking.disagreements import disagreement, no_contrast
from quizapp.claims import Verdict
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.results import ClaimResult


def verdict(holds: int, of: int = 20) -> Verdict:
    truth = np.array([1.0] * holds + [0.0] * (of - holds))
    return Verdict(truth, np.zeros(of), (), np.zeros(of, bool))


def result(own: int, control: int, expected: bool = True) -> ClaimResult:
    return ClaimResult("loss < 1", None, expected, verdict(own), "other", verdict(control))


@pytest.mark.parametrize(
    ("control", "words"),
    [(4, "fails in only 16 of 20 networks, and 18 are needed"), (19, "holds in 19 of 20 networks")],
)
def test_a_control_that_nearly_fails_is_told_how_many_are_needed(control: int, words: str) -> None:
    said = no_contrast(Evidence("own", True, "loss < 1", "other"), result(20, control))
    assert f"on the control the claim must fail, but on other the claim {words}" in said


@pytest.mark.parametrize(("expected", "own", "words"), [(True, 16, "holds in only 16"), (False, 4, "fails in only 16")])
def test_networks_that_disagree_are_counted_for_what_is_wanted(expected: bool, own: int, words: str) -> None:
    said = disagreement(Evidence("own", expected, "loss < 1"), result(own, 0, expected))
    assert f"the networks disagree: on own the claim {words} of 20 networks, and 18 are needed" in said

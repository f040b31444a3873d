"""What is said where the author of a deck and the simulation disagree."""

from __future__ import annotations

import math

import numpy as np

from quizapp.claims import HOLDS_IN, Outcome, Verdict
from quizapp.claims.wording import value_text
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.results import ClaimResult
from quizapp.questions.alternatives import SAY_SO


def outcome_of(holds: bool) -> Outcome:
    """What networks are to say of a claim that holds, or of one that does not."""
    return Outcome.HOLDS if holds else Outcome.FAILS


def disagreement(evidence: Evidence, result: ClaimResult) -> str:
    """What is wrong where a claim does not come out on its experiment as the deck says."""
    wanted = "right" if evidence.expected else "wrong"
    if result.verdict.too_many_undecided():
        return _undecided(evidence.experiment, result.verdict)
    if result.verdict.outcome() is Outcome.UNDECIDED:
        found = _too_few(evidence.experiment, result.verdict, evidence.expected)
        return f"the networks disagree: {found}; make the difference clearer, or the threshold"
    found = _found(evidence.experiment, result.verdict)
    if is_the_other_way(evidence, result):
        return (
            f"the deck says that this is {wanted}, but {found}, and the other way on the control {evidence.control}: "
            "change the answer, or turn the claim round"
        )
    return f"the deck says that this is {wanted}, but {found}; change the answer, the claim or the experiment"


def undone(evidence: Evidence, name: str, verdict: Verdict) -> str | None:
    """What is wrong where a claim does not come out on an alternative as on its experiment; None if it does."""
    if verdict.outcome() is outcome_of(evidence.expected):
        return None
    if verdict.too_many_undecided():
        found = _undecided(name, verdict)
    elif verdict.outcome() is Outcome.UNDECIDED:
        found = _too_few(name, verdict, evidence.expected)
    else:
        found = _found(name, verdict)
    must = "hold" if evidence.expected else "fail"
    return f"the claim must {must} on this alternative as on {evidence.experiment}, but {found}; {SAY_SO}"


def is_the_other_way(evidence: Evidence, result: ClaimResult) -> bool:
    """Whether experiment and control both say the opposite of the deck, so that the answer alone may be wrong."""
    outcomes = (result.verdict.outcome(), result.control.outcome() if result.control else None)
    return outcomes == (outcome_of(not evidence.expected), outcome_of(evidence.expected))


def no_contrast(evidence: Evidence, result: ClaimResult) -> str:
    """What is wrong where a claim does not come out on its control the other way."""
    control = result.control
    assert control is not None
    must = "hold" if not evidence.expected else "fail"
    if control.too_many_undecided():
        return f"on the control the claim must {must}, but {_undecided(str(evidence.control), control)}"
    name = str(evidence.control)
    if control.outcome() is Outcome.UNDECIDED:
        few = _too_few(name, control, not evidence.expected)
        return f"on the control the claim must {must}, but {few}; choose another control, or a clearer threshold"
    found = f"on the control the claim must {must}, but {_found(name, control)}"
    if _is_the_same(result.verdict, control):
        return (
            f"{found}; all that it compares is the same there in each network, to the last digit, so choose a control "
            "that differs in what the claim is about"
        )
    return f"{found}; choose another control"


def _is_the_same(own: Verdict, control: Verdict) -> bool:
    """Whether what differs between networks does not between experiment and control."""
    pairs = [(one, other) for (_, one), (_, other) in zip(own.measured, control.measured, strict=True)]
    differs = any(np.ptp(one[np.isfinite(one)]) > 0 for one, _ in pairs if np.isfinite(one).any())
    return differs and all(np.array_equal(one, other, equal_nan=True) for one, other in pairs)


def _undecided(name: str, verdict: Verdict) -> str:
    """What is wrong with a claim that too many networks have no numbers for."""
    found = f"on {name} the claim is undecided in {verdict.undecided} of {verdict.of} networks"
    return f"{found}: {verdict.why_undecided}; that is evidence for neither side, so compare what has a value"


def _too_few(name: str, verdict: Verdict, expected: bool) -> str:
    """'on half the claim fails in only 16 of 20 networks, and 18 are needed'."""
    word, count = ("holds", verdict.count) if expected else ("fails", verdict.failing)
    needed = math.ceil(HOLDS_IN * verdict.of - 1e-9)
    only = f"{word} in only {count} of {verdict.of} networks, and {needed} are needed"
    return f"on {name} the claim {only}{_numbers(verdict)}"


def _found(name: str, verdict: Verdict) -> str:
    return f"on {name} the claim {verdict.in_words} networks{_numbers(verdict)}"


def _numbers(verdict: Verdict) -> str:
    texts = [f"{text} = {value_text(text, value)}" for text, value in verdict.typical[:2]]
    return f" ({', '.join(texts)})" if texts else ""

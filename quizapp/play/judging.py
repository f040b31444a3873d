"""What the simulation says of a question, by the networks and the rules of `quizapp check`.

What is refused there is not scored in play, and what passes there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from quizapp.evidence.evidence import Evidence
from quizapp.evidence.probes import ProbeValues
from quizapp.evidence.results import ClaimResult, EndsOf, Result, judged_result, probe_values
from quizapp.play.attempt import Attempt
from quizapp.play.session import Session
from quizapp.play.watched import watched
from quizapp.questions.question import Question
from quizapp.runs.background import EndsFrom
from sim.experiment import Experiment

Experiments = Mapping[str, Experiment]


@dataclass(frozen=True)
class Judgement:
    """What came of all evidence of a question, and the options of which the deck does not say what came of them."""

    results: Mapping[Evidence, Result]
    disputed: frozenset[str]


def measure(session: Session, attempt: Attempt, ends: EndsFrom) -> ProbeValues:
    """What the marks of a committed answer rest on."""
    watching = partial(ends, shift=session.shift_of(attempt))
    return probe_values(attempt.to_measure, session.experiments_of(attempt), watching)


def judge_attempt(session: Session, attempt: Attempt, ends: EndsFrom) -> Judgement:
    """Judge all that the question of an attempt rests on."""
    begins, experiments = session.shift_of(attempt), session.experiments_of(attempt)
    watching = partial(ends, shift=begins)
    return judge_question(attempt.question, experiments, watching, watched(experiments, begins))


def judge_question(
    question: Question, experiments: Experiments, ends: EndsOf, watched: Experiments | None = None
) -> Judgement:
    """Judge all that a question rests on: its claims with their controls, its measured key, start and solution.

    What is said of the networks that are shown is said of those that are `watched`, or else of the first.
    """
    pieces = [(option, each) for option, each in question.evidence_by_option() if each.claim or each.quantity]
    results = {evidence: judged_result(experiments, evidence, ends, watched) for _, evidence in pieces}
    found = {evidence: result for evidence, result in results.items() if result is not None}
    claims = {option for option, evidence in pieces if _is_refuted(found.get(evidence))}
    return Judgement(found, frozenset(claims | set(_unfair(question, experiments, ends))))


def _is_refuted(result: Result | None) -> bool:
    return isinstance(result, ClaimResult) and not result.borne_out


def _unfair(question: Question, experiments: Experiments, ends: EndsOf) -> Iterator[str]:
    """The options with which something is wrong beside their claims."""
    measured = probe_values(question.deciding_probes, experiments, ends)
    for result in question.fairness_results(measured) if measured else ():
        if result.problem:
            yield from result.options or [option.id for option in question.form().options]

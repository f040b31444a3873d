"""Where the numbers and the knobs of a room stood: every different answer, for a histogram or a cloud."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from quizapp.claims.arithmetic import value_of
from quizapp.play.attempt import Attempt
from quizapp.questions.answer_forms import EnterNumber, TurnKnobs
from quizapp.questions.types.numeric import Numeric
from quizapp.questions.types.tune import Tune
from quizapp.room.course.tally import Right
from quizapp.room.course.votes import Vote

#: Different answers that are told at most, the most frequent first.
MOST = 400


def spread(attempt: Attempt, votes: Iterable[Vote], right: Right) -> list[dict[str, Any]]:
    """Each different number or setting as {"at", "count", "right", "known"}, the most frequent first.

    "at" is a number or a mapping of knobs, and "known" the place in `known_numbers` of the misconception that it is.
    """
    if not isinstance(attempt.form, EnterNumber | TurnKnobs):
        return []
    first: dict[str, Vote] = {}
    counts: Counter[str] = Counter()
    for vote in votes:
        first.setdefault(vote.same, vote)
        counts[vote.same] += 1
    return [
        {"at": (at := _at(first[name])), "count": count, "right": right.get(name), "known": _known(attempt, at)}
        for name, count in counts.most_common(MOST)
    ]


def known_numbers(attempt: Attempt) -> list[dict[str, Any]]:
    """The wrong numbers that the deck has a name for: each as {"at", "written", "feedback"}."""
    question = attempt.question
    if not isinstance(question, Numeric):
        return []
    return [
        {"at": value_of(each.value), "written": each.value, "feedback": each.feedback}
        for each in question.misconceptions
    ]


def goal_of(attempt: Attempt) -> dict[str, float] | None:
    """Where the deck's solution has the knobs, by their names; None where no knobs are turned."""
    return dict(attempt.question.solution) if isinstance(attempt.question, Tune) else None


def _at(vote: Vote) -> Any:
    return vote.answer["knobs"] if "knobs" in vote.answer else vote.answer["number"]["value"]


def _known(attempt: Attempt, at: Any) -> int | None:
    question = attempt.question
    if not isinstance(question, Numeric):
        return None
    near = question.answer.near
    places = [n for n, each in enumerate(question.misconceptions) if near.accepts(at, value_of(each.value))]
    return min(places, key=lambda n: abs(value_of(question.misconceptions[n].value) - at), default=None)

"""How a session stands, as plain data and back: pure functions, so that a test can say of all states that they return.

The seed and the deck give the variants and the order of the options again; what is written down is what the learner
did. Where the deck was edited meanwhile, the attempts at what changed begin anew, and it is said of which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from quizapp.deck.model import Deck
from quizapp.play.attempt import Attempt, Phase
from quizapp.play.certainty import Certainty
from quizapp.play.session import Session, start
from quizapp.questions.answer_data import answer_as_data, answer_from_data
from quizapp.questions.grading import Grade, Mark
from quizapp.record.content import content_hash
from quizapp.record.recorded import as_text

#: What data that is no state of an attempt can come to when it is read.
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True)
class Restored:
    """A session as it stood, and what could not be restored of it, in a sentence each."""

    session: Session
    notes: tuple[str, ...] = ()


def session_as_data(session: Session) -> dict[str, Any]:
    """All of a session but its deck, as data of which JSON can be made."""
    return {
        "session": session.id,
        "seed": session.seed,
        "position": session.position,
        "started_at": _moment(session.started_at),
        "questions": [each.question.id for each in session.attempts],
        "attempts": [attempt_as_data(session.deck, each) for each in session.attempts],
    }


def attempt_as_data(deck: Deck, attempt: Attempt) -> dict[str, Any]:
    """An attempt as data: which question it was, to tell whether that is still the same, and all that was done."""
    return {
        "attempt": attempt.id,
        "question": attempt.question.id,
        "revision": attempt.question.revision,
        "content": content_hash(deck, attempt.question),
        "answer": answer_as_data(attempt.form, attempt.answer),
        "prediction": None if attempt.prediction is None else answer_as_data(attempt.form, attempt.prediction),
        "certainty": attempt.certainty and attempt.certainty.name.lower(),
        "phase": attempt.phase.value,
        "hints": attempt.hints_shown,
        "committed": attempt.committed,
        "final": attempt.final,
        "grade": attempt.grade and grade_as_data(attempt.grade),
        "judged": attempt.judged,
        "asks_certainty": attempt.asks_certainty,
        "lapsed": attempt.lapsed,
        "committed_at": _moment(attempt.committed_at),
        "marked_at": _moment(attempt.marked_at),
    }


def grade_as_data(grade: Grade) -> dict[str, Any]:
    """A grade as data of which JSON can be made."""
    return {
        "credit": grade.credit,
        "right": grade.right,
        "marks": {name: mark.value for name, mark in grade.marks.items()},
        "key": grade.key,
        "said": dict(grade.said),
        "feedback": dict(grade.feedback),
        "prediction_right": grade.prediction_right,
        "disputed": sorted(grade.disputed),
        "undecided": grade.undecided,
    }


def session_from_data(deck: Deck, data: Mapping[str, Any]) -> Restored:
    """The session that data tells of, over a deck as it is now; what was changed in it begins anew, and is named."""
    by_id = {question.id: question for question in deck.questions}
    wanted, states = [str(each) for each in data["questions"]], list(data["attempts"])
    here = [n for n, name in enumerate(wanted) if name in by_id]
    gone = tuple(f"{name} is no longer in the deck" for name in wanted if name not in by_id)
    if not here:
        raise ValueError("no question of this session is in the deck")
    fresh = start(
        deck, data["seed"], [by_id[wanted[n]] for n in here], _read_moment(data["started_at"]), data["session"]
    )
    notes: list[str] = []
    attempts = [_restored(deck, each, n, states, notes) for each, n in zip(fresh.attempts, here, strict=True)]
    position = sum(n < data["position"] for n in here)
    return Restored(replace(fresh, attempts=tuple(attempts)).at(position), (*gone, *notes))


def _restored(deck: Deck, fresh: Attempt, number: int, states: list[Any], notes: list[str]) -> Attempt:
    """An attempt as its state says, or as it is at first if there is no state, or it is one of another question."""
    named = replace(fresh, id=f"{fresh.id.rpartition('-')[0]}-{number + 1}")
    state = states[number] if number < len(states) else None
    if state is None:
        return named
    changed = _anew(named, state)
    try:
        if (state["revision"], state["content"]) != (fresh.question.revision, content_hash(deck, fresh.question)):
            notes.append(f"{fresh.question.id} was changed, so it begins anew")
            return changed
        return attempt_from_data(named, state)
    except UNREADABLE:
        notes.append(f"{fresh.question.id} could not be restored, so it begins anew")
        return changed


def _anew(fresh: Attempt, state: Any) -> Attempt:
    """A fresh attempt under another name than the one before, which may have an answer in the record."""
    before = state.get("attempt") if isinstance(state, Mapping) else None
    return replace(fresh, id=f"{before if isinstance(before, str) else fresh.id}+")


def attempt_from_data(fresh: Attempt, data: Mapping[str, Any]) -> Attempt:
    """A fresh attempt at the same question, brought to where data says it stood; one of UNREADABLE if it cannot be."""
    certainty, prediction, grade = data["certainty"], data["prediction"], data["grade"]
    attempt = replace(
        fresh,
        id=_typed(data["attempt"], str),
        answer=answer_from_data(fresh.form, data["answer"]),
        prediction=None if prediction is None else answer_from_data(fresh.form, prediction),
        certainty=None if certainty is None else Certainty[certainty.upper()],
        phase=Phase(data["phase"]),
        hints_shown=min(max(_typed(data["hints"], int), 0), len(fresh.question.hints)),
        committed=_typed(data["committed"], bool),
        final=_typed(data["final"], bool),
        grade=None if grade is None else grade_from_data(grade),
        judged=_typed(data["judged"], bool),
        asks_certainty=_typed(data.get("asks_certainty", True), bool),
        lapsed=_typed(data.get("lapsed", False), bool),
        committed_at=_read_moment(data["committed_at"]),
        marked_at=_read_moment(data["marked_at"]),
    )
    _check_reachable(attempt)
    return attempt


def _check_reachable(attempt: Attempt) -> None:
    """Raise ValueError unless the rules of play can lead to this state."""
    begun = attempt.committed or not attempt.predicts
    known = attempt.grade is None or {each.id for each in attempt.form.options} <= set(attempt.grade.marks)
    allowed = {Phase.PREDICT: not begun, Phase.OBSERVE: begun, Phase.EXPLAIN: attempt.marked}[attempt.phase]
    if not (allowed and known and attempt.committed >= attempt.final >= attempt.marked >= attempt.judged):
        raise ValueError("no attempt can stand like this")


def grade_from_data(data: Mapping[str, Any]) -> Grade:
    """The grade that data tells of; one of UNREADABLE if it is none."""
    return Grade(
        credit=float(data["credit"]),
        right=_typed(data["right"], bool),
        marks={name: Mark(mark) for name, mark in data["marks"].items()},
        key=_typed(data["key"], str),
        said=dict(data["said"]),
        feedback=dict(data["feedback"]),
        prediction_right=None if data["prediction_right"] is None else _typed(data["prediction_right"], bool),
        disputed=frozenset(data["disputed"]),
        undecided=_typed(data["undecided"], bool),
    )


def _typed(value: object, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(value)
    return value


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else as_text(moment)


def _read_moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)

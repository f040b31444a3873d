"""An answer from the record looked at again: on the question that it was given to, if that is still asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from quizapp.deck.model import Deck
from quizapp.deck.reader import DeckError, read_deck
from quizapp.evidence.evidence import Evidence
from quizapp.play.attempt import Attempt, Phase
from quizapp.play.attempt import attempt as fresh_attempt
from quizapp.play.certainty import Certainty
from quizapp.play.session import Session
from quizapp.questions.answer_data import BadAnswer, answer_from_data
from quizapp.questions.question import Question
from quizapp.record.content import content_hash
from quizapp.record.recorded import RecordedAttempt, as_json, parsed
from sim.experiment import Experiment


@dataclass(frozen=True)
class Asked:
    """A question of a deck as it is now, to which an answer was given; the `same` if it still asks what it asked."""

    deck: Deck
    question: Question
    same: bool


def asked(recorded: RecordedAttempt, paths: Iterable[Path]) -> Asked | None:
    """The question of an answer in the first of these files that asks the same, or else in the first that has its id.

    None if no file that can be read has a question of this id.
    """
    changed = None
    for path in dict.fromkeys(paths):
        found = _in_file(recorded, path)
        if found is not None and found.same:
            return found
        changed = changed or found
    return changed


def _in_file(recorded: RecordedAttempt, path: Path) -> Asked | None:
    try:
        deck = read_deck(path)
    except (DeckError, OSError):
        return None
    question = next((each for each in deck.questions if each.id == recorded.question), None)
    if question is None:
        return None
    then = (question.revision, content_hash(deck, question)) == (recorded.revision, recorded.content)
    variant = _variant(recorded, deck.variants(question))
    return Asked(deck, variant or question, then and variant is not None)


def _variant(recorded: RecordedAttempt, variants: Iterable[Question]) -> Question | None:
    """The variant that was asked."""
    drawn = parsed(recorded.variant)
    return next((each for each in variants if parsed(as_json(dict(each.drawn))) == drawn), None)


def answered_again(found: Asked, recorded: RecordedAttempt) -> Session | None:
    """A session of this one question, the answer committed and not marked yet; None unless it still fits the question.

    Nothing of it is to be kept: it was answered before.
    """
    if not found.same:
        return None
    attempt = fresh_attempt(found.question, recorded.seed, f"again-{recorded.attempt}")
    try:
        attempt = _committed(attempt, recorded)
    except (BadAnswer, KeyError):
        return None
    return Session(f"again-{recorded.attempt}", recorded.seed, found.deck, (attempt,))


def _committed(attempt: Attempt, recorded: RecordedAttempt) -> Attempt:
    """A fresh attempt brought to where it stood when its answer was final; BadAnswer or KeyError if it cannot be."""
    answer = answer_from_data(attempt.form, parsed(recorded.answer))
    prediction = parsed(recorded.prediction)
    return replace(
        attempt,
        answer=answer,
        prediction=attempt.prediction if prediction is None else answer_from_data(attempt.form, prediction),
        certainty=None if recorded.certainty is None else Certainty[recorded.certainty.upper()],
        phase=Phase.OBSERVE,
        committed=True,
        final=True,
        hints_shown=min(recorded.hints, len(attempt.question.hints)),
        committed_at=datetime.fromisoformat(recorded.committed_at),
        asks_certainty=recorded.certainty is not None,
    )


def experiments_of(found: Asked, recorded: RecordedAttempt) -> Mapping[str, Experiment]:
    """The networks of what was answered wrong, and their control, by name; none if nothing is run for the question."""
    session = answered_again(found, recorded)
    known = session.watched if session is not None else found.deck.experiments_for(found.question)
    pieces = (found.question.evidence_for(name) for name in _at_issue(found.question, recorded))
    names = next((_names(each) for each in pieces if each is not None), _measured(recorded))
    return {name: known[name] for name in names if name in known}


def _at_issue(question: Question, recorded: RecordedAttempt) -> list[str]:
    """The ids of the options, those first that were marked wrong or missed."""
    marks = parsed(recorded.marks)
    bad = [name for name, mark in marks.items() if mark in ("wrong", "you missed")] if isinstance(marks, dict) else []
    ids = [option.id for option in question.form().options]
    return [*(name for name in bad if name in ids), *ids]


def _names(evidence: Evidence) -> tuple[str, ...]:
    return (evidence.experiment, evidence.control) if evidence.control else (evidence.experiment,)


def _measured(recorded: RecordedAttempt) -> tuple[str, ...]:
    """The experiment that was measured then."""
    found = parsed(recorded.measured)
    first = found[0] if isinstance(found, list) and found else None
    return (str(first["experiment"]),) if isinstance(first, dict) and "experiment" in first else ()


def measured_in_words(recorded: RecordedAttempt) -> str:
    """What the record still says of the networks of an answer whose deck is gone: 'tiny: ... in 8 of 8 networks'."""
    found = parsed(recorded.measured)
    told = [_told(each) for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    return "; ".join(filter(None, told)) or "nothing was measured for it"


def _told(measured: dict[str, Any]) -> str:
    experiment, of = measured.get("experiment"), measured.get("of")
    if "claim" in measured:
        return f"{experiment}: {measured['claim']} held in {measured.get('holds_in')} of {of} networks"
    medians = measured.get("medians")
    value = next(iter(medians.values()), None) if isinstance(medians, dict) else None
    return f"{experiment}: {measured.get('quantity')} was {value:.3g}" if isinstance(value, int | float) else ""

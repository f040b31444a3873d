"""What is new of an attempt since it was kept last, as rows to be written: answer, mark, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quizapp.evidence.probes import ProbeValues
from quizapp.play.attempt import Attempt
from quizapp.play.judging import Judgement
from quizapp.play.session import Session
from quizapp.record.measured import measured_as_data, probes_as_data
from quizapp.record.rows import Sitting, Write, answer_row, draft_row, mark_row


@dataclass(frozen=True)
class Change:
    """The attempt of this number in a session, as it was kept before, if it was, and what was measured for it since."""

    session: Session
    number: int
    before: Attempt | None
    found: Judgement | ProbeValues | None

    @property
    def attempt(self) -> Attempt:
        """The attempt as it is now."""
        return self.session.attempts[self.number]


def is_untouched(attempt: Attempt) -> bool:
    """Whether there is nothing to be kept of an attempt."""
    begun = attempt.committed or attempt.hints_shown or attempt.certainty or not attempt.asks_certainty
    return not begun and attempt.answer == attempt.form.blank


def is_news(before: Attempt | None, attempt: Attempt, found: Judgement | ProbeValues | None) -> bool:
    """Whether there is something to write of an attempt; not of an earlier state that comes late."""
    if before is None:
        return not is_untouched(attempt)
    comes_late = before.committed and not attempt.committed
    return not comes_late and (attempt is not before or found is not None)


def writes_of(change: Change, sitting: Sitting, seconds: float, now: datetime) -> Iterator[Write]:
    """The rows that keep a change; of what lapsed only where it stood, and an answer again once it is final."""
    attempt, before = change.attempt, change.before
    if not attempt.lapsed:
        was_committed, was_final = (before.committed, before.final) if before else (False, False)
        if (attempt.final and not was_final) or (attempt.committed and not attempt.final and not was_committed):
            yield answer_row(change.session, attempt, sitting, now, seconds)
        measured = _measured(attempt, change.found)
        if attempt.marked and (measured or not before or _mark(before) != _mark(attempt)):
            yield mark_row(attempt, measured, now)
    if attempt is not before:
        yield draft_row(change.session, change.number, seconds)


def _measured(attempt: Attempt, found: Judgement | ProbeValues | None) -> list[dict[str, Any]]:
    if found is None:
        return []
    return measured_as_data(found) if isinstance(found, Judgement) else probes_as_data(attempt, found)


def _mark(attempt: Attempt) -> tuple[object, ...]:
    return attempt.grade, attempt.judged

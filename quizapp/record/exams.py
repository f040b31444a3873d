"""How an exam goes on from one run of the program to the next: what is left of its time, and whether it is over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from quizapp.play.exam import NAMES, begun, seconds_used
from quizapp.record.rows import Sitting
from quizapp.record.session_state import Restored


def as_exam(sitting: Sitting, found: Restored, data: Mapping[str, Any], at: datetime, now: float) -> Restored:
    """What was restored of a sitting, as an exam if it is one: over if no time is left, or if it was when it was left.

    `data` is as `reading.session_data` gives it, `at` the time and `now` the same moment by `exam.running`.
    """
    kind = next((each for each in NAMES if each == sitting.kind), None)
    if kind is None:
        return found
    session = found.session.sat_as(begun(kind, sitting.minutes, now, _used(sitting, data, at))).timed(now)
    was_over = any(each.marked or each.lapsed for each in found.session.attempts)
    return replace(found, session=session.ended() if was_over else session)


def _used(sitting: Sitting, data: Mapping[str, Any], at: datetime) -> float:
    started, *kept = (datetime.fromisoformat(each).timestamp() for each in (sitting.started_at, *data["kept_at"]))
    return seconds_used(started, at.timestamp(), kept, sum(data["seconds"].values()))

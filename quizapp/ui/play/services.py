"""What the screens of a session share: the store of its runs, who writes answers down, the time, whether to move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from quizapp.play.session import Record, not_recorded
from quizapp.runs.store import RunStore


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Services:
    """Made once by the app; `record` is called with each answer between its commit and its mark.

    Runs that are `still` show their beginning and their end, and nothing that moves.
    """

    store: RunStore = field(default_factory=RunStore)
    record: Record = not_recorded
    clock: Callable[[], datetime] = now
    still: bool = False

"""What the screens of a session share: its runs, in front and behind, who writes answers down, and the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from quizapp.play.exam import running
from quizapp.play.session import Record, not_recorded
from quizapp.runs.background import Background, Told, ignore
from quizapp.runs.pace import NORMAL, shown_at_normal_speed
from quizapp.runs.store import RunStore


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Services:
    """Made once by the app; `record` is called with each answer between its commit and its mark.

    `background` judges marks, whichever screen is in front, and keeps what came of that. Runs that are
    `still` show their beginning and their end, and nothing that moves. `met` has the words that are explained where
    they are met first, and the attempts in which they were. Who is `authoring` sees claims as formulas, too.
    Runs begin at `speed`, one of `pace.SPEEDS`; where certainty is not asked for, answers are committed without.
    Exams are timed by `running`.
    """

    store: RunStore
    background: Background
    record: Record = not_recorded
    clock: Callable[[], datetime] = now
    running: Callable[[], float] = running
    still: bool = False
    met: dict[str, str] = field(default_factory=dict)
    authoring: bool = False
    speed: int = NORMAL
    asks_certainty: bool = True


def services(told: Told = ignore, record: Record = not_recorded) -> Services:
    """Services with a store of their own; `told` is called, by another thread, with what was done in the background."""
    store = RunStore()
    return Services(store, Background(store, told, shown_at_normal_speed), record)

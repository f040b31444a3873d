"""An exam as data: what for, until when, and whether it is over. Nothing is revealed while it is on.

Its end is a moment of a clock that nobody can set and that runs while the machine sleeps; what is left of it from one
run of the program to the next is for the record to say.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from quizapp.play.attempt import Attempt
from quizapp.questions.question import Question

#: What an exam is for; a way through a deck of another kind is no exam.
Kind = Literal["exam", "pre", "post"]
NAMES: Mapping[Kind, str] = MappingProxyType({"exam": "exam", "pre": "pre-test", "post": "post-test"})
#: Said of what is still open when somebody finishes.
WILL_COUNT = "What is not answered counts as unanswered."
#: The seconds before its end at which it is said how much time is left.
WARNINGS = (300, 60)


@dataclass(frozen=True)
class Exam:
    """An exam of a kind; `ends_at` is by `running`, and None, as `minutes`, where there is no limit."""

    kind: Kind = "exam"
    minutes: float | None = None
    ends_at: float | None = None
    over: bool = False

    @property
    def name(self) -> str:
        """What it is called."""
        return NAMES[self.kind]

    def left(self, now: float) -> float | None:
        """The seconds that are left, or None without a limit."""
        return None if self.ends_at is None else 0.0 if self.over else max(self.ends_at - now, 0.0)

    def is_due(self, now: float) -> bool:
        """Whether its time has run out, and nobody has said so yet."""
        return not self.over and self.left(now) == 0.0

    def ended(self) -> Exam:
        """The exam when it is over."""
        return replace(self, over=True)


def begun(kind: Kind, minutes: float | None, now: float, used: float = 0.0) -> Exam:
    """An exam that is on, of whose time so many seconds were used before."""
    return Exam(kind, minutes, None if minutes is None else now + max(60 * minutes - used, 0.0))


def running() -> float:
    """Seconds of a clock that cannot be set, and that runs on while the machine sleeps where the system has one."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


def seconds_used(started: float, now: float, kept: Iterable[float], looked_at: float) -> float:
    """How much of an exam's time is used when it goes on in another run of the program.

    Of the moments `started`, `now` and `kept`, when something of it was kept, the clock may have been set; `looked_at`
    are the seconds for which its questions were looked at, by one that cannot be. So a clock that was set back gives no
    more time than there was when something was kept last.
    """
    return max(now - started, *(each - started for each in kept), looked_at, 0.0)


def clock_words(seconds: float) -> str:
    """'4:09', or with hours '1:04:09'; of a second that has begun all counts."""
    minutes, rest = divmod(-int(-seconds // 1), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def warning(before: float | None, now: float | None) -> str:
    """What is to be said as the time that is left goes from `before` to `now`; nothing most of the time."""
    if before is None or now is None:
        return ""
    passed = [each for each in WARNINGS if now <= each < before]
    return f"{passed[-1] // 60} minute{'s' * (passed[-1] > 60)} left." if passed and now > 0 else ""


def how_open(numbers: Sequence[int], of: int) -> str:
    """How many questions are not answered for good, and which: '2 of 8 questions are not answered yet: 3 and 5.'"""
    if not numbers:
        return "All questions are answered." if of > 1 else "The question is answered."
    first, last = ", ".join(map(str, numbers[:-1])), str(numbers[-1])
    named = f"{first} and {last}" if first else last
    return f"{len(numbers)} of {of} questions {'is' if len(numbers) == 1 else 'are'} not answered yet: {named}."


def score(attempts: Sequence[Attempt]) -> tuple[str, str]:
    """How an exam went, in two sentences: how many of all questions that count were right, and the credit."""
    counted = [each for each in attempts if each.lapsed or each.scored]
    right, credit = (
        sum(each.scored and each.right for each in counted),
        sum(each.credit for each in counted if each.scored),
    )
    if not counted:
        return "No question counts yet.", ""
    of = f"{len(counted)} question{'s' * (len(counted) != 1)}"
    return f"{right} of {of} right in full.", f"Credit {credit:.1f} of {len(counted)}, {credit / len(counted):.0%}."


def outcome(attempt: Attempt) -> str:
    """What became of a question of an exam, in a word or two."""
    if attempt.lapsed:
        return "not answered"
    if not attempt.marked:
        return "being marked"
    if attempt.disputed:
        return "not scored"
    return "right" if attempt.right else "in part" if attempt.credit > 0 else "not right"


def drawn_for(questions: Sequence[Question], count: int | None, seed: int) -> list[Question]:
    """So many of the questions as `seed` decides, in the order in which they were; all without a count."""
    if count is None or count >= len(questions):
        return list(questions)
    chosen = set(random.Random(f"{seed}/exam").sample(range(len(questions)), count))
    return [each for number, each in enumerate(questions) if number in chosen]

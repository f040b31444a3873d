"""What is warned of once instead of being done, and done when it is asked for again."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from quizapp.room.course.phases import Phase
from quizapp.room.host.words import RUN, votes_now

State = Mapping[str, Any]
#: The share of those here who should have answered before a vote is closed.
MOST = 0.75
#: Seconds for which a warning stands: somebody who presses the key later may have forgotten it.
SHORT = 8.0


class Warned(Enum):
    """What waits for its key to be pressed again."""

    CLOSE = "{answered} of {here} have answered; space again closes the vote."
    RUNS = (
        "The networks of this question are not ready. Wait for them, or press space again to reveal without: they are "
        "shown as soon as they are ready."
    )
    REVEAL = "A reveal cannot be undone, and there is no further vote on this question; v again reveals."

    @property
    def lasts(self) -> float | None:
        """The seconds for which it stands; None as long as the room stands where it does."""
        return None if self is Warned.RUNS else SHORT


def warning_before(state: State, phase: Phase, question: str, hands: bool = False) -> Warned | None:
    """What to warn of before space goes on to a phase of a question; where `hands` are counted nobody is waited for."""
    answered, here = votes_now(state)
    is_here = bool(state["question"]) and state["question"]["id"] == question
    if state["open"] and is_here and not hands and answered < MOST * here:
        return Warned.CLOSE
    if phase is Phase.REVEAL and state["facilitator"]["runs"] not in RUN:
        return Warned.RUNS
    return None


def warning_words(state: State, warned: Warned | None) -> str:
    """The warning in words, as long as there is a reason for it."""
    if warned is None or (warned is Warned.RUNS and state["facilitator"]["runs"] in RUN):
        return ""
    answered, here = votes_now(state)
    return warned.value.format(answered=answered, here=here)

"""Where a room stands, in the header line and as a track through the phases of a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizapp.room.course.phases import Phase

#: What the phases that are shown are called; a closed round is a state of its round.
NAMES = {
    Phase.LOBBY: "lobby",
    Phase.ROUND1: "vote 1",
    Phase.DISCUSS: "discuss",
    Phase.ROUND2: "vote 2",
    Phase.REVEAL: "reveal",
    Phase.SIMULATE: "simulate",
    Phase.EXPLAIN: "explain",
}
CLOSED = {Phase.ROUND1_CLOSED: Phase.ROUND1, Phase.ROUND2_CLOSED: Phase.ROUND2}
#: A question that is asked alone, after another was discussed, is voted on once.
LEFT_OUT = (Phase.DISCUSS, Phase.ROUND2)
REHEARSAL = "REHEARSAL"
SIGN, DONE = " ─ ", " ✓"


def track(phase: Phase, alone: bool, width: int) -> str:
    """The way through a question with the phase in capitals: 'lobby ✓ ─ VOTE 1 open ─ discuss ─ ...'.

    Where it does not fit the window, done phases lose their sign, and then only what is near is told.
    """
    at = CLOSED.get(phase, phase)
    shown = [each for each in NAMES if not (alone and each in LEFT_OUT)]
    here = shown.index(at) if at in shown else 0
    for done, first in ((DONE, 0), ("", 0), ("", here)):
        words = [_word(each, shown.index(each) - here, phase, done) for each in shown[first:]]
        if len(line := SIGN.join(words)) <= width:
            return line
    return _word(at, 0, phase, "")[:width]


def _word(each: Phase, ahead: int, phase: Phase, done: str) -> str:
    if ahead < 0:
        return f"{NAMES[each]}{done}"
    if ahead > 0:
        return NAMES[each]
    state = "" if phase.round is None else " open" if phase.is_open else " closed"
    return f"{NAMES[each].upper()}{state}"


def heading(state: Mapping[str, Any] | None, left: float | None, width: int, hands: bool = False) -> str:
    """The header line: the deck, the question's number, the code; who is here, and the time that is left.

    Where hands are counted, nobody is expected to be here by phone.
    """
    if state is None:
        return " quizapp host"[:width]
    rehearsal = f"{REHEARSAL} · " if state["rehearsal"] else ""
    where = f"question {state['number']} of {state['of']}" if state["question"] else f"{state['of']} questions"
    parts = [state["title"], where, *([] if hands else [f"room {state['code']}"])]
    right = " · ".join(["show of hands" if hands else here_words(state), *([clock(left)] if left is not None else [])])
    for start in range(len(parts)):
        line = f" {rehearsal}{' · '.join(parts[start:])}"
        if len(line) + len(right) + 3 <= width:
            return line + right.rjust(width - len(line) - 1)
    return f" {rehearsal}{right}"[:width]


def here_words(state: Mapping[str, Any]) -> str:
    """How many are here, and how many of them have answered: counts of people, however many pages each has open."""
    told = state["facilitator"]
    return f"{told['here']} here" if told["here"] == told["people"] else f"{told['here']} here, {told['people']} joined"


def clock(seconds: float) -> str:
    """Seconds as minutes and seconds: '1:05'."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02}"

"""Which keys there are in which phase: only those that do something now are in the footer and in help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from quizapp.room.course.phases import Phase
from quizapp.room.host.words import following, next_question, phase_of

State = Mapping[str, Any]
REOPENS = {Phase.ROUND1_CLOSED: Phase.ROUND1, Phase.DISCUSS: Phase.ROUND1, Phase.ROUND2_CLOSED: Phase.ROUND2}
COUNTED = {
    Phase.ROUND1: 1,
    Phase.ROUND1_CLOSED: 1,
    Phase.DISCUSS: 1,
    Phase.ROUND2: 2,
    Phase.ROUND2_CLOSED: 2,
}
HANDS_FOR = ("pick_one", "pick_many")


def _going_on(state: State) -> bool:
    return not state["over"]


def _untold(state: State) -> bool:
    return bool(state["question"]) and not phase_of(state).is_told and not state["over"]


def _lobby(state: State) -> bool:
    return phase_of(state) is Phase.LOBBY


def _open(state: State) -> bool:
    return bool(state["open"])


def _film(state: State) -> bool:
    return phase_of(state) is Phase.SIMULATE and not state["over"]


def _reopens(state: State) -> bool:
    return phase_of(state) in REOPENS and not state["over"]


def _hands(state: State) -> bool:
    return phase_of(state) in COUNTED and not state["over"] and state["question"]["form"] in HANDS_FOR


def _further(state: State) -> bool:
    """Whether there is a next question to which space does not go anyhow."""
    there = next_question(state)
    ahead = following(state)
    return bool(state["question"]) and not state["over"] and there is not None and (not ahead or ahead[1] != there)


WHEN: Mapping[str, Callable[[State], bool]] = {
    "next": _going_on,
    "undo": lambda state: bool(state["facilitator"]["can_undo"]),
    "time": _open,
    "set_time": _open,
    "show": _untold,
    "private": _untold,
    "skip": _untold,
    "jump": _going_on,
    "reopen": _reopens,
    "reveal": _reopens,
    "hands": _hands,
    "choose": _lobby,
    "next_question": _further,
    "end": _going_on,
    "play": _film,
    "step": _film,
    "beside": _film,
}


def allowed(action: str, state: State | None, served: bool, hands: bool = False) -> bool:
    """Whether an action does something now; `served` says that the server is there, `hands` that nobody joins."""
    if hands and action == "choose":
        return False
    if action == "restart":
        return not served
    if action not in WHEN:
        return True
    return state is not None and served and WHEN[action](state)


OVER, AWAY = "The session is over; b takes that back.", "The room cannot be reached just now."
NO_VOTE, NO_FILM = "No vote is open.", "No networks are shown now."
NO_QUESTION = "There is no question in front whose answer is still hidden."
NOT_NOW: Mapping[str, str] = {
    "undo": "There is nothing to take back; a reveal cannot be.",
    "time": NO_VOTE,
    "set_time": NO_VOTE,
    "show": NO_QUESTION,
    "private": NO_QUESTION,
    "skip": NO_QUESTION,
    "reopen": "There is no closed vote to open again.",
    "reveal": "No vote was closed that could be revealed.",
    "hands": "There is no vote in which hands are counted.",
    "choose": "The address is chosen in the lobby, or after a.",
    "next_question": "Space goes on; there is no further question to which to go at once.",
    "play": NO_FILM,
    "step": NO_FILM,
    "beside": NO_FILM,
}


def why_not(action: str, state: State | None, served: bool) -> str:
    """Why a key does nothing now, so that it is never taken for another key of the same name."""
    if action == "restart":
        return "The server runs."
    if state is None or not served:
        return AWAY
    return OVER if state["over"] else NOT_NOW.get(action, "This key does nothing just now.")

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
    if hands and action in ("address", "choose"):
        return False
    if action == "restart":
        return not served
    if action not in WHEN:
        return True
    return state is not None and served and WHEN[action](state)

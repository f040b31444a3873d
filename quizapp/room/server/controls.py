"""What a facilitator can do beside going from phase to phase: each a word with what it takes."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from quizapp.room.course.events import Ended, Event, Hands, Looked, Shown, Skipped, Timed, Undone
from quizapp.room.server.clock import LONGEST
from quizapp.room.server.messages import BadMessage
from quizapp.room.server.room import Refused, Room

#: Hands that may be counted at most.
MOST_HANDS = 10_000
#: More runs than a question has.
MOST_RUNS = 1000


async def do(room: Room, data: Mapping[str, Any]) -> None:
    """Do what the word under "do" says; BadMessage if there is no such word or it lacks something."""
    actions = {"undo": _undo, "time": _time, "show": _show, "look": _look, "skip": _skip, "hands": _hands, "end": _end}
    word = data.get("do")
    if word == "again":
        _again(room, data)
        return
    if not isinstance(word, str) or word not in actions:
        raise BadMessage(f'"do" is one of {", ".join((*actions, "again"))}')
    await room.do(actions[word](room, data))


def _again(room: Room, data: Mapping[str, Any]) -> None:
    """Networks that could not be run are run once more."""
    if not room.again(room.state.agenda[_item(room, data)].question):
        raise Refused(409, "not-now", "nothing of this question has failed")


def _undo(room: Room, data: Mapping[str, Any]) -> Event:
    """The last thing that was done is taken back, whatever it was."""
    if not room.state.past:
        raise Refused(409, "not-now", "there is nothing to undo: a reveal cannot be")
    return Undone()


def _time(room: Room, data: Mapping[str, Any]) -> Event:
    """The open round closes by itself: {"seconds": 60}, {"more": 60}, or {"seconds": null} for never."""
    if room.state.open_round is None:
        raise Refused(409, "not-now", "there is no round open to which a time could be set")
    if "more" in data:
        seconds: float | None = (room.countdown.left or 0.0) + _number(data, "more")
    else:
        seconds = None if data.get("seconds") is None else _number(data, "seconds")
    return Timed(None if seconds is None else time.time() + min(max(seconds, 0.0), LONGEST))


def _show(room: Room, data: Mapping[str, Any]) -> Event:
    """The projector shows the bars before the reveal, or hides them."""
    return Shown(bool(data.get("shown")))


def _look(room: Room, data: Mapping[str, Any]) -> Event:
    """The projector shows another run beside the right one: {"run": 2}, by its place in GET runs."""
    run = data.get("run")
    if isinstance(run, bool) or not isinstance(run, int) or not 0 <= run < MOST_RUNS:
        raise BadMessage('"run" is the place of a run in GET runs, from 0')
    if not room.state.phase.is_told:
        raise Refused(409, "not-told", "the answer is not revealed yet")
    return Looked(run)


def _skip(room: Room, data: Mapping[str, Any]) -> Event:
    """A question does not count; its votes are kept."""
    return Skipped(_item(room, data), bool(data.get("skipped", True)))


def _hands(room: Room, data: Mapping[str, Any]) -> Event:
    """Raised hands, counted: {"round": 1, "counts": {"vanish": 12}}."""
    counts, number = data.get("counts"), data.get("round")
    if number not in (1, 2) or isinstance(number, bool) or not isinstance(counts, Mapping):
        raise BadMessage('"round" is 1 or 2, and "counts" how many hands by the ids of options')
    item = _item(room, data)
    if item in room.state.told:
        raise Refused(409, "not-now", "the answer is revealed, and the count stays as it is")
    options = {option.id for option in room.attempts[room.state.agenda[item].question].form.options}
    for option, count in counts.items():
        if (
            option not in options
            or isinstance(count, bool)
            or not isinstance(count, int)
            or not 0 <= count <= MOST_HANDS
        ):
            raise BadMessage(
                f"hands are whole numbers of 0 to {MOST_HANDS}, for the options {', '.join(sorted(options))}"
            )
    return Hands(item, int(number), tuple(sorted(counts.items())))


def _end(room: Room, data: Mapping[str, Any]) -> Event:
    """The session is over."""
    return Ended()


def _item(room: Room, data: Mapping[str, Any]) -> int:
    question = data.get("question")
    if question is None and room.state.item is not None:
        return room.state.at.item
    places = [n for n, item in enumerate(room.state.agenda) if item.question == question]
    if not places:
        raise BadMessage('"question" is the id of a question of this deck')
    return places[0]


def _number(data: Mapping[str, Any], name: str) -> float:
    value = data.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e9:
        raise BadMessage(f'"{name}" is a number of seconds')
    return float(value)

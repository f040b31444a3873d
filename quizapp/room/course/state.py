"""Where a room stands, as frozen data: `after` takes it through an event, `begun` is before the first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import assert_never

from quizapp.room.course.agenda import Item
from quizapp.room.course.events import Ended, Event, Hands, Looked, Moved, Shown, Skipped, Timed, Undone
from quizapp.room.course.phases import Phase, may_follow, usually_next


class NotNow(Exception):
    """A step that cannot be taken now, and what can be instead."""


@dataclass(frozen=True)
class Place:
    """A phase of a question, by its place in the agenda; -1 in the lobby before the first."""

    item: int
    phase: Phase


@dataclass(frozen=True)
class Before:
    """How a room stood before something was done, as far as that is taken back with it."""

    at: Place
    skipped: frozenset[int]
    hands: tuple[Hands, ...]
    ends: float | None
    shown: bool
    over: bool


@dataclass(frozen=True)
class State:
    """Where a room stands; `version` counts what has happened, and `past` is what stood before what can be undone.

    `look` is the run that is looked at beside the right one, or None for the one that most chose.
    `told` are the items whose answer was revealed, `last` the phase in which each was left, and `hands` the raised
    hands by item and round.
    """

    agenda: tuple[Item, ...]
    at: Place = Place(-1, Phase.LOBBY)
    version: int = 0
    past: tuple[Before, ...] = ()
    told: frozenset[int] = frozenset()
    asked: frozenset[int] = frozenset()
    skipped: frozenset[int] = frozenset()
    hands: tuple[Hands, ...] = field(default=())
    ends: float | None = None
    shown: bool = False
    over: bool = False
    look: int | None = None

    @property
    def item(self) -> Item | None:
        """The question that is in front, or None in the lobby."""
        return self.agenda[self.at.item] if self.at.item >= 0 else None

    @property
    def phase(self) -> Phase:
        """The phase in which the room is."""
        return self.at.phase

    @property
    def asks_alone(self) -> bool:
        """Whether the question in front tests what was discussed before, by one vote without talk."""
        return self.item is not None and self.item.transfer_of is not None

    @property
    def open_round(self) -> tuple[str, int] | None:
        """The question and the round of which votes are taken, if any are."""
        item, number = self.item, self.phase.round
        return (item.question, number) if item and number and self.phase.is_open and not self.over else None

    @property
    def next(self) -> Place | None:
        """Where the room usually goes next; None after the last question."""
        if self.phase is not Phase.LOBBY and (phase := usually_next(self.phase, self.asks_alone)) is not None:
            return Place(self.at.item, phase)
        places = (n for n in range(self.at.item + 1, len(self.agenda)) if n not in self.told | self.skipped)
        return next((Place(n, Phase.ROUND1) for n in places), None)

    def hands_of(self, item: int, round: int) -> dict[str, int]:  # noqa: A002
        """The raised hands of a round by option, as they were counted last."""
        found = [each for each in self.hands if (each.item, each.round) == (item, round)]
        return dict(found[-1].counts) if found else {}

    def place_of(self, question: str) -> int:
        """The place of a question in the agenda; NotNow if it is not in it."""
        for number, item in enumerate(self.agenda):
            if item.question == question:
                return number
        raise NotNow(f"this deck has no question {question!r}")


def begun(agenda: tuple[Item, ...]) -> State:
    """A room before anything has happened."""
    return State(agenda)


def replayed(agenda: tuple[Item, ...], events: Iterable[Event]) -> State:
    """The room after events that were allowed when they happened."""
    return reduce(after, events, begun(agenda))


def after(state: State, event: Event) -> State:
    """The room after one event; what changed nothing is nothing to undo."""
    state = replace(state, version=state.version + 1)
    if isinstance(event, Undone):
        return _undone(state)
    there = _done(state, event)
    if isinstance(event, Moved) and event.phase.is_told and event.item not in state.told:
        return replace(there, told=state.told | {event.item}, past=())  # what was told cannot be taken back
    before = _before(state, event)
    return there if _stood(there) == _stood(state) else replace(there, past=(*state.past, before))


def _done(state: State, event: Moved | Timed | Shown | Looked | Skipped | Hands | Ended) -> State:
    match event:
        case Moved(item, phase):
            asked = state.asked if phase is Phase.LOBBY else state.asked | {item}
            look = state.look if item == state.at.item else None
            return replace(state, at=Place(item, phase), asked=asked, ends=None, shown=False, over=False, look=look)
        case Timed(ends):
            return replace(state, ends=ends)
        case Shown(shown):
            return replace(state, shown=shown)
        case Looked(run):
            return replace(state, look=run)
        case Skipped(item, skipped):
            return replace(state, skipped=state.skipped | {item} if skipped else state.skipped - {item})
        case Hands(item, number, counts):
            if state.hands_of(item, number) == dict(counts):
                return state
            return replace(state, hands=(*state.hands, event))
        case Ended():
            return replace(state, over=True, ends=None)
        case _:
            assert_never(event)


def _stood(state: State) -> Before:
    return Before(state.at, state.skipped, state.hands, state.ends, state.shown, state.over)


def _before(state: State, event: Event) -> Before:
    """What is gone back to; a vote that is opened again has no time, as that has gone on meanwhile."""
    stood = _stood(state)
    return replace(stood, ends=None) if isinstance(event, Moved | Ended) else stood


def _undone(state: State) -> State:
    """The room with the last thing that was done taken back, whatever it was."""
    if not state.past:
        return state
    *earlier, back = state.past
    return replace(
        state,
        at=back.at,
        skipped=back.skipped,
        hands=back.hands,
        ends=back.ends,
        shown=back.shown,
        over=back.over,
        look=state.look if back.at.item == state.at.item else None,
        past=tuple(earlier),
    )


def step(state: State, to: Phase, question: str | None = None) -> Moved:
    """The step to a phase, of another question if one is named or the one in front is done; NotNow if it cannot be."""
    target = state.at.item if question is None else state.place_of(question)
    if question is None and to is Phase.ROUND1 and (state.at.item < 0 or state.phase.is_told):
        following = state.next if state.phase is not Phase.LOBBY else None
        target = _next_question(state) if following is None or following.phase is not Phase.ROUND1 else following.item
    if to is Phase.LOBBY or target < 0:
        raise NotNow("the room is in the lobby; begin with the phase round1")
    if target != state.at.item:
        _check_jump(state, target, to)
    elif not may_follow(state.phase, to):
        raise NotNow(_why_not(state.phase, to))
    return Moved(target, to)


def _next_question(state: State) -> int:
    places = [n for n in range(state.at.item + 1, len(state.agenda)) if n not in state.told | state.skipped]
    if not places:
        raise NotNow("there is no further question; end the session, or jump to one of before")
    return places[0]


def _check_jump(state: State, target: int, to: Phase) -> None:
    if target in state.told and not to.is_told:
        raise NotNow("the answer to that question was revealed, so that it cannot be voted on again")
    if target not in state.told and to is not Phase.ROUND1:
        raise NotNow("a question begins with the phase round1")


def _why_not(now: Phase, to: Phase) -> str:
    if now is to:
        return f"the room is in the phase {now} already"
    if now.is_told:
        return f"the answer was revealed, which cannot be undone: from {now} it goes on to reveal, simulate, explain"
    if now is Phase.LOBBY:
        return f"the room is in the lobby; begin with the phase round1, not {to}"
    return f"{to} cannot follow {now}; undo goes back a step"

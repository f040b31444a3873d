"""The course of a room, played by anybody in any way: what was told stays told, and what happened can be told again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.room.course.agenda import Item
from quizapp.room.course.events import (
    Ended,
    Event,
    Hands,
    Looked,
    Moved,
    Shown,
    Skipped,
    Timed,
    Undone,
    as_data,
    from_data,
)
from quizapp.room.course.phases import ORDER, Phase, may_follow, usually_next
from quizapp.room.course.state import NotNow, Place, State, after, begun, replayed, step

AGENDA = (Item("a"), Item("b", transfer_of="a"), Item("c"))
WISHES = st.one_of(
    st.tuples(st.sampled_from(list(Phase)), st.sampled_from([None, "a", "b", "c"])),
    st.sampled_from([Undone(), Timed(9.0), Looked(2), Shown(True), Skipped(1, True), Skipped(1, False), Ended()]),
    st.builds(Hands, st.just(0), st.just(1), st.sampled_from([(("x", 3),), (("x", 4),)])),
)


def played(wishes: list[object]) -> tuple[State, list[Event]]:
    """The room after all wishes that were possible, and what happened."""
    state = begun(AGENDA)
    happened: list[Event] = []
    for wish in wishes:
        try:
            event: Event = step(state, *wish) if isinstance(wish, tuple) else wish  # type: ignore[assignment]
        except NotNow:
            continue
        if isinstance(event, Undone) and not state.past:
            continue
        state = after(state, event)
        happened.append(event)
    return state, happened


@given(st.lists(WISHES, max_size=40))
def test_what_happened_gives_the_same_room_again_by_way_of_its_data(wishes: list[object]) -> None:
    state, happened = played(wishes)
    assert replayed(AGENDA, [from_data(as_data(event)) for event in happened]) == state


@given(st.lists(WISHES, max_size=30), st.lists(WISHES, max_size=30))
def test_what_was_told_is_never_voted_on_again(before: list[object], wishes: list[object]) -> None:
    state, _ = played(before)
    later, _ = played([*before, *wishes])
    assert state.told <= later.told
    assert later.open_round is None or later.at.item not in later.told


@given(st.lists(WISHES, max_size=40))
def test_every_change_is_a_new_version_and_undoing_never_leads_before_a_reveal(wishes: list[object]) -> None:
    state, happened = played(wishes)
    assert state.version == len(happened)
    assert all(each.at.phase.is_told or each.at.item not in state.told for each in state.past)


@given(st.lists(WISHES, max_size=40), WISHES)
def test_undoing_takes_back_the_last_thing_that_was_done_whatever_it_was_but_a_reveal(
    wishes: list[object], wish: object
) -> None:
    state, before = played(wishes)
    later, happened = played([*wishes, wish])
    if len(happened) == len(before) or isinstance(happened[-1], Undone):
        return
    back = after(later, Undone())
    if later.told != state.told:
        assert (later.past, replace(back, version=0)) == ((), replace(later, version=0))
    elif len(later.past) > len(state.past):
        ends = None if isinstance(happened[-1], Moved | Ended) else state.ends
        assert back == replace(state, version=back.version, asked=later.asked, ends=ends, look=back.look)
    else:
        assert later == replace(state, version=later.version, look=later.look)


def test_a_skip_is_taken_back_before_the_step_that_was_taken_before_it() -> None:
    state = after(begun(AGENDA), step(begun(AGENDA), Phase.ROUND1))
    for event in (Skipped(0, True), Timed(9.0), Shown(True), Hands(0, 1, (("x", 3),)), Skipped(0, False)):
        state = after(state, event)
    undone = []
    while state.past:
        state = after(state, Undone())
        undone.append((state.at.phase, sorted(state.skipped), state.ends, state.shown, len(state.hands)))
    assert undone == [
        (Phase.ROUND1, [0], 9.0, True, 1),
        (Phase.ROUND1, [0], 9.0, True, 0),
        (Phase.ROUND1, [0], 9.0, False, 0),
        (Phase.ROUND1, [0], None, False, 0),
        (Phase.ROUND1, [], None, False, 0),
        (Phase.LOBBY, [], None, False, 0),
    ]


def test_a_room_that_always_goes_where_it_usually_goes_asks_everything_once() -> None:
    state, places = begun(AGENDA), []
    while state.next is not None:
        places.append(state.next)
        state = after(state, step(state, state.next.phase))
    assert [place.item for place in places if place.phase is Phase.ROUND1] == [0, 1, 2]
    assert [place.phase for place in places if place.item == 0] == list(ORDER[1:])
    assert Phase.ROUND2 not in [place.phase for place in places if place.item == 1]


def test_steps_forward_may_leave_phases_out_and_steps_back_reopen_a_round() -> None:
    assert may_follow(Phase.ROUND1, Phase.REVEAL)
    assert may_follow(Phase.ROUND1_CLOSED, Phase.ROUND1)
    assert may_follow(Phase.ROUND2_CLOSED, Phase.ROUND2)
    assert not may_follow(Phase.REVEAL, Phase.ROUND2)
    assert not may_follow(Phase.LOBBY, Phase.REVEAL)
    assert usually_next(Phase.EXPLAIN) is None


def test_a_skipped_question_is_passed_over_and_can_still_be_jumped_to() -> None:
    state = after(begun(AGENDA), Skipped(0, True))
    assert state.next == Place(1, Phase.ROUND1)
    assert step(state, Phase.ROUND1, "a").item == 0


@pytest.mark.parametrize("data", [{}, {"kind": "moved"}, {"kind": "moved", "item": 0, "phase": "x"}, {"kind": "no"}])
def test_data_that_is_no_event_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        from_data(data)

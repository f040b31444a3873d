"""The facilitator's screen on a room that is really served: what each key does, and what is never shown too early."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from quizapp.room.client.link import Link
from quizapp.room.host import running
from quizapp.room.host.address_screen import AddressScreen
from quizapp.room.host.hands_dialog import HandsDialog
from quizapp.room.host.leave_dialog import LeaveDialog
from quizapp.ui.lab.pick_dialog import PickScreen
from quizapp.ui.lab.type_dialog import TypeScreen
from tests.support.hosting import DIES, NEVER, HostHands, hosting, in_a_thread, people, vote
from tests.support.rooms import CODE, RIGHT, WRONG, made

pytestmark = pytest.mark.slow
SIZES = ((80, 24), (120, 40), (200, 60))


@asynccontextmanager
async def room(
    folder: Path,
    count: int = 0,
    command: tuple[str, ...] = NEVER,
    hands: bool = False,
    size: tuple[int, int] = (120, 40),
) -> AsyncIterator[tuple[HostHands, list[Link]]]:
    """A new room with its facilitator and so many people; its networks never come unless a worker is named."""
    path = made(folder / "a.room")
    with in_a_thread(path, command=command) as at:
        async with people(at, count) as there, hosting(path, at, hands, size) as front:
            yield front, there


async def _answer(there: list[Link], number: int, right: int, question: str = "one") -> None:
    for place, each in enumerate(there):
        await vote(each, number, RIGHT[question] if place < right else WRONG[question], certainty=">80%")


async def test_a_question_is_played_from_the_lobby_to_its_explanation_with_its_networks(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room")
    with in_a_thread(path) as at:
        async with people(at, 5) as there, hosting(path, at) as front:
            await front.sees("LOBBY", "Only this machine can reach the room so far", "5 have joined")
            await front.through("round1")
            await _answer(there, 1, 2)
            await front.sees("VOTE 1 open", "5 answered")
            await front.through("round1_closed")
            await front.press("k")
            await front.sees("40% right, 3 of the 3 wrong chose", "let them discuss")
            await front.through("discuss", "round2")
            await _answer(there, 2, 4)
            await front.until(lambda: front.told["second"]["answered"] == 5, "five votes")
            await front.through("round2_closed")
            await front.sees("5 voted twice: 40% right before, 80% after", "gain +0.67.", "who moved where")
            await front.until(lambda: front.told["runs"] == "ready", "the networks")
            await front.through("reveal", "simulate")
            await front.sees("right: B (4 chose it)", "wrong: C (1 chose it)")
            await front.press("right")
            film = front.app.film
            assert film is not None
            await front.until(lambda: front.app.state and front.app.state["look"] == film.other, "a look")
            await front.through("explain")
            await front.sees("He keeps the size of the signal.")
            await front.through("round1")
            await front.sees("question 2 of 6", "VOTE 1 open")


async def test_nothing_on_the_screen_gives_the_key_away_before_it_is_asked_for_or_revealed(tmp_path: Path) -> None:
    async with room(tmp_path, 4) as (front, there):
        await front.through("round1")
        await _answer(there, 1, 2)
        await front.through("round1_closed", "discuss", "round2")
        await _answer(there, 2, 3)
        for phase in ("round2", "round2_closed"):
            await front.phase(phase)
            for telling in ("% right", "most of the wrong", "✗", " gain ", "how certain", "who moved"):
                assert telling not in front.read
            if phase == "round2":
                await front.through("round2_closed")
        await front.press("k")
        await front.sees("75% right now", "✗", "gain +0.50")
        await front.press("k")
        assert "75% right" not in front.read


async def test_while_a_vote_is_open_only_counts_are_shown(tmp_path: Path) -> None:
    async with room(tmp_path, 3) as (front, there):
        await front.through("round1")
        await _answer(there, 1, 1)
        await front.sees("3 answered", "shown here once the vote is closed")
        assert "█" not in front.seen.replace("█ ", "")
        await front.through("round1_closed")
        await front.sees("answers, share")


async def test_every_step_but_the_reveal_is_taken_back_by_b(tmp_path: Path) -> None:
    async with room(tmp_path) as (front, _):
        await front.through("round1", "round1_closed", "discuss")
        for phase in ("round1_closed", "round1", "lobby"):
            await front.press("b")
            await front.phase(phase)
        await front.through("round1", "round1_closed", "discuss", "round2", "round2_closed")
        await front.press("space", "space")
        await front.phase("reveal")
        await front.press("b")
        await front.settled()
        assert front.told["can_undo"] is False
        assert "undo" not in front.seen.splitlines()[-1]


async def test_t_adds_a_minute_and_a_time_can_be_typed_or_taken_away(tmp_path: Path) -> None:
    async with room(tmp_path) as (front, _):
        await front.through("round1")
        await front.press("t")
        await front.until(lambda: front.app.left is not None and 50 < front.app.left <= 60, "a minute")
        await front.press("t")
        await front.until(lambda: front.app.left is not None and 100 < front.app.left <= 120, "another")
        await front.sees("· 1:5")
        await front.press("T")
        await front.at(TypeScreen)
        front.app.screen.query_one(Input).value = "soon"
        await front.press("enter")
        await front.sees("'soon' is no time; write 2, 1.5 or 1:30.")
        front.app.screen.query_one(Input).value = ""
        await front.press("enter")
        await front.until(lambda: front.app.left is None, "no limit")


async def test_a_key_that_comes_a_moment_too_late_says_so_and_does_nothing_else(tmp_path: Path) -> None:
    async with room(tmp_path) as (front, _):
        await front.through("round1", "round1_closed")
        theme = front.app.theme
        await front.press("t")
        await front.sees("No vote is open.")
        await front.press("p")
        await front.sees("No networks are shown now.")
        await front.press("c")
        await front.sees("The address is chosen in the lobby, or after a.")
        assert front.app.theme == theme


async def test_s_shows_the_bars_on_the_projector_and_says_so(tmp_path: Path) -> None:
    async with room(tmp_path) as (front, _):
        await front.through("round1", "round1_closed")
        await front.press("s")
        await front.sees("The bars are on the projector.")
        assert front.told["shown"]
        await front.press("s")
        await front.until(lambda: not front.told["shown"], "hidden again")


async def test_a_question_is_found_by_what_is_typed_and_jumped_to(tmp_path: Path) -> None:
    async with room(tmp_path) as (front, _):
        await front.press("j")
        await front.at(PickScreen)
        front.app.screen.query_one(Input).value = "deviation"
        await front.press("enter")
        await front.phase("round1")
        await front.sees("question 3 of 6", "Which standard deviation")


async def test_a_skipped_question_is_left_behind_by_space_and_x_takes_that_back(tmp_path: Path) -> None:
    async with room(tmp_path) as (front, _):
        await front.through("round1")
        await front.press("x")
        await front.sees("It is skipped and does not count; x takes that back.", "next question")
        await front.press("x")
        await front.until(lambda: not front.told["skipped"], "not skipped")
        await front.press("x")
        await front.until(lambda: front.told["skipped"], "skipped")
        await front.press("b")
        await front.until(lambda: not front.told["skipped"], "not skipped any more")
        await front.sees("VOTE 1 open")
        await front.press("x")
        await front.until(lambda: front.told["skipped"], "skipped again")
        await front.press("space")
        await front.sees("question 2 of 6")


async def test_o_opens_the_vote_again_that_was_closed_last_and_n_goes_to_the_next_question(tmp_path: Path) -> None:
    async with room(tmp_path) as (front, _):
        await front.through("round1", "round1_closed", "discuss")
        await front.press("o")
        await front.phase("round1")
        await front.through("round1_closed", "discuss", "round2", "round2_closed")
        await front.press("o")
        await front.phase("round2")
        await front.press("n")
        await front.phase("round1")
        await front.sees("question 2 of 6")


async def test_space_closes_a_vote_of_few_only_when_it_is_pressed_again(tmp_path: Path) -> None:
    async with room(tmp_path, 3) as (front, there):
        await front.press("space")
        await front.phase("round1")
        for each in there:
            await each.state()
        await front.until(lambda: front.told["here"] == 3, "three here")
        await _answer(there[:1], 1, 1)
        await front.sees("1 of 3 answered")
        await front.press("space")
        await front.sees("1 of 3 have answered; space again closes the vote.")
        await front.press("k")
        assert front.app.state is not None
        assert front.app.state["open"]
        front.app._forget()
        await front.press("space")
        await front.sees("space again closes the vote")
        assert front.app.state["open"]
        await front.through("round1_closed")
        await front.press("space")
        await front.phase("discuss")


@pytest.mark.parametrize("phases", [("round1_closed",), ("round1_closed", "discuss")])
async def test_v_reveals_from_a_closed_vote_at_once_when_it_is_pressed_twice(
    tmp_path: Path, phases: tuple[str, ...]
) -> None:
    async with room(tmp_path) as (front, _):
        await front.through("round1", *phases)
        await front.press("v")
        await front.sees("cannot be undone", "v again reveals")
        assert front.app.state is not None
        assert front.app.state["phase"] == phases[-1]
        await front.press("v")
        await front.phase("reveal")


async def test_a_reveal_before_the_networks_are_ready_says_how_far_they_are_and_a_second_space_goes_on(
    tmp_path: Path,
) -> None:
    async with room(tmp_path) as (front, _):
        await front.through("round1", "round1_closed", "discuss", "round2", "round2_closed")
        await front.press("space")
        await front.sees("those of 0 of 6 questions are ready", "press space again to reveal without")
        assert front.app.state is not None
        assert front.app.state["phase"] == "round2_closed"
        await front.through("reveal", "simulate")
        await front.sees("Its networks")
        await front.through("explain")
        await front.sees("The explanation is not ready yet")


async def test_a_simulation_that_fails_is_told_and_everything_goes_on(tmp_path: Path) -> None:
    async with room(tmp_path, 2, command=DIES) as (front, there):
        await front.through("round1")
        await _answer(there, 1, 1)
        await front.through("round1_closed", "discuss", "round2")
        await front.until(lambda: front.told["runs"] == "failed", "a failure")
        await front.through("round2_closed", "reveal", "simulate")
        await front.sees("Its networks could not be run (the process that runs networks ended", "all else goes on.")
        await front.through("explain", "round1")


async def test_without_phones_each_vote_asks_for_hands_and_closes_with_their_count(tmp_path: Path) -> None:
    async with room(tmp_path, hands=True, size=(80, 24)) as (front, _):
        await front.sees("show of hands", "nobody needs a phone", "The projector's page:", "/screen")
        await front.press("a")
        await front.at(AddressScreen)
        await front.sees("The projector's page:", f"/r/{CODE}/screen", "escape goes back")
        assert "another address" not in front.seen
        await front.press("c")
        assert isinstance(front.app.screen, AddressScreen)
        await front.press("escape")
        await front.press("space")
        await front.at(HandsDialog)
        await front.press("5", "down", "x")
        await front.sees("is no number of hands; write 0 to 10000, as in 12")
        await front.press("enter")
        assert isinstance(front.app.screen, HandsDialog)
        await front.press("backspace", "7", "enter")
        await front.phase("round1_closed")
        await front.sees("12 answered")
        assert front.told["first"]["answered"] == 12
        await front.press("H")
        await front.at(HandsDialog)
        await front.press("6", "enter")
        await front.sees("13 answered")
        await front.through("discuss")
        await front.press("space")
        await front.at(HandsDialog)
        await front.press("9", "down", "1", "enter")
        await front.phase("round2_closed")
        await front.press("k")
        await front.sees("All together:", "normalised gain")


async def test_a_rehearsal_says_so_on_every_page(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room", rehearsal=True)
    with in_a_thread(path, command=NEVER) as at:
        async with hosting(path, at, size=(80, 24)) as front:
            for phase in ("round1", "round1_closed", "discuss", "round2", "round2_closed"):
                assert "REHEARSAL" in front.seen.splitlines()[0]
                await front.through(phase)
            await front.press("space", "space")
            await front.phase("reveal")
            assert "REHEARSAL" in front.seen.splitlines()[0]


async def test_a_screen_that_is_killed_is_opened_again_on_the_same_room_with_nothing_lost(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room")
    with in_a_thread(path, command=NEVER) as at:
        async with people(at, 3) as there:
            async with hosting(path, at) as front:
                await front.through("round1")
                await _answer(there, 1, 2)
                front.app.exit()
            async with hosting(path, at) as front:
                await front.sees("VOTE 1 open", "3 answered")
                await front.through("round1_closed")
                assert front.told["first"]["right"] == 2


async def test_leaving_asks_what_becomes_of_the_room_and_escape_stays(tmp_path: Path) -> None:
    async with room(tmp_path) as (front, _):
        await front.press("q")
        await front.at(LeaveDialog)
        await front.sees("ends the room", "leaves it open", "quizapp host --resume")
        await front.press("escape")
        await front.sees("LOBBY")
        assert front.app.is_running


async def test_the_session_is_ended_after_a_question_and_b_takes_that_back(tmp_path: Path) -> None:
    async with room(tmp_path) as (front, _):
        await front.through("round1")
        await front.press("E")
        await front.agree()
        await front.sees("The session is over")
        await front.press("b")
        await front.sees("VOTE 1 open")


async def test_a_session_that_is_over_is_left_without_asking_whether_it_stays_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[Path] = []
    monkeypatch.setattr(running, "ended", ended.append)
    async with room(tmp_path) as (front, _):
        await front.through("round1")
        await front.press("E")
        await front.agree()
        await front.sees("The session is over")
        await front.press("q")
        await front.until(lambda: not front.app.is_running, "the end")
        assert ended == [front.app.path]


@pytest.mark.parametrize("size", SIZES)
async def test_help_and_quit_are_in_the_footer_of_every_phase(tmp_path: Path, size: tuple[int, int]) -> None:
    async with room(tmp_path, size=size) as (front, _):
        for phase in ("round1", "round1_closed", "discuss", "round2", "round2_closed"):
            assert {"space", "quit", "help"} <= set(front.seen.splitlines()[-1].split())
            await front.through(phase)
        await front.press("space", "space")
        await front.phase("reveal")
        assert {"space", "quit", "help"} <= set(front.seen.splitlines()[-1].split())


async def test_numbers_orders_and_knobs_are_drawn_with_what_the_deck_knows_of_them(tmp_path: Path) -> None:
    async with room(tmp_path, 4) as (front, there):
        wanted: dict[str, tuple[str, ...]] = {
            "std": ("0.5 ✓", "2 / 8 ✗1", "✗1 2 / 8: That is the variance."),
            "sizes": ("A", "B", "C", "answers, share"),
            "turn": ("knobs",),
        }
        for question in ("std", "sizes"):
            await front.app.link.go("round1", question)
            await front.phase("round1")
            await front.until(lambda name=question: _id(front) == name, question)  # type: ignore[misc]
            for place, each in enumerate(there):
                await each.vote({"round": 1, "key": f"{question}-1", **(RIGHT if place < 3 else WRONG)[question]})
            await front.through("round1_closed")
            front.app.private = True
            front.app.room.show()  # type: ignore[union-attr]
            await front.sees(*wanted[question])


def _id(front: HostHands) -> Any:
    state = front.app.state
    return state and state["question"] and state["question"]["id"]


async def test_a_vote_whose_time_is_over_is_closed_and_that_is_said(tmp_path: Path) -> None:
    async with room(tmp_path) as (front, _):
        await front.through("round1")
        await front.app.link.control("time", seconds=0.01)
        await front.phase("round1_closed")
        await front.sees("The time is over: the vote is closed.")


async def test_help_says_in_full_what_the_footer_has_but_a_word_for(tmp_path: Path) -> None:
    async with room(tmp_path) as (front, _):
        await front.through("round1")
        await front.press("question_mark")
        await front.sees("show the bars on the projector, or hide them", "type how many hands were raised")


async def test_a_rehearsal_is_left_without_a_question_as_its_room_ends_with_the_screen(tmp_path: Path) -> None:
    async with room(tmp_path) as (front, _):
        front.app.stays = False
        await front.press("q")
        await front.until(lambda: not front.app.is_running, "the end")

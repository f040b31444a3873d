"""Rounds that close by themselves: by a clock that nobody can set, with a little grace, and whatever the disk does."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from quizapp.room.course.events import Moved, Timed, Undone
from quizapp.room.course.phases import Phase
from quizapp.room.course.state import after
from quizapp.room.server import clock, controls
from quizapp.room.server import room as rooms
from quizapp.room.server.clock import GRACE, LONGEST, Countdown
from quizapp.room.store.writer import NotWritten
from tests.support.rooms import RIGHT, made, opened, served, serving

YEAR = 365.0 * 24 * 3600


@dataclass
class Clock:
    now: float

    def __call__(self) -> float:
        return self.now


async def _never() -> None:
    raise AssertionError("the time is not over")


@pytest.mark.parametrize("step", [-YEAR, -60.0, 0.0, 60.0, YEAR])
async def test_a_wall_clock_that_is_set_in_mid_round_changes_nothing(step: float) -> None:
    wall, running = Clock(1e9), Clock(50.0)
    countdown = Countdown(_never, wall, running)
    countdown.set(wall.now + 90)
    running.now += 30
    wall.now += step
    assert countdown.left == pytest.approx(60)
    countdown.cancel()
    assert countdown.left is None


@pytest.mark.parametrize(("ends", "left"), [(YEAR, LONGEST), (90.0, 90.0), (0.0, 0.0), (-YEAR, 0.0)])
async def test_a_room_that_goes_on_by_a_clock_that_was_set_meanwhile_waits_no_longer_than_a_round(
    ends: float, left: float
) -> None:
    wall = Clock(1e9)
    countdown = Countdown(_never, wall, Clock(50.0))
    countdown.set(wall.now + ends)
    assert countdown.left == left
    countdown.cancel()


async def test_the_time_is_over_once_and_a_little_later_than_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    over = asyncio.Event()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def due() -> None:
        over.set()

    monkeypatch.setattr(asyncio, "sleep", sleep)
    wall = Clock(1e9)
    Countdown(due, wall, Clock(50.0)).set(wall.now + 7)
    await over.wait()
    assert slept == [7 + GRACE]


def test_votes_are_taken_in_the_grace_after_the_time_and_refused_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(tmp_path) as room:
        person = room.person()
        room.go("round1")
        room.do("time", seconds=0)
        assert person.state()["seconds_left"] == 0
        assert person.vote(1, RIGHT["one"]).status_code == 200
        monkeypatch.setattr(clock, "GRACE", 0.0)
        room.do("time", seconds=0)
        room.until(lambda: room.seen()["phase"] == "round1_closed", "the end of the round")
        late = person.vote(1, RIGHT["one"])
    assert (late.status_code, late.json()["code"]) == (409, "closed")


async def test_a_round_whose_end_cannot_be_written_ends_as_soon_as_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "GRACE", 0.0)
    monkeypatch.setattr(rooms, "AGAIN", 0.0)
    room = opened(made(tmp_path / "a.room"), command=("/no/such/program",))
    room.open()
    await room.go("round1")
    room.connection.execute("PRAGMA query_only = ON")
    with suppress(NotWritten):
        await controls.do(room, {"do": "time", "seconds": 0})
    room.countdown.set(0.0)
    while room.writer.trouble is None or room.countdown.left is None:
        await asyncio.sleep(0)
    assert room.state.phase is Phase.ROUND1
    room.connection.execute("PRAGMA query_only = OFF")
    while room.state.phase is Phase.ROUND1:
        await asyncio.sleep(0)
    assert room.state.phase is Phase.ROUND1_CLOSED
    await room.close()


def test_the_time_goes_on_in_another_process_and_all_stands_as_it_stood(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room")
    with served(path) as room:
        person = room.person()
        room.asks("many")
        person.vote(1, RIGHT["many"], certainty=">80%")
        room.go("round2")
        person.vote(2, RIGHT["many"])
        room.do("time", seconds=600)
        room.do("show", shown=True)
        room.do("skip", question="std")
        before, screen = room.seen(), person.state(role="screen")
        cookies = dict(person.client.cookies)
    with served(path) as room:
        again = room.person(joined=False)
        again.client.cookies.update(cookies)
        after, screen_after, you = room.seen(), again.state(role="screen"), again.state()["you"]
    assert before["seconds_left"] - 60 < after["seconds_left"] <= before["seconds_left"]
    assert _lasting(after) == _lasting(before)
    assert _lasting(screen_after) == _lasting(screen)
    assert you["vote"]["round"] == 2
    assert after["version"] > before["version"]


def _lasting(state: dict[str, object]) -> dict[str, object]:
    """What does not depend on the time, on who is connected, or on how far networks have run."""
    dropped = ("version", "seconds_left", "runs", "key", "here", "agenda")
    return {
        name: _lasting(each) if isinstance(each, dict) else each for name, each in state.items() if name not in dropped
    }


def test_a_version_that_a_phone_has_is_not_that_of_another_state_after_a_restart(tmp_path: Path) -> None:
    path, seen = made(tmp_path / "a.room"), set()
    for phase in ("round1", "round1_closed", "discuss"):
        with served(path) as room:
            seen.add(room.room.version)
            room.go(phase)
            seen.add(room.room.version)
    assert len(seen) == 6


def test_a_trouble_with_the_disk_is_told_to_whoever_votes_and_to_the_facilitator_and_passes(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        person = room.person()
        room.go("round1")
        room.room.connection.execute("PRAGMA query_only = ON")
        refused = person.vote(1, RIGHT["one"], key="tap")
        with person.live() as live:
            live.receive_text()
            live.send_json({"round": 1, "key": "tap", **RIGHT["one"]})
            assert live.receive_json()["refused"]["code"] == "not-saved"
        assert room.person(joined=False).client.post(f"{room.base}/join").status_code == 503
        assert room.try_to_go("round1_closed").status_code == 503
        assert "cannot be written" in room.seen()["facilitator"]["trouble"]
        assert room.seen()["facilitator"]["first"]["answered"] == 0
        room.room.connection.execute("PRAGMA query_only = OFF")
        assert person.vote(1, RIGHT["one"], key="tap").json()["duplicate"] is False
        assert room.seen()["facilitator"]["trouble"] is None
        assert room.seen()["facilitator"]["first"]["answered"] == 1
    assert (refused.status_code, refused.json()["code"]) == (503, "not-saved")
    with sqlite3.connect(tmp_path / "a.room") as connection:
        assert connection.execute("SELECT count(*) FROM participant").fetchone() == (1,)
    connection.close()


@pytest.mark.parametrize(("before", "left"), [(-5.0, None), (60.0, 60.0), (None, None)])
async def test_taking_back_time_that_was_added_never_closes_the_vote_at_once(
    tmp_path: Path, before: float | None, left: float | None
) -> None:
    room, now = opened(made(tmp_path / "a.room")), time.time()
    room.state = after(room.state, Moved(0, Phase.ROUND1))
    for ends in (None, None if before is None else now + before, now + 90):
        room.state = after(room.state, Timed(ends))
    room._take(Undone())
    assert room.countdown.left == (left and pytest.approx(left, abs=2))
    room.countdown.cancel()
    room.connection.close()

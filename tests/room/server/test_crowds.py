"""Many at once: people who come back, people who never stop voting, connections that never read, two rooms."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from quizapp.room.course.phases import Phase
from quizapp.room.runs.desk import Desk
from quizapp.room.server import hearers, ledger, telling
from quizapp.room.server import room as rooms
from quizapp.room.server.app import application
from quizapp.room.server.hearers import PERSON, SCREEN, Hearer, Hearers
from quizapp.room.server.pace import Pace
from quizapp.room.server.room import Refused, Room
from quizapp.room.store import file
from quizapp.room.store.file import About
from tests.support.rooms import DECK, NAME, RIGHT, SEED, WRONG, Person, made, opened, served, serving

NO_NETWORKS = {"command": ("/no/such/program",)}


class Phone:
    """A connection that notes what it is sent; one that does not read takes nothing after `takes` messages."""

    def __init__(self, takes: int = 10**9) -> None:
        self.takes, self.got = takes, list[str]()
        self._never = asyncio.Event()

    async def send_text(self, data: str) -> None:
        if len(self.got) >= self.takes:
            await self._never.wait()
        self.got.append(data)


async def test_a_connection_that_never_reads_is_dropped_in_time_and_keeps_one_state_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hearers, "PATIENCE", 0.02)
    everybody = Hearers()
    stuck = [Hearer(Phone(takes=1), PERSON, f"s{n}") for n in range(100)]
    reader = Hearer(phone := Phone(), PERSON, "reader")
    for each in (*stuck, reader):
        everybody.add(each)
    serving = [asyncio.create_task(each.serve()) for each in stuck]
    reading = asyncio.create_task(reader.serve())
    for number in range(200):
        everybody.tell(PERSON, lambda number=number: f"state {number}")  # type: ignore[misc]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    ended = await asyncio.gather(*serving, return_exceptions=True)
    reading.cancel()
    assert {type(each) for each in ended} == {TimeoutError}
    assert all(each._state == "state 199" or each._state is None for each in stuck)
    assert phone.got[-1] == "state 199"
    assert len(phone.got) > 100


async def test_a_state_is_written_once_for_all_and_not_at_all_for_nobody() -> None:
    made_for: list[str] = []
    everybody = Hearers()
    for number in range(50):
        everybody.add(Hearer(Phone(), PERSON, f"p{number}"))
    everybody.tell(SCREEN, lambda: made_for.append("screen") or "")  # type: ignore[func-returns-value]
    everybody.tell(PERSON, lambda: made_for.append("person") or "")  # type: ignore[func-returns-value]
    assert made_for == ["person"]


def test_three_hundred_people_who_reconnect_ten_times_are_three_hundred_people() -> None:
    everybody, most = Hearers(), 0
    open_now: list[Hearer] = []
    for _ in range(10):
        for person in range(300):
            hearer = Hearer(Phone(), PERSON, f"p{person}")
            everybody.add(hearer)
            open_now.append(hearer)
            most = max(most, everybody.here)
            if len(open_now) > 700:  # the old connection is noticed to be gone later than the new one comes
                everybody.remove(open_now.pop(0))
    assert most == everybody.here == 300
    for hearer in open_now:
        everybody.remove(hearer)
    assert (everybody.here, everybody.all) == (0, set())


def test_who_joins_again_with_the_cookie_is_the_same_person_over_the_wire(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        people = [room.person() for _ in range(10)]
        for _ in range(10):
            for person in people:
                assert person.join()["you"]["name"] == person.you["name"]
                with person.live():
                    pass
        assert room.seen()["facilitator"]["people"] == 10


class Hours:
    """A clock by which every vote comes an hour after the one before."""

    now = 0.0

    def __call__(self) -> float:
        self.now += 3600
        return self.now


async def in_round(tmp_path: Path, question: str) -> Room:
    room = opened(made(tmp_path / "a.room"), **NO_NETWORKS)
    room.open()
    await room.go("round1", question)
    return room


@pytest.mark.slow
async def test_ten_thousand_votes_of_one_are_one_vote_of_record_and_no_growing_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "MOST_RECEIPTS", 300)
    monkeypatch.setattr(ledger, "MOST_ANSWERS", 200)
    room = await in_round(tmp_path, "std")
    room.pace = Pace(5, 2, clock=Hours())
    (_, many), (_, other) = await room.join(None), await room.join(None)
    await room.vote(other, {"round": 1, "key": "k", **RIGHT["std"]})
    for begin in range(0, 10_000, 500):
        await asyncio.gather(*(room.vote(many, _number(n)) for n in range(begin, begin + 500)))
    votes = room.ledger.book.of("std", 1)
    assert set(votes) == {many.id, other.id}
    assert votes[many.id].answer["number"]["value"] == 10_001
    assert votes[other.id].answer["number"]["value"] == 0.5
    assert len(room.ledger.receipts) <= 300
    assert len(room.ledger.right["std"]) <= 202
    again = await room.vote(many, _number(0))
    assert (again.duplicate, again.seq) == (True, 2)
    await room.go("round1_closed")
    late = await room.vote(many, _number(1))
    assert (late.duplicate, late.seq) == (True, 3)
    with pytest.raises(Refused, match="no votes are taken"):
        await room.vote(many, _number(20_000))
    await room.close()


def _number(n: int) -> dict[str, Any]:
    number = {"text": str(n + 2), "value": 0.0}
    return {"round": 1, "key": f"k{n}", "answer": {"form": "enter_number", "number": number}}


async def test_who_votes_without_end_waits_and_is_refused_at_last_and_others_do_not_wait(tmp_path: Path) -> None:
    room = await in_round(tmp_path, "one")
    room.pace = Pace(5, 2, clock=lambda: 0.0)
    (_, many), (_, other) = await room.join(None), await room.join(None)
    flood = [asyncio.ensure_future(room.vote(many, {"round": 1, "key": f"k{n}", **RIGHT["one"]})) for n in range(200)]
    assert not (await room.vote(other, {"round": 1, "key": "k", **RIGHT["one"]})).duplicate
    refused = [each.exception() for each in flood if each.done() and each.exception()]
    assert {getattr(each, "code", None) for each in refused} == {"too-fast"}
    assert len(refused) == 200 - 25
    for each in flood:
        each.cancel()
    await asyncio.gather(*flood, return_exceptions=True)
    await room.close()


async def test_votes_that_wait_while_the_round_closes_are_refused(tmp_path: Path) -> None:
    room = await in_round(tmp_path, "one")
    room.pace = Pace(5, 20, clock=lambda: 0.0)
    _, many = await room.join(None)
    votes = [asyncio.ensure_future(room.vote(many, {"round": 1, "key": f"k{n}", **RIGHT["one"]})) for n in range(8)]
    await asyncio.sleep(0)
    await room.go("round1_closed")
    outcomes = await asyncio.gather(*votes, return_exceptions=True)
    assert sum(isinstance(each, Refused) and each.code == "closed" for each in outcomes) == 3
    await room.close()


async def test_more_people_than_a_room_takes_are_refused_even_if_they_come_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "MOST_PEOPLE", 20)
    room = opened(made(tmp_path / "a.room"), **NO_NETWORKS)
    room.open()
    joined = await asyncio.gather(*(room.join(None) for _ in range(60)), return_exceptions=True)
    assert sum(isinstance(each, Refused) and each.code == "full" for each in joined) == 40
    assert len({person.name for person in room.people.values()}) == len(room.people) == 20
    await room.close()


def two_rooms(folder: Path) -> dict[str, Room]:
    found = {}
    for code in ("AAAAA", "BBBBB"):
        path = folder / f"{code}.room"
        file.create(path, About(code, DECK.name, DECK.read_text(), SEED, "2026-01-01T00:00:00+00:00", {})).close()
        connection = file.opened(path)
        about = file.about(connection)
        found[code] = Room(about, path, connection, f"token of {code}", Desk(about.deck, about.deck_name, SEED))
    return found


def test_two_rooms_of_one_process_hear_nothing_of_each_other(tmp_path: Path) -> None:
    found = two_rooms(tmp_path)
    first, second = found.values()
    with TestClient(application(found, [NAME])) as client:
        people = [_joined(client, f"/r/{code}") for code in found]
        token = {"Authorization": f"Bearer {first.token}"}
        assert client.post("/r/AAAAA/phase", json={"to": "round1"}, headers=token).status_code == 200
        assert client.post("/r/BBBBB/phase", json={"to": "round1"}, headers=token).status_code == 401
        assert [person.vote(1, RIGHT["one"]).status_code for person in people] == [200, 409]
        stranger = Person(people[0].client, "/r/BBBBB")
        stranger.client.cookies = people[0].client.cookies
        assert stranger.vote(1, RIGHT["one"]).status_code == 401
        assert second.state.phase is Phase.LOBBY
        assert (len(first.people), len(second.people)) == (1, 1)
        assert len(first.ledger.book.of("one", 1)) == 1
        assert not second.ledger.book.rounds
    for code in found:
        with served(tmp_path / f"{code}.room") as room:
            assert len(room.room.ledger.book.of("one", 1)) == (code == "AAAAA")


def _joined(client: TestClient, base: str) -> Person:
    another = TestClient(client.app)
    another.portal = client.portal
    person = Person(another, base)
    person.join()
    return person


@pytest.mark.parametrize("question", WRONG)
def test_a_vote_that_was_sent_twice_at_once_is_one(tmp_path: Path, question: str) -> None:
    async def at_once() -> None:
        room = await in_round(tmp_path, question)
        _, person = await room.join(None)
        message = {"round": 1, "key": "tap", **WRONG[question]}
        receipts = await asyncio.gather(*(room.vote(person, message) for _ in range(5)))
        assert {receipt.seq for receipt in receipts} == {1}
        assert [receipt.duplicate for receipt in receipts].count(False) == 1
        assert len(room.ledger.book.of(question, 1)) == 1
        await room.close()

    asyncio.run(at_once())


def test_the_networks_are_written_once_for_all_who_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(tmp_path) as room:
        people = [room.person() for _ in range(3)]
        room.go("round1")
        room.go("reveal")
        room.until(lambda: room.seen()["facilitator"]["runs"] == "ready", "runs")
        first = people[0].client.get(f"{room.base}/runs").json()
        monkeypatch.setattr(telling, "chosen_runs", lambda room: [])
        assert [person.client.get(f"{room.base}/runs").json() for person in people] == [first] * 3
        room.go("simulate")
        assert people[0].client.get(f"{room.base}/runs").json()["runs"] == []

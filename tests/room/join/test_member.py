"""A participant over the wire: the same person after a restart, and every vote exactly once whatever is lost."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quizapp.room.client.link import Away, Link, Refusal, Unreachable
from quizapp.room.client.state import Seen
from quizapp.room.join import words
from quizapp.room.join.ballots import Fate
from quizapp.room.join.kept import kept_of
from quizapp.room.join.member import Member
from quizapp.room.store import file
from tests.support.rooms import made
from tests.support.rooms_on_loopback import closing, on_loopback, taking_part

B = {"form": "pick_one", "picked": ["little"]}
C = {"form": "pick_one", "picked": ["he"]}


def rows(path: Path) -> list[tuple[str, int, str]]:
    """The votes in a room's file: whose, of which round, and what."""
    connection = file.opened(path, read_only=True)
    return [(row.participant, row.round, row.answer) for row in file.votes(connection)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "a.room")


async def test_who_joins_again_from_the_same_place_is_the_same_participant(path: Path) -> None:
    with on_loopback(path) as room:
        first, again = room.member(), room.member()
        await first.join()
        await again.join()
        await closing(first.link, again.link)
        assert first.name == again.name
        assert len(room.room.people) == 1


async def test_a_vote_is_saved_and_can_be_changed_while_the_round_is_open(path: Path) -> None:
    with on_loopback(path) as room:
        member, host = room.member(), room.facilitator()
        await host.go("round1")
        await member.join()
        async with taking_part(member) as heard:
            member.vote(B, ">80%")
            await heard.until(lambda: fate(member) is Fate.SAVED)
            member.vote(C, None)
            await heard.until(lambda: not member.ballots.waiting)
        await closing(member.link, host)
        assert [answer for _, _, answer in rows(path)] == ['{"form": "pick_one", "picked": ["little"]}',
                                                           '{"form": "pick_one", "picked": ["he"]}']  # fmt: skip


def fate(member: Member) -> Fate | None:
    cast = member.ballots.of("one", 1)
    return cast.fate if cast else None


class LosesAcks(Link):
    """A link over which the first votes arrive, and their receipts do not."""

    lost = 1

    async def vote(self, message: Mapping[str, Any]) -> dict[str, Any]:
        receipt = await super().vote(message)
        if LosesAcks.lost:
            LosesAcks.lost -= 1
            raise Unreachable("the network is gone")
        return receipt


async def test_a_vote_whose_receipts_are_lost_is_sent_again_and_counted_once(path: Path) -> None:
    with on_loopback(path) as room:
        member, host = room.member(link=LosesAcks(room.address)), room.facilitator()
        await host.go("round1")
        await member.join()
        async with taking_part(member) as heard:
            member.vote(B, None)
            await heard.until(lambda: fate(member) is Fate.WAITING)
            await heard.until(lambda: fate(member) is Fate.SAVED)
        await closing(member.link, host)
        assert LosesAcks.lost == 0
        assert len(rows(path)) == 1


async def test_a_vote_given_while_the_server_is_away_arrives_once_when_it_is_back(path: Path) -> None:
    with on_loopback(path) as room:
        member, host, port = room.member(), room.facilitator(), room.port
        await host.go("round1")
        await member.join()
        await closing(host)
    async with taking_part(member) as heard:
        member.vote(C, ">80%")
        await heard.until(lambda: fate(member) is Fate.WAITING and member.away)
        with on_loopback(path, port):
            await heard.until(lambda: fate(member) is Fate.SAVED and member.away is None)
    await closing(member.link)
    assert len(rows(path)) == 1


async def test_a_vote_that_was_not_acknowledged_is_sent_after_a_restart_of_the_terminal(path: Path) -> None:
    with on_loopback(path) as room:
        member, host, port = room.member(), room.facilitator(), room.port
        await host.go("round1")
        await member.join()
        await closing(host)
    async with taking_part(member) as heard:
        member.vote(C, None)
        await heard.until(lambda: fate(member) is Fate.WAITING)
    await closing(member.link)
    with on_loopback(path, port) as room:
        again = room.member()
        await again.join()
        assert again.name == member.name
        async with taking_part(again) as heard:
            await heard.until(lambda: fate(again) is Fate.SAVED)
        await closing(again.link)
    assert len(rows(path)) == 1
    assert kept_of(room.address).read().waiting == ()


async def test_a_vote_that_comes_too_late_is_told_to_be_lost_and_the_one_before_counts(path: Path) -> None:
    with on_loopback(path) as room:
        member, host = room.member(), room.facilitator()
        await host.go("round1")
        await member.join()
        async with taking_part(member) as heard:
            member.vote(B, None)
            await heard.until(lambda: fate(member) is Fate.SAVED)
            await host.go("round1_closed")
            await heard.until(lambda: not member.stand.open)  # type: ignore[union-attr]
            member.stand = still_open(member)
            member.vote(C, None)
            await heard.until(lambda: fate(member) is Fate.REFUSED)
            counted = member.ballots.counts("one", 1)
        await closing(member.link, host)
        assert counted is not None
        assert counted.answer == B
        assert len(rows(path)) == 1


def still_open(member: Member) -> Seen:
    """How things stood before the round was closed: what a terminal believes that has not heard of it."""
    assert member.stand is not None
    return replace(member.stand, open=True, round=1)


async def test_after_the_reveal_it_hears_what_became_of_its_answer_and_sees_its_run(path: Path) -> None:
    with on_loopback(path) as room:
        member, host = room.member(), room.facilitator()
        await host.go("round1")
        await member.join()
        async with taking_part(member) as heard:
            member.vote(B, None)
            await heard.until(lambda: fate(member) is Fate.SAVED)
            assert member.mine is None
            await host.go("reveal")
            await heard.until(lambda: member.mine and member.mine.verdict)
            told = member.mine
            assert told is not None
            assert told.run is None
            await host.go("simulate")
            await heard.until(lambda: member.mine and member.mine.verdict and member.mine.run)
        await closing(member.link, host)
        mine = member.mine
        assert member.stand is not None
        assert member.stand.asked is not None
        letter = member.stand.asked.letters["little"]
    assert mine is not None
    assert (mine.right, mine.verdict) == (False, "Not right.")
    assert [(each.letter, each.mark.value, each.feedback) for each in mine.options if each.picked] == [
        (letter, "wrong", "Too small.")
    ]
    assert mine.run is not None
    assert mine.run.charts[-1].sentence.startswith("The signal falls")


async def test_a_wrong_code_is_refused_in_words(path: Path) -> None:
    with on_loopback(path) as room:
        link = Link(type(room.address)(room.address.base, "WRONG"))
        with pytest.raises(Refusal, match="there is no room with this code"):
            await Member(link, kept_of(link.address)).join()
        await closing(link)


async def test_a_connection_that_breaks_after_the_end_is_not_missed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks() -> AsyncGenerator[Away, None]:
        yield Away("nothing listens there")

    with on_loopback(path) as room:
        member = room.member()
        await member.join()
        assert member.stand is not None
        monkeypatch.setattr(member.link, "live", breaks)
        await member._follow()
        assert member.away == "nothing listens there"
        member.stand, member.away = replace(member.stand, over=True), None
        await member._follow()
        assert member.away is None
        await closing(member.link)


async def test_who_joins_again_in_the_second_round_is_told_the_first_answer(path: Path) -> None:
    with on_loopback(path) as room:
        member, again, host = room.member(), room.member(), room.facilitator()
        await host.go("round1")
        await member.join()
        async with taking_part(member) as heard:
            member.vote(B, None)
            await heard.until(lambda: fate(member) is Fate.SAVED)
        await host.go("round2")
        await again.join()
        assert again.stand is not None
        assert words.before(again.stand, again.ballots).startswith("Your first answer: ")
        assert again.ballots.of("one", 2) is None
        await closing(member.link, again.link, host)

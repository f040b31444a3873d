"""Who is here: people, however many pages each has open and whichever way these hear of the room."""

from __future__ import annotations

from pathlib import Path

from quizapp.room.server.hearers import PERSON, POLLED, Hearer, Hearers
from tests.support.rooms import serving


class _Nobody:
    async def send_text(self, data: str) -> None:
        """Take it."""


def test_somebody_who_polls_is_here_for_some_seconds_and_counts_once_with_a_live_connection() -> None:
    now = [0.0]
    hearers = Hearers(running=lambda: now[0])
    hearers.polled("p1")
    hearers.polled("p2")
    hearers.add(Hearer(_Nobody(), PERSON, "p2"))
    assert hearers.here == 2
    now[0] = POLLED
    assert hearers.here == 1
    hearers.polled("p1")
    assert hearers.here == 2


def test_phones_that_only_ask_are_counted_as_here(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        people = [room.person() for _ in range(3)]
        for _ in range(2):
            for each in people:
                each.state(since="0")
        assert room.seen()["facilitator"]["here"] == 3

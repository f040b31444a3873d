"""A server that is killed at random moments of a burst of votes, again and again, and what becomes of the votes."""

from __future__ import annotations

import asyncio
import random
import statistics
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.room_phones import Crowd
from benchmarks.room_process import Serving, host, statements
from quizapp.room.store import file

#: People who vote in each burst, and seconds within which they do and the server is killed.
VOTERS, WITHIN = 40, 0.08


@dataclass
class Killed:
    """What came of it: votes that were acknowledged, those of them that are not in the file, and those in it twice."""

    acknowledged: int = 0
    lost: int = 0
    twice: int = 0
    seconds: list[float] = field(default_factory=list)

    @property
    def slowest(self) -> float:
        """The longest that it took from the start of a process until it served."""
        return max(self.seconds)

    @property
    def typical(self) -> float:
        """The median of it."""
        return statistics.median(self.seconds)


def killed(kills: int, folder: Path, rng: random.Random) -> Killed:
    """Kill a server so many times; after each kill all votes are sent again, as phones do."""
    found, path = Killed(), folder / "a.room"
    serving = host([str(statements(folder / "statements.yaml")), "--data", str(path), "--port", "0"])
    crowd = Crowd(serving.port, serving.code, serving.token)
    acknowledged: set[str] = set()
    try:
        asyncio.run(_begin(crowd))
        for number in range(kills):
            acknowledged |= asyncio.run(_burst(crowd, serving, number, rng))
            serving = host(["--resume", str(path), "--port", str(serving.port)])
            found.seconds.append(serving.seconds)
            asyncio.run(_again(crowd, number))
            acknowledged |= set(crowd.acknowledged)
    finally:
        serving.kill()
    _count(found, path, acknowledged)
    return found


async def _begin(crowd: Crowd) -> None:
    await crowd.join(VOTERS)
    await crowd.go("round1")


async def _burst(crowd: Crowd, serving: Serving, number: int, rng: random.Random) -> set[str]:
    """Who was acknowledged before the kill."""
    crowd.acknowledged, crowd._waiting = {}, asyncio.Event()
    await crowd.connect(range(VOTERS))
    voting = asyncio.ensure_future(crowd.vote(1, rng.uniform(0, WITHIN), f"burst-{number}"))
    await asyncio.sleep(rng.uniform(0, 1.2 * WITHIN))
    serving.process.kill()
    await asyncio.gather(*(phone.lost.wait() for phone in crowd.phones))
    await crowd.close()
    serving.close()
    voting.cancel()
    await asyncio.gather(voting, return_exceptions=True)
    return set(crowd.acknowledged)


async def _again(crowd: Crowd, number: int) -> None:
    """All send what they sent before, and have it acknowledged."""
    crowd.acknowledged, crowd._waiting = {}, asyncio.Event()
    await crowd.connect(range(VOTERS))
    await crowd.vote(1, 0.0, f"burst-{number}")
    await crowd.close()


def _count(found: Killed, path: Path, acknowledged: set[str]) -> None:
    with closing(file.opened(path, read_only=True)) as connection:
        rows = file.votes(connection)
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise RuntimeError("the room's file is damaged")
    keys = Counter(row.key for row in rows)
    found.acknowledged = len(acknowledged)
    found.lost = len(acknowledged - keys.keys())
    found.twice = sum(count - 1 for count in keys.values())

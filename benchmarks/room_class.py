"""A class that votes, loses connections and comes back: `python -m benchmarks.room_class --minutes 30`."""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.room_phones import Crowd, memory_of
from benchmarks.room_process import Serving, hosting, statements

#: How many of a class lose their connection between two rounds, and seconds between those.
LOST, PAUSE = 0.3, 1.0
#: The share of the time that passes before memory is compared with: by then all has happened once.
WARM_UP = 0.25


@dataclass
class Lesson:
    """What came of it; memory in MiB."""

    grown: float
    end: float
    votes: int
    reconnects: int


def lesson(minutes: float, pupils: int, folder: Path) -> Lesson:
    """Hold a lesson of so many minutes."""
    deck = statements(folder / "statements.yaml")
    with hosting([str(deck), "--data", str(folder / "a.room")]) as server:
        return asyncio.run(_hold(server, minutes, pupils))


async def _hold(server: Serving, minutes: float, pupils: int) -> Lesson:
    crowd, rng = Crowd(server.port, server.code, server.token), random.Random(7)
    await crowd.join(pupils)
    await crowd.connect(range(pupils))
    await crowd.go("round1")
    began, first, votes, reconnects, turn = time.monotonic(), 0.0, 0, 0, 0
    while (passed := (time.monotonic() - began) / 60) < minutes or turn < 2:
        crowd.acknowledged.clear()
        votes += len(await crowd.vote(1, PAUSE, f"turn-{turn}"))
        gone = rng.sample(range(pupils), int(pupils * LOST))
        for person in gone:
            crowd.phones[person].transport.abort()
        others = crowd.phones
        await crowd.connect(gone)
        for person, phone in zip(gone, crowd.phones, strict=True):
            others[person] = phone
        crowd.phones = others
        reconnects += len(gone)
        await asyncio.sleep(PAUSE)
        if not first and passed >= WARM_UP * minutes:
            first = memory_of(server.process.pid)
        turn += 1
    end = memory_of(server.process.pid)
    await crowd.close()
    return Lesson((end - first) / 1024, end / 1024, votes, reconnects)


def main() -> None:
    """Hold a lesson, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.room_class", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--people", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(lesson(given.minutes, given.people, Path(folder)))


if __name__ == "__main__":
    main()

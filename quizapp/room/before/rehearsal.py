"""A whole session with simulated learners and nobody in front, through a server of its own as people would meet it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from quizapp.room.before.bots import Bots
from quizapp.room.client.address import Address
from quizapp.room.client.link import Link, Refusal, Unreachable
from quizapp.room.host import running
from quizapp.room.report.log import Log, read

#: Seconds between two looks at how many have answered, and how often one looks before a round is closed all the same.
APART, LOOKS = 0.05, 2000
Progress = Callable[[int, int], object]


def play(path: Path, count: int, seed: int, spread: float, progress: Progress) -> None:
    """Go through all questions of a room's file with so many simulated learners; Unusable if it cannot be served."""
    asyncio.run(_play(path, count, seed, spread, progress))


async def _play(path: Path, count: int, seed: int, spread: float, progress: Progress) -> None:
    log = read(path)
    at = running.begun(path, running.Wish())
    address = Address(at.local, at.code)
    living = asyncio.create_task(Bots(address, log.session, count, seed, spread).live())
    front = Link(address, token=running.token(path))
    try:
        await _until(front, lambda seen: seen["people"] >= count, living)
        await _through(front, log, count, progress, living)
        await front.control("end")
    finally:
        living.cancel()
        with suppress(asyncio.CancelledError):
            await living
        await front.close()
        running.ended(path)


async def _through(front: Link, log: Log, count: int, progress: Progress, living: asyncio.Task[None]) -> None:
    """Always to where the room usually goes next, and on once everybody has answered."""
    questions = len(log.state.agenda)
    while (following := (await front.state())["facilitator"]["next"]) is not None:
        state = await front.go(following["phase"], following["question"] if following["phase"] == "round1" else None)
        progress(state["number"] - 1, questions)
        if state["open"]:
            await _until(front, partial(_all_answered, "first" if state["round"] == 1 else "second", count), living)
    progress(questions, questions)


def _all_answered(which: str, count: int, seen: dict[str, Any]) -> bool:
    return seen[which] is not None and seen[which]["answered"] >= count


async def _until(front: Link, is_so: Callable[[dict[str, Any]], bool], living: asyncio.Task[None]) -> None:
    for _ in range(LOOKS):
        if is_so((await front.state())["facilitator"]):
            return
        if living.done():
            living.result()
        await asyncio.sleep(APART)


def begun(path: Path, count: int, seed: int, spread: float) -> None:
    """Serve a room's file, and let simulated learners come and vote there for as long as this process goes on."""
    session, at = read(path).session, running.begun(path, running.Wish())
    bots = Bots(Address(at.local, at.code), session, count, seed, spread)
    threading.Thread(target=_live, args=(bots,), name="bots", daemon=True).start()


def _live(bots: Bots) -> None:
    with suppress(Refusal, Unreachable):  # the room has ended
        asyncio.run(bots.live())

"""A whole session with simulated learners and nobody in front, through a server of its own as people would meet it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from quizapp.room.before.bots import Bots
from quizapp.room.client.address import Address, address_of
from quizapp.room.client.link import Link
from quizapp.room.report.log import Log, read
from quizapp.room.server.codes import token_file
from quizapp.room.store.file import Unusable

#: Seconds between two looks at how many have answered, and how often one looks before a round is closed all the same.
APART, LOOKS = 0.05, 2000
Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class At:
    """A server that is running, and the room that it serves."""

    address: Address
    token: str


def play(path: Path, count: int, seed: int, spread: float, progress: Progress) -> None:
    """Go through all questions of a room's file with so many simulated learners; Unusable if it cannot be served."""
    asyncio.run(_play(path, count, seed, spread, progress))


async def _play(path: Path, count: int, seed: int, spread: float, progress: Progress) -> None:
    log = read(path)
    async with _served(path) as at:
        bots = Bots(at.address, log.session, count, seed, spread)
        living = asyncio.create_task(bots.live())
        front = Link(at.address, token=at.token)
        try:
            await _until(front, lambda seen: seen["people"] >= count, living)
            await _through(front, log, count, progress, living)
            await front.control("end")
        finally:
            living.cancel()
            with suppress(asyncio.CancelledError):
                await living
            await front.close()


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


@asynccontextmanager
async def _served(path: Path) -> AsyncIterator[At]:
    """A server process for a room's file, ended at the end."""
    command = (sys.executable, "-m", "quizapp", "host", "--headless", "--resume", str(path))
    server = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert server.stdout is not None
    assert server.stderr is not None
    try:
        line = await server.stdout.readline()
        if not line:
            raise Unusable((await server.stderr.read()).decode(errors="replace").strip().removeprefix("Error: "))
        yield _at(line, path)
    finally:
        with suppress(ProcessLookupError):
            server.terminate()
        await server.wait()


def _at(line: bytes, path: Path) -> At:
    said = json.loads(line)
    return At(address_of(f"{said['url']}/r/{said['code']}"), token_file(path).read_text().strip())

"""Whatever happens to the process that runs networks is an outcome with its reason, and all else goes on."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from quizapp.room.runs.desk import COMMAND, Desk, Failed, Key
from tests.support.processes import wait_until_ended
from tests.support.rooms import DECK, RIGHT, SEED, WRONG, made, served, serving

#: Workers that do not do what they should, as programs.
DIES = "raise SystemExit(1)"
DIES_LATER = "import sys; sys.stdin.readline(); sys.stdin.readline()"
HANGS = "import time; time.sleep(600)"
GARBAGE = {
    "no JSON": "{",
    "no object": "5",
    "no answer": "{}",
    "another shape": '{"answer": 5}',
    "nothing": '{"answer": null}',
    "bytes": "\\xff",
    "a list of nothing": '{"answer": [{}]}',
}
RUNS: Key = ("runs", "one")


def says(line: str) -> str:
    return f"import sys\nfor _ in sys.stdin: sys.stdout.buffer.write(b'{line}\\n'); sys.stdout.flush()"


def worker(code: str) -> tuple[str, ...]:
    return (sys.executable, "-S", "-c", code)


@asynccontextmanager
async def at_work(**how: Any) -> AsyncIterator[tuple[Desk, asyncio.Queue[Key]]]:
    """A desk, and what it tells."""
    told: asyncio.Queue[Key] = asyncio.Queue()
    desk = Desk(DECK.read_text(), DECK.name, SEED, told.put_nowait, **how)
    desk.start()
    yield desk, told
    await desk.stop()


def asked(desk: Desk, question: str = "one") -> Key:
    key = ("runs", question)
    desk.ask(key, {"do": "runs", "question": question})
    return key


@pytest.mark.parametrize("code", [DIES, DIES_LATER, *map(says, GARBAGE.values())], ids=["dies", "later", *GARBAGE])
async def test_a_worker_that_dies_or_writes_anything_else_is_a_failure_with_its_reason(code: str) -> None:
    async with at_work(command=worker(code)) as (desk, told):
        asked(desk), asked(desk, "std")
        assert [await told.get(), await told.get()] == [RUNS, ("runs", "std")]
        assert desk.status(RUNS) == "failed"
        assert "ended before its time, or did not answer" in (desk.why(RUNS) or "")
        assert desk.get(RUNS) is None


async def test_a_worker_that_hangs_is_ended_and_not_waited_for_twice() -> None:
    async with at_work(command=worker(HANGS), patience=0.05) as (desk, told):
        asked(desk)
        assert await told.get() == RUNS
        assert desk.why(RUNS) == "it took longer than 0.05 s"


async def test_a_program_that_is_not_there_is_a_failure() -> None:
    async with at_work(command=("/no/such/program",)) as (desk, told):
        asked(desk)
        await told.get()
        assert desk.status(RUNS) == "failed"


async def test_a_worker_that_is_killed_is_replaced_and_the_request_answered() -> None:
    async with at_work() as (desk, told):
        asked(desk, "word")
        await told.get()
        assert desk._worker is not None
        desk._worker.kill()
        asked(desk)
        await told.get()
        assert desk.status(RUNS) == "ready"


async def test_what_failed_is_run_again_when_somebody_asks_for_it() -> None:
    async with at_work(command=worker(DIES)) as (desk, told):
        asked(desk)
        await told.get()
        asked(desk)
        assert desk.status(RUNS) == "failed"
        desk.command = COMMAND
        assert desk.forget_failed("one")
        assert not desk.forget_failed("one")
        asked(desk)
        await told.get()
        assert desk.status(RUNS) == "ready"


async def test_the_most_urgent_goes_first_and_asking_again_hurries() -> None:
    async with at_work(command=worker(DIES)) as (desk, told):
        for question in ("one", "many", "std"):
            asked(desk, question)
        desk.ask(("runs", "std"), {}, 3)
        assert [(await told.get())[1] for _ in range(3)] == ["std", "one", "many"]


@pytest.mark.slow
def test_a_worker_ends_with_whoever_asked_even_in_the_middle_of_a_run(tmp_path: Path) -> None:
    parent = (
        "import subprocess, sys, json\n"
        f"w = subprocess.Popen({list(COMMAND)!r}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)\n"
        "w.stdin.write(sys.stdin.read()); w.stdin.flush()\n"
        "print(w.pid, flush=True)\n"
        "w.wait()\n"
    )
    long = DECK.read_text().replace("steps: 0", "steps: 2000000", 1)
    hello = json.dumps({"deck": long, "name": "long.yaml", "seed": 1})
    request = json.dumps({"do": "runs", "question": "one"})
    with subprocess.Popen(
        [sys.executable, "-c", parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{hello}\n{request}\n")
        process.stdin.close()
        pid = int(process.stdout.readline())
        process.kill()
    wait_until_ended([pid])


@pytest.mark.parametrize("how", [{"command": worker(DIES)}, {"command": worker(HANGS), "patience": 0.05}])
def test_voting_revealing_and_explaining_go_on_without_any_networks(tmp_path: Path, how: dict[str, Any]) -> None:
    with served(made(tmp_path / "a.room"), **how) as room:
        person = room.person()
        for question in RIGHT:
            room.asks(question)
            assert person.vote(1, WRONG[question]).status_code == 200
            room.until(lambda: room.seen()["facilitator"]["runs"] == "failed", "a failure")
            assert room.seen()["facilitator"]["runs_why"]
            for phase in ("reveal", "simulate", "explain"):
                room.go(phase)
                for path in ("", "/screen", "/state", "/state?role=screen", "/mine", "/runs"):
                    assert person.client.get(f"{room.base}{path}").status_code == 200
            runs = person.client.get(f"{room.base}/runs").json()
            assert (runs["status"], runs["runs"]) == ("failed", [])
            assert runs["why"]


def test_a_facilitator_has_networks_that_failed_run_again(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        room.asks("one")
        room.until(lambda: room.seen()["facilitator"]["runs"] == "ready", "runs")
        assert room.do("again").status_code == 409
        room.room.desk.outcomes[RUNS] = Failed("it took too long")
        assert room.seen()["facilitator"]["runs"] == "failed"
        assert room.do("again").json()["facilitator"]["runs"] in ("running", "waiting")
        room.until(lambda: room.seen()["facilitator"]["runs"] == "ready", "runs once more")

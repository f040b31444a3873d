"""A room under load, over loopback: a thousand phones of one process, and beside it what cannot be beaten.

Votes spread over a second and all at one instant, phases on all screens, memory, kills, and a class that reconnects.
"""

from __future__ import annotations

import json
import math
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from benchmarks.room_class import lesson
from benchmarks.room_floor import syncs_a_second
from benchmarks.room_kills import killed
from benchmarks.room_process import echoing, hosting, statements
from benchmarks.table import Measured, Missing, Row, Size

#: Connections that may be open in one process, beside those that are measured.
OTHER_FILES = 100


def rows(size: Size) -> Iterator[Row]:
    """Load, memory, kills and time."""
    people, many, rounds = size.of((1000, 2000, 3), tiny=(6, 8, 1))
    yield Row("second", f"p99 ms to a receipt, {people:,} votes in 1 s", partial(_votes, people, rounds, "second"), 25)
    yield Row(
        "instant", f"p99 ms to a receipt, {people:,} votes at once", lambda: _votes(people, rounds, "instant"), 150
    )
    yield Row("phase", f"ms until {people:,} phones show a phase", lambda: _phase(people, rounds), 300)
    yield Row("memory", f"KiB of the server for each of {people:,} phones", lambda: _memory(people, rounds), 40)
    yield Row("more", f"of {many:,} phones: receipts", lambda: _more(many), at_least=2 * many)
    kills = size.of(100, tiny=2)
    yield Row("kills", f"acknowledged votes lost or counted twice in {kills} kills", lambda: _kills(kills), at_most=0)
    minutes, pupils = size.of((1.0, 200), tiny=(0.02, 6))
    yield Row(
        "flat", f"MiB that a class of {pupils} adds in {minutes:g} min", lambda: _flat(minutes, pupils), at_most=4
    )


def _votes(people: int, rounds: int, how: str) -> Measured:
    room, floor = _load(people, rounds), _floor(people, rounds)
    values = _by_round(room[how], rounds)
    ours, bare = (f"p50 {_share(each[how], 50):.1f}, max {max(each[how]):.1f}" for each in (room, floor))
    bare_p99 = _share(floor[how], 99)
    detail = f"{ours}; an echo p99 {bare_p99:.1f} ({bare}); {room['syncs']:.0f} syncs a second"
    return Measured(tuple(_share(each, 99) for each in values), detail)


def _by_round(values: list[float], rounds: int) -> list[list[float]]:
    each = len(values) // rounds
    return [values[n * each : (n + 1) * each] for n in range(rounds)]


def _phase(people: int, rounds: int) -> Measured:
    found = _load(people, rounds)
    return Measured(tuple(found["phase"]), f"{len(found['phase'])} phases, from the request to the last phone")


def _memory(people: int, rounds: int) -> Measured:
    value = _load(people, rounds)["memory"]
    if math.isnan(value):
        raise Missing("This system does not tell the memory of a process in /proc.")
    return Measured((max(value, 0.0),), "resident memory, connected against joined")


def _more(people: int) -> Measured:
    found = _load(people, 1)
    second, instant = (_share(found[how], 99) for how in ("second", "instant"))
    detail = f"p99 {second:.0f} ms over a second, {instant:.0f} ms at once; phases {max(found['phase']):.0f} ms"
    return Measured((float(found["acknowledged"]),), detail)


def _kills(kills: int) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        found = killed(kills, Path(folder), random.Random(7))
    slowest = f"serving again after {found.typical:.2f} s, at most {found.slowest:.2f} s"
    return Measured((float(found.lost + found.twice),), f"{found.acknowledged} acknowledged; {slowest}")


def _flat(minutes: float, pupils: int) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        found = lesson(minutes, pupils, Path(folder))
    if math.isnan(found.grown):
        raise Missing("This system does not tell the memory of a process in /proc.")
    return Measured(
        (found.grown,), f"{found.votes} votes, {found.reconnects} reconnects; {found.end:.0f} MiB at the end"
    )


def _share(values: list[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


@cache
def _load(people: int, rounds: int) -> Mapping[str, Any]:
    _allow(people)
    with tempfile.TemporaryDirectory() as folder:
        deck = statements(Path(folder) / "statements.yaml")
        with hosting([str(deck), "--data", f"{folder}/a.room"]) as server:
            found = _phones(server.port, server.code, server.token, server.process.pid, people, rounds)
    return {**found, "syncs": syncs_a_second()}


@cache
def _floor(people: int, rounds: int) -> Mapping[str, Any]:
    with echoing() as port:
        return _phones(port, "", "", 0, people, rounds)


def _phones(port: int, code: str, token: str, pid: int, people: int, rounds: int) -> dict[str, Any]:
    wanted = {"port": port, "code": code, "token": token, "pid": pid, "people": people, "rounds": rounds}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.room_phones"],
        input=f"{json.dumps(wanted)}\n",
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"the phones ended with {done.returncode}: {done.stderr.strip().splitlines()[-1]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _allow(people: int) -> None:
    """Connections are files, and programs that are started may have as many as this one."""
    if os.name == "nt":
        raise Missing("Windows has no limit on files of this kind.")
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = people + OTHER_FILES
    if soft < needed:
        if hard != resource.RLIM_INFINITY and hard < needed:
            raise Missing(f"No more than {hard} files may be open here.")
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))

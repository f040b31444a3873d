"""How fast this machine writes and computes, measured for a moment, and what that means for a room."""

from __future__ import annotations

import os
import socket
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from quizapp.room.before.doctor.findings import Finding
from sim.experiment import Experiment
from sim.training import run

Clock = Callable[[], float]
#: Seconds for which the disk is measured.
MEASURED = 0.4
#: Bytes of a page of the room's file.
PAGE = 4096
#: Writes to the disk for a burst of votes, which are written together, and what people still take for at once.
BURST, BURST_VOTES, AT_ONCE = 4, 1000, 0.5
#: The networks of a usual question: deep enough to show something, in seconds.
USUAL = Experiment(depth=10, width=64, steps=100, seeds=1)
#: Seconds for them from which on they are better computed before the workshop begins.
SLOW_RUN = 3.0


def port_finding(address: str, port: int) -> Finding:
    """Whether a room can be opened at a port of an address."""
    error = why_not_bound(address, port)
    if error is None:
        return Finding("ok", f"Port {port} is free.")
    problem = error.strerror or str(error)
    do = f"Give another with --port, here and to `quizapp host`, as in --port {port + 1 if port < 65535 else 8000}."
    return Finding("fix", f"Port {port} cannot be used: {problem}.", do)


def why_not_bound(address: str, port: int) -> OSError | None:
    """Why nothing can be served at a port of an address, or None if it can."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            return error
    return None


def sync_rate(folder: Path, clock: Clock = time.perf_counter, seconds: float = MEASURED) -> float:
    """How often a second something written in a folder is safe on the disk; OSError if nothing can be written there."""
    sync = getattr(os, "fdatasync", os.fsync)
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        start, count = clock(), 0
        while (passed := clock() - start) < seconds:
            file.write(b"\0" * PAGE)
            sync(file.fileno())
            count += 1
    return count / passed


def disk_finding(folder: Path, rate: float) -> Finding:
    """What a rate of synchronisation means for those who vote."""
    together = BURST / rate if rate else float("inf")
    text = (
        f"The disk keeps {rate:,.0f} writes a second for certain, in {folder}. Votes that come together are written "
        f"together: {BURST_VOTES:,} at one instant are safe within about {_seconds(together)}."
    )
    if together <= AT_ONCE:
        return Finding("ok", text)
    return Finding("note", text, "Phones will say `sending` for so long. A file on a faster disk helps: `--data FILE`.")


def no_disk_finding(folder: Path, error: OSError) -> Finding:
    """That nothing can be written where the room's file would be."""
    why = error.strerror or str(error)
    return Finding(
        "fix", f"Nothing can be written in {folder}: {why}.", "Name a file elsewhere: `quizapp host --data FILE`."
    )


def run_seconds(clock: Clock = time.perf_counter, experiment: Experiment = USUAL) -> float:
    """Seconds for one network of the usual size."""
    start = clock()
    for _ in run(experiment, lambda step: False):
        pass
    return clock() - start


def run_finding(seconds: float, processors: int) -> Finding:
    """What the speed of a run means for a room."""
    many = f"{processors} processor{'s' * (processors != 1)}"
    text = f"A network of the usual size trains in {_seconds(seconds)}, on {many}."
    if seconds <= SLOW_RUN:
        return Finding("ok", f"{text} The networks of a question are ready before it is revealed.")
    return Finding(
        "note", text, "Start the room some minutes before, so that its networks are computed when people come."
    )


def _seconds(seconds: float) -> str:
    return f"{max(1, round(seconds * 1000))} ms" if seconds < 1 else f"{seconds:.1f} s"

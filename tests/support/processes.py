"""Processes by their ids: which another has begun, and whether they have ended."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Sequence

#: Seconds after which waiting is given up.
LONGEST = 20.0


def children_of(pid: int) -> list[int]:
    """The ids of the processes that a process has begun and that have not ended."""
    return [child for child, parent in _running() if parent == pid]


def wait_for_children(pid: int, count: int) -> None:
    """Wait until a process has begun as many."""
    _wait(lambda: len(children_of(pid)) >= count, f"{count} processes of {pid}")


def wait_until_ended(pids: Sequence[int]) -> None:
    """Wait until none of these processes runs any more."""
    _wait(lambda: not {pid for pid, _ in _running()} & set(pids), f"the end of {pids}")


def _running() -> list[tuple[int, int]]:
    """Each process with the one that began it, without those that have ended and are only still listed."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True).stdout
    lines = (line.split() for line in listed.splitlines())
    return [(int(pid), int(parent)) for pid, parent, status in lines if not status.startswith("Z")]


def _wait(so: Callable[[], bool], what: str) -> None:
    nap = threading.Event()
    for _ in range(int(LONGEST / 0.05)):
        if so():
            return
        nap.wait(0.05)
    raise AssertionError(f"waited {LONGEST:g} s in vain for {what}")

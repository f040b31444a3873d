"""Sees to it that nothing opens a socket, and that nothing is written but in the folders of the tests.

Python imports this module by its name at the start of every program that finds it on its path, and so the programs that
tests start are watched too, as long as the environment is handed on to them. Whatever strays is written down, a line
each, in the file that the environment names; the test during which that happened fails.
"""

from __future__ import annotations

import os
import sys
from typing import Any

#: Names the file for what strays, without which nothing is watched, and the folder that may be written to.
STRAYS, OURS = "QUIZAPP_TESTS_STRAYS", "QUIZAPP_TESTS_OURS"
#: Set where a room is tested, which is reached by way of this machine's own addresses.
LOOPBACK, OWN_ADDRESSES = "QUIZAPP_TESTS_LOOPBACK", ("127.0.0.1", "::1", "localhost")
#: Devices, SQLite's databases in memory, and what tools keep wherever a program runs.
EVERYBODYS = ("/dev/", ":memory:")
KEPT_BY_TOOLS = ("__pycache__", ".pytest_cache", ".hypothesis", ".mypy_cache", ".import_linter_cache", ".ruff_cache")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
#: What else changes a folder: which arguments are paths, and which say what a relative path starts from.
CHANGES: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "os.chmod": ((0,), (2,)),
    "os.link": ((1,), (3,)),
    "os.mkdir": ((0,), (2,)),
    "os.remove": ((0,), (1,)),
    "os.rename": ((0, 1), (2, 3)),
    "os.rmdir": ((0,), (1,)),
    "os.symlink": ((1,), (2,)),
    "os.truncate": ((0,), ()),
    "os.utime": ((0,), (3,)),
    "sqlite3.connect": ((0,), ()),
}
#: What reaches beyond this machine, or lets others reach it.
SOCKETS = ("bind", "connect", "sendto", "sendmsg", "getaddrinfo", "gethostbyaddr", "gethostbyname", "getnameinfo")
NETWORK = frozenset(f"socket.{name}" for name in SOCKETS)
ADDRESSES = ("socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg")


def look(event: str, arguments: tuple[Any, ...]) -> None:
    """The audit hook: called a million times in a run of all tests, so that most events end at once."""
    if event == "open":
        if isinstance(arguments[2], int) and arguments[2] & WRITING:
            _see(event, arguments[0])
    elif event in CHANGES:
        paths, folders = CHANGES[event]
        if all(arguments[place] == -1 for place in folders):  # any other folder was opened before
            for place in paths:
                _see(event, arguments[place])
    elif event in NETWORK:
        _see_address(event, arguments[1] if event in ADDRESSES else arguments[:2])


def is_ours(path: str) -> bool:
    """Whether a path may be written to."""
    ours = tuple(filter(None, (os.environ.get(STRAYS), os.environ.get(OURS))))
    return path.startswith(EVERYBODYS + ours) or any(part in KEPT_BY_TOOLS for part in path.split(os.sep))


def _see(event: str, path: object) -> None:
    """Write down a path that may not be written to; a number is a file that is open already."""
    if STRAYS not in os.environ or not isinstance(path, str | bytes | os.PathLike):
        return
    name = os.fsdecode(path)
    absolute = name if name in EVERYBODYS else os.path.abspath(name)
    if is_ours(os.path.realpath(absolute)):
        return
    fails, has_no_name = not os.path.isdir(os.path.dirname(absolute)), event == "open" and os.path.isdir(absolute)
    if not fails and not has_no_name:  # as a temporary file that is opened by its folder
        _write_down(f"{event} {absolute}")


def _see_address(event: str, address: object) -> None:
    """Write down an address; one that is a path is a file of this machine."""
    if isinstance(address, str | bytes):
        _see(event, address)
    elif not (LOOPBACK in os.environ and isinstance(address, tuple) and _name(address[0]) in OWN_ADDRESSES):
        _write_down(f"{event} {address}")


def _name(host: object) -> object:
    return host.decode("ascii", "replace") if isinstance(host, bytes) else host


def _write_down(what: str) -> None:
    if STRAYS in os.environ:
        line = f"{' '.join(f'{what} (by {sys.orig_argv})'.split())}\n"
        with open(os.environ[STRAYS], "a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(line)


if __name__ == "sitecustomize":
    sys.addaudithook(look)

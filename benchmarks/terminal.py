"""A real terminal for another program: a pseudo-terminal that types, listens, and says when something was seen.

No wait is without a bound: what has not come by then raises TimeoutError, and what can no longer come, because the
program has ended, ChildProcessError.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

#: Makes the pseudo-terminal the one that the program is controlled by, as a terminal window does.
TAKE_CONTROL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""
ESCAPES = re.compile(rb"\x1b\[[0-9;?<>=]*[A-Za-z~$]|\x1b[P\]_].*?(?:\x1b\\|\x07)|\x1b[=>()][0-9A-B]?", re.DOTALL)
MOVES = re.compile(rb"\x1b\[[0-9;]*H")
MODES = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
#: The second screen, mouse, focus reports and pasting: a program that has ended leaves none of them on.
TEMPORARY = {b"1000", b"1002", b"1003", b"1004", b"1006", b"1015", b"1016", b"1047", b"1049", b"2004", b"2026"}
CURSOR = b"25"
#: Seconds after which a wait is given up, if it is not told otherwise.
LONGEST = 30.0


class Terminal:
    """A program in a terminal of its own, `in_control` of it unless milliseconds matter; for a `with` statement."""

    def __init__(
        self,
        command: Sequence[str],
        size: tuple[int, int] = (120, 40),
        environment: Mapping[str, str] | None = None,
        in_control: bool = True,
    ) -> None:
        self.output = bytearray()
        self._outside, self._inside = pty.openpty()
        self.resize(*size)
        self.settings = termios.tcgetattr(self._inside)
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-S", "-c", TAKE_CONTROL, *command] if in_control else command,
            stdin=self._inside,
            stdout=self._inside,
            stderr=self._inside,
            start_new_session=True,
            env={**_inherited(), "TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: Any, trace: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(LONGEST)
        self.hang_up()

    def hang_up(self) -> None:
        """Close the window, as somebody does who does not quit first."""
        os.close(self._inside)
        os.close(self._outside)

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size, and tell the program."""
        fcntl.ioctl(self._outside, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        process = getattr(self, "process", None)
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGWINCH)

    def type(self, keys: str | bytes) -> None:
        """Type keys; TimeoutError if there is no room for them because the program reads none."""
        if not select.select([], [self._outside], [], LONGEST)[1]:
            raise TimeoutError(f"the program read no keys for {LONGEST:g} s")
        os.write(self._outside, keys.encode() if isinstance(keys, str) else keys)

    def listen(self, seconds: float) -> bool:
        """Take what was written, waiting for it no longer than this, and say whether there was anything."""
        ready, _, _ = select.select([self._outside], [], [], seconds)
        if not ready:
            return False
        with contextlib.suppress(OSError):
            self.output += os.read(self._outside, 1 << 20)
        return True

    def drain(self, quiet: float = 0.15, longest: float = 10.0) -> None:
        """Listen until nothing was written for `quiet` seconds; TimeoutError if it never is so quiet."""
        end = time.perf_counter() + longest
        while self.listen(quiet):
            if time.perf_counter() > end:
                raise TimeoutError(self._in_vain(f"{quiet:g} s without output", longest))

    def until(self, seen: Callable[[], bool], longest: float = LONGEST, what: str = "a condition") -> float:
        """Listen until something is so, and give the time at which it was.

        TimeoutError if it is not after `longest` seconds, ChildProcessError if the program ends before; both say
        `what` was waited for.
        """
        end = time.perf_counter() + longest
        while not seen():
            left = end - time.perf_counter()
            if left <= 0:
                raise TimeoutError(self._in_vain(what, longest))
            status = self.process.poll()
            if not self.listen(min(left, 0.05)) and status is not None:
                raise ChildProcessError(f"the program ended with status {status} before {what}\n{self.text()[-3000:]}")
        return time.perf_counter()

    def sees(self, *words: str, since: int = 0, longest: float = LONGEST) -> float:
        """Listen until all these words were written after the first `since` bytes, and give the time."""
        what = " and ".join(map(repr, words)) + " on the screen"
        return self.until(lambda: all(word in self.text(since) for word in words), longest, what)

    def text(self, since: int = 0) -> str:
        """All that was written, without the escape sequences."""
        return ESCAPES.sub(b"", bytes(self.output[since:])).decode(errors="replace")

    def pieces(self, since: int = 0) -> list[str]:
        """What `text` gives, in pieces that each begin where the cursor was put, or on a new line."""
        put_as_lines = MOVES.sub(b"\n", bytes(self.output[since:]))
        return ESCAPES.sub(b"", put_as_lines).decode(errors="replace").splitlines()

    def end(self, longest: float = 15.0) -> int:
        """Wait for the program to end by itself, and give its exit status."""
        self.until(lambda: self.process.poll() is not None, longest, "the end of the program")
        self.drain(0.05)
        return self.process.returncode

    def _in_vain(self, what: str, longest: float) -> str:
        return f"waited {longest:g} s in vain for {what}\n{self.text()[-3000:]}"

    def left_on(self) -> list[str]:
        """What the program has left switched: modes, a hidden cursor, or the settings of the keyboard."""
        state = {mode: end for modes, end in MODES.findall(bytes(self.output)) for mode in modes.split(b";")}
        left = [f"mode {mode.decode()}" for mode, end in state.items() if mode in TEMPORARY and end == b"h"]
        left += ["hidden cursor"] if state.get(CURSOR) == b"l" else []
        left += ["keyboard protocol"] if self.output.count(b"\x1b[>1u") > self.output.count(b"\x1b[<u") else []
        left += ["settings"] if termios.tcgetattr(self._inside) != self.settings else []
        return left


def _inherited() -> dict[str, str]:
    """The environment without what would hide the size of the window."""
    return {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}

"""The terminal: whether the quiz can draw on it, and leaving it as it was found."""

from __future__ import annotations

import locale
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from quizapp.text.streams import is_terminal

try:
    import termios
except ImportError:
    termios = None  # type: ignore[assignment]

#: What a full-screen program switches on: the second screen, reports of mouse, focus and keys, and a hidden cursor.
SWITCHED_ON = ("?1000", "?1002", "?1003", "?1004", "?1006", "?1015", "?1016", "?2004", "?1049")
BACK_TO_NORMAL = "\x1b[<u" + "".join(f"\x1b[{mode}l" for mode in SWITCHED_ON) + "\x1b[?7h\x1b[?25h\x1b[0m"
BLOCKS = "█▏┊⠒│▁·²…"
#: Seconds in which another thread writes what it has already been given.
REST = 0.1


def why_not_full_screen() -> str | None:
    """Why the quiz cannot draw on this terminal, or None if it can."""
    for name, stream in (("input", sys.stdin), ("output", sys.stdout)):
        if not is_terminal(stream):
            return f"standard {name} is not a terminal"
    if os.name != "nt" and os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        return "the terminal cannot place the cursor (TERM is 'dumb' or not set)"
    return None


def columns() -> int:
    """How wide the terminal is; 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80


def ascii_only(encoding: str | None = None) -> bool:
    """Whether an encoding, that of standard output if none is given, lacks the characters of charts."""
    try:
        BLOCKS.encode(encoding or sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def locale_is_ascii_only() -> bool:
    """Whether the locale lacks the characters of charts; Python itself may write UTF-8 even so."""
    return ascii_only() or ascii_only(locale.getencoding())


@contextmanager
def left_as_found() -> Iterator[None]:
    """Bring the terminal back to how it was, should what runs inside crash or be told to end."""
    restore = _restorer()
    before = {number: signal.signal(number, _ended_by(restore)) for number in _ends()}
    try:
        yield
    except BaseException:
        restore()
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ends() -> list[signal.Signals]:
    return [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


def _restorer() -> Callable[[], None]:
    """What brings the terminal back, harmless if all is as it was: drawing goes to stdout, keys come from stdin."""
    if termios is None or not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        return lambda: None
    keys, drawing = sys.stdin.fileno(), sys.stdout.fileno()
    settings = termios.tcgetattr(keys)

    def restore() -> None:
        with suppress(OSError, termios.error):  # the terminal itself may be gone
            os.write(drawing, BACK_TO_NORMAL.encode())
            termios.tcsetattr(keys, termios.TCSANOW, settings)

    return restore


def _ended_by(restore: Callable[[], None]) -> Callable[[int, FrameType | None], None]:
    """Let what was being drawn come through, restore the terminal, then end by the same signal."""

    def end(number: int, frame: FrameType | None) -> None:
        time.sleep(REST)
        restore()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    return end

"""Standard input, output and errors as a command finds them: closed, full, or of an encoding with few characters."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import TextIO


def prepare_streams() -> None:
    """Make the streams usable: none of them stands for a file that is opened later, and what cannot be encoded is `?`.

    Python says None for a stream that was closed. Errors then go nowhere; the others stay None, for it to be told.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free, which is this one
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream, which is None if it was closed, is a terminal."""
    return stream is not None and stream.isatty()


def why_not_written(stream: TextIO) -> OSError | None:
    """What went wrong with what was written to a stream, all of which is sent now; the rest of it is thrown away."""
    try:
        stream.flush()
    except OSError as error:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            stream.flush()
        return error
    return None

"""How long `quizapp --help` takes, as a multiple of Python importing nothing but its command-line library, click."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.table import Row, in_turn, ms

TIMES = 25


def rows() -> Iterator[Row]:
    """One row."""
    found = in_turn(
        {
            "help": lambda: seconds([*quizapp(), "--help"]),
            "click": lambda: seconds([sys.executable, "-c", "import click"]),
        },
        TIMES,
    )
    detail = f"{ms(found['help'])} against {ms(found['click'])}"
    yield Row("quizapp --help / python -c 'import click'", found["help"] / found["click"], detail, at_most=3)


def quizapp() -> list[str]:
    """The installed command, or the module where only that is there."""
    script = Path(sys.executable).with_name("quizapp")
    return [str(script)] if script.exists() else [sys.executable, "-m", "quizapp"]


def seconds(command: Sequence[str]) -> float:
    """The time from the start of a command to its end."""
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began

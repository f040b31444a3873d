"""How long `quizapp --help` takes, as a multiple of Python importing nothing but its command-line library, click."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from benchmarks.processes import output_of, quizapp
from benchmarks.table import Measured, Row, Size
from benchmarks.timing import against, in_turn, ratios, seconds_of


def rows(size: Size) -> Iterator[Row]:
    """One row."""
    times = size.of(15, tiny=1)
    yield Row("", "quizapp --help / python -c 'import click'", lambda: _measure(times), at_most=3)


def _measure(times: int) -> Measured:
    commands = {"help": [*quizapp(), "--help"], "click": [sys.executable, "-c", "import click"]}
    works = {name: lambda command=command: seconds_of(lambda: output_of(command)) for name, command in commands.items()}
    turns = in_turn(works, times, warm_up=min(1, times - 1))
    return Measured(ratios(turns, "help", "click"), against(turns, "help", "click"))

"""How the time for a text grows with its size: a row for anything that reads text."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from benchmarks.table import Measured, Row, Size
from benchmarks.timing import cpu_seconds_of, ms

#: Ten times the text may take this many times the time: linear, with room for memory that no longer fits a cache.
MOST = 15
#: Of as many runs the fastest counts: the others were held up by something else.
TIMES = 3


def growth_row(name: str, what: str, text: Callable[[int], str], read: Callable[[str], object], size: Size) -> Row:
    """The row of a text that can be made with about as many bytes as it is told, and of what reads it."""
    sizes = size.of((10_000, 100_000, 1_000_000), tiny=(1_000, 10_000))
    return Row(name, f"{what}: time for 10 times the text", lambda: _measure(text, read, sizes), at_most=MOST)


def _measure(text: Callable[[int], str], read: Callable[[str], object], sizes: tuple[int, ...]) -> Measured:
    seconds = [_fastest(text(each), read) for each in sizes]
    steps = tuple(larger / max(smaller, 1e-4) for smaller, larger in pairwise(seconds))
    detail = ", ".join(f"{ms(each)} for {size // 1000} kB" for size, each in zip(sizes, seconds, strict=True))
    return Measured((max(steps),), detail)


def _fastest(text: str, read: Callable[[str], object]) -> float:
    return min(cpu_seconds_of(lambda: read(text)) for _ in range(TIMES))

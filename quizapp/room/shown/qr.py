"""An address as a QR code: as lines of a terminal, and as the path of an SVG.

Lines hold ink where modules are dark; they are to be painted black on white, since many phones read no light code on a
dark ground.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import segno
from segno.encoder import DataOverflowError

#: Modules that are left free around a code: as the standard (ISO/IEC 18004) has them, and what phones still read.
FREE, STILL_READ = 4, (4, 2, 1)
#: What is drawn for the upper and the lower of two modules in one cell.
HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
Modules = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=32)
def modules(url: str) -> Modules:
    """Which modules are dark, row by row, without the free ones around; ValueError if the address is too long."""
    try:
        code = segno.make_qr(url, error="l", boost_error=True)
    except DataOverflowError:
        raise ValueError(f"an address of {len(url)} characters is too long for a QR code") from None
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def qr_lines(url: str, width: int, height: int, ascii_only: bool = False) -> tuple[str, ...] | None:
    """The code as lines within so many columns and rows, as large as they allow; None if it does not fit, or cannot be.

    A cell holds two modules, one above the other; in ASCII a module takes two cells.
    """
    try:
        dark = modules(url)
    except ValueError:
        return None
    across, down = (width // 2, height) if ascii_only else (width, 2 * height)
    for free in STILL_READ:
        scale = min(across, down) // (len(dark) + 2 * free)
        if scale > 0:
            return tuple((_in_ascii if ascii_only else _in_halves)(_enlarged(dark, free, scale)))
    return None


def _enlarged(dark: Modules, free: int, scale: int) -> Modules:
    """The modules with free ones around, each as a square of `scale` by `scale`."""
    size = range(-free, len(dark) + free)
    inside = range(len(dark))
    whole = [[row in inside and column in inside and dark[row][column] for column in size] for row in size]
    return tuple(tuple(each for each in row for _ in range(scale)) for row in whole for _ in range(scale))


def _in_halves(rows: Modules) -> Iterator[str]:
    even = rows if len(rows) % 2 == 0 else (*rows, (False,) * len(rows))
    for upper, lower in zip(even[::2], even[1::2], strict=True):
        yield "".join(HALVES[pair] for pair in zip(upper, lower, strict=True))


def _in_ascii(rows: Modules) -> Iterator[str]:
    return ("".join("##" if dark else "  " for dark in row) for row in rows)


def qr_path(url: str) -> tuple[str, int]:
    """The dark modules as the path of an SVG, one unit a module, and how many units wide it is with its free edge."""
    dark = modules(url)
    runs = [
        f"M{FREE + start} {FREE + at}h{length}v1h-{length}z"
        for at, row in enumerate(dark)
        for start, length in _runs(row)
    ]
    return "".join(runs), len(dark) + 2 * FREE


def _runs(row: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    """Where dark modules stand beside one another: the first, and how many."""
    start = 0
    for at, dark in enumerate((*row, False)):
        if not dark:
            if at > start:
                yield start, at - start
            start = at + 1

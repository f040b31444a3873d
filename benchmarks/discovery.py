"""Finding the benchmarks: each module of this package that has a function `rows` is one."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator

from benchmarks.table import Measured, Row, Size
from quizapp.discovery import module_names


def rows_by_name(size: Size) -> dict[str, Row]:
    """All rows by their full names, `BENCHMARK/ROW`, or `BENCHMARK` where it has one only."""
    return {
        "/".join(filter(None, (module, row.name))): row
        for module in module_names("benchmarks")
        for row in _rows_of(module, size)
    }


def chosen(rows: dict[str, Row], names: Iterable[str]) -> dict[str, Row]:
    """The rows with these names, or of the benchmarks with these names, in the order of `rows`.

    KeyError with the first name that means none.
    """
    wanted: set[str] = set()
    for name in names:
        meant = {each for each in rows if name in (each, each.partition("/")[0])}
        if not meant:
            raise KeyError(name)
        wanted |= meant
    return {name: row for name, row in rows.items() if name in wanted}


def _rows_of(module: str, size: Size) -> Iterator[Row]:
    """The rows of a module, if it has any; where that fails, one row that fails in the same way when measured."""
    try:
        made = getattr(importlib.import_module(f"benchmarks.{module}"), "rows", None)
        yield from list(made(size)) if made else ()
    except Exception as error:
        yield Row("", f"{module} (all rows)", _raising(error))


def _raising(error: Exception) -> Callable[[], Measured]:
    def measure() -> Measured:
        raise error

    return measure

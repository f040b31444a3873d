"""Measures all rows of the table, or those that are named, and prints each as it ends.

The exit status is 1 if a target was missed, or if a row failed that could have been measured here.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from benchmarks.discovery import chosen, rows_by_name
from benchmarks.table import COLUMNS, Row, Size, markdown_line, plain_line, result_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, or the names of its rows, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a benchmark, or a row of one (see --list)")
    parser.add_argument("--list", action="store_true", help="print the name of each row, and measure nothing")
    parser.add_argument("--markdown", action="store_true", help="print the table in Markdown")
    parser.add_argument("--tiny", action="store_true", help="measure as little as the tests do; targets mean nothing")
    given = parser.parse_args(arguments)
    rows = rows_by_name(Size.TINY if given.tiny else Size.FULL)
    if given.names:
        try:
            rows = chosen(rows, given.names)
        except KeyError as unknown:
            parser.error(f"there is no benchmark and no row {unknown}; --list shows all")
    if given.list:
        return _print_names(rows)
    with _own_folders():
        return _print_table(rows, given.markdown)


@contextmanager
def _own_folders() -> Iterator[None]:
    """Let no program that is measured see the answers and settings of whoever measures it, or add to them."""
    with tempfile.TemporaryDirectory() as folder:
        own = {"QUIZAPP_DATA_DIR": f"{folder}/data", "QUIZAPP_CONFIG_DIR": f"{folder}/settings"}
        before = {name: os.environ.get(name) for name in own}
        os.environ.update(own)
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})


def _print_names(rows: Mapping[str, Row]) -> int:
    for name, row in rows.items():
        print(f"{name:<40} {row.what}  {row.target}".rstrip())
    return 0


def _print_table(rows: Mapping[str, Row], markdown: bool) -> int:
    line = markdown_line if markdown else plain_line
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {time.strftime('%Y-%m-%d')}", end="\n\n")
    print(line(COLUMNS), flush=True)
    if markdown:
        print(line(("---",) * len(COLUMNS)), flush=True)
    fine = True
    for row in rows.values():
        result = result_of(row)
        print(line(result.cells), flush=True)
        fine = fine and result.is_fine
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())

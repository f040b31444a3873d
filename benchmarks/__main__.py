"""Runs all benchmarks, or those named with --only, and prints a row for each number: python -m benchmarks."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import time
from collections.abc import Sequence

from benchmarks.table import Skip

NAMES = (
    "command_help",
    "first_paint",
    "key_to_paint",
    "chart_frame",
    "reading_decks",
    "checked_again",
    "first_frame",
    "many_decks",
    "deck_memory",
    "training_step",
    "step_and_products",
    "step_and_torch",
    "seeds_at_once",
    "vanishing_run",
    "phase_diagram",
    "sweep_cores",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and return 1 if a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=NAMES, help="run this one (may be given several times)")
    chosen = parser.parse_args(arguments).only or NAMES
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {time.strftime('%Y-%m-%d')}", flush=True)
    met = [_met(name) for name in chosen]
    return 0 if all(met) else 1


def _met(name: str) -> bool:
    """Print the rows of a benchmark as it ends, and say whether all of its targets were met."""
    met = True
    try:
        for row in importlib.import_module(f"benchmarks.{name}").rows():
            print(row, flush=True)
            met = met and row.met
    except Skip as missing:
        print(f"{name}: skipped. {missing}", flush=True)
    return met


if __name__ == "__main__":
    sys.exit(main())

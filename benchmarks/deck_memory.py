"""The memory that reading 10,000 questions takes at its height, in a process of its own, and how long it takes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.reading_decks import questions_of_the_first_deck
from benchmarks.table import Row

QUESTIONS = 10_000
READ = """
import re, sys, time
from quizapp.deck.reader import read_deck
from quizapp.play.session import start
began = time.perf_counter()
session = start(read_deck(sys.argv[1]), 0)
print(time.perf_counter() - began, re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""


def rows() -> Iterator[Row]:
    """One row; the peak is the one of this program alone, for `ru_maxrss` begins with that of the process before it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "deck.yaml")
        path.write_text(questions_of_the_first_deck(QUESTIONS), encoding="utf-8")
        size = path.stat().st_size
        done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True)
    seconds, peak = map(float, done.stdout.split())
    detail = f"a deck of {size / 1e6:.0f} MB, read and begun in {seconds:.1f} s"
    yield Row("peak memory for 10,000 questions", peak * 1024 / 1e6, detail, " MB", at_most=300)

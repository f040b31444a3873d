"""The memory that reading 10,000 questions takes at its height, as a multiple of that of `yaml.load` on the same file.

`yaml.load` parses with libyaml. Each is the peak of a process of its own, Python and its libraries included.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.processes import output_of
from benchmarks.reading_decks import c_loader, questions_of_the_first_deck
from benchmarks.table import Measured, Missing, Row, Size
from benchmarks.timing import in_turn, medians, ratios

STATUS = Path("/proc/self/status")
#: The peak is the one of this program alone, for `ru_maxrss` begins with that of the process before it.
PEAK = f"""
import re
print(re.search(r"VmHWM:\\s+(\\d+)", open("{STATUS}").read())[1])
"""
READ = f"""
import sys
from quizapp.deck.reader import read_deck
from quizapp.play.session import start
session = start(read_deck(sys.argv[1]), 0)
{PEAK}"""
PARSE = f"""
import sys, yaml
data = yaml.load(open(sys.argv[1], encoding="utf-8").read(), yaml.CSafeLoader)
{PEAK}"""


def rows(size: Size) -> Iterator[Row]:
    """One row."""
    questions, times = size.of((10_000, 2), tiny=(5, 1))
    what = "peak memory of reading 10,000 questions / of yaml.load"
    yield Row("", what, lambda: _measure(questions, times), at_most=0.7)


def _measure(questions: int, times: int) -> Measured:
    c_loader()
    if not STATUS.exists():
        raise Missing(f"There is no {STATUS} here to read the peak from.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "deck.yaml")
        path.write_text(questions_of_the_first_deck(questions), encoding="utf-8")
        turns = in_turn({"ours": lambda: _megabytes(READ, path), "yaml": lambda: _megabytes(PARSE, path)}, times, 0)
        length = path.stat().st_size / 1e6
    middle = medians(turns)
    detail = f"{middle['ours']:.0f} MB against {middle['yaml']:.0f} MB for a file of {length:.0f} MB"
    return Measured(ratios(turns, "ours", "yaml"), detail)


def _megabytes(program: str, path: Path) -> float:
    return float(output_of([sys.executable, "-c", program, str(path)])) * 1024 / 1e6

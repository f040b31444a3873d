"""How long it takes until a committed answer is on disk, as a multiple of the barest write that is synchronised.

The 99th percentiles of both, taken in turn on the same disk.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path

from benchmarks.table import Measured, Missing, Row, Size
from quizapp.deck.reader import read_text
from quizapp.play.certainty import Certainty
from quizapp.play.session import Session, commit, start
from quizapp.record.record import Record

QUESTIONS = 50
DECK = "format: 1\ntitle: T\nquestions:\n" + "".join(
    f"- {{id: q{n}, type: true_false, prompt: So {n}?, answer: true}}\n" for n in range(QUESTIONS)
)


def rows(size: Size) -> Iterator[Row]:
    """One row."""
    times, disk = size.of((600, Path.cwd()), tiny=(3, None))
    yield Row("", "commit of an answer / fdatasync, 99th percentiles", lambda: _measure(times, disk), at_most=2)


def _measure(times: int, disk: Path | None) -> Measured:
    """On the disk of a folder, as that of temporary files may be memory."""
    if not hasattr(os, "fdatasync"):
        raise Missing("this system has no fdatasync")
    with tempfile.TemporaryDirectory(dir=disk) as folder:
        record, deck = Record(Path(folder) / "record.sqlite3"), read_text(DECK)
        kept, bare = list[float](), list[float]()
        with (Path(folder) / "bare").open("wb", buffering=0) as file:
            for number in range(times):
                session = _ready(start(deck, number), number % QUESTIONS)
                record.keep(session)
                kept.append(_seconds(lambda: commit(session, record.keep)))  # noqa: B023 - called at once
                bare.append(_seconds(lambda: _written(file)))
        record.close()
    ours, theirs = (sorted(each)[int(0.99 * (len(each) - 1))] for each in (kept, bare))
    medians = f"medians {sorted(kept)[len(kept) // 2] * 1e3:.2f} and {sorted(bare)[len(bare) // 2] * 1e3:.2f} ms"
    return Measured((ours / theirs,), f"{ours * 1e3:.2f} and {theirs * 1e3:.2f} ms; {medians}")


def _ready(session: Session, position: int) -> Session:
    moved = session.at(position)
    return moved.with_current(moved.current.pick("true").be(Certainty.HIGH))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _written(file: FileIO) -> None:
    file.write(b"x" * 4096)
    os.fdatasync(file.fileno())

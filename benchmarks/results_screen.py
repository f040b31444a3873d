"""How long it takes from `R` at home until the results of 100,000 answers are on the screen, in milliseconds.

Home itself reads all answers whenever it is shown, and is left to finish first. A record of so many answers is counted
once, which takes seconds and is measured too; from then on what was counted is
kept beside it, and only answers since are read. The answers are of five decks, twenty in a sitting and one sitting a
day or so, over thirty years.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.processes import quizapp
from benchmarks.table import Measured, Row, Size
from benchmarks.terminal import Terminal
from benchmarks.timing import against, in_turn, ms, ratios
from quizapp.record.record import Record
from quizapp.record.recorded import as_text

SITTING = 20
#: Seen once the results are there.
THERE = "right by certainty"
ANSWER = """INSERT INTO answers (attempt, stage, profile, session, kind, deck, question, type, revision, content,
    variant, seed, options, prediction, answer, certainty, hints, committed_at, seconds, tags, objectives, version)
    VALUES (?, 'answer', 'default', ?, ?, ?, ?, 'single', 1, ?, '{}', 1, ?, ?, ?, ?, 0, ?, 30, ?, ?, '0.1.0')"""
MARK = """INSERT INTO marks (attempt, "right", foreseen, credit, marks, disputed, judged, measured, marked_at)
    VALUES (?, ?, ?, ?, '{"a":"right","b":"rightly left"}', '[]', ?, ?, ?)"""
OPTIONS = '[["a","' + "A choice of the usual length, which is a line. " * 2 + '"],["b","Another one"]]'
PICKED = '{"form":"pick_one","picked":["a"]}'
MEASURED = '[{"experiment":"deep","claim":"delta[1] / delta[-1] < 1e-4","holds_in":20,"of":20,"medians":{"a":1e-5}}]'


def rows(size: Size) -> Iterator[Row]:
    """The time to the results, and how it grows with the answers."""
    answers, few, times, rest = size.of((100_000, 100, 5, 8.0), tiny=(30, 30, 1, 0.1))
    yield Row("", f"ms from R to the results of {answers:,} answers", lambda: _time(answers, times, rest), at_most=300)
    what = f"from R to the results of {answers:,} answers / of {few}"
    yield Row("growth", what, lambda: _growth(answers, few, times, rest), at_most=2)


def _time(answers: int, times: int, rest: float) -> Measured:
    with _at_home(answers) as terminal:
        first, *later = (_seconds(terminal, rest) for _ in range(times + 1))
    return Measured(tuple(1000 * each for each in later), f"{ms(first)} the first time, when all are counted")


def _growth(answers: int, few: int, times: int, rest: float) -> Measured:
    with _at_home(answers) as of_many, _at_home(few) as of_few:
        works = {"many": lambda: _seconds(of_many, rest), "few": lambda: _seconds(of_few, rest)}
        turns = in_turn(works, times)
    return Measured(ratios(turns, "many", "few"), against(turns, "many", "few"))


@contextmanager
def _at_home(answers: int) -> Iterator[Terminal]:
    """The program at home, over a record with so many answers."""
    with tempfile.TemporaryDirectory() as folder:
        write_answers(Path(folder) / "record.sqlite3", answers)
        with Terminal(quizapp(), (120, 40), {"QUIZAPP_DATA_DIR": folder}, in_control=False) as terminal:
            terminal.sees("not begun", longest=120)
            yield terminal


def _seconds(terminal: Terminal, rest: float) -> float:
    """From the key at home, `rest` seconds after home began to read all answers for itself, to the results."""
    time.sleep(rest)
    terminal.drain(0.5)
    before, began = len(terminal.output), time.perf_counter()
    terminal.type("R")
    seconds = terminal.sees(THERE, since=before, longest=120) - began
    terminal.drain(0.5)
    terminal.type("\x1b")
    terminal.drain(0.5)
    return seconds


def write_answers(path: Path, count: int) -> None:
    """Make a record with so many answers, each marked and then judged."""
    record = Record(path)
    record.attempts()
    record.close()
    rng, at = random.Random(0), datetime.now(UTC) - timedelta(days=1.1 * count / SITTING + 1)
    with closing(sqlite3.connect(path)) as connection, connection:
        for number in range(count):
            at += timedelta(seconds=90) if number % SITTING else timedelta(days=1.05)
            name, right = f"{number // SITTING:032x}-{number % SITTING + 1}", int(rng.random() < 0.7)
            connection.execute(ANSWER, _answer(name, number, rng, as_text(at)))
            for judged in (0, 1):
                connection.execute(
                    MARK, (name, right, right, float(right), judged, MEASURED if judged else "[]", as_text(at))
                )


def _answer(name: str, number: int, rng: random.Random, at: str) -> tuple[object, ...]:
    question = f"question-{rng.randrange(100)}"
    return (
        *(name, name.partition("-")[0], rng.choice(["play", "review"]), f"deck-{number // SITTING % 5}", question),
        *(question, OPTIONS, PICKED, PICKED, rng.choice(["low", "middle", "high"]), at),
        *('["vanishing","depth"]', f'["I{rng.randrange(1, 4)}","V{rng.randrange(1, 7)}"]'),
    )

"""How long a second `quizapp check` of an unchanged deck of 100 questions takes, the start of Python included."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.table import Row, ms

QUESTIONS, TIMES = 100, 5
HEAD = "format: 1\ntitle: A hundred questions, with two experiments each\n"
EXPERIMENTS = """\
  tiny-{n}: {{depth: {depth}, width: 24, activation: tanh, init: "normal(std=0.0{std})", samples: 64, steps: 20}}
  fair-{n}: {{extends: tiny-{n}, init: orthogonal}}
"""
QUESTION = """\
- {{id: question-{n}, type: true_false, prompt: The error shrinks twentyfold., answer: true,
   experiment: tiny-{n}, control: fair-{n}, claim: "delta[1] / delta[-1] < 0.05",
   if_right: Every layer passes on a part of a part., if_wrong: Look at the lowest bar.}}
"""


def rows() -> Iterator[Row]:
    """One row."""
    with tempfile.TemporaryDirectory() as folder:
        deck = Path(folder) / "deck.yaml"
        deck.write_text(hundred_questions(), encoding="utf-8")
        environment = {**os.environ, "QUIZAPP_CACHE_DIR": str(Path(folder) / "cache")}
        first = seconds(deck, environment)
        again = statistics.median(seconds(deck, environment) for _ in range(TIMES))
    detail = f"{ms(first)} the first time"
    yield Row(f"quizapp check, {QUESTIONS} questions, unchanged", again, detail, "s", at_most=2)


def hundred_questions() -> str:
    """A deck in which each question has experiments of its own."""
    sizes = [(n, 5 + n % 12, 20 + n // 2) for n in range(QUESTIONS)]
    experiments = "".join(EXPERIMENTS.format(n=n, depth=depth, std=std) for n, depth, std in sizes)
    questions = "".join(QUESTION.format(n=n) for n, _, _ in sizes)
    return f"{HEAD}experiments:\n{experiments}questions:\n{questions}"


def seconds(deck: Path, environment: Mapping[str, str]) -> float:
    """The time of a whole `quizapp check`, which must find nothing wrong."""
    command = [sys.executable, "-m", "quizapp", "check", str(deck)]
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, env=environment, check=True)
    return time.perf_counter() - began

"""How long a second `quizapp check` of an unchanged deck of 100 questions takes, the start of Python included.

It is a multiple of what nobody can go below: Python that imports the libraries of a check and reads the file as YAML.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.processes import output_of
from benchmarks.reading_decks import c_loader
from benchmarks.table import Measured, Row, Size
from benchmarks.timing import against, in_turn, ms, ratios, seconds_of

BARE = """
import sys
import click, numpy, pydantic, yaml
yaml.load(open(sys.argv[1], encoding="utf-8").read(), yaml.CSafeLoader)
"""
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


def rows(size: Size) -> Iterator[Row]:
    """One row."""
    questions, times, options = size.of((100, 5, []), tiny=(1, 1, ["--seeds", "2", "--jobs", "1"]))
    what = "quizapp check, 100 questions unchanged / the libraries and yaml.load"
    yield Row("", what, lambda: _measure(questions, times, options), at_most=8)


def _measure(questions: int, times: int, options: Sequence[str]) -> Measured:
    c_loader()
    with tempfile.TemporaryDirectory() as folder:
        deck = Path(folder) / "deck.yaml"
        deck.write_text(small_questions(questions), encoding="utf-8")
        environment = {**os.environ, "QUIZAPP_CACHE_DIR": str(Path(folder) / "cache")}

        def seconds(*arguments: str) -> float:
            return seconds_of(lambda: output_of([sys.executable, *arguments, str(deck)], environment))

        check = ["-m", "quizapp", "check", *options]
        first = seconds(*check)
        works = {"check": lambda: seconds(*check), "bare": lambda: seconds("-c", BARE)}
        turns = in_turn(works, times, warm_up=0)
    detail = f"{against(turns, 'check', 'bare')}; {ms(first)} the first time"
    return Measured(ratios(turns, "check", "bare"), detail)


def small_questions(count: int) -> str:
    """A deck in which each question has experiments of its own."""
    sizes = [(n, 5 + n % 12, 20 + n // 2) for n in range(count)]
    experiments = "".join(EXPERIMENTS.format(n=n, depth=depth, std=std) for n, depth, std in sizes)
    questions = "".join(QUESTION.format(n=n) for n, _, _ in sizes)
    return f"{HEAD}experiments:\n{experiments}questions:\n{questions}"

"""How long it takes to read and validate 1,000 questions, as a multiple of `yaml.load` (libyaml) on the same text."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from benchmarks.table import Row, Skip, in_turn, ms
from quizapp.deck.finder import find_deck
from quizapp.deck.reader import read_text

QUESTIONS, TIMES = 1000, 5


def rows() -> Iterator[Row]:
    """One row."""
    loader = getattr(yaml, "CSafeLoader", None)
    if loader is None:
        raise Skip("PyYAML is installed without libyaml.")
    deck = thousand_questions()
    work = {"ours": lambda: seconds(lambda: read_text(deck)), "yaml": lambda: seconds(lambda: yaml.load(deck, loader))}
    found = in_turn(work, TIMES)
    ours, theirs = found["ours"], found["yaml"]
    detail = f"{ms(ours)} against {ms(theirs)}, {len(deck) / 1e6:.1f} MB, questions as in the first deck"
    yield Row("read and validate 1,000 questions / yaml.load", ours / theirs, detail, at_most=2)


def thousand_questions() -> str:
    """The questions of the first deck over and over, each with an id of its own."""
    return questions_of_the_first_deck(QUESTIONS)


def questions_of_the_first_deck(count: int) -> str:
    """A deck of as many questions, taken from the first deck over and over."""
    text = Path(find_deck("weight-initialization")).read_text(encoding="utf-8")
    head, questions = text.split("\nquestions:\n")
    blocks = re.split(r"(?m)^(?=  - id: )", questions)[1:]
    numbered = itertools.islice(enumerate(itertools.cycle(blocks)), count)
    renamed = [re.sub(r"\A  - id: .*", f"  - id: question-{number}", block) for number, block in numbered]
    return f"{head}\nquestions:\n{''.join(renamed)}"


def seconds(work: Callable[[], object]) -> float:
    """The time that a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began

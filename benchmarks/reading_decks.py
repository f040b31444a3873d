"""How long it takes to read and validate 1,000 questions, as a multiple of `yaml.load` (libyaml) on the same text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from benchmarks.table import Measured, Missing, Row, Size
from benchmarks.timing import against, in_turn, ratios, seconds_of
from quizapp.deck.finder import find_deck
from quizapp.deck.reader import read_text


def rows(size: Size) -> Iterator[Row]:
    """One row."""
    questions, times = size.of((1000, 5), tiny=(5, 1))
    yield Row("", "read and validate 1,000 questions / yaml.load", lambda: _measure(questions, times), at_most=2)


def _measure(questions: int, times: int) -> Measured:
    loader = c_loader()
    deck = questions_of_the_first_deck(questions)
    works = {
        "ours": lambda: seconds_of(lambda: read_text(deck)),
        "yaml": lambda: seconds_of(lambda: yaml.load(deck, loader)),
    }
    turns = in_turn(works, times)
    detail = f"{against(turns, 'ours', 'yaml')}, {len(deck) / 1e6:.1f} MB, questions as in the first deck"
    return Measured(ratios(turns, "ours", "yaml"), detail)


def c_loader() -> Any:
    """PyYAML's loader in C; Missing if it was installed without."""
    loader = getattr(yaml, "CSafeLoader", None)
    if loader is None:
        raise Missing("PyYAML is installed without libyaml.")
    return loader


def questions_of_the_first_deck(count: int) -> str:
    """A deck of as many questions, taken from the first deck over and over, each with an id of its own."""
    text = Path(find_deck("weight-initialization")).read_text(encoding="utf-8")
    head, questions = text.split("\nquestions:\n")
    blocks = re.split(r"(?m)^(?=  - id: )", questions)[1:]
    numbered = itertools.islice(enumerate(itertools.cycle(blocks)), count)
    renamed = [re.sub(r"\A  - id: .*", f"  - id: question-{number}", block) for number, block in numbered]
    return f"{head}\nquestions:\n{''.join(renamed)}"

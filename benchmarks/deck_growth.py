"""How the time to read a deck grows with its size, where it is full of mistakes or one list of it is very long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

from benchmarks.growth import growth_row
from benchmarks.table import Row, Size
from quizapp.deck.reader import DeckError, read_text

QUESTION = """
  - id: one
    type: single
    prompt: Which?
    choices:
      - {id: x, text: X, correct: true}
      - {id: y, text: Y}
"""
DECK = f"format: 1\ntitle: Long\nexperiments:\n  net: {{depth: 3}}\nquestions:{QUESTION}"
#: What makes a deck long: how it begins, what is added to that over and over, with a number, and at times how it ends.
LONG: dict[str, tuple[str, ...]] = {
    "unknown-keys": (DECK, "    unknown{}: 1\n"),
    "unknown-keys-given-twice": (DECK, "    again{}: 1\n", "".join(f"    again{n}: 1\n" for n in range(500))),
    "top-level-keys": (DECK, "unknown{}: 1\n"),
    "choices": (DECK, "      - {{id: c{}, text: T}}\n"),
    "hints": (f"{DECK}    hints:\n", "      - Hint {}\n"),
    "values-that-vary": (f"{DECK}    vary:\n      n:\n", "        - {}\n"),
    "names-that-vary": (f"{DECK}    vary:\n", "      n{}: [1]\n"),
    "questions-that-are-no-mappings": (DECK, "  - Question {}\n"),
    "brackets": (f"{DECK}    hints: [", "[], "),
}


def rows(size: Size) -> Iterator[Row]:
    """A row for each kind of length."""
    for name, parts in LONG.items():
        yield growth_row(name, f"read a deck of {name.replace('-', ' ')}", _longer(*parts), _read, size)


def _longer(start: str, part: str, end: str = "") -> Callable[[int], str]:
    def text(size: int) -> str:
        return start + "".join(part.format(number) for number in range(size // len(part))) + end

    return text


def _read(text: str) -> None:
    with suppress(DeckError):
        read_text(text)

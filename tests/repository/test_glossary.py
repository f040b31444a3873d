"""Each word has one line in the glossary, and what it says of the code is so."""

from __future__ import annotations

import importlib
import re
from collections import Counter
from pathlib import Path

import pytest

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (Path(__file__).parents[2] / "docs" / "glossary.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| word |"))
]
NAMES = [name for row in ROWS for name in re.findall(r"`([^`]+)`", row[-1])]


def looked_up(name: str) -> object:
    """The module, or what a module holds, by its whole name; ImportError or AttributeError if there is none."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part)
        return found
    raise ImportError(name)


def test_every_row_is_a_word_a_sentence_and_names_of_code() -> None:
    assert len(ROWS) > 50
    assert [row for row in ROWS if len(row) != 3 or not row[1].endswith((".", "..."))] == []


def test_no_word_has_two_lines() -> None:
    assert [word for word, count in Counter(row[0] for row in ROWS).items() if count > 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_it_names_exists(name: str) -> None:
    assert looked_up(name) is not None


def test_nothing_in_the_code_has_two_words() -> None:
    assert [name for name, count in Counter(NAMES).items() if count > 1] == []

"""A glance at a deck shows what reading it in full shows, and where it cannot, the deck is read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.deck.finder import bundled_decks
from quizapp.deck.summary import LONG, glance, in_full, listed
from tests.support.decks.playing import BROKEN, LETTERS, PLAY

DECKS = Path(__file__).parents[1] / "support" / "decks"
QUESTION = "  - {id: one, type: true_false, prompt: So it is., answer: true}\n"
DECK = f"format: 1\ntitle: A deck\nquestions:\n{QUESTION}"


def glimpse(path: Path) -> tuple[str, int] | None:
    seen = glance(path)
    return None if seen is None else (seen.title, seen.questions)


@pytest.mark.parametrize("path", [*bundled_decks(), PLAY, LETTERS], ids=lambda path: path.stem)
def test_a_glance_shows_what_reading_shows(path: Path) -> None:
    read = in_full(path)
    assert glimpse(path) == (read.title, read.questions)
    assert read.mistakes == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: A deck", "title: 'A deck: #1'"),
        ("title: A deck", 'title: "A deck, it is"'),
        ("title: A deck", "title: A deck  # so called"),
        ("title: A deck", "title: Größe, a:b and c#d"),
        ("title: A deck", "title: 010"),
        ("questions:\n", "questions: # as asked\n\n  # the first\n"),
        (QUESTION, QUESTION.lstrip()),
        (QUESTION, QUESTION + QUESTION.replace("one", "two") + "description: At the end.\n"),
        (QUESTION, "  -\n    id: one\n    type: true_false\n    prompt: |\n      - a\n      - b\n    answer: true\n"),
        ("format: 1\n", "\ufeffformat: 1\r\n"),
        ("\n", "\r\n"),
    ],
)
def test_a_glance_takes_the_usual_ways_to_write_a_deck(before: str, after: str, tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    path.write_bytes(DECK.replace(before, after).encode())
    read = in_full(path)
    assert read.problem is None
    assert glimpse(path) == (read.title, read.questions)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: A deck", "title: >-\n  A\n  deck"),
        ("title: A deck", "title: A\n  deck"),
        ("title: A deck", r'title: "A \u0064eck"'),
        ("title: A deck", "title: 'It''s a deck'"),
        ("questions:\n" + QUESTION, "questions: [" + QUESTION.strip("- \n") + "]\n"),
    ],
)
def test_an_unusual_way_is_read_in_full(before: str, after: str, tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    path.write_text(DECK.replace(before, after))
    assert glance(path) is None
    assert (listed(path).mistakes, listed(path).questions) == (0, 1)


def test_a_short_deck_is_listed_with_its_mistakes_and_a_long_one_is_not_read(tmp_path: Path) -> None:
    assert listed(BROKEN).mistakes == 2
    path = tmp_path / "long.yaml"
    path.write_text(DECK + "".join(QUESTION.replace("one", f"q{number}") for number in range(LONG // len(QUESTION))))
    assert path.stat().st_size > LONG
    assert (listed(path).mistakes, listed(path).questions) == (None, in_full(path).questions)


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 99, b"\xff\xfea\0", b"title: A\xff\nquestions:\n- x\n", b"title:\n", b"- a"]
)
def test_what_is_not_a_deck_is_listed_as_such(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    path.write_bytes(data)
    assert listed(path).mistakes
    assert listed(path).title == "deck.yaml"


def test_a_file_that_vanishes_is_listed_as_missing(tmp_path: Path) -> None:
    assert "no such file" in str(listed(tmp_path / "gone.yaml").problem)


@pytest.mark.slow
def test_a_glance_imports_nothing_heavy() -> None:
    code = (
        "import sys, pathlib; from quizapp.deck.summary import glance; assert glance(pathlib.Path(sys.argv[1]))\n"
        "sys.exit(bool({'pydantic', 'yaml', 'numpy', 'sim'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(PLAY)], check=False).returncode == 0

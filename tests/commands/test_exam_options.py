"""What is said where an exam is asked for that cannot be had: one sentence, and status 1."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.support.command_line import Command

DECK = """format: 1
title: T
simulation: none
questions:
- {id: a, type: true_false, prompt: So?, answer: true}
- {id: b, type: true_false, prompt: Not?, answer: true}
"""


@pytest.fixture
def deck(tmp_path: Path) -> str:
    (tmp_path / "mine.yaml").write_text(DECK)
    return str(tmp_path / "mine.yaml")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--exam", "--minutes", "0"], "--minutes: must be from 1 to 1440, not 0"),
        (["--exam", "--minutes", "-1"], "--minutes: must be from 1 to 1440, not -1"),
        (["--exam", "--minutes", "9" * 30], "--minutes: must be from 1 to 1440"),
        (["--exam", "--questions", "0"], "--questions: must be from 1 to 10000, not 0"),
        (["--exam", "--questions", "3"], "--questions 3: mine has 2 questions; write 1 to 2"),
        (["--as", "post"], "there is no pre-test on mine to compare with; take one first, with --as pre"),
        (["--as", "during"], "--as"),
        (["--minutes", "5"], "--minutes is for an exam; write --exam too, or --as pre"),
        (["--questions", "1"], "--questions is for an exam; write --exam too, or --as pre"),
        (["other.yaml", "--exam"], "an exam is on one deck, and 2 are named; write `quizapp play DECK --exam`"),
    ],
)
def test_what_cannot_be_had_is_a_sentence(command: Command, deck: str, options: list[str], said: str) -> None:
    found = command("play", "--plain", deck, *options)
    assert (found.status, found.out) == (1, "")
    assert said in found.err


def test_an_exam_is_on_a_deck_that_is_named(command: Command) -> None:
    found = command("play", "--exam")
    assert found.status == 1
    assert "an exam is on one deck, and none is named; write `quizapp play DECK --exam`" in found.err


def test_an_exam_in_lines_through_a_pipe(command: Command, deck: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n1\n3\n\nfinish\ny\n\n"))
    found = command("play", "--plain", deck, "--as", "pre", "--minutes", "5")
    assert found.status == 0
    assert "Pre-test: 2 questions of T, 5 minutes." in found.out
    assert "1 not answered." in " ".join(found.out.split())

"""`quizapp lab CODE`: what is no code is told why in a line, before anything is drawn."""

from __future__ import annotations

import io

import pytest

from quizapp.lab.code import code_of
from quizapp.lab.code_digits import letters
from quizapp.lab.comparison import Pair, start
from tests.support.command_line import Command

PAIR = Pair(start().pair.b, start().pair.a.replace(depth=7))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "the code is empty"),
        (code_of(PAIR)[:-1], "the code does not add up"),
        (code_of(PAIR)[:5], "the code does not add up"),
        (code_of(PAIR)[::-1], "the code"),
        (letters(9, 123456), "of version 9 and this program reads version 1"),
        ("weights.yaml", "'.' in it, which no code has"),
        ("x" * 50_000, "none has more than 40000"),
    ],
)
def test_what_is_no_code_ends_in_a_line_and_status_1(command: Command, code: str, said: str) -> None:
    found = command("lab", "--", code)
    assert found.status == 1
    assert said in found.err
    assert len(found.err.splitlines()) == 1
    assert found.out == ""


def test_a_code_beside_a_deck_is_a_mistake_of_usage(command: Command) -> None:
    found = command("lab", code_of(PAIR), "--deck", "good.yaml", "--experiment", "half")
    assert found.status == 2
    assert "leave out --deck and --experiment" in found.err


def test_a_code_brings_both_back_in_line_mode(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("code\n"))
    found = command("lab", "--plain", code_of(PAIR).lower())
    assert found.status == 0
    assert f"quizapp lab {code_of(PAIR)}" in found.out
    assert "weights N(0, 0.5²)" in found.out
    assert "B: 7 layers of 32" in found.out

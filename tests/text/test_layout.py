"""Which lines of a text learners see begin, and where a line of it may be broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.deck.columns import cells, filled
from quizapp.deck.layout import Code, Table, blocks, flowed, with_kept_lines
from quizapp.text.run_report import Page

LONG = "A line of more than sixty columns that its author has wrapped, as"
CODE = "```python\nfor n in range(2):\n    if n:\n\n        print(n)\n```"
TABLE = "| a   | bb  |\n| --- | --- |\n| 1   | 2   |"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a = 1;\nb = 2;\nc = 3;", "a = 1;\nb = 2;\nc = 3;"),
        (f"{LONG}\nhere.\nEnd.", f"{LONG} here.\nEnd."),
        (f"{LONG}  \nhere.", f"{LONG}\nhere."),
        (f"{LONG}\n- an item", f"{LONG}\n- an item"),
        (f"- {LONG}\n  here.\n- next", f"- {LONG} here.\n- next"),
        (f"# {LONG}\nhere.", f"# {LONG}\nhere."),
        (f"{LONG}\n{CODE}\nEnd.", f"{LONG}\n\n{CODE}\n\nEnd."),
        ("|a|bb|\n|-|:-:|\n|1|2|\nEnd.", f"{TABLE}\n\nEnd."),
        ("```\nnot closed\nat all", "```\nnot closed\nat all"),
        ("~~~\n```\n~~~", "````\n```\n````"),
        ("see ``` here\n| no table\n|", "see ``` here\n| no table\n|"),
        ("Code:\n\n    x  =  1\n\ty", "Code:\n\n    x  =  1\n    y"),
        (f"{'層の重み、' * 6}\n互いに", f"{'層の重み、' * 6}互いに"),
    ],
)  # fmt: skip
def test_a_line_end_stays_unless_the_line_was_only_wrapped(text: str, lines: str) -> None:
    assert flowed(text) == lines


def test_code_and_tables_are_told_from_words() -> None:
    assert blocks(CODE) == [Code("python", ("for n in range(2):", "    if n:", "", "        print(n)"))]
    assert blocks("| a \\| b |  |\n|---|---|\n| 1 |") == [Table((("a \\| b", ""), ("1", "")))]


WORDS = st.lists(
    st.sampled_from(
        [LONG, "a", "- b", "1. c", "    d  e", "```", "~~~ x", "| a |", "|---|", "# h", "> q", "  f", "", "層" * 31]
    )
).map("\n".join)  # fmt: skip


@given(text=WORDS)
def test_flowing_twice_changes_nothing_and_lines_that_are_kept_come_back(text: str) -> None:
    once = "\n\n".join(block.text for block in blocks(text, keep=True))
    assert flowed(with_kept_lines(text)) == once
    assert flowed(with_kept_lines(flowed(text))) == flowed(text)


def test_line_mode_keeps_code_and_tables_and_fills_the_rest() -> None:
    page = Page(20)
    assert page.wrapped(f"Which\n\n{CODE}", "     ", "  1  ") == (
        "  1  Which\n\n     ```python\n     for n in range(2):\n         if n:\n\n             print(n)\n     ```"
    )
    assert page.wrapped(TABLE) == TABLE


def test_wide_characters_are_broken_between_and_punctuation_stays_with_what_it_closes() -> None:
    assert filled("重み、初期化（分散）の話", 10, "", "") == "重み、初期\n化（分散）\nの話"
    assert filled("Xavierの初期化は n=32", 8, "- ", "  ") == "- Xavier\n  の初期\n  化は\n  n=32"
    assert filled("a\u0301" * 3 + "👩\u200d🔬👍🏽", 3, "", "") == "a\u0301" * 3 + "\n👩\u200d🔬\n👍🏽"


@given(text=st.text(st.sampled_from("層重み、（a b1")), width=st.integers(6, 30))
def test_no_line_of_wide_characters_is_wider_than_there_is_room(text: str, width: int) -> None:
    lines = filled(text, width, "", "").split("\n")
    assert "".join("".join(lines).split()) == "".join(text.split())
    loose = [line for line in lines if not any(mark in line for mark in "、（a1")]
    assert all(cells(line) <= width for line in loose)

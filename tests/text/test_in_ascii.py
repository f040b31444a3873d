"""Text in ASCII keeps its meaning where it may grow, and its cells where it may not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from quizapp.text.in_ascii import LAST, cell_for_cell, spelled


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("N(0, 0.05²)", "N(0, 0.05^2)"),
        ("10⁻¹²", "10^-12"),
        ("loss 0.7 → 0.5", "loss 0.7 -> 0.5"),
        ("σ ≤ 1 … naïve “Kaiming”", 'sigma <= 1 ... naive "Kaiming"'),
        ("1½ × 2", "1 1/2 x 2"),
        ("✓ right, ✗ wrong", "v right, x wrong"),
        ("深", "?"),
        ("Δ = ∇L, ‹χ₁›", "Delta = grad L, <chi1>"),
    ],
)
def test_what_people_read_is_spelled_out(text: str, plain: str) -> None:
    assert spelled(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("╭──╮│█▌", "+--+|#|"),
        ("8 n…", "8 n~"),
        ("深い", "? ? "),
        ("e\u0301a", "ea"),
        ("1½", "1?"),
        ("σ² ‹›", "s2 <>"),
        ("⣿⠀", "* "),
    ],
)
def test_what_is_drawn_keeps_its_cells(text: str, plain: str) -> None:
    assert cell_for_cell(text) == plain


@given(st.text())
def test_nothing_but_ascii_is_left(text: str) -> None:
    assert all(ord(letter) <= max(LAST, 127) for letter in spelled(text) + cell_for_cell(text))


@given(st.text(st.characters(blacklist_categories=("Cc", "Cs", "Cn", "Co", "Cf", "Mn", "Me", "Mc", "Lm", "Sk"))))
def test_cells_are_kept(text: str) -> None:
    assert cell_len(cell_for_cell(text)) == cell_len(text)

"""What is shown of a claim is what is read of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.claims import ClaimError, parse_claim
from tests.support.claims_by_hand import EXPERIMENTS


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("\uff4c\uff4f\uff53\uff53 < 1", 0, "plain letters and signs, as in l; this is U+FF4C"),
        ("loss < 1 and \u2113oss < 2", 13, "as in l; this is U+2113 (script small l)"),
        ("lo\u017fs < 1", 2, "as in s; this is U+017F"),
        ("deep\u01c0he.loss < 1", 4, "plain letters and signs; this is U+01C0"),
        ("loss \u2264 1", 5, "as in <=; this is U+2264"),
        ("loss > \u22121", 7, "as in -; this is U+2212"),
        ("loss < 1e-400", 7, "too small, and would be read as 0"),
        ("loss < 0.0001e-999", 7, "too small, and would be read as 0"),
    ],
)
def test_what_would_be_read_otherwise_than_it_looks_is_refused(text: str, column: int, words: str) -> None:
    with pytest.raises(ClaimError) as error:
        parse_claim(text, EXPERIMENTS, "tiny")
    assert words in error.value.message
    assert error.value.column == column


@pytest.mark.parametrize("text", ["loss < 0", "loss < 0.0e5", "loss < 1e-300", "\u00a0loss < 1\u00a0"])
def test_what_is_read_as_it_looks_is_taken(text: str) -> None:
    parse_claim(text, EXPERIMENTS, "tiny")


@given(st.text("los\u017f\uff4c\u2113\uff4f1< \u01c0", min_size=1, max_size=9))
def test_no_claim_is_read_in_other_letters_than_its_own(text: str) -> None:
    try:
        parse_claim(text, EXPERIMENTS, "tiny")
    except ClaimError:
        return
    assert text.strip().isascii()

"""Names are hostile until they were cleaned."""

from __future__ import annotations

import random
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from quizapp.room.course.names import LONGEST, cleaned, free, pseudonym


@given(st.text(max_size=200))
def test_a_cleaned_nickname_controls_turns_and_hides_nothing(nickname: str) -> None:
    name = cleaned(nickname)
    assert len(name) <= LONGEST
    assert all(unicodedata.category(each)[0] not in "CZ" or each == " " for each in name)
    assert cleaned(name) == name


def test_what_is_only_a_name_stays() -> None:
    assert cleaned("  Zoë  O'Brien ") == "Zoë O'Brien"
    assert cleaned("李雷") == "李雷"
    assert cleaned("\x1b[31mred\u202e\u200b") == "[31mred"
    assert cleaned("Z" + "\u0301" * 50) == "Z\u0301\u0301"[:2] or len(cleaned("Z" + "\u0301" * 50)) <= 3


def test_two_people_never_have_one_name() -> None:
    taken: set[str] = set()
    rng = random.Random(0)
    for _ in range(9000):
        name = pseudonym(taken, rng)
        assert name not in taken
        assert len(name) <= LONGEST
        taken.add(name)
    assert free("Anna", {"Anna", "Anna 2"}) == "Anna 3"

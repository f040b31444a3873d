"""Spellings against a plain recursive matcher, typing errors against the textbook's recursion, and what is one text."""

from __future__ import annotations

import functools
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizapp.questions.spellings import (
    LONGEST,
    compared,
    escaped,
    exactly,
    on_one_line,
    readings,
    spelling,
    typos_in,
)

FEW = st.text("ab*", max_size=8)
TYPED = st.text("ab", max_size=10)


def matches(pattern: str, text: str) -> bool:
    """What a pattern of letters and stars means, as slowly and plainly as can be."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(matches(pattern[1:], text[n:]) for n in range(len(text) + 1))
    return bool(text) and pattern[0] == text[0] and matches(pattern[1:], text[1:])


def distance(one: str, other: str) -> int:
    """The optimal string alignment distance by its definition (Boytsov 2011, section 2.2)."""

    @functools.cache
    def cost(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        ways = [cost(i - 1, j) + 1, cost(i, j - 1) + 1, cost(i - 1, j - 1) + (one[i - 1] != other[j - 1])]
        if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
            ways.append(cost(i - 2, j - 2) + 1)
        return min(ways)

    return cost(len(one), len(other))


@given(FEW, TYPED)
@example("a*b*a", "abaa")
@example("*", "")
@example("a*a", "a")
def test_stars_mean_what_they_mean_to_a_plain_matcher(pattern: str, text: str) -> None:
    assert spelling(pattern).accepts(text) == matches(pattern, text)


@given(FEW, FEW, st.lists(TYPED, max_size=20))
def test_a_spelling_that_covers_another_accepts_all_that_the_other_does(one: str, other: str, texts: list[str]) -> None:
    if spelling(one).covers(spelling(other)):
        assert all(spelling(one).accepts(text) for text in texts if spelling(other).accepts(text))
    filled = other.replace("*", "\x01")
    assert spelling(one).covers(spelling(other)) == matches(one, filled)


@given(st.text(max_size=40))
def test_what_is_accepted_to_the_letter_has_no_star_that_stands_for_anything(text: str) -> None:
    assert spelling(escaped(text)).parts == exactly(text).parts
    assert exactly(text).is_plain
    assert exactly(text).accepts(compared(text))


@given(st.text("abcde", max_size=14), st.text("abcde", max_size=14), st.integers(0, 2))
def test_typing_errors_are_those_of_the_textbook(typed: str, spelled: str, most: int) -> None:
    allowed = min(most, len(spelled) // 5)
    errors = distance(typed, spelled)
    assert typos_in(typed, spelled, most) == (errors if errors <= allowed else None)


@pytest.mark.parametrize(
    ("typed", "spelled", "errors"),
    [
        ("kaimign", "kaiming", 1),
        ("kaming", "kaiming", 1),
        ("kaimings", "kaiming", 1),
        ("gradeint descnet", "gradient descent", 2),
        ("elu", "relu", None),
        ("layer 12", "layer 13", None),
        ("layer 1", "layer 11", None),
        ("he", "be", None),
    ],
)
def test_short_words_and_numbers_are_not_forgiven(typed: str, spelled: str, errors: int | None) -> None:
    assert typos_in(typed, spelled) == errors


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("  He   normal ", "he normal"),
        ("HE\tNORMAL", "he\u00a0normal"),
        ("don’t", "don't"),
        ("fan\u2011in", "fan-in"),
        ("fan–in", "fan-in"),
        ("ﬁne", "fine"),
        ("ＲｅＬＵ", "relu"),
        ("Cafe\u0301", "café"),
        ("STRASSE", "straße"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("re\u200blu\u200d", "relu"),
        ("\u202erelu\u202c", "relu"),
        ("❤\ufe0f", "❤"),
        ("H₂O", "h2o"),
        ("対称性　", "対称性"),
        ("«He»", '"he"'),
    ],
)
def test_texts_that_are_written_otherwise_are_one(one: str, other: str) -> None:
    assert compared(one) == compared(other)


def test_case_counts_only_if_it_is_to() -> None:
    assert compared("ReLU") == compared("relu")
    assert compared("ReLU", case=True) == "ReLU"


@pytest.mark.parametrize("typed", ["He", '"He"', "“He”", "He.", " he !", "'He'.", '"He."', "`He`"])
def test_quotes_around_and_a_sign_that_closes_are_not_part_of_an_answer(typed: str) -> None:
    assert "he" in readings(typed)


@pytest.mark.parametrize("typed", ["C++", "C#", "n!", "f'", ".5", "...", "?", "-1", '"', "''"])
def test_signs_that_are_the_answer_stay(typed: str) -> None:
    assert exactly(typed).accepts(readings(typed)[0])


@given(st.text(max_size=60), st.booleans())
def test_comparing_twice_is_comparing_once(text: str, case: bool) -> None:
    once = compared(text, case)
    assert compared(once, case) == once
    assert once == once.strip()


@given(st.text(max_size=80))
def test_a_line_has_nothing_that_steers_a_terminal(text: str) -> None:
    line = on_one_line(f"{text}\x1b[31m\x9b2J\u202e{text}\r\n\x00")
    assert on_one_line(line) == line
    assert not any(unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp") or each == "\u202e" for each in line)


def test_sequences_that_steer_a_terminal_go_whole() -> None:
    assert on_one_line("\x1b[1;31mHe\x1b[0m \x1b]0;title\x07normal") == "He normal"


@pytest.mark.parametrize("stars", ["*" * LONGEST, "*a" * 127 + "*", "a*" * 127 + "b", "*" + "a" * 200 + "*b*"])
def test_hostile_patterns_are_matched_in_linear_time(stars: str) -> None:
    """One that backtracks would take ages for the first of these; a factor of ten is not to cost a factor of fifty."""

    def seconds(length: int) -> float:
        text, best = "a" * length, float("inf")
        for _ in range(5):
            began = time.process_time()
            spelling(stars).accepts(text)
            best = min(best, time.process_time() - began)
        return best

    assert seconds(200_000) < 50 * seconds(20_000) + 0.05

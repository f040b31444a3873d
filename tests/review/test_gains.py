"""The normalised gain of a test after over a test before, by hand."""

from __future__ import annotations

from quizapp.review.gains import Gain, gain, gain_in_words
from tests.support.attempts import after, recorded


def test_what_was_not_answered_in_time_earned_nothing() -> None:
    answers = [
        recorded("a", True, at=after(1), number=1, kind="pre", session="one"),
        recorded("a", True, at=after(2), number=2, kind="post", session="two"),
        recorded("b", True, at=after(2), number=3, kind="post", session="two"),
    ]
    found = gain(answers, "deck", after(9), {"one": ("a", "b"), "two": ("a", "b")})
    assert found == Gain(2, 0.5, 1.0)
    assert found.normalised == 1.0
    assert gain(answers, "deck", after(9)) == Gain(1, 1.0, 1.0), "an import does not know what was asked"


def test_the_last_test_after_is_compared_with_the_last_before_it_as_a_whole() -> None:
    answers = [
        recorded("a", False, at=after(1), number=1, kind="pre", session="one"),
        recorded("a", True, at=after(2), number=2, kind="post", session="two"),
        recorded("a", True, at=after(3), number=3, kind="pre", session="three"),
    ]
    assert gain(answers[:2], "deck", after(9)) == Gain(1, 0.0, 1.0)
    assert gain(answers, "deck", after(9)) is None, "the test after the last one before is still to come"


def test_a_disputed_answer_counts_in_neither() -> None:
    answers = [
        recorded("a", False, at=after(1), number=1, kind="pre", session="one"),
        recorded("b", False, at=after(1), number=2, kind="pre", session="one", disputed='["a"]'),
        recorded("a", True, at=after(2), number=3, kind="post", session="two"),
        recorded("b", True, at=after(2), number=4, kind="post", session="two"),
    ]
    asked = {"one": ("a", "b"), "two": ("a", "b")}
    assert gain(answers, "deck", after(9), asked) == Gain(1, 0.0, 1.0)


def test_a_gain_is_told_in_a_sentence_that_says_what_it_means() -> None:
    assert gain_in_words(Gain(5, 0.4, 0.7)).startswith(
        "Credit 40% before and 70% after, over the 5 questions asked both times: a normalised gain of 0.50, the share"
    )
    assert "no normalised gain" in gain_in_words(Gain(1, 1.0, 0.5))
    assert "-0.50" in gain_in_words(Gain(2, 0.5, 0.25))
    assert "less after than before" in gain_in_words(Gain(2, 0.5, 0.25))

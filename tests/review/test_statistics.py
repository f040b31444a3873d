"""What is said of a learner, against published values, closed forms and sums done by hand."""

from __future__ import annotations

from datetime import timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.record.recorded import RecordedAttempt
from quizapp.review.gains import gain
from quizapp.review.statistics import (
    Z,
    brier_score,
    by_deck,
    by_objective,
    by_tag,
    calibration,
    certain_and_wrong,
    certainty_mark,
    certainty_marks,
    progress,
    wilson,
)
from tests.support.attempts import after, recorded


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_that_which_was_published(count: int, of: int, low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17, table I, method 3."""
    assert wilson(count, of) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_ends_of_the_interval_are_where_the_score_test_just_rejects(pair: tuple[int, int]) -> None:
    """|p - p0| = z sqrt(p0 (1 - p0) / n), which is what defines the interval."""
    count, of = pair
    for end in wilson(count, of):
        assert (count / of - end) ** 2 == pytest.approx(Z**2 * end * (1 - end) / of, abs=1e-9)


def answers(*kinds: tuple[bool, str]) -> list[RecordedAttempt]:
    return [recorded(f"q{n}", right, level, after(n), n) for n, (right, level) in enumerate(kinds, start=1)]


def test_calibration_counts_what_was_foreseen_and_says_only_what_the_interval_allows() -> None:
    many = answers(*[(False, "high")] * 10, *[(True, "high")] * 10, (True, "low"), *[(True, "middle")] * 40)
    low, middle, high = calibration([*many, recorded(right=None, certainty="low"), recorded(disputed='["a"]')])
    assert [(each.right.count, each.right.of) for each in (low, middle, high)] == [(1, 1), (40, 40), (10, 20)]
    assert [each.verdict for each in (low, middle, high)] == ["fits", "too modest", "too certain"]
    assert calibration([])[0].verdict == "not used"


def test_the_brier_score_is_the_mean_squared_difference() -> None:
    some = answers((True, "high"), (False, "high"), (True, "low"), (False, "middle"))
    expected = np.mean((np.array([0.9, 0.9, 0.5, 0.735]) - np.array([1, 0, 1, 0])) ** 2)
    assert brier_score(some) == pytest.approx(expected)
    assert brier_score([]) is None
    assert brier_score([recorded(certainty=None)]) is None


def test_each_certainty_has_the_marks_beside_it() -> None:
    levels = ("low", "middle", "high")
    assert [certainty_mark(recorded(right=True, certainty=level)) for level in levels] == [1, 2, 3]
    assert [certainty_mark(recorded(right=False, certainty=level)) for level in levels] == [0, -2, -6]
    assert certainty_mark(recorded(certainty=None)) is None
    assert certainty_mark(recorded(right=None)) is None
    assert certainty_mark(recorded(right=False, certainty="high", credit=0.9)) == -6
    assert certainty_marks(answers((True, "high"), (False, "high"), (True, "low"))) == (-2, 3)


@given(st.floats(0, 1))
def test_it_pays_to_say_how_certain_one_is(chance: float) -> None:
    """The level with the best expected mark is the one that the chance belongs to."""
    expected = {
        level: chance * (certainty_mark(recorded(right=True, certainty=level)) or 0)
        + (1 - chance) * (certainty_mark(recorded(right=False, certainty=level)) or 0)
        for level in ("low", "middle", "high")
    }
    best = max(expected, key=lambda level: expected[level])
    assert best == ("low" if chance <= 2 / 3 else "middle" if chance <= 0.8 else "high") or expected[best] == (
        pytest.approx(sorted(expected.values())[-2])
    )


def test_certain_and_wrong_is_said_of_the_last_answer() -> None:
    some = [
        recorded("mended", False, "high", after(1), 1),
        recorded("first", False, "high", after(2), 2),
        recorded("mended", True, "low", after(3), 3),
        recorded("unsure", False, "low", after(4), 4),
        recorded("second", False, "high", after(5), 5),
    ]
    assert [each.question for each in certain_and_wrong(some, after(9))] == ["second", "first"]


def test_answers_are_told_by_deck_objective_and_tag() -> None:
    some = [
        recorded("a", True, tags='["x","y"]', objectives='["I1"]', deck="one"),
        recorded("b", False, tags='["y"]', objectives='["I1","V1"]', deck="two", credit=0.5),
        recorded("c", None, deck="three"),
    ]
    assert [(each.name, each.right.count, each.right.of, each.credit) for each in by_deck(some)] == [
        ("one", 1, 1, 1.0),
        ("two", 0, 1, 0.5),
    ]
    assert [(each.name, each.right.of, each.credit) for each in by_objective(some)] == [("I1", 2, 0.75), ("V1", 1, 0.5)]
    assert [(each.name, each.right.count, each.right.of) for each in by_tag(some)] == [("x", 1, 1), ("y", 1, 2)]


def test_days_are_those_of_the_learner() -> None:
    late = after(0).replace(hour=23)
    some = [
        recorded(at=late, certainty="high"),
        recorded(right=False, certainty="low", at=late + timedelta(hours=2), number=2),
    ]
    there = [(each.day.day, each.right.of, each.certainty_mark) for each in progress(some, after(9))]
    assert there == [(1, 1, 3), (2, 1, 0)]
    east = after(9).astimezone(timezone(timedelta(hours=3)))
    assert [(each.day.day, each.right.of) for each in progress(some, east)] == [(2, 2)]


def test_the_gain_is_a_share_of_what_was_possible() -> None:
    some = [
        recorded("a", False, at=after(1), number=1, kind="pre"),
        recorded("b", True, at=after(1), number=2, kind="pre"),
        recorded("only before", True, at=after(1), number=3, kind="pre"),
        recorded("a", True, at=after(2), number=4, kind="play"),
        recorded("a", False, at=after(3), number=5, kind="post", credit=0.5),
        recorded("b", True, at=after(3), number=6, kind="post"),
    ]
    found = gain(some, "deck", after(9))
    assert found is not None
    assert (found.questions, found.before, found.after, found.normalised) == (2, 0.5, 0.75, 0.5)
    assert gain(some, "another", after(9)) is None
    perfect = gain([recorded("a", kind=kind, number=n) for n, kind in enumerate(("pre", "post"))], "deck", after(9))
    assert perfect is not None
    assert perfect.normalised is None

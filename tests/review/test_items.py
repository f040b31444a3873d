"""Items over many learners, against closed forms and NumPy."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizapp.record.recorded import RecordedAttempt
from quizapp.review.items import Item, analyse, correlation, kr20
from tests.support.attempts import after, recorded


def class_of(rows: list[list[int]]) -> list[RecordedAttempt]:
    """What so many learners (rows) answered to so many questions."""
    return [
        recorded(f"q{column}", bool(right), source=f"learner{row:03}", number=column + 1, at=after(column))
        for row, answers in enumerate(rows)
        for column, right in enumerate(answers)
    ]


ROWS = st.integers(2, 6).flatmap(
    lambda questions: st.lists(
        st.lists(st.integers(0, 1), min_size=questions, max_size=questions), min_size=10, max_size=25
    )
)


@given(ROWS)
def test_facility_discrimination_and_reliability_are_those_of_numpy(rows: list[list[int]]) -> None:
    table = np.array(rows)
    found = analyse(class_of(rows), after(99))
    assert found.learners == len(rows)
    for column, item in enumerate(found.items):
        rest = np.delete(table, column, axis=1).mean(axis=1)
        assert item.facility.share == pytest.approx(table[:, column].mean())
        if table[:, column].std() > 0 and rest.std() > 1e-9:
            assert item.discrimination == pytest.approx(np.corrcoef(table[:, column], rest)[0, 1])
        else:
            assert item.discrimination is None
    (reliability,) = found.reliabilities
    covariance = np.cov(table.T, bias=True)
    if covariance.sum() > 1e-12:
        k = len(covariance)
        alpha = k / (k - 1) * (1 - np.trace(covariance) / covariance.sum())
        assert reliability.kr20 == pytest.approx(alpha), "KR-20 is Cronbach's alpha of items that are 0 or 1"
    else:
        assert reliability.kr20 is None


def test_the_reliability_of_equal_items_is_one_and_of_halves_is_what_the_formula_says() -> None:
    assert kr20([[1, 1, 1]] * 5 + [[0, 0, 0]] * 5) == pytest.approx(1)
    assert kr20([[1, 0], [0, 1], [1, 1], [0, 0]]) == pytest.approx(0), "two items that have nothing in common"
    assert kr20([[1, 0], [0, 1]]) is None


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=3, max_size=20))
def test_a_correlation_is_between_its_ends(pairs: list[tuple[float, float]]) -> None:
    found = correlation(pairs)
    assume(found is not None)
    assert found is not None
    assert -1.000001 <= found <= 1.000001


def only(attempts: list[RecordedAttempt]) -> Item:
    (item,) = analyse(attempts, after(99)).items
    return item


def test_under_ten_learners_there_are_counts_and_intervals_and_the_reason() -> None:
    found = analyse(class_of([[1, 0], [0, 1], [1, 1]]), after(99))
    assert all(item.too_few and item.discrimination is None for item in found.items)
    assert (found.items[0].facility.count, found.items[0].facility.of) == (2, 3)
    (reliability,) = found.reliabilities
    assert reliability.kr20 is None
    assert reliability.why_not is not None
    assert "fewer than 10" in reliability.why_not


def test_the_first_answer_of_a_learner_counts() -> None:
    item = only([recorded(right=False, number=1), recorded(right=True, number=2, at=after(1))])
    assert (item.facility.count, item.facility.of) == (0, 1)


def test_distractors_are_counted_among_all_and_among_the_wrong() -> None:
    options = '[["b","Beta"],["a","Alpha"],["c","Gamma"]]'
    answers = [
        recorded(
            right=picked == ["a"],
            source=f"l{n}",
            options=options,
            type="multiple",
            answer=json.dumps({"form": "pick_many", "picked": picked}),
            marks=json.dumps(
                {"a": "right" if "a" in picked else "you missed", "b": "wrong" if "b" in picked else "rightly left"}
            ),
        )
        for n, picked in enumerate([["a"], ["a", "b"], ["b"], []])
    ]
    table = [(each.id, each.text, each.right, each.count, each.wrong) for each in only(answers).options]
    assert table == [("a", "Alpha", True, 2, 1), ("b", "Beta", False, 2, 2), ("c", "Gamma", False, 0, 0)]


def test_typed_answers_are_listed_the_most_frequent_first() -> None:
    answers = [
        recorded(
            right=text == "x",
            source=f"l{n}",
            answer=json.dumps({"form": "enter_text", "text": text}),
            type="short_answer",
        )
        for n, text in enumerate(["x", "y", "y"])
    ]
    assert [(each.text, each.count) for each in only(answers).options] == [("y", 2), ("x", 1)]


def test_certainty_is_told_by_right_and_wrong() -> None:
    answers = [
        recorded(right=right, certainty=level, source=f"l{n}")
        for n, (right, level) in enumerate([(True, "high"), (False, "high"), (False, "high"), (True, "low")])
    ]
    assert [(each.certainty, each.right, each.wrong) for each in only(answers).certainties] == [
        ("low", 1, 0),
        ("middle", 0, 0),
        ("high", 1, 2),
    ]

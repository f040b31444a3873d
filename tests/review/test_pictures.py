"""The charts of results, and the sentences that say the same: against sums done by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.charts import Bars, Lines, plain, render
from quizapp.play.calibrating import calibration_sentence
from quizapp.record.recorded import RecordedAttempt
from quizapp.review.order import in_order
from quizapp.review.pictures import (
    PICTURES,
    calibration_chart,
    certainty_in_words,
    groups_chart,
    progress_chart,
    returned_in_words,
    spans_of,
)
from quizapp.review.results import Results, results
from quizapp.review.statistics import Day, Share, wilson
from quizapp.review.tally import tallied
from tests.support.attempts import after, recorded

NOW = after(400)


def of(*some: RecordedAttempt) -> Results:
    return results(tallied(in_order(some, NOW)), NOW)


def answers(*kinds: tuple[int, bool, str]) -> Results:
    """So many answers that were right or not, at a certainty."""
    each = [(right, level) for count, right, level in kinds for _ in range(count)]
    return of(*(recorded(f"q{n}", right, level, after(n / 50), n) for n, (right, level) in enumerate(each, start=1)))


def test_calibration_is_drawn_with_its_intervals_and_the_ideal_beside_it() -> None:
    chart = calibration_chart(answers((10, False, "high"), (10, True, "high"), (3, True, "low")))
    assert isinstance(chart, Bars)
    low, high = chart.rows
    assert (low.label, low.value, low.control, low.extra) == ("<67% sure", 100, 50, 3)
    assert (high.label, high.value, high.control, high.extra) == (">80% sure", 50, 90, 20)
    assert high.goal == pytest.approx(tuple(100 * end for end in wilson(10, 20)))
    assert chart.sentence == (
        "You were right in 3 of 3 when you said <67% and in 10 of 20 when you said >80%. "
        ">80% was too certain: it was right between 30% and 70% of the time."
    )
    drawn = plain(render(chart, 100))
    assert "95% interval" in drawn
    assert "20 %" not in drawn, "a count with a percent sign"


def test_the_sentence_of_calibration_is_that_of_the_summary() -> None:
    levels = [("<67%", 2, 1), ("67-80%", 0, 0), (">80%", 3, 3)]
    told = "You were right in 1 of 2 when you said <67% and in 3 of 3 when you said >80%."
    assert calibration_sentence(levels) == told
    assert calibration_sentence([]) == "How certain you were does not count yet."


def test_progress_has_a_point_for_each_day_and_from_three_weeks_on_for_each_week() -> None:
    few = progress_chart(of(recorded(right=False, at=after(0)), recorded("b", True, at=after(4), number=2)))
    assert isinstance(few, Lines)
    assert list(few.lines[0].x) == [1, 5]
    assert list(few.lines[0].y) == [0, 100]
    assert few.sentence == (
        "Of the answers 0 of 1 (0%) were right in full on 2026-01-01, and 1 of 1 (100%) on 2026-01-05, the last of 2 "
        "days with answers."
    )
    days = [Day(date(2026, 1, 1) + timedelta(days=n), Share(1, 2), 1) for n in range(30)]
    weeks, word = spans_of(days)
    assert word == "week"
    assert [each.day.weekday() for each in weeks] == [0] * 5
    assert sum(each.right.of for each in weeks) == 60
    assert sum(each.certainty_mark for each in weeks) == 30


def test_groups_are_shown_the_weakest_first_and_compared_only_where_there_is_something_to_compare() -> None:
    found = of(
        *(recorded("a", False, at=after(n), number=n, objectives='["V1"]') for n in range(12)),
        *(recorded("b", True, at=after(n), number=n, objectives='["I1"]') for n in range(12, 24)),
        recorded("c", False, at=after(25), number=25, objectives='["E4"]'),
    )
    chart = groups_chart(found.by_objective, "objective")
    assert isinstance(chart, Bars)
    assert [each.label for each in chart.rows] == [
        "Explain how small weights … V1",
        "Explain why it takes both … E4",
        "Know that the starting weights … I1",
    ]
    assert chart.sentence == (
        'Look at "Explain how small weights shrink the error from layer to layer" (V1) first: 0 of 12 (0%) were right '
        'in full. It went best in "Know that the starting weights decide whether and how fast a network learns" (I1): '
        "12 of 12 (100%)."
    )
    assert "too few to compare" in groups_chart(found.by_objective[:1], "objective").sentence


def test_points_and_brier_score_are_explained_and_called_no_grade() -> None:
    told = " ".join(certainty_in_words(answers((1, True, "high"), (1, False, "middle"))))
    assert "Brier score 0.275" in told
    assert "Certainty marks +1 over 2 answers" in told
    assert "no grade" in told
    assert "Nobody asked" in " ".join(certainty_in_words(of(recorded(certainty=None))))


def test_retention_is_told_with_its_aim_and_interval() -> None:
    some = [recorded("a", n != 2, at=after(n), number=n, kind="review") for n in range(5)]
    assert returned_in_words(of(*some), 0.9) == (
        "Retention: of what was due you knew 3 of 4 (75%), 30% to 95%; the aim is 90%."
    )
    assert "nothing that was due" in returned_in_words(of())


@given(st.integers(0, 30), st.integers(10, 120), st.booleans())
def test_every_chart_can_be_drawn_of_any_answers_at_any_width(count: int, width: int, ascii_only: bool) -> None:
    found = of(*(recorded(f"q{n % 3}", n % 2 == 0, at=after(n * 2), number=n) for n in range(count)))
    for each in PICTURES:
        chart = each.draw(found)
        assert chart.sentence
        assert all(len(line) <= width for line in plain(render(chart, width, None, ascii_only)).splitlines())

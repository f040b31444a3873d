"""A tally says what the functions of `statistics` say of all answers, however many were added at a time."""

from __future__ import annotations

import json
from datetime import timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.record.recorded import RecordedAttempt
from quizapp.review import statistics
from quizapp.review.order import in_order
from quizapp.review.results import Results, results
from quizapp.review.schedule import schedule
from quizapp.review.tally import UNREADABLE, Tally, as_data, from_data, tallied
from tests.support.attempts import after, recorded

ZONE = timezone(timedelta(hours=5, minutes=45))
NOW = after(400).astimezone(ZONE)


@st.composite
def answers(draw: Any) -> list[RecordedAttempt]:
    """Answers over some days to few questions of two decks, some not marked, some disputed."""
    found, days = [], 0.0
    for number in range(1, draw(st.integers(0, 40)) + 1):
        days += draw(st.floats(0, 3))
        question = draw(st.sampled_from("abc"))
        found.append(
            recorded(
                question,
                draw(st.sampled_from([True, False, False, None])),
                draw(st.sampled_from(["low", "middle", "high", None])),
                after(days),
                number,
                deck=draw(st.sampled_from(["one", "two"])),
                kind=draw(st.sampled_from(["play", "review"])),
                content=f"{question}{number}",
                tags=draw(st.sampled_from(['["t"]', '["t","u"]', "[]"])),
                objectives=draw(st.sampled_from(['["I1"]', '["I1","V1"]'])),
                **({"disputed": '["a"]'} if draw(st.integers(0, 9)) == 0 else {}),
            )
        )
    return found


def told(found: Results) -> dict[str, Any]:
    return {
        "levels": found.levels,
        "brier": found.brier_score and round(found.brier_score, 9),
        "marks": found.certainty_marks,
        "groups": [found.by_deck, found.by_objective, found.by_tag],
        "days": list(found.days),
        "certain and wrong": [(each.deck, each.question) for each in found.certain_and_wrong],
    }


def expected(some: list[RecordedAttempt]) -> dict[str, Any]:
    """The same by the functions that read all answers."""
    brier = statistics.brier_score(some)
    return {
        "levels": statistics.calibration(some),
        "brier": brier and round(brier, 9),
        "marks": statistics.certainty_marks(some),
        "groups": [tuple(each(some)) for each in (statistics.by_deck, statistics.by_objective, statistics.by_tag)],
        "days": statistics.progress(some, NOW),
        "certain and wrong": [(each.deck, each.question) for each in statistics.certain_and_wrong(some, NOW)],
    }


@given(answers(), st.integers(0, 40), st.sampled_from([None, "one", "two", "none"]))
def test_a_tally_says_what_all_answers_say_of_all_decks_or_of_one(
    some: list[RecordedAttempt], first: int, deck: str | None
) -> None:
    tally = tallied(in_order(some[:first], NOW))
    kept = from_data(json.loads(json.dumps(as_data(tally))))
    whole = kept.copy().add(in_order(some[first:], NOW))
    assert whole == tallied(in_order(some, NOW))
    assert kept == tally
    chosen = [each for each in some if deck in (None, each.deck)]
    found = results(whole, NOW, deck)
    assert told(found) == expected(chosen)
    assert found.unmarked == sum(each.right is None for each in chosen)
    assert found.unmarked + found.disputed + found.right.of == len(chosen)
    assert found.decks == tuple(sorted({each.deck for each in some}))


@given(answers())
def test_what_keeps_failing_is_what_the_schedule_says_keeps_failing(some: list[RecordedAttempt]) -> None:
    failing = {key[:2] for key, each in schedule(some, NOW).cards.items() if each.keeps_failing}
    assert {(each.deck, each.question) for each in results(tallied(in_order(some, NOW)), NOW).failing} == failing


def test_what_returned_is_what_a_review_asked_again_and_not_what_it_asked_first() -> None:
    some = [
        recorded("a", True, at=after(0), number=1),
        recorded("a", True, at=after(3), number=2, kind="review"),
        recorded("b", False, at=after(4), number=3, kind="review"),
        recorded("b", False, at=after(5), number=4, kind="review"),
        recorded("a", True, at=after(6), number=5),
    ]
    returned = results(tallied(in_order(some, NOW)), NOW).returned
    assert (returned.count, returned.of) == (1, 2)


def test_what_to_look_at_again_has_the_surest_mistakes_first_and_nothing_twice() -> None:
    some = [
        recorded(name, False, level, after(n), n)
        for n, (name, level) in enumerate([("a", "low"), ("b", "middle"), ("c", "high"), ("d", "middle"), ("e", None)])
    ]
    found = results(tallied(in_order(some, NOW)), NOW)
    assert [each.question for each in found.again] == ["d", "b", "a", "e"]
    assert [each.question for each in found.certain_and_wrong] == ["c"]


def test_another_revision_of_a_question_begins_anew() -> None:
    some = [recorded("a", False, at=after(n), number=n, revision=1 + n // 3) for n in range(6)]
    (met,) = tallied(in_order(some, NOW)).met.values()
    assert (met.revision, met.seen, met.wrong) == (2, 3, 3)


@pytest.mark.parametrize("data", [{}, {"cells": 3}, {**as_data(Tally()), "met": [[1]]}])
def test_data_that_is_no_tally_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(UNREADABLE):
        from_data(data)

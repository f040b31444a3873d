"""The schedule: that of `fsrs` on the same ratings; a learner who forgets as it says remembers as much as was asked."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from quizapp.deck.reader import read_text
from quizapp.record.content import content_hash
from quizapp.record.recorded import RecordedAttempt
from quizapp.review.order import believable, in_order
from quizapp.review.schedule import Aims, Scheduled, done_on, rating, schedule, to_do, with_answer
from tests.support.attempts import after, recorded

KINDS = st.tuples(st.booleans(), st.sampled_from(["low", "middle", "high", None]))


@given(st.lists(st.tuples(KINDS, st.floats(0.01, 60)), min_size=1, max_size=20), st.sampled_from([0.8, 0.9, 0.95]))
def test_the_schedule_is_that_of_fsrs_on_the_same_ratings(
    answers: list[tuple[tuple[bool, str | None], float]], retention: float
) -> None:
    theirs = Scheduler(
        desired_retention=retention, learning_steps=(), relearning_steps=(), maximum_interval=100, enable_fuzzing=False
    )
    card, days, given_so_far = Card(card_id=1), 0.0, list[RecordedAttempt]()
    names = {"low": Rating.Hard, "middle": Rating.Good, "high": Rating.Easy, None: Rating.Good}
    for number, ((right, certainty), gap) in enumerate(answers, start=1):
        days += gap
        card, _ = theirs.review_card(card, names[certainty] if right else Rating.Again, after(days))
        given_so_far.append(recorded(right=right, certainty=certainty, at=after(days), number=number))
    (ours,) = schedule(given_so_far, after(days), Aims(retention, 100)).cards.values()
    assert (ours.card.stability, ours.card.difficulty, ours.card.due) == (card.stability, card.difficulty, card.due)
    assert ours.due == (after(days) + timedelta(minutes=10) if ours.certain_and_wrong else card.due)


def test_certain_and_wrong_comes_back_soonest_and_unsure_before_sure() -> None:
    kinds = [(False, "high"), (False, "low"), (True, "low"), (True, "middle"), (True, "high")]
    dues = []
    for right, certainty in kinds:
        (each,) = schedule([recorded(right=right, certainty=certainty)], after(0)).cards.values()
        dues.append(each.due)
    assert dues == sorted(dues)
    assert len(set(dues)) >= 4
    assert dues[0] < dues[1]


def test_of_what_is_due_certain_and_wrong_comes_first_and_then_what_is_most_likely_forgotten() -> None:
    attempts = [
        recorded("sure", True, "high", number=1),
        recorded("unsure", True, "low", number=2),
        recorded("wrong", False, "low", number=3),
        recorded("certain", False, "high", number=4),
    ]
    plan = schedule(attempts, after(30))
    assert [each.last.question for each in plan.due(after(30))] == ["certain", "wrong", "unsure", "sure"]
    assert plan.due(after(0)) == []


def forgets(stability: float, days: float) -> float:
    """The chance to remember, by the curve of FSRS-6: R = (1 + (0.9^(-1/w) - 1) t / S)^-w, with w = 0.1542."""
    w = 0.1542
    return float((1 + (0.9 ** (-1 / w) - 1) * days / stability) ** -w)


class Forgetful:
    """A learner of many questions who forgets as the published curve says, and answers whatever is due that day."""

    def __init__(self, questions: int, aims: Aims) -> None:
        self.rng, self.aims, self.number = random.Random(5), aims, 0
        self.histories: dict[str, list[RecordedAttempt]] = {f"q{n}": [] for n in range(questions)}
        self.scheduled: dict[str, Scheduled] = {}
        self.due = {name: after(n % 50) for n, name in enumerate(self.histories)}
        self.kept: list[bool] = []

    def day(self, number: int) -> None:
        """A day begins at nine and lasts until nothing is due any more."""
        now = after(number)
        while todo := [name for name, due in self.due.items() if due.date() < now.date() or due <= now]:
            for name in todo:
                self.answer(name, now)
            now += timedelta(minutes=10)

    def answer(self, name: str, now: datetime) -> None:
        self.number += 1
        right, certainty = self.remembers(name, now), self.rng.choice(["low", "middle", "high"])
        self.histories[name].append(recorded(name, right, certainty, now, self.number))
        (each,) = schedule(self.histories[name], now, self.aims).cards.values()
        self.scheduled[name], self.due[name] = each, each.due

    def remembers(self, name: str, now: datetime) -> bool:
        """What is asked again on the same day is practice, and says nothing of what was kept."""
        before = self.scheduled.get(name)
        if before is None or before.card.last_review is None or before.card.stability is None:
            return self.rng.random() < 0.5
        days = (now.date() - before.card.last_review.date()).days
        right = self.rng.random() < forgets(before.card.stability, days)
        if days:
            self.kept.append(right)
        return right


@pytest.mark.slow
@pytest.mark.parametrize("retention", [0.8, 0.9])
def test_a_learner_who_forgets_as_fsrs_says_remembers_as_much_as_was_asked_for(retention: float) -> None:
    learner = Forgetful(600, Aims(retention))
    for day in range(200):
        learner.day(day)
    assert len(learner.kept) > 2500
    assert abs(sum(learner.kept) / len(learner.kept) - retention) < 0.03


DECK = read_text(
    "format: 1\ntitle: T\nquestions:\n"
    "- {id: q, type: true_false, prompt: So?, answer: true}\n"
    "- {id: other, type: true_false, prompt: So not?, answer: true}\n"
)
ASKS = content_hash(DECK, DECK.questions[0])


def of(attempt: RecordedAttempt) -> bool:
    return schedule([attempt], after(1)).of(DECK, DECK.questions[0]) is not None


def test_an_edited_question_keeps_its_history_and_a_renamed_deck_too_but_another_revision_begins_anew() -> None:
    assert of(recorded(deck="deck", content="as it was before the edit"))
    assert of(recorded(deck="its old name", content=ASKS))
    assert not of(recorded(deck="another", content="something else"))
    assert not of(recorded(deck="deck", content=ASKS, revision=2))


def test_a_history_goes_on_under_the_new_name_of_a_deck() -> None:
    attempts = [
        recorded(deck="old", content=ASKS, number=1),
        recorded(deck="deck", content=ASKS, number=2, at=after(3)),
        recorded(deck="deck", content="edited since", number=3, at=after(9)),
    ]
    each = schedule(attempts, after(9)).of(DECK, DECK.questions[0])
    assert each is not None
    assert each.seen == 3


def test_what_there_is_to_do_keeps_to_the_daily_limit() -> None:
    attempts = [recorded("q", False, "high", deck="deck"), recorded("gone", deck="deck", number=2)]
    plan = schedule(attempts, after(20), Aims(daily=2))
    todo = to_do(plan, DECK, after(20), done_today=1)
    assert ([q.id for q in todo.due], [q.id for q in todo.new], todo.certain_and_wrong) == (["q"], ["other"], 1)
    assert to_do(plan, DECK, after(20), done_today=2).due == ()


def test_what_keeps_failing_is_pointed_out() -> None:
    wrong = [recorded("q", False, "low", after(n), n + 1) for n in range(3)]
    assert [q.id for q in to_do(schedule(wrong, after(3)), DECK, after(3)).failing] == ["q"]
    mended = [*wrong, recorded("q", True, "low", after(4), 5)]
    assert to_do(schedule(mended, after(4)), DECK, after(4)).failing == ()


@given(st.lists(st.tuples(st.sampled_from("abc"), KINDS), max_size=12))
def test_one_more_answer_gives_what_all_of_them_give_anew(answers: list[tuple[str, tuple[bool, str | None]]]) -> None:
    attempts = [
        recorded(name, right, certainty, after(n), n) for n, (name, (right, certainty)) in enumerate(answers, start=1)
    ]
    plan = schedule([], after(0))
    for number, each in enumerate(attempts, start=1):
        plan = with_answer(plan, each, after(number))
        assert plan == schedule(attempts[:number], after(number))


def test_what_is_not_scored_is_not_scheduled() -> None:
    assert schedule([recorded(right=None), recorded(disputed='["a"]')], after(1)).cards == {}


def test_a_days_practice_is_counted_where_the_learner_is() -> None:
    late = datetime(2026, 1, 1, 23, 30, tzinfo=UTC)
    zone = after().astimezone(UTC).tzinfo
    assert done_on([recorded(at=late, kind="review"), recorded(at=late)], late.astimezone(zone)) == 1
    assert done_on([recorded(at=late, kind="review")], late + timedelta(hours=1)) == 0


@pytest.mark.parametrize(("retention", "longest", "daily"), [(1.0, 1, 1), (math.nan, 1, 1), (0.9, 0, 1), (0.9, 1, -1)])
def test_aims_that_cannot_be_are_refused(retention: float, longest: int, daily: int) -> None:
    with pytest.raises(ValueError, match=r"the (retention|longest|daily)"):
        Aims(retention, longest, daily)


def test_a_clock_that_was_wrong_for_a_while_is_not_believed() -> None:
    true = [after(n) for n in range(10)]
    for wrong in (datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)):
        found = believable([*true[:5], wrong, wrong, *true[7:]], after(20))
        assert found[:5] + found[7:] == true[:5] + true[7:]
        assert found[5] == found[6] == true[4]


@given(st.lists(st.floats(-1e4, 1e4), max_size=30), st.floats(-1e4, 1e4))
def test_times_never_go_back_and_are_never_to_come(days: list[float], now: float) -> None:
    found = believable([after(each) for each in days], after(now))
    assert found == sorted(found)
    assert all(each <= after(now) for each in found)


@given(st.lists(st.floats(0, 1e4), max_size=20).map(sorted))
def test_a_clock_that_was_right_is_believed(days: list[float]) -> None:
    times = [after(each) for each in days]
    assert believable(times, after(1e4)) == times


def test_answers_of_two_records_are_merged_by_their_times() -> None:
    here = [recorded(at=after(n), number=n, source="here") for n in (1, 3)]
    there = [recorded(at=after(n), number=n, source="there") for n in (2, 4)]
    assert [each.number for _, each in in_order([*there, *here], after(9))] == [1, 2, 3, 4]


def test_the_rating_of_turned_knobs_is_that_of_the_prediction() -> None:
    assert rating(recorded(right=True, foreseen=0)) is Rating.Again

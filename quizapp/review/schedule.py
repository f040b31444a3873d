"""What is due and when: the cards of FSRS, made anew from all answers each time, so that nothing else is kept.

A question is rated by whether the prediction was right and by how certain it was. Stability and difficulty are those
of the package `fsrs` on the same ratings; its intervals are whole days, but a question that was answered wrong with
certainty comes back within the hour, before all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from fsrs import Card, Rating, Scheduler

from quizapp.deck.model import Deck
from quizapp.questions.question import Question
from quizapp.record.content import content_hash
from quizapp.record.recorded import RecordedAttempt, storable
from quizapp.review.order import Timed, in_order

RETENTION, LONGEST_INTERVAL, DAILY = 0.9, 365, 50
#: When a question comes back that was answered wrong with certainty.
SOON = timedelta(minutes=10)
#: How often a question was answered wrong when it is said to keep failing.
FAILING = 3
#: By the certainty of a right answer; one of which nobody was asked how certain is taken to be in the middle.
RATINGS = {"low": Rating.Hard, "middle": Rating.Good, "high": Rating.Easy, None: Rating.Good}

#: A deck's name, a question's id and its revision; or for the deck's name the digest of what is asked.
Key = tuple[str, str, int]


@dataclass(frozen=True)
class Aims:
    """What a learner wants: the share to be remembered, the longest interval in days, and how many questions a day."""

    retention: float = RETENTION
    longest: int = LONGEST_INTERVAL
    daily: int = DAILY

    def __post_init__(self) -> None:
        if not 0.7 <= self.retention <= 0.97:
            raise ValueError(f"the retention is a number from 0.7 to 0.97, not {self.retention:g}")
        if not 1 <= self.longest <= 36500:
            raise ValueError(f"the longest interval is 1 to 36500 days, not {self.longest}")
        if self.daily < 0:
            raise ValueError(f"the daily limit is 0 or more questions, not {self.daily}")


@dataclass(frozen=True)
class Scheduled:
    """A question as it is scheduled: its card, when it is due, its last answer, and how often it was wrong."""

    card: Card
    due: datetime
    last: RecordedAttempt
    wrong: int
    seen: int

    @property
    def certain_and_wrong(self) -> bool:
        """Whether the last prediction was wrong, and made with the highest certainty."""
        return is_certain_and_wrong(self.last)

    @property
    def keeps_failing(self) -> bool:
        """Whether it was wrong again and again, and the last time too."""
        return self.wrong >= FAILING and not self.last.foreseen


@dataclass(frozen=True)
class Schedule:
    """All questions that were answered, by key; `same` and `known` give the key after an edit or in a renamed deck."""

    aims: Aims
    cards: Mapping[Key, Scheduled]
    same: Mapping[Key, Key] = field(repr=False)
    known: Mapping[Key, Key] = field(repr=False)

    def of(self, deck: Deck, question: Question) -> Scheduled | None:
        """A question of a deck as it is scheduled, or None if it was never answered."""
        own = self.same.get((storable(deck.home_of(question)), question.id, question.revision))
        key = own or self.known.get((content_hash(deck, question), question.id, question.revision))
        return self.cards.get(key) if key else None

    def due(self, now: datetime) -> list[Scheduled]:
        """What is due: certain and wrong first, then what is most likely to be forgotten."""
        due = [each for each in self.cards.values() if each.due <= now]
        remembered = _scheduler(self.aims).get_card_retrievability
        return sorted(due, key=lambda each: (not each.certain_and_wrong, remembered(each.card, now), each.due))


def is_certain_and_wrong(attempt: RecordedAttempt) -> bool:
    """Whether a prediction was wrong, and made with the highest certainty."""
    return attempt.certainty == "high" and attempt.foreseen == 0


def rating(attempt: RecordedAttempt) -> Rating:
    """What FSRS is told of an answer that is scored."""
    return RATINGS[attempt.certainty] if attempt.foreseen else Rating.Again


def schedule(attempts: Iterable[RecordedAttempt], now: datetime, aims: Aims = Aims()) -> Schedule:
    """The schedule after all these answers; those that are not scored do not count."""
    cards: dict[Key, Scheduled] = {}
    same: dict[Key, Key] = {}
    known: dict[Key, Key] = {}
    for timed in in_order(attempts, now):
        if timed[1].scored:
            key = _key(timed[1], same, known)
            cards[key] = _after(cards.get(key), timed, aims)
    return Schedule(aims, cards, same, known)


def with_answer(plan: Schedule, attempt: RecordedAttempt, now: datetime) -> Schedule:
    """The schedule after one more answer, given just now: the same as of all answers anew, and at once."""
    if not attempt.scored:
        return plan
    cards, same, known = dict(plan.cards), dict(plan.same), dict(plan.known)
    key = _key(attempt, same, known)
    cards[key] = _after(cards.get(key), (now, attempt), plan.aims)
    return Schedule(plan.aims, cards, same, known)


def _key(attempt: RecordedAttempt, same: dict[Key, Key], known: dict[Key, Key]) -> Key:
    """The key under which a question was first met: of this deck, or of another one in which just this was asked."""
    own = (attempt.deck, attempt.question, attempt.revision)
    content = (attempt.content, attempt.question, attempt.revision)
    key = same.setdefault(own, known.get(content, own))
    known.setdefault(content, key)
    return key


def _after(before: Scheduled | None, timed: Timed, aims: Aims) -> Scheduled:
    at, attempt = timed
    at = at.astimezone(UTC)
    card = before.card if before else Card(card_id=0, due=at)
    card, _ = _scheduler(aims).review_card(card, rating(attempt), at)
    due = at + SOON if is_certain_and_wrong(attempt) else card.due
    wrong = (before.wrong if before else 0) + (not attempt.foreseen)
    return Scheduled(card, due, attempt, wrong, (before.seen if before else 0) + 1)


@lru_cache
def _scheduler(aims: Aims) -> Scheduler:
    """The scheduler of the package, in whole days and without chance, so that the same answers give the same days."""
    return Scheduler(
        desired_retention=aims.retention,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=aims.longest,
        enable_fuzzing=False,
    )


@dataclass(frozen=True)
class ToDo:
    """What there is to do with a deck: the questions that are due, in order, and those that were never answered."""

    due: tuple[Question, ...]
    new: tuple[Question, ...]
    certain_and_wrong: int
    failing: tuple[Question, ...]


def to_do(plan: Schedule, deck: Deck, now: datetime, done_today: int = 0) -> ToDo:
    """What there is to do with a deck now, within the daily limit of which some are done."""
    found = [(question, plan.of(deck, question)) for question in deck.questions]
    place = {id(each): number for number, each in enumerate(plan.due(now))}
    due = sorted((place[id(each)], n) for n, (_, each) in enumerate(found) if each is not None and id(each) in place)
    chosen = [found[n][0] for _, n in due][: max(plan.aims.daily - done_today, 0)]
    return ToDo(
        due=tuple(chosen),
        new=tuple(question for question, each in found if each is None),
        certain_and_wrong=sum(each is not None and each.certain_and_wrong for _, each in found),
        failing=tuple(question for question, each in found if each is not None and each.keeps_failing),
    )


def done_on(attempts: Iterable[RecordedAttempt], now: datetime) -> int:
    """How many questions were practised on the day of `now`, where `now` is."""
    today = now.date()
    return sum(each.kind == "review" and each.at.astimezone(now.tzinfo).date() == today for each in attempts)

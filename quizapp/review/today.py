"""What there is to do today, over all decks that are there: what is due, and what is new."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from quizapp.deck.model import Deck
from quizapp.record.recorded import RecordedAttempt
from quizapp.review.schedule import Aims, Schedule, ToDo, done_on, schedule, to_do

#: What a learner wants who has said nothing else.
USUAL = Aims()
#: The deck that is proposed first to somebody who has answered nothing yet.
FOR_NEWCOMERS = "first-steps"


@dataclass(frozen=True)
class DeckToday:
    """A deck, and what there is to do with it."""

    deck: Deck
    to_do: ToDo

    @property
    def answered(self) -> int:
        """How many of its questions were ever answered."""
        return len(self.deck.questions) - len(self.to_do.new)


@dataclass(frozen=True)
class Today:
    """What there is to do; `next_due` is when the next question is due that is not due yet, None if there is none.

    `left` says that a deck was left in the middle, which is gone on with before anything else.
    """

    decks: tuple[DeckToday, ...]
    next_due: timedelta | None = None
    left: bool = False

    @property
    def due(self) -> int:
        """How many questions are due, within the daily limit."""
        return sum(len(each.to_do.due) for each in self.decks)

    @property
    def certain_and_wrong(self) -> int:
        """How many questions were answered wrong with certainty when they were answered last."""
        return sum(each.to_do.certain_and_wrong for each in self.decks)

    @property
    def failing(self) -> int:
        """How many questions keep failing."""
        return sum(len(each.to_do.failing) for each in self.decks)

    @property
    def begun(self) -> bool:
        """Whether anything of these decks was ever answered."""
        return any(each.answered for each in self.decks)

    @property
    def to_review(self) -> DeckToday | None:
        """The deck with which practice begins: what was certain and wrong first, then where most is due."""
        due = [each for each in self.decks if each.to_do.due]
        return max(due, key=lambda each: (each.to_do.certain_and_wrong, len(each.to_do.due)), default=None)

    @property
    def to_begin(self) -> DeckToday | None:
        """The deck with new questions to go on with: one that was begun, or else that for newcomers, or the first."""
        new = [each for each in self.decks if each.to_do.new]
        begun = [each for each in new if each.answered]
        gentlest = [each for each in new if each.deck.name == FOR_NEWCOMERS]
        return next(iter([*begun, *gentlest, *new]), None)

    def of(self, deck_path: object) -> DeckToday | None:
        """The deck in a file."""
        return next((each for each in self.decks if each.deck.path == deck_path), None)


def today(decks: Sequence[Deck], attempts: Iterable[RecordedAttempt], now: datetime, aims: Aims = USUAL) -> Today:
    """What there is to do after all these answers; what is due in the first decks counts for the daily limit first."""
    kept = list(attempts)
    plan, done = schedule(kept, now, aims), done_on(kept, now)
    found = []
    for deck in decks:
        found.append(DeckToday(deck, _to_do_once(plan, deck, now, done, {each.name for each in decks})))
        done += len(found[-1].to_do.due)
    later = [
        card.due - now
        for deck in decks
        for question in deck.questions
        if (card := plan.of(deck, question)) is not None and card.due > now
    ]
    return Today(tuple(found), min(later, default=None))


def _to_do_once(plan: Schedule, deck: Deck, now: datetime, done: int, decks: Collection[str]) -> ToDo:
    """What there is to do with a deck, where what it takes from another of the decks comes back in that one only."""
    there = [each.id for each in deck.questions if each.id in deck.included and deck.home_of(each) in decks]
    if not there:
        return to_do(plan, deck, now, done)
    own = to_do(plan, deck.only(each.id for each in deck.questions if each.id not in there), now, done)
    return replace(own, new=to_do(plan, deck, now, done).new)


def headline(found: Today) -> str:
    """What there is to do in a line: '6 due today · 2 certain and wrong · 12 new in weight-initialization'."""
    parts = [f"{found.due} due today" if found.due else f"nothing is due{_until(found.next_due)}"]
    if found.certain_and_wrong:
        parts.append(f"{found.certain_and_wrong} certain and wrong")
    if found.failing:
        parts.append(f"{found.failing} keep{'s' * (found.failing == 1)} failing")
    if (new := found.to_begin) is not None:
        parts.append(f"{len(new.to_do.new)} new in {new.deck.name}")
    return " · ".join(parts)


def _until(left: timedelta | None) -> str:
    return f"; the next is {in_words(left)}" if left is not None else ""


def in_words(left: timedelta) -> str:
    """How long until then: 'in 10 minutes', 'in 3 hours', 'tomorrow', 'in 5 days'."""
    minutes = max(round(left.total_seconds() / 60), 1)
    if minutes < 90:
        return f"in {minutes} minute{'s' * (minutes != 1)}"
    hours = round(minutes / 60)
    if hours < 20:
        return f"in {hours} hours"
    days = max(round(hours / 24), 1)
    return "tomorrow" if days == 1 else f"in {days} days"

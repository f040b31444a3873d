"""Which questions of a deck a workshop has time for: those that cover most objectives first, with runs to watch.

It is a weighted cover: the question that adds most for its minutes is kept, over and over, while there is room. What is
an isomorph is asked after its question and needs no room of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from quizapp.deck.model import Deck
from quizapp.questions.answer_forms import PutInOrder, TurnKnobs
from quizapp.questions.question import Question
from quizapp.room.before.timing import Minutes, minutes_of, runs
from quizapp.room.course.agenda import agenda

#: Minutes until everybody has joined, before the first question.
OPENING = 3.0
#: What an objective that no other question covers so far is worth, beside a run, believable mistakes and the like.
NEW_OBJECTIVE, RUN, MISTAKES, FOLLOW_UP, DISCUSSED = 2.0, 1.0, 1.0, 0.5, 0.5
#: Difficulties at which a room is divided, so that there is something to discuss.
DIVIDED = (2, 3, 4)
#: From so many mistakes on to which the author has something of their own to say there is something to discuss.
BELIEVABLE = 2


@dataclass(frozen=True)
class Planned:
    """A question with its minutes, the id of what follows it, and why it is left out, or None if it is asked."""

    question: Question
    minutes: Minutes
    follow_up: str | None = None
    dropped: str | None = None

    @property
    def id(self) -> str:
        """The id of the question."""
        return self.question.id


@dataclass(frozen=True)
class Plan:
    """All questions of a deck in their order, those left out too, against the minutes of the slot.

    `skip_first` is the id of what is missed least of what is asked, for when time runs short.
    """

    deck: str
    title: str
    slot: float
    opening: float
    rows: tuple[Planned, ...]
    skip_first: str | None = None

    @property
    def asked(self) -> tuple[Planned, ...]:
        """What there is time for."""
        return tuple(row for row in self.rows if row.dropped is None)

    @property
    def left_out(self) -> tuple[Planned, ...]:
        """What there is none for."""
        return tuple(row for row in self.rows if row.dropped is not None)

    @property
    def total(self) -> float:
        """The minutes that it takes, the opening included."""
        return self.opening + sum(row.minutes.total for row in self.asked)

    @property
    def needed(self) -> float:
        """The minutes that all questions would take."""
        return self.opening + sum(row.minutes.total for row in self.rows)

    @property
    def lost(self) -> tuple[str, ...]:
        """Objectives of the deck that no question which is asked serves."""
        covered = _objectives(self.asked)
        return tuple(each for each in dict.fromkeys(_objectives(self.rows)) if each not in covered)


def plan(deck: Deck, slot: float, opening: float = OPENING) -> Plan:
    """A plan of a deck for so many minutes."""
    rows = _rows(deck)
    kept = _kept(rows, slot - opening)
    told = tuple(row if row in kept else replace(row, dropped="; ".join(_reasons(row, kept))) for row in rows)
    return Plan(deck.name, deck.title, slot, opening, told, kept[-1].id if len(kept) > 1 else None)


def _rows(deck: Deck) -> tuple[Planned, ...]:
    """The questions that have a turn of their own, each with what is asked after it."""
    by_id, items = {question.id: question for question in deck.questions}, agenda(deck)
    after = {item.transfer_of: item.question for item in items if item.transfer_of}
    turns = [by_id[item.question] for item in items if not item.transfer_of]
    followed = [(question, after.get(question.id)) for question in turns]
    return tuple(Planned(each, minutes_of(each, by_id.get(then or "")), then) for each, then in followed)


def _kept(rows: Sequence[Planned], room: float) -> list[Planned]:
    """What adds most for its minutes, one after the other, as long as any fits."""
    kept: list[Planned] = []
    while fitting := [row for row in rows if row not in kept and row.minutes.total <= room]:
        best = max(fitting, key=lambda row: _worth(row, kept) / row.minutes.total)
        kept.append(best)
        room -= best.minutes.total
    return kept


def _worth(row: Planned, kept: Iterable[Planned]) -> float:
    covered = _objectives(kept)
    new = sum(each not in covered for each in row.question.objectives)
    return (
        NEW_OBJECTIVE * new
        + RUN * runs(row.question)
        + MISTAKES * has_mistakes(row.question)
        + FOLLOW_UP * (row.follow_up is not None)
        + DISCUSSED * ((row.question.difficulty or DIVIDED[0]) in DIVIDED)
    )


def has_mistakes(question: Question) -> bool:
    """Whether people can go wrong in ways that tell something: of an order or a setting that is so without a word."""
    if isinstance(question.form(), PutInOrder | TurnKnobs):
        return True
    choices = getattr(question, "choices", ())
    answered = sum(bool(each.if_not_chosen if each.correct else each.if_chosen) for each in choices)
    named = len(getattr(question, "misconceptions", ())) + len(getattr(question, "near_misses", ()))
    return answered + named + bool(getattr(question, "if_wrong", None)) >= BELIEVABLE


def _objectives(rows: Iterable[Planned]) -> tuple[str, ...]:
    return tuple(each for row in rows for each in row.question.objectives)


def _reasons(row: Planned, kept: Sequence[Planned]) -> Iterator[str]:
    """Why there is no time for it, the weightiest first."""
    first = {each: other.id for other in reversed(kept) for each in other.question.objectives}
    new = [each for each in row.question.objectives if each not in first]
    if new:
        yield f"it would add {', '.join(new)}, but others add more for their minutes"
    elif row.question.objectives:
        covering = dict.fromkeys(first[each] for each in row.question.objectives)
        yield f"{', '.join(row.question.objectives)} covered by {', '.join(covering)}"
    else:
        yield "it names no objective"
    if not runs(row.question):
        yield "no networks to watch"
    if not has_mistakes(row.question):
        yield "few mistakes to discuss"


def spoken(minutes: float) -> str:
    """Minutes as one says them: '8 min', '2.5 min'."""
    return f"{minutes:g} min"

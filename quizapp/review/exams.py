"""Exams begun or gone on with: which questions, in which variants, and what of an earlier one is in the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quizapp.deck.model import Deck
from quizapp.play.exam import NAMES, Kind, begun, drawn_for
from quizapp.play.session import Session, start
from quizapp.questions.question import Question
from quizapp.record.record import Record
from quizapp.record.rows import Sitting


class CannotSit(Exception):
    """An exam that cannot be had as it was asked for, and what to do instead."""


@dataclass(frozen=True)
class Wanted:
    """An exam as it was asked for: of which kind, how many questions, and for how long; None is all, and no limit."""

    kind: Kind = "exam"
    questions: int | None = None
    minutes: int | None = None
    seed: int | None = None
    anew: bool = False

    @property
    def option(self) -> str:
        """How it is asked for on the command line."""
        return "--exam" if self.kind == "exam" else f"--as {self.kind}"


@dataclass(frozen=True)
class Sat:
    """An exam that is begun or gone on with, and what has to be known of where it comes from."""

    session: Session
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What an exam asks, with the seed that decides the rest."""

    questions: tuple[Question, ...]
    seed: int
    notes: tuple[str, ...] = ()


def gone_on_with(deck: Deck, wanted: Wanted, record: Record | None) -> Sat | None:
    """The exam of this kind on a deck that was left before it was seen to its end, unless another seed is asked for."""
    for sitting in record.unfinished(deck) if record is not None else ():
        if record is None or sitting.kind != wanted.kind or wanted.seed not in (None, sitting.seed):
            continue
        found = record.resume(sitting, deck)
        if found is not None:
            return Sat(found.session, (_goes_on(found.session), *found.notes))
    return None


def _goes_on(session: Session) -> str:
    exam = session.exam
    assert exam is not None
    if exam.over:
        return f"The {exam.name} is over; this is how it went."
    return f"The {exam.name} goes on where you left it; its clock ran on."


def end_others(deck: Deck, wanted: Wanted, record: Record | None) -> None:
    """Go on with no exam of this kind on a deck any more, as another one is begun."""
    for sitting in record.unfinished(deck) if record is not None else ():
        if record is not None and sitting.kind == wanted.kind and (found := record.resume(sitting, deck)):
            record.end(found.session)


def planned(deck: Deck, wanted: Wanted, seed: int, record: Record | None) -> Plan:
    """What an exam asks, as `seed` decides; CannotSit if the deck or the record has not got what it takes."""
    if wanted.kind == "post":
        return _planned_after(deck, wanted, _before(deck, record))
    return Plan(tuple(_some(deck.questions, wanted, deck.name, seed)), seed)


def _some(questions: Sequence[Question], wanted: Wanted, where: str, seed: int) -> list[Question]:
    if wanted.questions is not None and wanted.questions > len(questions):
        has = f"has {len(questions)} question{'s' * (len(questions) != 1)}"
        raise CannotSit(f"--questions {wanted.questions}: {where} {has}; write 1 to {len(questions)}")
    return drawn_for(questions, wanted.questions, seed)


def _before(deck: Deck, record: Record | None) -> Sitting:
    """The pre-test on a deck that was taken last."""
    found = record.last_sat(deck.name, "pre") if record is not None else None
    if found is None:
        raise CannotSit(f"there is no pre-test on {deck.name} to compare with; take one first, with --as pre")
    sitting, over = found
    if not over:
        raise CannotSit(f"the pre-test on {deck.name} is not seen to its end; go on with it first, with --as pre")
    return sitting


def _planned_after(deck: Deck, wanted: Wanted, before: Sitting) -> Plan:
    """The questions of the pre-test, in other variants wherever they vary."""
    asked = [each for each in deck.questions if each.id in before.questions]
    if not asked:
        raise CannotSit(f"no question of the pre-test is in {deck.name} any more; take another one, with --as pre")
    seed = varying_seed(deck, asked, before.seed, wanted.seed)
    chosen = _some(asked, wanted, f"the pre-test on {deck.name}", seed)
    return Plan(tuple(chosen), seed, tuple(_differences(deck, chosen, before)))


def varying_seed(deck: Deck, questions: Sequence[Question], before: int, wanted: int | None) -> int:
    """The first seed from the one that is wanted with which no question that varies has the variant of one before.

    The seed that follows another is one, as `drawn` goes from variant to variant.
    """
    if wanted is None:
        return before + 1
    counts = {len(deck.variants(each)) for each in questions} - {1}
    near = range(wanted, wanted + 1000)
    return next((seed for seed in near if all((seed - before) % count for count in counts)), before + 1)


def _differences(deck: Deck, chosen: Sequence[Question], before: Sitting) -> list[str]:
    """What is not as it should be of the questions of a post-test."""
    gone = len(set(before.questions) - {each.id for each in deck.questions})
    same = sum(len(deck.variants(each)) == 1 for each in chosen)
    notes = []
    if gone:
        notes.append(f"{_are(gone, len(before.questions))} no longer in the deck, and cannot be asked again.")
    if same:
        notes.append(f"{_are(same, len(chosen))} the same as in the pre-test, for want of variants in the deck.")
    return notes


def _are(count: int, of: int) -> str:
    return f"{count} of the {of} questions {'is' if count == 1 else 'are'}" if of > 1 else "The one question is"


def began(deck: Deck, wanted: Wanted, plan: Plan, at: datetime, now: float) -> Session:
    """The session of an exam that begins now."""
    return start(deck, plan.seed, plan.questions, at, exam=begun(wanted.kind, wanted.minutes, now))


def rules(deck: Deck, wanted: Wanted, plan: Plan) -> tuple[str, ...]:
    """What has to be known before an exam begins."""
    count = len(plan.questions)
    questions = f"{count} question{'s' * (count != 1)}"
    name = NAMES[wanted.kind].capitalize()
    time = f"{wanted.minutes} minute{'s' * (wanted.minutes != 1)}" if wanted.minutes else "no limit of time"
    return (
        f"{name}: {questions} of {deck.title}, {time}.",
        "Nothing is told before it is over: no marks, no runs of options, no explanations and no hints. "
        "Then you go through all of it, with your answers and the networks.",
        "What you commit is committed. You can leave open questions and come back to them.",
        *(
            ["The clock runs on when you leave. What is not answered in time counts as unanswered."]
            if wanted.minutes
            else []
        ),
        *plan.notes,
    )

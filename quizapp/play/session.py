"""The rules of predict, observe, explain, as frozen data: every action returns a new attempt or session.

Nothing about the right answer can be read from an attempt before its prediction is committed, and a committed
prediction cannot be changed; only where knobs are turned can the answer still be improved upon it. An answer whose
key the simulation finds is marked once `to_measure` has been measured. The terminal UI and line mode both play this;
neither decides anything.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from quizapp.deck.model import Deck
from quizapp.evidence.probes import Measured, Probe
from quizapp.questions.answer_forms import (
    Answer,
    Form,
    Option,
    PickMany,
    PickOne,
    PutInOrder,
    TurnKnobs,
    fits,
    shuffled,
)
from quizapp.questions.grading import Mark, Marking
from quizapp.questions.types import Question
from sim.experiment import Experiment

__all__ = ["Attempt", "Certainty", "Mark", "Phase", "Session", "SessionError", "attempt", "start"]


class SessionError(Exception):
    """An action that the rules do not allow now, and what to do instead."""


class Phase(Enum):
    """Where an attempt stands."""

    PREDICT = "predict"
    OBSERVE = "observe"
    EXPLAIN = "explain"


class Certainty(Enum):
    """How sure a learner is, as the chance that they give themselves of being right."""

    LOW = "<67%"
    MIDDLE = "67-80%"
    HIGH = ">80%"


@dataclass(frozen=True)
class Attempt:
    """One question as one learner meets it: its form, the answer so far, what was predicted, and how far they are."""

    question: Question
    form: Form
    answer: Answer
    certainty: Certainty | None = None
    phase: Phase = Phase.PREDICT
    hints_shown: int = 0
    prediction: Answer = None
    marking: Marking | None = None

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be picked or looked at, in the order in which this learner sees it."""
        if isinstance(self.form, PutInOrder) and isinstance(self.answer, tuple):
            by_id = {option.id: option for option in self.form.options}
            return tuple(by_id[str(each)] for each in self.answer)
        return self.form.options

    @property
    def picked(self) -> frozenset[str]:
        """The ids of the options picked, where options are picked."""
        return self.answer if isinstance(self.answer, frozenset) else frozenset()

    @property
    def committed(self) -> bool:
        """Whether the prediction stands."""
        return self.phase is not Phase.PREDICT

    @property
    def marked(self) -> bool:
        """Whether it is known what became of the answer."""
        return self.marking is not None

    @property
    def turning(self) -> bool:
        """Whether knobs can still be turned after the prediction."""
        return isinstance(self.form, TurnKnobs) and self.phase is Phase.OBSERVE and not self.marked

    def pick(self, option_id: str) -> Attempt:
        """Pick an option; of several that may be picked, picking one again takes it back."""
        self._must_be_open()
        if not isinstance(self.form, PickOne | PickMany) or option_id not in {option.id for option in self.options}:
            raise SessionError(f"there is no option {option_id!r}")
        if isinstance(self.form, PickMany):
            return self.give(self.picked ^ {option_id})
        return self.give(frozenset({option_id}))

    def give(self, answer: Answer) -> Attempt:
        """Give an answer of the form, in place of the one so far."""
        if not self.turning:
            self._must_be_open()
        if not fits(self.form, answer):
            raise SessionError(f"{answer!r} is no answer here; give one of the question's form")
        return replace(self, answer=answer)

    def be(self, certainty: Certainty) -> Attempt:
        """Say how certain the prediction is."""
        self._must_be_open()
        return replace(self, certainty=certainty)

    def hint(self) -> Attempt:
        """Show one more hint, if there is one."""
        return replace(self, hints_shown=min(self.hints_shown + 1, len(self.question.hints)))

    @property
    def missing_answer(self) -> str | None:
        """What is missing of the answer before it can be committed, or None."""
        return None if self.answer else getattr(self.form, "missing", None)

    @property
    def missing(self) -> str | None:
        """What is still to be done before the prediction can be committed, or None."""
        if self.missing_answer:
            return f"{self.missing_answer} first"
        return None if self.certainty else "say how certain you are first"

    def commit(self) -> Attempt:
        """Commit the prediction; from now on it cannot be changed, and the marks can be read or measured."""
        self._must_be_open()
        if self.missing:
            raise SessionError(self.missing)
        committed = replace(self, phase=Phase.OBSERVE, prediction=self.answer)
        return committed if committed.turning or committed.to_measure else committed.mark_by({})

    @property
    def to_measure(self) -> tuple[Probe, ...]:
        """What has to be measured before the answer as it stands can be marked."""
        self._must_be_committed()
        return self.question.probes(self.answer, self.prediction)

    def mark_by(self, measured: Measured) -> Attempt:
        """Mark the answer by what `to_measure` came to; where knobs are turned, this hands the setting in."""
        self._must_be_committed()
        if self.marked:
            raise SessionError("the answer is marked already")
        return replace(self, marking=self.question.marking(self.answer, self.prediction, measured))

    def explain(self) -> Attempt:
        """Go on to the explanation."""
        self._must_be_marked()
        return replace(self, phase=Phase.EXPLAIN)

    def observe(self) -> Attempt:
        """Go back to the simulation."""
        self._must_be_committed()
        return replace(self, phase=Phase.OBSERVE)

    @property
    def credit(self) -> float:
        """The share of the question that was answered right, 0 to 1."""
        return self._must_be_marked().credit

    @property
    def right(self) -> bool:
        """Whether the answer was right in full."""
        return self._must_be_marked().right

    @property
    def foreseen(self) -> bool:
        """Whether the prediction, of which the learner said how certain they were, was right in full."""
        return self._must_be_marked().foreseen

    def mark(self, option_id: str) -> Mark:
        """What became of one option."""
        return self._must_be_marked().marks[option_id]

    def feedback(self, option_id: str) -> str | None:
        """The author's word on what was answered of one option."""
        return self._must_be_marked().feedback.get(option_id)

    def networks(self, experiments: Mapping[str, Experiment]) -> Mapping[str, Experiment]:
        """The experiments to be watched: those that the question can speak of, with knobs where the answer has them."""
        return self.question.turned(self.answer, experiments)

    def _must_be_open(self) -> None:
        if self.committed:
            raise SessionError("the prediction is committed and cannot be changed")

    def _must_be_committed(self) -> None:
        if not self.committed:
            raise SessionError("commit your prediction first")

    def _must_be_marked(self) -> Marking:
        self._must_be_committed()
        if self.marking is None:
            raise SessionError("hand your setting in first" if self.turning else "the answer is still being measured")
        return self.marking


def attempt(question: Question, seed: int) -> Attempt:
    """A fresh attempt; `seed` decides its variant, and the order of its options unless the question fixes it."""
    variant = random.Random(f"{seed}/{question.id}/variant").choice(question.variants)
    form = shuffled(variant.form(), f"{seed}/{question.id}")
    fresh = Attempt(variant, form, form.blank)
    if isinstance(form, TurnKnobs) and not form.predict:
        return replace(fresh, phase=Phase.OBSERVE, prediction=form.blank)
    return fresh


@dataclass(frozen=True)
class Session:
    """One learner's way through the questions of a deck."""

    deck: Deck
    attempts: tuple[Attempt, ...]
    position: int = 0

    @property
    def current(self) -> Attempt:
        """The attempt at the question that is shown."""
        return self.attempts[self.position]

    @property
    def networks(self) -> Mapping[str, Experiment]:
        """The experiments to be watched for the question that is shown."""
        return self.current.networks(self.deck.networks(self.current.question))

    @property
    def answered(self) -> int:
        """How many answers were marked."""
        return sum(attempt.marked for attempt in self.attempts)

    @property
    def at_end(self) -> bool:
        """Whether the question shown is the last one."""
        return self.position == len(self.attempts) - 1

    def with_current(self, changed: Attempt) -> Session:
        """The session with the current attempt replaced by a later state of it."""
        before, after = self.attempts[: self.position], self.attempts[self.position + 1 :]
        return replace(self, attempts=(*before, changed, *after))

    def at(self, position: int) -> Session:
        """The session at another of its questions; positions beyond the ends are brought back."""
        return replace(self, position=min(max(position, 0), len(self.attempts) - 1))

    def at_first_open(self) -> Session:
        """The session at the first question that is not marked, or the last one."""
        positions = [n for n, attempt in enumerate(self.attempts) if not attempt.marked]
        return self.at(positions[0] if positions else len(self.attempts) - 1)

    def to_look_at_again(self) -> tuple[Attempt, ...]:
        """Answers that were not right, the most certain first, for those are worth the most."""
        order = list(Certainty)
        wrong = [attempt for attempt in self.attempts if attempt.marked and not attempt.right]
        return tuple(sorted(wrong, key=lambda attempt: -order.index(attempt.certainty or Certainty.LOW)))

    def calibration(self) -> tuple[tuple[Certainty, int, int], ...]:
        """For each certainty: how many answers were given with it, and how many of them were right."""
        return tuple((level, len(given), sum(a.foreseen for a in given)) for level, given in self._by_certainty())

    def _by_certainty(self) -> list[tuple[Certainty, list[Attempt]]]:
        marked = [attempt for attempt in self.attempts if attempt.marked]
        return [(level, [a for a in marked if a.certainty is level]) for level in Certainty]


def start(deck: Deck, seed: int, questions: Sequence[Question] | None = None) -> Session:
    """A fresh session over the questions of a deck, or over some of them."""
    chosen = deck.questions if questions is None else questions
    return Session(deck, tuple(attempt(question, seed) for question in chosen))

"""One question as one learner meets it, as frozen data: every action of predict, observe, explain gives a new attempt.

Nothing about the right answer can be read from an attempt before its answer is committed, and what is committed cannot
be changed. Between `commit` (or, where knobs are turned after the prediction, `hand_in`) and `mark` lies nothing but
what the caller does: write the answer down, and measure what the mark rests on.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from quizapp.evidence.probes import Probe, ProbeValues
from quizapp.play.certainty import Certainty
from quizapp.questions.answer_forms import (
    Answer,
    Form,
    Option,
    PickMany,
    PickOne,
    PutInOrder,
    TurnKnobs,
    any_answer,
    fits,
    missing_from,
    shuffled,
    with_pick,
)
from quizapp.questions.grading import Grade, Mark
from quizapp.questions.question import Question
from sim.experiment import Experiment

#: Said of hints while an exam is on.
NO_HINTS = "there are no hints in an exam"


class SessionError(Exception):
    """An action that the rules do not allow now, and what to do instead."""


class Phase(Enum):
    """Where an attempt stands."""

    PREDICT = "predict"
    OBSERVE = "observe"
    EXPLAIN = "explain"


@dataclass(frozen=True)
class Attempt:
    """An attempt at a question: its form, the answer so far, what was predicted, and how far the learner is.

    `committed` says that the prediction stands, `final` that the answer does; they differ only where knobs are turned
    after a prediction. `judged` says that the simulation was asked whether it bears the marks out.
    `withheld` says that it is part of an exam that is on, so that nothing is told of it, and `lapsed` that the exam
    ended before it was answered. Times are those that the caller gave, or None.
    """

    id: str
    question: Question
    form: Form
    answer: Answer
    certainty: Certainty | None = None
    phase: Phase = Phase.PREDICT
    hints_shown: int = 0
    prediction: Answer = None
    committed: bool = False
    final: bool = False
    grade: Grade | None = None
    committed_at: datetime | None = None
    marked_at: datetime | None = None
    judged: bool = False
    asks_certainty: bool = True
    withheld: bool = False
    lapsed: bool = False

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be picked or looked at, in the order in which this learner sees it."""
        if isinstance(self.form, PutInOrder) and isinstance(self.answer, tuple):
            by_id = {option.id: option for option in self.form.options}
            return tuple(by_id[each] for each in self.answer)
        return self.form.options

    @property
    def picked(self) -> frozenset[str]:
        """The ids of the options picked, where options are picked."""
        return self.answer if isinstance(self.answer, frozenset) else frozenset()

    @property
    def predicts(self) -> bool:
        """Whether anything is predicted; where not, knobs are turned at once, and no certainty is asked for."""
        return not isinstance(self.form, TurnKnobs) or self.form.predict

    @property
    def marked(self) -> bool:
        """Whether it is known what became of the answer."""
        return self.grade is not None

    @property
    def tuning(self) -> bool:
        """Whether the learner is watching networks while knobs can still be turned."""
        return isinstance(self.form, TurnKnobs) and self.phase is Phase.OBSERVE and not self.final

    def pick(self, option_id: str) -> Attempt:
        """Pick an option; of several that may be picked, picking one again takes it back."""
        self._must_be_open()
        if not isinstance(self.form, PickOne | PickMany) or option_id not in {option.id for option in self.options}:
            raise SessionError(f"there is no option {option_id!r}")
        return self.give(with_pick(self.form, self.picked, option_id))

    def give(self, answer: Answer) -> Attempt:
        """Give an answer of the form, in place of the one so far."""
        if not self.tuning:
            self._must_be_open()
        if not fits(self.form, answer):
            raise SessionError(f"{answer!r} is no answer here; give one of the question's form")
        return replace(self, answer=answer)

    def be(self, certainty: Certainty) -> Attempt:
        """Say how certain the prediction is."""
        self._must_be_open()
        return replace(self, certainty=certainty)

    def hint(self) -> Attempt:
        """Show one more hint, if there is one; in an exam that is on there is none."""
        if self.withheld:
            raise SessionError(NO_HINTS)
        return replace(self, hints_shown=min(self.hints_shown + 1, len(self.question.hints)))

    @property
    def missing_answer(self) -> str | None:
        """What is missing of the answer before it can be committed, or None."""
        return missing_from(self.form, self.answer)

    @property
    def missing(self) -> str | None:
        """What is still to be done before the answer can be committed, or None."""
        if self.missing_answer:
            return f"{self.missing_answer} first"
        asked = self.predicts and self.asks_certainty
        return "say how certain you are first" if asked and not self.certainty else None

    def commit(self, at: datetime | None = None) -> Attempt:
        """Commit the prediction, or the setting where nothing is predicted; from now on it cannot be changed."""
        self._must_be_open()
        if self.missing:
            raise SessionError(self.missing)
        final = not (isinstance(self.form, TurnKnobs) and self.predicts)
        prediction = self.answer if self.predicts else self.prediction
        return replace(self, phase=Phase.OBSERVE, prediction=prediction, committed=True, final=final, committed_at=at)

    def hand_in(self, at: datetime | None = None) -> Attempt:
        """Commit the setting of the knobs; from now on they cannot be turned."""
        if not self.committed:
            return self.commit(at)
        if not self.tuning:
            raise SessionError("there is nothing to hand in")
        return replace(self, final=True)

    @property
    def to_measure(self) -> tuple[Probe, ...]:
        """What has to be measured before the answer can be marked."""
        self._must_be_final()
        return self.question.probes(self.answer, self.prediction)

    def mark(self, measured: ProbeValues, at: datetime | None = None) -> Attempt:
        """Mark the answer by what `to_measure` came to."""
        self._must_be_told()
        self._must_be_final()
        if self.marked:
            raise SessionError("the answer is marked already")
        answer = any_answer(self.form) if self.lapsed else self.answer
        grade = self.question.grade(answer, self.prediction, measured)
        if self.lapsed:
            return replace(self, grade=grade.unanswered(), marked_at=at, judged=True)
        return replace(self, grade=grade, marked_at=at, judged=not self.question.is_judged)

    def lapse(self) -> Attempt:
        """The exam is over before the answer is final: from now on it is unanswered, and can be watched."""
        if self.final:
            return self
        blank = self.form.blank
        prediction = blank if isinstance(self.form, TurnKnobs) else None
        fields = {"answer": blank, "prediction": prediction, "certainty": None, "phase": Phase.OBSERVE}
        return replace(self, **fields, committed=True, final=True, lapsed=True)  # type: ignore[arg-type]

    @property
    def answered(self) -> bool:
        """Whether the answer was given: it is marked, or it is in an exam that will mark it."""
        return (self.marked or (self.final and self.withheld)) and not self.lapsed

    def explain(self) -> Attempt:
        """Go on to the explanation."""
        self._must_be_marked()
        return replace(self, phase=Phase.EXPLAIN)

    def observe(self) -> Attempt:
        """Go back to the simulation."""
        self._must_be_told()
        self._must_be_committed()
        return replace(self, phase=Phase.OBSERVE)

    def judge(self, disputed: Iterable[str] = ()) -> Attempt:
        """Let the marks stand, but for the options of which the simulation does not say what the deck says.

        An answer with any of these is not scored.
        """
        grade, names = self._must_be_marked(), frozenset(disputed)
        pieces = [piece for name in names if (piece := self.question.evidence_for(name)) is not None]
        alike = {option.id for option in self.form.options if self.question.evidence_for(option.id) in pieces}
        return replace(self, grade=grade.with_disputed(names | alike), judged=True)

    @property
    def disputed(self) -> bool:
        """Whether the answer cannot be scored, as the simulation does not bear the marks out."""
        return self.grade is not None and bool(self.grade.disputed)

    @property
    def settled(self) -> bool:
        """Whether the marks stay as they are."""
        return self.judged or self.disputed

    @property
    def scored(self) -> bool:
        """Whether the answer counts: it is marked, and the simulation bears the marks out."""
        return self.marked and self.judged and not self.disputed and not self.lapsed

    @property
    def watches(self) -> bool:
        """Whether there are networks to watch for any option."""
        return any(self.question.evidence_for(option.id) for option in self.form.options)

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

    def mark_of(self, option_id: str) -> Mark:
        """What became of one option."""
        return self._must_be_marked().marks[option_id]

    def feedback(self, option_id: str) -> str | None:
        """The author's word on what was answered of one option."""
        return self._must_be_marked().feedback.get(option_id)

    def experiments_for(self, experiments: Mapping[str, Experiment]) -> Mapping[str, Experiment]:
        """The experiments to be watched: those that the question can speak of, with knobs where the answer has them."""
        return self.question.experiments_for(self.answer, experiments)

    def _must_be_open(self) -> None:
        if self.lapsed:
            raise SessionError("the exam is over, and the question was not answered in time")
        if self.committed:
            raise SessionError("the prediction is committed and cannot be changed")

    def _must_be_told(self) -> None:
        if self.withheld:
            raise SessionError("nothing is told before the exam is over")

    def _must_be_committed(self) -> None:
        if not self.committed:
            raise SessionError("commit your prediction first" if self.predicts else "hand your setting in first")

    def _must_be_final(self) -> None:
        self._must_be_committed()
        if not self.final:
            raise SessionError("hand your setting in first")

    def _must_be_marked(self) -> Grade:
        self._must_be_told()
        self._must_be_final()
        if self.grade is None:
            raise SessionError("the answer is not marked yet")
        return self.grade


def attempt(question: Question, seed: int, id: str = "") -> Attempt:  # noqa: A002
    """A fresh attempt called `id`; `seed` decides the order of its options, unless the question fixes it."""
    form = shuffled(question.form(), f"{seed}/{question.id}")
    fresh = Attempt(id, question, form, form.blank)
    return fresh if fresh.predicts else replace(fresh, phase=Phase.OBSERVE, prediction=form.blank)


def drawn(variants: tuple[Question, ...], seed: int) -> Question:
    """One of the variants of a question, as `seed` decides; from one seed to the next it is another, until all were."""
    mixed = random.Random(f"{variants[0].id}/variant").sample(variants, len(variants))
    return mixed[seed % len(variants)]

"""The rules of predict, observe, explain, as frozen data: every action returns a new attempt or session.

Nothing about the right answer can be read from an attempt before its prediction is committed, and a committed
prediction cannot be changed. The terminal UI and line mode both play this; neither decides anything.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from quizapp.deck import Deck
from quizapp.forms import Answer, Form, Option, PickMany
from quizapp.kinds import Question

#: What is missing before a question with one answer can be committed without one.
NOTHING_PICKED = "pick an answer first"


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


class Mark(Enum):
    """What became of one option, in words that stand beside it."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "you missed"
    RIGHTLY_LEFT = "rightly left"


@dataclass(frozen=True)
class Attempt:
    """One question as one learner meets it: the options in their order, what is picked, and how far they are."""

    question: Question
    form: Form
    picked: Answer = frozenset()
    certainty: Certainty | None = None
    phase: Phase = Phase.PREDICT
    hints_shown: int = 0

    @property
    def options(self) -> tuple[Option, ...]:
        """The options in the order in which this learner sees them."""
        return self.form.options

    @property
    def committed(self) -> bool:
        """Whether the prediction stands, and so may be marked."""
        return self.phase is not Phase.PREDICT

    def pick(self, option_id: str) -> Attempt:
        """Pick an option; of several that may be picked, picking one again takes it back."""
        self._must_be_open()
        if option_id not in {option.id for option in self.options}:
            raise SessionError(f"there is no option {option_id!r}")
        if isinstance(self.form, PickMany):
            return replace(self, picked=self.picked ^ {option_id})
        return replace(self, picked=frozenset({option_id}))

    def be(self, certainty: Certainty) -> Attempt:
        """Say how certain the prediction is."""
        self._must_be_open()
        return replace(self, certainty=certainty)

    def hint(self) -> Attempt:
        """Show one more hint, if there is one."""
        return replace(self, hints_shown=min(self.hints_shown + 1, len(self.question.hints)))

    @property
    def missing(self) -> str | None:
        """What is still to be done before the prediction can be committed, or None."""
        if not self.picked and not isinstance(self.form, PickMany):
            return NOTHING_PICKED
        return None if self.certainty else "say how certain you are first"

    def commit(self) -> Attempt:
        """Commit the prediction; from now on it cannot be changed, and the marks can be read."""
        self._must_be_open()
        if self.missing:
            raise SessionError(self.missing)
        return replace(self, phase=Phase.OBSERVE)

    def explain(self) -> Attempt:
        """Go on to the explanation."""
        self._must_be_committed()
        return replace(self, phase=Phase.EXPLAIN)

    def observe(self) -> Attempt:
        """Go back to the simulation."""
        self._must_be_committed()
        return replace(self, phase=Phase.OBSERVE)

    @property
    def credit(self) -> float:
        """The share of the question that was answered right, 0 to 1."""
        self._must_be_committed()
        return self.question.credit(self.picked)

    @property
    def right(self) -> bool:
        """Whether the prediction was right in full."""
        self._must_be_committed()
        return self.picked == self.question.right_answer()

    def mark(self, option_id: str) -> Mark:
        """What became of one option."""
        self._must_be_committed()
        correct = option_id in self.question.right_answer()
        if option_id in self.picked:
            return Mark.RIGHT if correct else Mark.WRONG
        return Mark.MISSED if correct else Mark.RIGHTLY_LEFT

    def feedback(self, option_id: str) -> str | None:
        """The author's word on having picked, or left, one option."""
        self._must_be_committed()
        return self.question.feedback(option_id, option_id in self.picked)

    def _must_be_open(self) -> None:
        if self.committed:
            raise SessionError("the prediction is committed and cannot be changed")

    def _must_be_committed(self) -> None:
        if not self.committed:
            raise SessionError("commit your prediction first")


def attempt(question: Question, seed: int) -> Attempt:
    """A fresh attempt; `seed` decides the order of the options, unless the question wants them as written."""
    form = question.form()
    options = list(form.options)
    if not form.fixed_order:
        random.Random(f"{seed}/{question.id}").shuffle(options)
    return Attempt(question, replace(form, options=tuple(options)))


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
    def answered(self) -> int:
        """How many predictions were committed."""
        return sum(attempt.committed for attempt in self.attempts)

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
        """The session at the first question whose prediction is not committed, or the last one."""
        positions = [n for n, attempt in enumerate(self.attempts) if not attempt.committed]
        return self.at(positions[0] if positions else len(self.attempts) - 1)

    def to_look_at_again(self) -> tuple[Attempt, ...]:
        """Answers that were not right, the most certain first, for those are worth the most."""
        order = list(Certainty)
        wrong = [attempt for attempt in self.attempts if attempt.committed and not attempt.right]
        return tuple(sorted(wrong, key=lambda attempt: -order.index(attempt.certainty or Certainty.LOW)))

    def calibration(self) -> tuple[tuple[Certainty, int, int], ...]:
        """For each certainty: how many answers were given with it, and how many of them were right."""
        return tuple((level, len(given), sum(a.right for a in given)) for level, given in self._by_certainty())

    def _by_certainty(self) -> list[tuple[Certainty, list[Attempt]]]:
        committed = [attempt for attempt in self.attempts if attempt.committed]
        return [(level, [a for a in committed if a.certainty is level]) for level in Certainty]


def start(deck: Deck, seed: int, questions: Sequence[Question] | None = None) -> Session:
    """A fresh session over the questions of a deck, or over some of them."""
    chosen = deck.questions if questions is None else questions
    return Session(deck, tuple(attempt(question, seed) for question in chosen))

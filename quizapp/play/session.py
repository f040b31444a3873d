"""One learner's way through the questions of a deck, as frozen data; the rules of each question are in `attempt`.

Two ways through one deck are two sessions, each with an id of its own; so is each attempt.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from quizapp.deck.model import Deck
from quizapp.evidence.probes import unseen
from quizapp.play.attempt import Attempt, attempt, drawn
from quizapp.play.certainty import Certainty
from quizapp.play.exam import Exam
from quizapp.play.watched import shift, watched
from quizapp.questions.answer_forms import TurnKnobs
from quizapp.questions.question import Question
from sim.experiment import Experiment


@dataclass(frozen=True)
class Session:
    """The attempts at the questions of a deck; `seed` decided their variants, the order of their options, and which
    networks are watched. An `exam` keeps all marks back until it is over.
    """

    id: str
    seed: int
    deck: Deck
    attempts: tuple[Attempt, ...]
    position: int = 0
    started_at: datetime | None = None
    exam: Exam | None = None

    @property
    def current(self) -> Attempt:
        """The attempt at the question that is shown."""
        return self.attempts[self.position]

    @property
    def experiments(self) -> Mapping[str, Experiment]:
        """The experiments of the question that is shown, as its marks are judged by them."""
        return self.experiments_of(self.current)

    @cached_property
    def watched(self) -> Mapping[str, Experiment]:
        """The same with the networks that are watched: of a setting that was handed in, those that it is judged on.

        Screens ask for them many times in every frame.
        """
        if self.shows_judged:
            return {name: unseen(each) for name, each in self.experiments.items()}
        return watched(self.experiments, self.shift_of(self.current))

    @property
    def shows_judged(self) -> bool:
        """Whether the networks that are watched are those that nobody had seen, as a setting was handed in."""
        return isinstance(self.current.form, TurnKnobs) and self.current.final

    def experiments_of(self, attempt: Attempt) -> Mapping[str, Experiment]:
        """The experiments of the question of an attempt, with what its answer makes of them."""
        return attempt.experiments_for(self.deck.experiments_for(attempt.question))

    def shift_of(self, attempt: Attempt) -> int:
        """How many networks after its first one each experiment of an attempt is watched."""
        return shift(attempt.form, self.experiments_of(attempt), self.seed)

    @property
    def answered(self) -> int:
        """How many answers were given, and marked unless an exam still keeps the marks back."""
        return sum(attempt.answered for attempt in self.attempts)

    @property
    def is_done(self) -> bool:
        """Whether all marks are there, those of what was not answered in an exam among them."""
        return all(attempt.marked for attempt in self.attempts)

    @property
    def in_exam(self) -> bool:
        """Whether an exam is on."""
        return self.exam is not None and not self.exam.over

    @property
    def open_questions(self) -> tuple[int, ...]:
        """The numbers, from 1, of the questions that are not answered for good."""
        return tuple(n for n, each in enumerate(self.attempts, start=1) if each.lapsed or not each.final)

    def sat_as(self, exam: Exam) -> Session:
        """The session as an exam: nothing is told while that is on, and what is open when it is over has lapsed."""
        attempts = (
            replace(each.lapse(), withheld=False) if exam.over else replace(each, withheld=True)
            for each in self.attempts
        )
        return replace(self, exam=exam, attempts=tuple(attempts))

    def ended(self) -> Session:
        """The session with its exam over, if it is one."""
        return self if self.exam is None else self.sat_as(self.exam.ended())

    def timed(self, now: float) -> Session:
        """The session as it is at a moment by `exam.running`: with its exam over once its time has run out."""
        return self.ended() if self.exam is not None and self.exam.is_due(now) else self

    def at_next_open(self) -> Session:
        """The session at the next question, after the last the first, that is not answered for good, or where it is."""
        here, of = self.position + 1, len(self.attempts)
        after = sorted(self.open_questions, key=lambda number: (number - here - 1) % of)
        return self.at(after[0] - 1) if after else self

    @property
    def scored(self) -> tuple[Attempt, ...]:
        """The attempts that count: those that are marked, and whose marks the simulation bears out."""
        return tuple(attempt for attempt in self.attempts if attempt.scored)

    @property
    def disputed(self) -> tuple[Attempt, ...]:
        """The attempts that do not count, as the simulation does not bear their marks out."""
        return tuple(attempt for attempt in self.attempts if attempt.disputed)

    @property
    def unjudged(self) -> tuple[Attempt, ...]:
        """The attempts that are marked, and of which it is not known yet whether the simulation bears the marks out."""
        return tuple(each for each in self.attempts if each.marked and not each.settled)

    @property
    def at_end(self) -> bool:
        """Whether the question shown is the last one."""
        return self.position == len(self.attempts) - 1

    def with_current(self, changed: Attempt) -> Session:
        """The session with the current attempt replaced by a later state of it."""
        before, after = self.attempts[: self.position], self.attempts[self.position + 1 :]
        return replace(self, attempts=(*before, changed, *after))

    def asking_certainty(self, asks: bool) -> Session:
        """The session with certainty asked for, or not, wherever an answer is not committed yet."""
        attempts = (
            each if each.committed or each.asks_certainty == asks else replace(each, asks_certainty=asks)
            for each in self.attempts
        )
        return replace(self, attempts=tuple(attempts))

    def judged(self, attempt_id: str, disputed: Iterable[str]) -> Session:
        """The session with what the simulation says of an attempt, if that is marked and was not judged before."""
        attempts = (
            each.judge(disputed) if each.id == attempt_id and each.marked and not each.judged else each
            for each in self.attempts
        )
        return replace(self, attempts=tuple(attempts))

    def at(self, position: int) -> Session:
        """The session at another of its questions; positions beyond the ends are brought back."""
        return replace(self, position=min(max(position, 0), len(self.attempts) - 1))

    def at_open(self) -> Session:
        """The session where it stands if that question is open, or else at the first that is, or the last one."""
        return self.at_first_open() if self.current.marked or self.current.answered else self

    def at_first_open(self) -> Session:
        """The session at the first question that is not answered and marked, or the last one."""
        positions = [n for n, attempt in enumerate(self.attempts) if not (attempt.marked or attempt.answered)]
        return self.at(positions[0] if positions else len(self.attempts) - 1)

    @property
    def unmarked(self) -> int:
        """How many answers are given and not marked yet, and are not kept back."""
        return sum(each.final and not (each.marked or each.withheld or each.lapsed) for each in self.attempts)

    @property
    def uncounted(self) -> tuple[str, ...]:
        """What is not in the score, and why: '2 not answered'."""
        counts = {
            "not answered": len(self.attempts) - self.answered - self.unmarked,
            "still being marked": self.unmarked,
            "still being checked": len(self.unjudged),
            "not scored, as the simulation does not bear the deck out": len(self.disputed),
        }
        return tuple(f"{count} {why}" for why, count in counts.items() if count)

    def not_right(self) -> list[Question]:
        """The questions that were not answered right in full, unanswered ones among them."""
        return [each.question for each in self.attempts if not (each.marked and (each.right or each.disputed))]

    def to_look_at_again(self) -> tuple[Attempt, ...]:
        """Answers that were not right, the most certain first, for those are worth the most."""
        order = list(Certainty)
        wrong = [attempt for attempt in self.scored if not attempt.right]
        return tuple(sorted(wrong, key=lambda attempt: -order.index(attempt.certainty or Certainty.LOW)))

    def calibration(self) -> tuple[tuple[Certainty, int, int], ...]:
        """For each certainty: how many answers were given with it, and how many of them were right."""
        return tuple((level, len(given), sum(a.foreseen for a in given)) for level, given in self._by_certainty())

    @property
    def parts_predictions(self) -> bool:
        """Whether some setting that was handed in came out otherwise than the prediction that certainty is of."""
        return any(each.certainty and each.right != each.foreseen for each in self.scored)

    def _by_certainty(self) -> list[tuple[Certainty, list[Attempt]]]:
        return [(level, [a for a in self.scored if a.certainty is level]) for level in Certainty]


def start(
    deck: Deck,
    seed: int,
    questions: Sequence[Question] | None = None,
    at: datetime | None = None,
    id: str | None = None,  # noqa: A002
    exam: Exam | None = None,
) -> Session:
    """A fresh session over the questions of a deck, or over some of them; its id is made up unless it is given.

    It is an exam if one is given.
    """
    name = id or uuid.uuid4().hex
    chosen = [drawn(deck.variants(each), seed) for each in (deck.questions if questions is None else questions)]
    attempts = (attempt(question, seed, f"{name}-{number}") for number, question in enumerate(chosen, start=1))
    session = Session(name, seed, deck, tuple(attempts), started_at=at)
    return session if exam is None else session.sat_as(exam)


#: Writes an answer down that was just committed, and is not marked yet.
Record = Callable[[Session], object]


def not_recorded(session: Session) -> None:
    """Write nothing down."""


def commit(session: Session, record: Record = not_recorded, at: datetime | None = None) -> Session:
    """Commit the current answer, or hand the setting of its knobs in, and have it recorded before it can be marked."""
    current = session.current
    committed = session.with_current(current.hand_in(at) if current.tuning else current.commit(at))
    record(committed)
    return committed

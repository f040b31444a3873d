"""A deck with a question of each type, and whatever a learner may do with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from quizapp.deck.model import Deck
from quizapp.deck.reader import read_text
from quizapp.play.attempt import Attempt
from quizapp.play.certainty import Certainty
from quizapp.play.judging import measure
from quizapp.play.session import Session, commit
from quizapp.questions.answer_forms import (
    Answer,
    Entered,
    EnterNumber,
    EnterText,
    Form,
    PickMany,
    PickOne,
    PutInOrder,
    Settings,
    TurnKnobs,
    typed,
)
from quizapp.runs.store import RunStore
from tests.support.decks.question_types import CONTRACT, EXAMPLES

START = datetime(2026, 1, 1, 9, tzinfo=UTC)
_STORE = RunStore()
_FIELDS = "prompt: So?, hints: [one, two], objectives: [I1]"
#: A question of each type, one that varies, and one whose knobs are turned without a prediction.
EVERY_TYPE = (
    CONTRACT
    + "".join(
        f"- {{id: {kind.replace('_', '-')}, type: {kind}, {_FIELDS}, tags: [{kind}, all], {text}}}\n"
        for kind, (text, _) in EXAMPLES.items()
    )
    + "- {id: varies, type: numeric, vary: {n: [2, 3, 4]}, prompt: 'Half of {n}?', answer: {value: '{n} / 2'}}\n"
    + f"- {{id: at-once, type: tune, prompt: So?, predict: false, {EXAMPLES['tune'][0]}}}\n"
)


def every_type(text: str = EVERY_TYPE) -> Deck:
    """The deck with a question of each type."""
    return read_text(text)


class Clock:
    """A clock that goes on by a minute each time it is looked at, and can be set."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at

    def seconds(self) -> float:
        """The same as a number that only grows while nobody sets it."""
        return (self.at - START).total_seconds()


def answers(form: Form) -> st.SearchStrategy[Answer]:
    """All answers of a form, finished or not."""
    ids = [option.id for option in form.options]
    match form:
        case PickOne():
            return st.sampled_from([frozenset[str](), *(frozenset({name}) for name in ids)])
        case PickMany():
            return st.frozensets(st.sampled_from(ids))
        case EnterNumber():
            return st.none() | st.builds(Entered, st.text(), st.floats(allow_nan=False, allow_infinity=False))
        case EnterText():
            return st.none() | st.text().map(typed)
        case PutInOrder():
            return st.permutations(ids).map(tuple)
        case TurnKnobs():
            turned = st.tuples(*(st.floats(knob.low, knob.high) for knob in form.knobs))
            return turned.map(lambda values: Settings(tuple(zip([k.id for k in form.knobs], values, strict=True))))


def marked(session: Session) -> Session:
    """The session with its current answer marked by what is measured."""
    attempt = session.current
    return session.with_current(attempt.mark(measure(session, attempt, _STORE.ends)))


def steps(session: Session) -> dict[str, st.SearchStrategy[Callable[[Session], Session]]]:
    """Whatever the rules allow a learner to do now, by name; each gives a function from the session to a later one."""
    attempt = session.current
    found: dict[str, st.SearchStrategy[Callable[[Session], Session]]] = {
        "go": st.integers(0, len(session.attempts) - 1).map(lambda n: lambda s: s.at(n)),
        "hint": st.just(lambda s: s.with_current(s.current.hint())),
    }
    if attempt.tuning or not attempt.committed:
        found["answer"] = answers(attempt.form).map(lambda answer: lambda s: s.with_current(s.current.give(answer)))
    if not attempt.committed:
        found["be"] = st.sampled_from(Certainty).map(lambda level: lambda s: s.with_current(s.current.be(level)))
    found["ask"] = st.booleans().map(lambda asks: lambda s: s.asking_certainty(asks))
    if attempt.tuning or (not attempt.committed and attempt.missing is None):
        found["commit"] = st.just(commit)
    if attempt.final and not attempt.marked:
        found["mark"] = st.just(marked)
    if attempt.marked:
        found["explain"] = st.just(lambda s: s.with_current(s.current.explain()))
        if not attempt.judged:
            found["judge"] = st.frozensets(st.sampled_from([o.id for o in attempt.options])).map(
                lambda names: lambda s: s.judged(s.current.id, names)
            )
    return found


@st.composite
def played(draw: Any, session: Session, most: int = 25) -> Session:
    """A session after some steps that the rules allow."""
    for _ in range(draw(st.integers(0, most))):
        allowed = steps(session)
        session = draw(allowed[draw(st.sampled_from(sorted(allowed)))])(session)
    return session


def answered(session: Session, certainty: Certainty = Certainty.HIGH, keep: Any = lambda session: None) -> Session:
    """The session with its current question answered as it stands or by a first answer that can be committed."""
    return marked(handed_in(session, certainty, keep))


def handed_in(session: Session, certainty: Certainty = Certainty.HIGH, keep: Any = lambda session: None) -> Session:
    """The same before it is marked."""
    committed = commit(session.with_current(_ready(session.current, certainty)), keep)
    return commit(committed, keep) if committed.current.tuning else committed


def _ready(attempt: Attempt, certainty: Certainty) -> Attempt:
    first: dict[type, Answer] = {
        PickOne: frozenset({attempt.form.options[0].id}),
        EnterNumber: Entered("1", 1.0),
        EnterText: typed("so"),
    }
    given = attempt.give(first[type(attempt.form)]) if attempt.missing_answer else attempt
    return given.be(certainty) if attempt.predicts else given

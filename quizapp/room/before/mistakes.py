"""What a simulated learner is asked, and the right and wrong answers there are to it, for every form.

Wrong answers are those that the deck knows of: wrong choices (those with feedback more often), named misconceptions,
near misses; beside them the slips of each form: a number that is off by a factor, neighbours in the wrong order, a knob
that stands elsewhere. Whether an answer is right is what the question's own grading says.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field

from quizapp.claims.arithmetic import value_of
from quizapp.evidence.probes import Probe, ProbeValues
from quizapp.questions.answer_forms import (
    Answer,
    Entered,
    EnterNumber,
    EnterText,
    Form,
    Knob,
    PickMany,
    PickOne,
    PutInOrder,
    Settings,
    TurnKnobs,
    Typed,
    any_answer,
    typed,
)
from quizapp.questions.choices import PickQuestion
from quizapp.questions.question import NOTHING, Question
from quizapp.questions.types.numeric import Numeric
from quizapp.questions.types.short_answer import ShortAnswer
from quizapp.questions.types.tune import Tune
from quizapp.runs.medians import median

#: How much more often a mistake is made that the author has something to say to.
KNOWN = 3.0
#: By what people are off who know the way and slip.
FACTORS = (10.0, 0.1, 2.0, 0.5, math.sqrt(2), 1 / math.sqrt(2), -1.0)
#: How near to the solution a knob is meant to be right, as a share of its range, and how often it stays where it stood.
NEAR, LEFT_ALONE = 0.075, 0.15
#: How many mistakes are drawn until one is none that happens to be right.
ATTEMPTS = 50
NO_IDEA = ("no idea", "the bias", "the learning rate", "the depth")


@dataclass(frozen=True)
class Asked:
    """A question with the form in which it is asked, and what `to_measure` asked for."""

    question: Question
    form: Form
    measured: ProbeValues = field(default_factory=lambda: NOTHING)


def to_measure(question: Question) -> tuple[Probe, ...]:
    """What has to be measured before simulated learners can answer: the key, where the simulation gives it."""
    form = question.form()
    if isinstance(form, TurnKnobs):
        return ()
    return question.probes(any_answer(form), any_answer(form))


def is_right(asked: Asked, answer: Answer) -> bool:
    """Whether an answer is right; of knobs, whether they stand where the deck's solution has them."""
    if isinstance(asked.form, TurnKnobs) and isinstance(answer, Settings):
        places = _shares(asked, answer)
        return all(abs(at - right) <= NEAR for at, right in places)
    return asked.question.grade(answer, answer, asked.measured).right


def right_answer(asked: Asked, rng: random.Random) -> Answer:
    """A right answer; where there are several, any of them."""
    question = asked.question
    if isinstance(question, PickQuestion):
        return question.right_answer()
    if isinstance(question, Numeric):
        return _entered(question.right_number(asked.measured))
    if isinstance(question, ShortAnswer):
        return _any_right_words(asked, question, rng)
    if isinstance(question, Tune):
        return _solved(asked, question)
    return right_order(asked)


def wrong_answer(asked: Asked, rng: random.Random) -> Answer:
    """A wrong answer, drawn among the mistakes of the question; the right one only where no other was found."""
    for _ in range(ATTEMPTS):
        answer = _mistake(asked, rng)
        if not is_right(asked, answer):
            return answer
    return right_answer(asked, rng)


def right_order(asked: Asked) -> tuple[str, ...]:
    """The ids in the order of what was measured."""
    assert isinstance(asked.form, PutInOrder)
    ids = sorted(option.id for option in asked.form.options)
    return tuple(sorted(ids, key=lambda name: median(asked.measured[name]), reverse=asked.form.largest_first))


def _mistake(asked: Asked, rng: random.Random) -> Answer:
    form = asked.form
    match form:
        case PickOne():
            return _wrong_pick(asked, rng)
        case PickMany():
            return _wrong_picks(asked, rng)
        case EnterNumber():
            return _wrong_number(asked, rng)
        case EnterText():
            return _wrong_words(asked, rng)
        case PutInOrder():
            return _wrong_order(asked, rng)
        case TurnKnobs():
            return Settings(tuple((knob.id, _elsewhere(knob, rng)) for knob in form.knobs))


def _wrong_pick(asked: Asked, rng: random.Random) -> Answer:
    assert isinstance(asked.question, PickQuestion)
    wrong = [each.id for each in asked.form.options if each.id not in asked.question.right_answer()]
    return frozenset(rng.choices(wrong, [_weight(asked.question, each, True) for each in wrong]))


def _wrong_picks(asked: Asked, rng: random.Random) -> Answer:
    """The right ones but for one or two, which are most often those that the author has something to say to."""
    assert isinstance(asked.question, PickQuestion)
    right, ids = asked.question.right_answer(), [option.id for option in asked.form.options]
    weights = [_weight(asked.question, each, each not in right) for each in ids]
    return right ^ frozenset(rng.choices(ids, weights, k=rng.choice((1, 1, 2))))


def _weight(question: PickQuestion, option: str, chosen: bool) -> float:
    return KNOWN if question.feedback(option, chosen) else 1.0


def _wrong_number(asked: Asked, rng: random.Random) -> Answer:
    assert isinstance(asked.question, Numeric)
    right = asked.question.right_number(asked.measured)
    known = [value_of(each.value) for each in asked.question.misconceptions]
    slips = [right * factor if right else factor for factor in FACTORS]
    weights = [KNOWN] * len(known) + [1 / len(slips)] * len(slips)
    return _entered(rng.choices([*known, *slips], weights)[0])


def _entered(value: float) -> Entered:
    text = f"{value:.6g}"
    return Entered(text, float(text))


def _any_right_words(asked: Asked, question: ShortAnswer, rng: random.Random) -> Answer:
    ways = [question.shown, *(each.shown for each in question.accepted if each.is_plain)]
    given = typed(rng.choices(ways, [KNOWN, *[1.0] * (len(ways) - 1)])[0])
    return given if given and is_right(asked, given) else Typed(question.shown)


def _wrong_words(asked: Asked, rng: random.Random) -> Answer:
    assert isinstance(asked.question, ShortAnswer)
    near = [each.shown for each in asked.question.near_spellings if each.is_plain]
    words = rng.choices([*near, *NO_IDEA], [KNOWN] * len(near) + [1 / len(NO_IDEA)] * len(NO_IDEA))[0]
    return typed(words) or Typed(NO_IDEA[0])


def _wrong_order(asked: Asked, rng: random.Random) -> Answer:
    """The right order after a few swaps of neighbours."""
    order = list(right_order(asked))
    for _ in range(rng.randint(1, len(order))):
        place = rng.randrange(len(order) - 1)
        order[place : place + 2] = order[place + 1], order[place]
    return tuple(order)


def _elsewhere(knob: Knob, rng: random.Random) -> float:
    """Where somebody stops who has not found out: some place on the knob, or where it stood."""
    return knob.start if rng.random() < LEFT_ALONE else _rounded(knob, knob.at(rng.random()))


def _rounded(knob: Knob, value: float) -> float:
    return min(max(float(f"{value:.3g}"), knob.low), knob.high)


def _solved(asked: Asked, question: Tune) -> Settings:
    """The deck's own solution: of any other setting only a run can say whether it reaches the goal."""
    assert isinstance(asked.form, TurnKnobs)
    return Settings(tuple((knob.id, question.solution[knob.id]) for knob in asked.form.knobs))


def _shares(asked: Asked, answer: Settings) -> list[tuple[float, float]]:
    """How far along each knob an answer stands, and the solution does."""
    assert isinstance(asked.form, TurnKnobs)
    assert isinstance(asked.question, Tune)
    solution = _solved(asked, asked.question).values
    return [(knob.share(answer.values[knob.id]), knob.share(solution[knob.id])) for knob in asked.form.knobs]


def guessed(form: Form) -> float:
    """The chance to be right by guessing."""
    match form:
        case PickOne():
            return 1 / len(form.options)
        case PickMany():
            return 0.5 ** len(form.options)
        case PutInOrder():
            return 1 / math.factorial(len(form.options))
        case EnterNumber() | EnterText() | TurnKnobs():
            return 0.0

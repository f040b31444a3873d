"""Claims beside a number of the author's that do not speak of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from quizapp.charts.numbers import precise
from quizapp.checking.lint.rule import Finding, Rule
from quizapp.claims import parse_claim
from quizapp.claims.arithmetic import value_of
from quizapp.claims.hinges import hinges_on
from quizapp.claims.tree import Claim
from quizapp.claims.wording import value_text
from quizapp.deck.model import Deck
from quizapp.experiments.field_knobs import SHARED
from quizapp.questions.tolerances import Tolerance
from quizapp.questions.types.numeric import Numeric
from sim.drawing import weight_variance
from sim.experiment import Experiment
from sim.layer_starts import starts_of
from sim.parametrization import Scaling, hidden_scaling

if TYPE_CHECKING:
    from quizapp.checking.report import CheckedClaim

#: What is measured so near to the key speaks of it, however narrow the question's own tolerance is.
NEAR = Tolerance(percent=10)
LARGEST_EXPONENT = 300


def find_unrelated(deck: Deck, checked: CheckedClaim) -> Iterator[Finding]:
    """A claim in which nothing is near the number that it stands beside."""
    question = _variant(deck, checked)
    if not isinstance(question, Numeric) or question.answer.value is None:
        return
    key, networks = value_of(question.answer.value), deck.experiments_for(question)
    claim = parse_claim(str(checked.evidence.claim), networks, checked.evidence.experiment)
    experiment = networks[checked.evidence.experiment]
    if not (_is_compared(key, question, claim, checked) or _sets(key, question.answer.near, experiment)):
        compared = ", ".join(f"{text} = {value_text(text, value)}" for text, value in checked.judged.verdict.typical)
        yield Finding(checked.question, ("answer", "value"), _message(question, key, compared, checked))


def _message(question: Numeric, key: float, compared: str, checked: CheckedClaim) -> str:
    room = precise(question.answer.near.room(key))
    return (
        f"nothing in this claim is near {question.answer.value}: no number in it that makes a difference, nothing that "
        f"is compared{f' ({compared})' if compared else ''} and no field of {checked.evidence.experiment}; compare "
        f"something measured with it, as in abs(loss - {question.answer.value}) < {room}"
    )


def _variant(deck: Deck, checked: CheckedClaim) -> object:
    question = next(question for question in deck.questions if question.id == checked.question)
    return next(variant for variant in deck.variants(question) if variant.name == checked.variant)


def _is_compared(key: float, question: Numeric, claim: Claim, checked: CheckedClaim) -> bool:
    """Whether a number is measured for a claim, or makes a difference where it is written, as it is or otherwise."""
    same, near = tuple(_in_other_words(key)), question.answer.near

    def is_key(number: float) -> bool:
        return any(near.accepts(abs(each), abs(number)) for each in same)

    evidence = checked.evidence
    subjects = [evidence.experiment, *([evidence.control] if evidence.control else [])]
    return (
        any(is_key(value) for _, value in checked.judged.verdict.typical)
        or any(NEAR.accepts(abs(each), abs(value)) for _, value in checked.judged.verdict.typical for each in same)
        or hinges_on(claim, is_key, checked.seen, subjects)
    )


def _in_other_words(key: float) -> Iterator[float]:
    """A number, and what says the same: as a percentage, its reciprocal, and powers of ten."""
    yield from (key, key / 100)
    yield from (1 / key,) if key else ()
    yield from (10.0**key, 10.0**-key) if 0 < abs(key) < LARGEST_EXPONENT else ()


def _sets(key: float, near: Tolerance, experiment: Experiment) -> bool:
    """Whether a number, its square or its root is one by which an experiment, or its weights, is described."""
    same = (key, key**2, math.sqrt(abs(key)))
    numbers = [*_fields(experiment.as_data()), *_of_weights(experiment)]
    return key != 0 and any(near.accepts(each, number) for number in numbers for each in same)


def _of_weights(experiment: Experiment) -> Iterator[float]:
    """The standard deviation that hidden layers' weights are drawn with, and how far a uniform distribution of it goes.

    Where a parametrization scales weights and rates with the width, also its factor and the rate that it makes.
    """
    for start in dict.fromkeys(starts_of(experiment)):
        scaling = hidden_scaling(experiment, start)
        variance = weight_variance(start.init, experiment.width, experiment.width) or 0.0
        std = abs(start.gain) * scaling.weights * math.sqrt(variance)
        yield from (std, math.sqrt(3) * std)
        if scaling != Scaling():
            yield from (scaling.multiplier, experiment.learning_rate * scaling.rate)


def _fields(data: Any) -> list[float]:
    """The numbers by which an experiment is described."""
    if isinstance(data, Mapping):
        return [number for name, value in data.items() if name not in SHARED for number in _fields(value)]
    return [float(data)] if isinstance(data, int | float) and not isinstance(data, bool) else []


RULES = (
    Rule(
        "W405",
        "unrelated-claim",
        "The claim beside a number does not speak of that number.",
        "Then it proves something else, and a wrong key goes unnoticed: the claim must hold because the number is what "
        "it is. It speaks of the number if that is written in it, and three times as much or a third would make a "
        "difference; if something that it compares comes out near "
        "it; or if the experiment is set by it, as by `init: {name: normal, std: 0.0625}` or by a scheme that "
        "gives this; a reciprocal, a percentage "
        "and a power of ten will do.",
        "{id: q, type: numeric, prompt: What is left of the signal?, if_wrong: Look., answer: {value: 0.4},\n"
        " experiment: half, control: double, claim: 'signal[3] < signal[0]'}",
        "{id: q, type: numeric, prompt: What is left of the signal?, if_wrong: Look., answer: {value: 0.125},\n"
        " experiment: half, control: double, claim: 'abs(signal[3] / signal[0] - 0.125) < 0.01'}",
        find_in_run=find_unrelated,
    ),
)

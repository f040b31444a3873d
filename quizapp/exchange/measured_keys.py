"""Questions with the keys that the simulation computes written in, for formats that only know keys that are given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import singledispatch

from quizapp.deck.model import Deck
from quizapp.evidence.needs import needed_to_judge
from quizapp.evidence.probes import ProbeValues, all_experiments
from quizapp.evidence.results import judged_result, value_of
from quizapp.exchange.format import Progress
from quizapp.exchange.numbers import distance, rounded
from quizapp.questions.measured_texts import asks_for_measured, with_measured
from quizapp.questions.number_keys import Key
from quizapp.questions.types import Question
from quizapp.questions.types.numeric import Numeric
from quizapp.questions.types.order import Order
from quizapp.runs.batch import Ends, ends_of
from quizapp.runs.medians import median
from sim.experiment import Experiment


def with_keys(deck: Deck, progress: Progress) -> tuple[Question, ...]:
    """The questions of a deck with every measured key and every `{measured}` put in, as `check` measures them."""
    return with_keys_of(deck, judged(deck, progress))


def judged(deck: Deck, progress: Progress, also: Iterable[Experiment] = ()) -> Mapping[Experiment, Ends]:
    """The ends of all that keys and texts rest on, and of what is needed beside, on the networks judged on."""
    needed = [each for question in deck.questions for each in _needed(deck, question)]
    return ends_of([*needed, *also], None, progress=progress)


def with_keys_of(deck: Deck, ends: Mapping[Experiment, Ends]) -> tuple[Question, ...]:
    """The questions of a deck with every measured key and every `{measured}` put in, by what was measured."""
    texts = (_with_texts(deck, question, ends) for question in deck.questions)
    return tuple(_with_key(question, _measured(deck, question, ends)) for question in texts)


def _needed(deck: Deck, question: Question) -> Iterator[Experiment]:
    yield from _key_experiments(deck, question)
    if asks_for_measured(question):
        for _, evidence in question.evidence_by_option():
            yield from needed_to_judge(deck.experiments_for(question), evidence).values()


def _with_texts(deck: Deck, question: Question, ends: Mapping[Experiment, Ends]) -> Question:
    """The question with the medians of what its texts ask for."""
    if not asks_for_measured(question):
        return question
    networks = deck.experiments_for(question)
    pieces = [evidence for _, evidence in question.evidence_by_option()]
    found = {each: judged_result(networks, each, lambda experiment, _: ends[experiment]) for each in pieces}
    return with_measured(question, {each: result for each, result in found.items() if result is not None})


def _key_experiments(deck: Deck, question: Question) -> Iterator[Experiment]:
    """What has to run before the key of a question is known."""
    if isinstance(question, Numeric | Order):
        yield from all_experiments(question.fairness_probes(), deck.experiments_for(question))


def _measured(deck: Deck, question: Question, ends: Mapping[Experiment, Ends]) -> ProbeValues:
    if not isinstance(question, Numeric | Order):
        return {}
    return {probe.id: value_of(probe, deck.experiments_for(question), ends) for probe in question.fairness_probes()}


@singledispatch
def _with_key(question: Question, measured: ProbeValues) -> Question:
    return question


@_with_key.register
def _(question: Numeric, measured: ProbeValues) -> Question:
    if question.answer.measure is None:
        return question
    right = question.right_number(measured)
    key = Key(value=rounded(right, distance(question.answer.near, right)), tolerance=question.answer.near)
    return question.model_copy(update={"answer": key})


@_with_key.register
def _(question: Order, measured: ProbeValues) -> Question:
    """The items in their right order."""
    sign = -1 if question.first == "largest" else 1
    items = sorted(question.items, key=lambda item: sign * float(median(measured[item.id])))
    return question.model_copy(update={"items": tuple(items)})

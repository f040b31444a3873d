"""What checking a deck is going to run, question by question, and what that costs.

`work_of(decks)` counts each experiment once, with the first question that needs it, and leaves out what is `known`.
Where settings are tried one after the other, which depends on what comes out, their number is a guess.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from quizapp.checking.needs import needed_for_question
from quizapp.deck.model import Deck
from quizapp.evidence.probes import all_experiments
from quizapp.evidence.results import FEW
from quizapp.questions.types import Question
from quizapp.runs.batch import chunks_of, judged_on
from sim.costs import whole_cost
from sim.experiment import Experiment

#: Settings that are tried on a few networks in all, for each that is tried at first.
TRIED_IN_ALL = 1.6
Known = Callable[[Experiment], bool]


@dataclass(frozen=True)
class Work:
    """What one question needs: experiments, of which so many are `tried` on a few networks only, and what they cost.

    `in_turn` is the part of the cost that is run on one process, as what is tried next depends on what came out;
    `costliest` is a part of it by which to measure how fast a machine is.
    """

    question: str
    experiments: int
    tried: int
    networks: int
    few: int
    steps: int
    cost: int
    in_turn: int
    costliest: Experiment

    def cost_on(self, jobs: int) -> float:
        """The cost as long as it takes on so many processes."""
        return (self.cost - self.in_turn) / jobs + self.in_turn


def nothing_known(experiment: Experiment) -> bool:
    """Say of every experiment that it has to run."""
    return False


def work_of(decks: Iterable[Deck], seeds: int | None = None, known: Known = nothing_known) -> list[Work]:
    """The work of each question that needs any, on `seeds` networks or those that experiments are judged on."""
    seen: set[Experiment] = set()
    found = (_work(deck, index, seeds, known, seen) for deck in decks for index in range(len(deck.questions)))
    return [work for work in found if work is not None]


def _work(deck: Deck, index: int, seeds: int | None, known: Known, seen: set[Experiment]) -> Work | None:
    question = deck.questions[index]
    variants = deck.variants(question)
    needed = dict.fromkeys(each for variant in variants for each in needed_for_question(deck, variant))
    tried = dict.fromkeys(each for variant in variants for each in _tried(deck, variant))
    few = min(FEW, seeds or FEW)
    whole = [_chunks(each, judged_on(each, seeds), known, seen) for each in needed]
    part = [_chunks(each, few, known, seen) for each in tried]
    chunks = [chunk for chunks in (*whole, *part) for chunk in chunks]
    if not chunks:
        return None
    more = math.ceil(sum(map(bool, part)) * TRIED_IN_ALL)
    in_turn = round(_cost(part) * TRIED_IN_ALL)
    return Work(
        question=question.id,
        experiments=sum(map(bool, whole)) + more,
        tried=more,
        networks=max((judged_on(each, seeds) for each in needed), default=few),
        few=few,
        steps=max(chunk.steps for chunk in chunks),
        cost=_cost(whole) + in_turn,
        in_turn=in_turn,
        costliest=max(chunks, key=whole_cost),
    )


def _tried(deck: Deck, variant: Question) -> Iterator[Experiment]:
    probes = (probe for probe in variant.fairness_probes() if probe.few)
    yield from all_experiments(probes, deck.experiments_for(variant))


def _chunks(experiment: Experiment, networks: int, known: Known, seen: set[Experiment]) -> Sequence[Experiment]:
    """The parts of an experiment that have to run, of which none is counted again."""
    missing = [chunk for chunk in chunks_of(experiment, networks) if chunk not in seen and not known(chunk)]
    seen.update(missing)
    return missing


def _cost(runs: Iterable[Sequence[Experiment]]) -> int:
    return sum(whole_cost(chunk) for chunks in runs for chunk in chunks)


def duration(seconds: float) -> str:
    """A time as one says it: '8 s', '40 s', '2 min', '1.5 h'."""
    if seconds < 9.5:
        return f"{max(1, round(seconds))} s"
    if seconds < 57:
        return f"{5 * round(seconds / 5)} s"
    if seconds < 57 * 60:
        minutes = seconds / 60
        return f"{minutes:.1f} min".replace(".0 ", " ") if minutes < 3 else f"{round(minutes)} min"
    return f"{seconds / 3600:.1f} h".replace(".0 ", " ")

"""Letting the simulation mark the author: every claim of a deck judged over many networks, and on its control.

report = check_deck(read_deck(path), seeds=20)
report.claims          # how each claim came out, and how far from its threshold
report.problems        # where the author and the simulation disagree, each at its line and column
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quizapp.checking.forecast import Work, nothing_known, work_of
from quizapp.checking.meter import Meter
from quizapp.checking.needs import every_variant, needed_for
from quizapp.checking.parts import path_of_claim
from quizapp.checking.report import CheckedAlternative, CheckedClaim, CheckedFairness, Report
from quizapp.claims import Verdict, idle_parts, parse_claim
from quizapp.claims.dependence import looks_at_training
from quizapp.deck.model import Deck
from quizapp.deck.reader.places import Places
from quizapp.deck.reader.problems import Problem
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.needs import needed_to_judge
from quizapp.evidence.probes import Probe, Values, experiments_for
from quizapp.evidence.results import FEW, ClaimResult, claim_result, value_of
from quizapp.questions.types import Question
from quizapp.runs.batch import NETWORKS, Cache, Ends, Progress, Sweeper, ends_of, no_progress
from quizapp.runs.observation import Observation
from sim.experiment import Experiment

#: How many networks a claim is judged on at least.
SEEDS = NETWORKS
#: From how many experiments on it pays to start processes for a round of runs.
WORTH_PROCESSES = 8


def check_deck(deck: Deck, seeds: int | None = None, jobs: int = 1, progress: Progress = no_progress) -> Report:
    """Run the experiments of a deck, with `seeds` networks each or as many as they are judged on; judge every claim."""
    return check_decks([deck], seeds, jobs, progress)[0]


def check_decks(
    decks: Sequence[Deck],
    seeds: int | None = None,
    jobs: int = 1,
    progress: Progress = no_progress,
    cache: Cache | None = None,
    cluster: Sweeper | None = None,
    works: Sequence[Work] | None = None,
) -> list[Report]:
    """Check several decks, which share the processes, or the cluster, and the experiments that they have in common.

    What the cache has is not run again. `progress` is called with what the runs that are done have cost, and what all
    will cost; the second is a guess, by `works` if these are known already, that is made good as it goes.
    """
    known = cache.has if cache else nothing_known
    meter = Meter(progress, sum(work.cost for work in (work_of(decks, seeds, known) if works is None else works)))

    def run(experiments: Sequence[Experiment], networks: int | None) -> Mapping[Experiment, Ends]:
        processes = jobs if len(experiments) >= WORTH_PROCESSES or not meter.rounds else 1
        with meter.round():
            return ends_of(experiments, networks, processes, cache=cache, ran=meter.ran, cluster=cluster)

    reports = judge_decks(decks, seeds, run)
    meter.end()
    return reports


#: Runs experiments with so many networks, or, if that is None, with those they are judged on.
Runner = Callable[[Sequence[Experiment], int | None], Mapping[Experiment, Ends]]


def judge_decks(decks: Sequence[Deck], seeds: int | None, run: Runner) -> list[Report]:
    """Check several decks by runs that somebody else makes, round after round."""
    trials = [Trial(deck, question) for deck in decks for question in every_variant(deck)]
    needed = dict.fromkeys(experiment for deck in decks for experiment in needed_for(deck))
    ends = run(list(needed), seeds)
    _measure_in_rounds(trials, ends, lambda asked, few: run(asked, min(FEW, seeds or FEW) if few else seeds))
    return [_report(deck, seeds or SEEDS, ends, [trial for trial in trials if trial.deck is deck]) for deck in decks]


@dataclass
class Trial:
    """What was measured of a question to tell whether it is fair."""

    deck: Deck
    question: Question
    measured: dict[str, Values] = field(default_factory=dict)

    @property
    def next_probes(self) -> tuple[Probe, ...]:
        """What has to be measured now."""
        return self.question.fairness_probes(self.measured)

    @property
    def networks(self) -> Mapping[str, Experiment]:
        """The experiments that the question can speak of."""
        return self.deck.experiments_for(self.question)


RunRound = Callable[[Sequence[Experiment], bool], Mapping[Experiment, Ends]]


def _measure_in_rounds(trials: Sequence[Trial], ends: Mapping[Experiment, Ends], run_round: RunRound) -> None:
    """Measure what trials ask for, until they ask for nothing more; the first round was run with the claims."""
    few: dict[Experiment, Ends] = {}
    every = dict(ends)
    while asked := [(trial, probe) for trial in trials for probe in trial.next_probes]:
        for known, is_few in ((every, False), (few, True)):
            probes = [(trial, probe) for trial, probe in asked if probe.few is is_few]
            needed = [each for trial, probe in probes for each in experiments_for(probe, trial.networks).values()]
            missing = [each for each in dict.fromkeys(needed) if each not in known]
            known |= run_round(missing, is_few) if missing else {}
            for trial, probe in probes:
                trial.measured[probe.id] = value_of(probe, trial.networks, known)


def _report(deck: Deck, seeds: int, ends: Mapping[Experiment, Ends], trials: Sequence[Trial]) -> Report:
    claims = tuple(each for question in every_variant(deck) for each in _claims(deck, question, ends))
    findings = tuple(each for trial in trials for each in _findings(trial))
    elsewhere = tuple(each for trial in trials for each in _elsewhere(trial, ends))
    pieces = [evidence for question in deck.questions for _, evidence in question.evidence_by_option()]
    return Report(
        path=deck.path,
        title=deck.title,
        questions=len(deck.questions),
        seeds=seeds,
        claims=claims,
        findings=findings,
        unclaimed=sum(not evidence.claim and not evidence.quantity for evidence in pieces),
        problems=tuple(sorted(_problems(deck, claims, findings, elsewhere), key=lambda each: (each.line, each.column))),
        elsewhere=elsewhere,
    )


def _problems(
    deck: Deck,
    claims: Sequence[CheckedClaim],
    findings: Sequence[CheckedFairness],
    elsewhere: Sequence[CheckedAlternative],
) -> Iterator[Problem]:
    places = Places(deck.path)
    for claim in claims:
        drawn = _drawn(claim)
        yield from (places.claim(claim.question, claim.option, drawn + text) for text in claim.problems)
        for index, undone_there in enumerate(claim.undone_on):
            if undone_there:
                path = (*path_of_claim(deck, claim.question, claim.option), "also_on", index)
                yield places.at(claim.question, path, drawn + undone_there)
    for other in elsewhere:
        if other.found.problem:
            yield places.at(other.question, other.found.alternative.path, _drawn(other) + other.found.problem)
    for each in findings:
        if each.finding.problem:
            yield places.at(each.question, each.finding.path, _drawn(each) + each.finding.problem)


def _drawn(checked: CheckedClaim | CheckedFairness | CheckedAlternative) -> str:
    """What begins a message about one variant of a question: 'with n = 128: '."""
    values = checked.variant.removeprefix(checked.question).strip(" ()")
    return f"with {values}: " if values else ""


def _claims(deck: Deck, question: Question, ends: Mapping[Experiment, Ends]) -> Iterator[CheckedClaim]:
    networks = deck.experiments_for(question)
    for option, evidence in question.evidence_by_option():
        if evidence.claim:
            needed = needed_to_judge(networks, evidence)
            seen = {name: Observation(name, each, ends[each]) for name, each in needed.items()}
            result = claim_result(networks, evidence, seen)
            assert result is not None
            claim = parse_claim(evidence.claim, networks, evidence.experiment)
            idle = idle_parts(claim, seen, evidence.experiment, evidence.expected)
            at_start = _at_start(networks, evidence, seen)
            also = tuple(_also(networks, evidence, ends))
            yield CheckedClaim(question.id, question.name, option, evidence, result, at_start, idle, seen, also)


def _also(
    networks: Mapping[str, Experiment], evidence: Evidence, ends: Mapping[Experiment, Ends]
) -> Iterator[tuple[str, Verdict]]:
    """How a claim comes out on each alternative, by the alternative's name."""
    for each in evidence.on_alternatives():
        needed = needed_to_judge(networks, each)
        seen = {name: Observation(name, network, ends[network]) for name, network in needed.items()}
        result = claim_result(networks, each, seen)
        assert result is not None
        assert result.control is not None
        yield str(each.control), result.control


def _at_start(
    networks: Mapping[str, Experiment], evidence: Evidence, seen: Mapping[str, Observation]
) -> ClaimResult | None:
    """How a claim that looks at what training has done comes out before it; None for others, and without a control."""
    claim = parse_claim(str(evidence.claim), networks, evidence.experiment)
    if evidence.control is None or not looks_at_training(claim, networks, evidence.experiment):
        return None
    return claim_result(networks, evidence, {name: each.untrained for name, each in seen.items()})


def _elsewhere(trial: Trial, ends: Mapping[Experiment, Ends]) -> Iterator[CheckedAlternative]:
    question = trial.question
    for alternative in question.alternatives():
        there = {probe.id: value_of(probe, trial.networks, ends) for probe in alternative.probes}
        yield CheckedAlternative(question.id, question.name, question.elsewhere(alternative, trial.measured, there))


def _findings(trial: Trial) -> Iterator[CheckedFairness]:
    question = trial.question
    found = question.fairness_results(trial.measured)
    return (CheckedFairness(question.id, question.name, each) for each in found)

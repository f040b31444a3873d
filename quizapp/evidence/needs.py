"""From evidence to the experiments that have to run for it, that train for it, and that are watched beside it."""

from __future__ import annotations

from collections.abc import Mapping

from quizapp.claims import Claim, Quantity, parse_claim, parse_quantity
from quizapp.claims.dependence import asked_by, trained_for
from quizapp.evidence.evidence import Evidence
from sim.asked import Asked, together
from sim.experiment import Experiment

Experiments = Mapping[str, Experiment]


def needed_experiments(experiments: Experiments, evidence: Evidence) -> dict[str, Experiment]:
    """The experiments that have to run for evidence: its own first, then its control, then others that it speaks of."""
    names = [evidence.experiment, *([evidence.control] if evidence.control else [])]
    if evidence.claim:
        names += sorted(parse_claim(evidence.claim, experiments, evidence.experiment).references)
    elif evidence.quantity:
        names += sorted(parse_quantity(evidence.quantity, experiments, evidence.experiment).references)
    asked = asked_of(experiments, evidence)
    return {name: asking(experiments[name], asked.get(name)) for name in dict.fromkeys(names)}


def asked_of(experiments: Experiments, evidence: Evidence) -> dict[str, Asked]:
    """What the claim or the quantity of evidence asks of the runs of experiments, by their names."""
    if evidence.claim:
        said: Claim | Quantity = parse_claim(evidence.claim, experiments, evidence.experiment)
    elif evidence.quantity:
        said = parse_quantity(evidence.quantity, experiments, evidence.experiment)
    else:
        return {}
    found: dict[str, list[Asked]] = {}
    for subject in subjects_of(evidence):
        for name, asked in asked_by(said, subject).items():
            found.setdefault(name, []).append(asked)
    return {name: together(each) for name, each in found.items()}


def asking(experiment: Experiment, asked: Asked | None) -> Experiment:
    """An experiment of whose run something is asked, or nothing."""
    return experiment.asking(asked) if asked else experiment


def compared_with(experiments: Experiments, evidence: Evidence) -> tuple[str, ...]:
    """The experiments to be drawn beside that of evidence: its control, those that its claim names, and others."""
    needed = needed_experiments(experiments, evidence)
    names = [*needed, *(name for name in evidence.beside if name in experiments)]
    return tuple(name for name in dict.fromkeys(names) if name != evidence.experiment)


def watched_experiments(experiments: Experiments, evidence: Evidence) -> dict[str, Experiment]:
    """All that is to be watched of evidence: what it needs, and what is drawn beside it."""
    needed = needed_experiments(experiments, evidence)
    names = (evidence.experiment, *compared_with(experiments, evidence))
    return {name: needed.get(name, experiments[name]) for name in names}


def needed_to_judge(experiments: Experiments, evidence: Evidence) -> dict[str, Experiment]:
    """What has to run to judge evidence: as `needed_experiments`, but untrained where only the start is looked at."""
    needed = needed_experiments(experiments, evidence)
    trained = set().union(*(trained_among(experiments, evidence, subject) for subject in subjects_of(evidence)))
    return {name: each if name in trained else untrained(each) for name, each in needed.items()}


def untrained(experiment: Experiment) -> Experiment:
    """The experiment without training, and without what is asked of it afterwards."""
    return experiment.replace(steps=0, asked=experiment.asked.before_training())


def subjects_of(evidence: Evidence) -> list[str]:
    """The experiments of which the claim or quantity of evidence is asked: its own, and its control."""
    return [evidence.experiment, *([evidence.control] if evidence.control else [])]


def trained_among(experiments: Experiments, evidence: Evidence, subject: str) -> frozenset[str]:
    """The experiments that have to train before the claim or quantity of evidence can be asked of a subject."""
    if evidence.claim:
        return trained_for(parse_claim(evidence.claim, experiments, evidence.experiment), subject)
    if evidence.quantity:
        return trained_for(parse_quantity(evidence.quantity, experiments, evidence.experiment), subject)
    return frozenset()

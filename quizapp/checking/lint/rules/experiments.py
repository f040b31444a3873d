"""Experiments that are never seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.checking.lint.rule import Finding, Rule
from quizapp.checking.parts import formulas, names_of_experiments
from quizapp.deck.model import Deck
from sim.experiment import FIELDS, Experiment

#: `tiny.loss` in a claim speaks of the experiment `tiny`.
REFERENCE = re.compile(r"([a-z0-9][a-z0-9_-]*)\s*\.\s*[a-z]")


def find(deck: Deck) -> Iterator[Finding]:
    """Experiments that no question names, no claim speaks of, and no experiment extends."""
    variants = [variant for question in deck.questions for variant in deck.variants(question)]
    seen = {name for variant in variants for name in names_of_experiments(variant)}
    lines = {line for variant in variants for line in formulas(variant) if "." in line}
    seen |= {name for line in lines for name in REFERENCE.findall(line)}
    for name in deck.experiments:
        if name not in seen and name not in deck.bases:
            message = f"nothing uses the experiment {name!r}; give it to a question, or take it out"
            yield Finding(None, ("experiments", name), message, at_key=True)


def find_small_batches(deck: Deck) -> Iterator[Finding]:
    """Experiments that normalise over batches of 2 or 3 examples."""
    for name, experiment in deck.experiments.items():
        if experiment.normalization == "batch" and experiment.batch in (2, 3):
            message = f"batches of {experiment.batch} are normalised by their own mean, which says little of the task"
            yield Finding(None, ("experiments", name), f"{message}; give a larger batch_size", at_key=True)


def find_idle(deck: Deck) -> Iterator[Finding]:
    """Fields that change nothing in any experiment of the deck that sets them."""
    for field, (idle, cure) in IDLE.items():
        set_in = {
            name: each for name, each in deck.experiments.items() if getattr(each, field) != FIELDS[field].default
        }
        if all(idle(each) for each in set_in.values()):
            for name in set_in:
                message = f"{field} changes nothing here; {cure}, or take {field} out"
                yield Finding(None, ("experiments", name), message, at_key=True)


def _is_plain(experiment: Experiment) -> bool:
    return not experiment.residual


def _is_not_normalised(experiment: Experiment) -> bool:
    return experiment.normalization == "none"


#: When a field has no effect, and what gives it one.
IDLE = {
    "branch_scale": (_is_plain, "it needs residual: true"),
    "normalization_position": (_is_not_normalised, "it needs normalization: layer or batch"),
    "affine": (_is_not_normalised, "it needs normalization: layer or batch"),
}

RULES = (
    Rule(
        "W301",
        "unused-experiment",
        "No question shows this experiment, and nothing extends it.",
        "It is often the rest of a choice that was taken out, or a choice that was meant to name it names another.",
        "experiments: {net: {depth: 2}, spare: {depth: 3}}",
        "experiments: {net: {depth: 2}}",
        find,
    ),
    Rule(
        "W304",
        "tiny-batch",
        "An experiment normalises over batches of 2 or 3 examples.",
        "Batch normalisation takes mean and variance from the batch. Of two examples every unit then gives -1 and 1, "
        "whatever the weights, and of three not much more: what is seen is the normalisation, and not the start. "
        "PyTorch refuses batches of one, and so does this simulator.",
        "experiments: {net: {depth: 2, normalization: batch, samples: 8, batch_size: 2}}",
        "experiments: {net: {depth: 2, normalization: batch, samples: 8, batch_size: 8}}",
        find_small_batches,
        source="Ioffe and Szegedy 2015, Batch normalization, section 3.",
    ),
    Rule(
        "W306",
        "idle-field",
        "A field of an experiment changes nothing.",
        "A branch scale is one of residual networks, and a normalisation has to be there to stand somewhere or to "
        "learn a scale. Where it takes effect in one experiment of a deck, others may leave it set, as a control does.",
        "experiments: {net: {depth: 4, branch_scale: 0.5}}",
        "experiments: {net: {depth: 4, branch_scale: 0.5, residual: true}}",
        find_idle,
    ),
)

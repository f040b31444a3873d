"""Experiments that are never seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.checking.lint.parts import formulas, names_of_experiments
from quizapp.checking.lint.rule import Finding, Rule
from quizapp.deck.model import Deck

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
)

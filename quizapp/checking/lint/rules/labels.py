"""Ids that refer to nothing: of learning objectives, and of warnings to be ignored."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from quizapp.checking.lint.rule import Finding, Rule
from quizapp.deck.model import Deck
from quizapp.experiments.scalars import shortened
from quizapp.questions.fields import did_you_mean
from quizapp.questions.objectives import OBJECTIVES


def find_objectives(deck: Deck) -> Iterator[Finding]:
    """Objectives that the curriculum does not have."""
    for question in deck.questions:
        for place, name in enumerate(question.objectives):
            if name not in OBJECTIVES:
                message = f"unknown objective {shortened(name)}{did_you_mean(name, _family(name) or OBJECTIVES)}"
                yield Finding(question.id, ("objectives", place), message)


def _family(name: str) -> list[str]:
    """The objectives that begin with the same letter."""
    return [known for known in OBJECTIVES if known[0] == name[0].upper()]


def find_ignored(deck: Deck) -> Iterator[Finding]:
    """Codes to be ignored that no rule has."""
    for question in deck.questions:
        for place, code in enumerate(question.ignore):
            if code not in _codes():
                message = f"unknown code {shortened(code)}{did_you_mean(code, _codes())}"
                yield Finding(question.id, ("ignore", place), message)


@functools.cache
def _codes() -> tuple[str, ...]:
    from quizapp.checking.lint.rules import RULES

    return tuple(RULES)


def _listed() -> str:
    """The objectives as they are listed in the explanation."""
    families = dict.fromkeys(re.sub(r"\d", "", name) for name in OBJECTIVES)
    return ", ".join(f"{family}1 to {[name for name in OBJECTIVES if name[0] == family][-1]}" for family in families)


LEFT = "{id: q, type: true_false, prompt: Units may be equal., answer: true, if_wrong: Look at the units.,\n "
RULES = (
    Rule(
        "W302",
        "unknown-objective",
        "An objective is not one of the curriculum.",
        "Objectives are what results are summed up by. docs/warnings.md lists them, with what each is; there are "
        f"{_listed()}. For words of your own there is `tags`.",
        f"{LEFT}objectives: [S12]}}",
        f"{LEFT}objectives: [S2], tags: [symmetry]}}",
        find_objectives,
    ),
    Rule(
        "W303",
        "unknown-code",
        "`ignore` names a warning that does not exist.",
        "A code that is misspelled ignores nothing.",
        f"{LEFT}ignore: [W1106]}}",
        f"{LEFT}ignore: [W106]}}",
        find_ignored,
    ),
)

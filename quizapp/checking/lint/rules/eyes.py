"""Texts that only somebody who sees the charts can follow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.checking.lint.rule import Finding, Rule
from quizapp.checking.parts import texts
from quizapp.deck.model import Deck

#: The fields that are read beside a run, whichever way it is told.
BESIDE_A_RUN = frozenset(
    {"if_right", "if_wrong", "if_chosen", "if_not_chosen", "feedback", "hints", "explanation", "says"}
)
PARTS = r"(?:bars?|curves?|colou?rs?|charts?|heat ?maps?|pictures?|plots?)"
EYES = re.compile(
    rf"\b(?:look at|see) (?:how )?(?:the|that|this|these)\b[^.;]{{0,30}}?\b{PARTS}\b"
    rf"|\bthe (?:\w+ ){{0,2}}?bars? (?:of|at|is|are|that|for|in)\b"
    r"|\b(?:red|blue|green|orange|yellow|gr[ea]y) (?:bar|line|curve|dot|area|cell|region)s?\b",
    re.IGNORECASE,
)


def find(deck: Deck) -> Iterator[Finding]:
    """Texts beside a run that send the reader to what a chart looks like."""
    for question, path, text in texts(deck):
        if BESIDE_A_RUN & {part for part in path if isinstance(part, str)} and (found := EYES.search(text)):
            message = (
                f"{found.group()!r} presumes sight, and in line mode the numbers are told in words; "
                "say what is so: at layer 1 a hundredth of the error is left"
            )
            yield Finding(question, path, message, found.group())


RULES = (
    Rule(
        "W114",
        "presumes-sight",
        "A text sends the reader to what a chart looks like.",
        "Line mode is for ears: there the numbers are told layer by layer, and nobody sees a bar. What is so, said in "
        "words with the layer and the number, serves those who see as well.",
        "{id: q, type: true_false, prompt: Small weights shrink the error., answer: true,\n"
        " if_wrong: Look at the lowest bar.}",
        "{id: q, type: true_false, prompt: Small weights shrink the error., answer: true,\n"
        " if_wrong: At layer 1 a thousandth of the error is left.}",
        find,
        source="WCAG 2.2, 1.3.3 Sensory Characteristics.",
    ),
)

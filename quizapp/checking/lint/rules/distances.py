"""Texts that say a measured number where what was measured is how far it is from another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quizapp.checking.lint.rule import Finding, Rule
from quizapp.claims import parse_claim
from quizapp.claims.margins import is_known
from quizapp.claims.tree import Arithmetic, Call, compared
from quizapp.deck.model import Deck
from quizapp.questions.measured_texts import places_in
from sim.experiment import Experiment


def find(deck: Deck) -> Iterator[Finding]:
    """`{measured}` of claims that compare the distance of something from a number."""
    for question in deck.questions:
        networks = deck.experiments_for(question)
        for path, written, place in places_in(question):
            claim, subject = place.evidence.claim, place.evidence.experiment
            text = _distance(claim, networks, subject) if claim else None
            if text:
                yield Finding(question.id, path, f"{written} is {text}, how far off it is; {INSTEAD}", written)


def _distance(claim: str, experiments: Mapping[str, Experiment], subject: str) -> str | None:
    """The first number that a claim compares, as it is written, if that is the distance from a known number."""
    text, number = next(iter(compared(parse_claim(claim, experiments, subject).truth)), ("", None))
    match number:
        case Call("abs", (Arithmetic("-" | "+", left, right),)) if is_known(left) != is_known(right):
            return text
    return None


INSTEAD = "to say the number itself, let the claim bound it from both sides, as in 0.2 < loss < 0.3"
RULES = (
    Rule(
        "W307",
        "measured-distance",
        "A text says `{measured}` of a claim that compares a distance.",
        "`{measured}` is the first number that the claim compares, and of `abs(signal[3] - 0.2) < 0.05` that is the "
        "distance from 0.2, which is near 0 and not near 0.2. Write the claim as `0.15 < signal[3] < 0.25`: it "
        "says the same, its bounds are drawn in the chart, and `{measured}` is the signal. Where the distance is "
        "meant, let the question `ignore` this.",
        "{id: q, type: true_false, prompt: It is small., answer: true, if_wrong: Look.,\n"
        " experiment: half, control: double, claim: 'abs(signal[3] / signal[0] - 0.125) < 0.1',\n"
        " explanation: 'It is {measured}.'}",
        "{id: q, type: true_false, prompt: It is small., answer: true, if_wrong: Look.,\n"
        " experiment: half, control: double, claim: '0.025 < signal[3] / signal[0] < 0.225',\n"
        " explanation: 'It is {measured}.'}",
        find,
    ),
)

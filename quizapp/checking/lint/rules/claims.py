"""Claims that prove little: that could not come out otherwise, or that nearly did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from quizapp.checking.lint.rule import Finding, Path, Rule, doubted
from quizapp.checking.parts import models, path_of_claim
from quizapp.deck.model import Deck
from quizapp.questions.choices import Watched

if TYPE_CHECKING:
    from quizapp.checking.report import CheckedClaim


def find_vacuous(deck: Deck) -> Iterator[Finding]:
    """Claims without a control."""
    for question in deck.questions:
        for path, part in models(question):
            if isinstance(part, Watched) and part.claim is not None and part.control is None:
                yield Finding(question.id, (*path, "claim"), NO_CONTROL)


def find_brittle(deck: Deck, claim: CheckedClaim) -> Iterator[Finding]:
    """Claims that come out as they should, by less than a tenth of the numbers that they compare."""
    for name, margin in claim.brittle_on:
        message = f"brittle: on {name} the margin is {margin:.0%}; move the threshold, or make the difference larger"
        yield Finding(claim.question, _path(deck, claim), message)


def find_untrained(deck: Deck, claim: CheckedClaim) -> Iterator[Finding]:
    """Claims about the end of training that come out the same before it, on the control too."""
    if claim.needs_no_training:
        yield Finding(claim.question, _path(deck, claim), UNTRAINED)


def find_idle(deck: Deck, claim: CheckedClaim) -> Iterator[Finding]:
    """Parts of claims without which they come out as they do."""
    for part in () if claim.problems else claim.idle:
        message = (
            f"this fails in every network on {claim.evidence.experiment}, and so the rest of the claim decides alone; "
            "take it out, and see that the rest is what the choice says"
        )
        yield Finding(claim.question, _path(deck, claim), message, part)


def _path(deck: Deck, claim: CheckedClaim) -> Path:
    """Where in its question a claim is written: with its option, or with the question itself."""
    return (*path_of_claim(deck, claim.question, claim.option), "claim")


NO_CONTROL = "nothing shows that this claim can come out otherwise; add `control: NAME`, on which it must"
UNTRAINED = (
    "this comes out the same before any training; where the start is meant write `initial.`, as in initial.delta[1], "
    "and where training is, compare with how it began, as in loss < initial.loss / 2; of what training keeps as it "
    "was, say that the weights move: and update_ratio[1] > 0"
)
HEAD = (
    "{id: q, type: true_false, prompt: It shrinks., answer: true, if_wrong: Look.,\n experiment: half, control: double"
)
TRAINED = (
    "{id: q, type: true_false, prompt: It shrinks., answer: true, if_wrong: Look.,\n"
    " experiments: {down: {extends: half, steps: 2}, up: {extends: double, steps: 2}}, experiment: down, control: up"
)
RULES = (
    Rule(
        "W401",
        "vacuous-claim",
        "A claim has no control.",
        "A claim may hold on its experiment because it holds on any, as `loss > 0` does; or fail because it can never "
        "hold. The control is a second experiment on which it must come out the other way, and so shows that it is "
        "about what the choice says.",
        "{id: q, type: true_false, prompt: It shrinks., answer: true, if_wrong: Look.,\n"
        " experiment: half, claim: 'signal[3] > 0'}",
        "{id: q, type: true_false, prompt: It shrinks., answer: true, if_wrong: Look.,\n"
        " experiment: half, control: double, claim: 'signal[3] / signal[0] < 0.5'}",
        find_vacuous,
        source="Beer, Ben-David, Eisner and Rodeh 2001, Efficient detection of vacuity in temporal model checking.",
    ),
    Rule(
        "W402",
        "brittle-claim",
        "A claim comes out as it should, but by a margin of less than 10%.",
        "The margin is the distance from the threshold as a share of the larger of the two numbers, in the least "
        "convincing of the networks that count. Of a difference the terms are compared: `loss - "
        "initial.loss < 0` has the margin of `loss < initial.loss`; of a logarithm or a power, what it is taken of. "
        "Another processor, or another version of NumPy, rounds otherwise, and what holds by a hair here fails there. "
        "What is close to 1 is best written as its distance from 1: `1 - "
        "accuracy < 0.1` in place of `accuracy > 0.9`. It is given, too, of neighbours in an order that are as close.",
        f"{HEAD}, claim: 'signal[3] / signal[0] < 0.13'}}",
        f"{HEAD}, claim: 'signal[3] / signal[0] < 0.5'}}",
        find_in_run=find_brittle,
        find_in_trial=doubted("brittle-claim"),
    ),
    Rule(
        "W404",
        "no-training-needed",
        "A claim about the end of training comes out the same before it.",
        "With a learning rate of 0 both the experiment and its control would give the same verdict, so the claim is no "
        "evidence for anything that training does. If the choice speaks of how networks start, `initial.` says so, the "
        "run is shown at its start, and nothing has to be trained. If it speaks of what becomes of them, the claim has "
        "to look at a difference, as `loss < initial.loss / 2` does. Of what training keeps, as equal units are, "
        "say that the weights move: `distinct_units[1] == 1 and update_ratio[1] > 0`.",
        f"{TRAINED}, claim: 'signal[3] / signal[0] < 0.5'}}",
        f"{TRAINED}, claim: 'initial.signal[3] / initial.signal[0] < 0.5'}}",
        find_in_run=find_untrained,
    ),
    Rule(
        "W407",
        "idle-part",
        "A part of a claim decides nothing.",
        "An `or` holds by one part, whatever the others do. A part that never does "
        "proves nothing, and often it is the very thing that the choice says: `signal[3] > 1 or loss < 1` holds where "
        "no signal is above 1. Take it out, and read what is left.",
        f"{HEAD}, claim: 'max(dead) > 0 or signal[3] / signal[0] < 0.5'}}",
        f"{HEAD}, claim: 'signal[3] / signal[0] < 0.5'}}",
        find_in_run=find_idle,
    ),
)

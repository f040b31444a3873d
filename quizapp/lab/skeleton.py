"""A question made of a pair: a deck with both experiments, a claim that holds on A and fails on B, and texts to write.

The claim is found by measuring: of all that could be said, the first that tells the networks of A from those of B, of
as many as any claim is judged on, beginning with what is looked at.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

import numpy as np

from quizapp.claims import Outcome, judge, parse_claim, parse_quantity, quantify
from quizapp.claims.parsing import ClaimError
from quizapp.claims.wording import claim_in_words
from quizapp.deck.writer import scalar
from quizapp.evidence.results import EndsOf
from quizapp.experiments.naming import network_named
from quizapp.lab.code import code_of
from quizapp.lab.comparison import Pair
from quizapp.lab.sharing import block_of
from quizapp.runs.batch import judged_on
from quizapp.runs.observation import Observation
from quizapp.views import VIEWS
from sim.frames import Numbers

A, B = "lab-a", "lab-b"
#: What a claim may be about, from what says most. A negative layer counts from the end.
QUANTITIES = (
    "initial.delta[1] / initial.delta[-1]",
    "delta[1] / delta[-1]",
    "distinct_units[1]",
    "initial.signal[-2] / initial.signal[1]",
    "dead[-2]",
    "saturated[-2]",
    "initial.weight_gradient[1] / initial.weight_gradient[-1]",
    "accuracy",
    "loss / initial.loss",
    "initial.loss",
    "loss",
    "initial.delta[1]",
    "initial.bias_gradient[1]",
    "initial.signal[-1]",
)
#: The networks of A and B lie apart in a quantity where these shares of them do.
LOW, HIGH = 0.05, 0.95
#: A threshold lies between networks that are at least this factor apart.
APART = 1.3


class NoQuestion(ValueError):
    """Why no question can be made of a pair, as a sentence."""


def question_skeleton(pair: Pair, ends: EndsOf, view: str = "error") -> str:
    """The text of a deck with one question about a pair; `ends` runs its networks.

    NoQuestion if A and B come out alike in all that a claim could be about.
    """
    experiments = {A: pair.a, B: pair.b}
    seen = {name: Observation(name, each, ends(each, judged_on(each))) for name, each in experiments.items()}
    claim = next(_claims(seen, view), None)
    if claim is None:
        raise NoQuestion(
            "the networks of A and B come out too much alike to ask about: no claim holds on A and fails on B; "
            "turn a knob of one of them further"
        )
    return _deck(pair, claim, claim_in_words(parse_claim(claim, experiments, A), experiments, A), view)


def _claims(seen: Mapping[str, Observation], view: str) -> Iterator[str]:
    """Claims that hold on A and fail on B, the most telling first."""
    experiments = {name: each.experiment for name, each in seen.items()}
    for quantity in (*sorted(QUANTITIES, key=lambda text: not _is_in(text, view)), ""):
        try:
            claim = _compared(quantity, seen) if quantity else "diverged"
            parsed = parse_claim(claim, experiments, A) if claim else None
        except ClaimError:  # a layer that these networks do not have
            continue
        wanted = (A, Outcome.HOLDS), (B, Outcome.FAILS)
        if claim and parsed and all(judge(parsed, seen, name).outcome() is outcome for name, outcome in wanted):
            yield claim


def _is_in(quantity: str, view: str) -> bool:
    """Whether a view shows what a quantity is about."""
    shown = VIEWS[view].measures if view in VIEWS else ()
    return not set(re.findall(r"\w+", quantity)).isdisjoint(shown)


def _compared(quantity: str, seen: Mapping[str, Observation]) -> str | None:
    """The quantity with a threshold between the networks of A and those of B, or None where there is none."""
    experiments = {name: each.experiment for name, each in seen.items()}
    parsed = {name: parse_quantity(quantity, experiments, name) for name in (A, B)}
    a, b = (quantify(parsed[name], seen, name) for name in (A, B))
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return None
    larger = np.median(a) > np.median(b)
    threshold = _between(*((b, a) if larger else (a, b)))
    return None if threshold is None else f"{quantity} {'>' if larger else '<'} {threshold}"


def _between(small: Numbers, large: Numbers) -> str | None:
    """A round number between most of the small and most of the large ones, as claims are written."""
    low, high = float(np.quantile(small, HIGH)), float(np.quantile(large, LOW))
    if high <= 0 or low < 0 or high < APART * low:
        return None
    middle = math.sqrt(low * high) if low else high / 10
    digits = (f"{middle:.{digits}g}" for digits in (1, 2, 3))
    return next((each for each in digits if low < float(each) < high), None)


def _deck(pair: Pair, claim: str, words: str, view: str) -> str:
    """The deck, whose texts say what belongs in them."""
    texts = {
        "prompt": f"Write a statement here that is true because of this: {words}",
        "answer": "true",
        "experiment": A,
        "claim": claim,
        "control": B,
        "says": words,
        "if_right": "Write here what confirms whoever said so.",
        "if_wrong": "Write here what to look at, for whoever did not.",
        "explanation": "Write here why it is so.",
    }
    plain = ("answer", "experiment", "control")
    rows = [f"    {name}: {text if name in plain else scalar(text)}" for name, text in texts.items()]
    about = f"# {network_named(pair.a)}; control: {network_named(pair.b)}"
    opens = f"# quizapp lab {code_of(pair, view)} opens both in the lab; quizapp check FILE proves the claim."
    head = [about, opens, "format: 1", "title: From the lab", "", block_of({A: pair.a, B: pair.b})]
    return "\n".join([*head, "questions:", "  - id: from-the-lab", "    type: true_false", *rows, ""])

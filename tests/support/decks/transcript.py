"""Whole sittings in line mode, and questions of each kind on networks whose numbers are known in closed form.

A network of g times the identity makes its signal g^depth times as large, exactly.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from quizapp.deck.model import Deck
from quizapp.deck.reader import read_text
from quizapp.plain import play_plainly

HEAD = """
format: 1
title: All kinds
experiments:
  half: {depth: 3, width: 8, samples: 8, activation: identity, init: identity, gain: 0.5, steps: 0, seeds: 3}
  same: {extends: half, gain: 1}
  double: {extends: half, gain: 2}
  drawn: {extends: same, init: {name: normal, std: 0.3}}
  drawn_small: {extends: drawn, init: {name: normal, std: 0.1}}
  drawn_large: {extends: drawn, init: {name: normal, std: 1}}
questions:
"""
GIVEN = """
  - {id: given, type: numeric, prompt: How long is it?, unit: ms, answer: {value: "sqrt(2 / 512)", tolerance: 5%},
     misconceptions: [{value: 2 / 512, feedback: That is the variance.}], if_right: Well done., hints: [Take a root.],
     explanation: Because it is.}
"""
MEASURED = """
  - {id: measured, type: numeric, prompt: How much is left?, experiment: half,
     answer: {measure: "signal[3] / signal[0]", within: 10%}, if_wrong: Halve it three times.}
"""
ORDER = """
  - {id: order, type: order, prompt: Order them., order_by: "signal[3] / signal[0]", by: what is left, items: [
     {id: same, text: As it was, experiment: same}, {id: half, text: Halved, experiment: half, feedback: An eighth.},
     {id: double, text: Doubled, experiment: double}]}
"""
TUNE = """
  - {id: tune, type: tune, prompt: Keep it., experiment: half, goal: "0.9 < signal[3] / signal[0] < 1.1",
     says: what comes out is as large as what went in, solution: {gain: 1}, if_right: You kept it., hints: [Do little.],
     knobs: {gain: {field: gain, min: 0.1, max: 10, scale: log, start: 0.5, text: the factor}}}
"""
TWO_KNOBS = """
  - {id: free, type: tune, predict: false, prompt: Make it four times as large., experiment: half,
     goal: "3.9 < signal[-1] / signal[0] < 4.1", solution: {gain: 2, depth: 2},
     knobs: {gain: {field: gain, min: 0.5, max: 3, start: 0.5}, depth: {field: depth, min: 2, max: 5, start: 3}}}
"""
PICK = "  - {id: fact, type: true_false, prompt: Halves shrink., answer: true}\n"
ALL = (GIVEN, MEASURED, ORDER, TUNE, TWO_KNOBS, PICK)
SURE, COMMIT, ENTER = "3", "", ""


def deck(*questions: str) -> Deck:
    return read_text(HEAD + "".join(questions))


def played(question: str, *lines: str, seed: int = 0) -> str:
    return words(transcript(deck(question), *lines, seed=seed))


def in_order(text: str, *parts: str) -> None:
    position = 0
    for part in parts:
        position = text.index(part, position)


def transcript(decks: Deck | Sequence[Deck], *lines: str, seed: int = 0) -> str:
    """All that was printed in a sitting in which these lines were typed, and then nothing more."""
    sink = io.StringIO()
    typed = io.StringIO("".join(f"{line}\n" for line in lines))
    play_plainly([decks] if isinstance(decks, Deck) else decks, seed, typed, sink)
    return sink.getvalue()


def words(text: str) -> str:
    return " ".join(text.split())


class Terminal(io.StringIO):
    """Somebody is watching."""

    def isatty(self) -> bool:
        return True

"""A question of each type, an answer to it that is right by what is measured, and what of it is for later.

A new question type needs an entry in each of the two.
"""

from __future__ import annotations

from quizapp.deck.model import Deck
from quizapp.deck.reader import read_text
from quizapp.questions.answer_forms import Answer, Entered, Settings, Typed

#: One of each kind, and an answer to it that is right by what is measured on these networks.
EXAMPLES: dict[str, tuple[str, Answer]] = {
    "multiple": (
        "choices: [{id: a, text: A, correct: true, experiment: half, claim: 'signal[3] < signal[0]', control: double}, "
        "{id: b, text: B, correct: false, experiment: half, claim: 'signal[3] > signal[0]', control: double}]",
        frozenset({"a"}),
    ),
    "numeric": (
        "experiment: half, answer: {measure: 'signal[3] / signal[0]', within: 5%}, "
        "misconceptions: [{value: 1.5, feedback: No.}]",
        Entered("1/8", 0.125),
    ),
    "order": (
        "order_by: 'signal[3]', items: [{id: a, text: A, experiment: double}, {id: b, text: B, experiment: half}]",
        ("b", "a"),
    ),
    "short_answer": (
        "answer: shrinks, accept: [becomes smaller], near_misses: [{text: grows, feedback: Look again.}], "
        "experiment: half, claim: 'signal[3] < signal[0]', control: double",
        Typed("Becomes smaller."),
    ),
    "single": (
        "choices: [{id: a, text: A, correct: true, experiment: half, claim: 'signal[3] < signal[0]'}, "
        "{id: b, text: B, correct: false}]",
        frozenset({"a"}),
    ),
    "true_false": (
        "answer: false, experiment: half, claim: 'signal[3] > signal[0]', control: double",
        frozenset({"false"}),
    ),
    "tune": (
        "experiment: half, goal: '0.9 < signal[3] / signal[0] < 1.1', solution: {gain: 1}, "
        "knobs: {gain: {field: gain, min: 0.25, max: 4, start: 0.5}}",
        Settings((("gain", 1.0),)),
    ),
}
#: For each type: what an author keeps for later, as it is written in its example, and the same said otherwise.
OTHERWISE: dict[str, tuple[tuple[str, str], ...]] = {
    "multiple": (("true", "TRUE"), ("false", "true"), ("TRUE", "false"), ("signal[3] <", "signal[2] <")),
    "single": (("true", "TRUE"), ("false", "true"), ("TRUE", "false"), ("experiment: half", "experiment: double")),
    "true_false": (("answer: false", "answer: true"), ("'signal[3] > signal[0]'", "'signal[3] > 2 * signal[0]'")),
    "short_answer": (
        ("answer: shrinks, accept: [becomes smaller]", "answer: falls, accept: [goes d*]"),
        ("{text: grows", "{text: stays"),
        ("'signal[3] < signal[0]'", "'signal[3] < 2 * signal[0]'"),
    ),
    "numeric": (("measure: 'signal[3] / signal[0]', within: 5%", "value: 7, tolerance: 1%"), ("No.", "Yes.")),
    "order": (("order_by: 'signal[3]'", "order_by: '1 / signal[3]'"),),
    "tune": (("solution: {gain: 1}", "solution: {gain: 2}"), ("0.9 <", "0.5 <")),
}
CONTRACT = """\
format: 1
title: T
experiments:
  half: {depth: 3, width: 2, samples: 8, activation: identity, init: identity, gain: 0.5, steps: 0, seeds: 2}
  double: {extends: half, gain: 2}
questions:
"""


def example_deck(kind: str, more: str = "", changes: tuple[tuple[str, str], ...] = ()) -> Deck:
    """A deck of one question of a type, with `more` fields, and with parts of its text changed."""
    assert kind in EXAMPLES and kind in OTHERWISE, f"add {kind} to EXAMPLES and to OTHERWISE in {__file__}"  # noqa: PT018
    text = f"{CONTRACT}- {{id: q, type: {kind}, prompt: So?, {more}{EXAMPLES[kind][0]}}}\n"
    for old, new in changes:
        assert old in text, f"{old!r} is not in the example of {kind}"
        text = text.replace(old, new)
    return read_text(text)

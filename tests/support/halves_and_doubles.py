"""A deck of exact halves and doubles, and what is said of it."""

from __future__ import annotations

#: Identity weights in an identity network: the signal is scaled by exactly 0.5 or 2 in each of 3 layers of width 2.
DECK = """
format: 1
title: Halves and doubles
experiments:
  half: {depth: 3, width: 2, samples: 8, activation: identity, init: identity, gain: 0.5, steps: 0, seeds: 3}
  double: {extends: half, gain: 2}
  random: {extends: half, init: normal}
  alike: {extends: half, samples: 9}
questions:
  - id: scale
    type: multiple
    prompt: Which?
    choices:
      - id: shrinks
        text: It shrinks.
        correct: true
        experiment: half
        claim: signal[3] / signal[0] < 0.25
        control: double
      - {id: grows, text: It grows., correct: false, experiment: half, claim: "signal[3] > signal[0]", control: double}
      - {id: watched, text: Just look., correct: false, experiment: random}
  - id: exactly
    type: true_false
    prompt: It is an eighth.
    answer: true
    experiment: half
    claim: abs(signal[-1] / signal[0] - 1 / 8) < 1e-12
    control: double
"""

"""A deck that varies, and what is said of one with mistakes."""

from __future__ import annotations

DECK = """\
format: 1
title: T
experiments:
  base: {depth: 9, width: 8, samples: 8, activation: relu, init: he_normal, steps: 0, seeds: 2}
questions:
- id: q
  type: numeric
  prompt: A layer has {n} inputs, twice that is {2 * n}, and its activation is {phi}.
  vary: {n: [8, 16, 32], phi: [relu, tanh]}
  answer: {value: "sqrt(2 / {n})"}
  experiment: layer
  claim: "delta[1] < {n} * 1e6"
  experiments: {layer: {extends: base, width: "{2 * n}", activation: "{phi}", init: {name: normal, std: "{1/n}"}}}
- {id: r, type: true_false, prompt: "Braces such as {n} stay.", answer: true}
"""

"""What judging a deck costs where nothing of it was run before, over what the training steps in it cost by themselves.

Both are processor time. The numerator is all of `quizapp check` but the start of Python: reading the deck, drawing the
weights, every step, measuring and judging. The denominator is a bare step of each experiment that was run, times its
steps. So it is 1 if nothing but training took time, and what was spared by not running something is in the detail.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.table import Measured, Row, Size
from benchmarks.timing import cpu_seconds_of
from quizapp.checking.claims import check_decks
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_deck
from quizapp.runs.batch import Ends
from sim.experiment import Experiment
from sim.training import Training, use_one_blas_thread

BUNDLED = Path(__file__).parents[1] / "questions" / "weight-initialization.yaml"
#: A question of it that trains, and not for long.
LIGHT = "zero-biases"
#: Steps by which the bare step of an experiment is measured, and those before them.
STEPS, WARM_UP = 15, 5
OPTIMIZERS = ("sgd", "momentum", "nesterov", "adam", "sgd")
HEAD = """\
format: 1
title: Rates and optimisers
experiments:
  net: {depth: 4, width: 16, activation: tanh, init: "normal(std=0.05)", task: xor, samples: 64, steps: 100,
    learning_rate: 0.0001}
"""
EXPERIMENT = "  net-{n}: {{extends: net, optimizer: {optimizer}, seed: {seed}}}\n"
QUESTION = """\
- id: rate-{n}
  type: tune
  prompt: Find a rate, and a size of the weights, with which {optimizer} learns.
  experiment: net-{n}
  knobs:
    rate: {{field: learning_rate, min: 0.0001, max: 10, scale: log, start: 0.0001, text: Learning rate}}
    std: {{field: init.std, min: 0.01, max: 2, scale: log, start: 0.05, text: Standard deviation}}
  goal: loss < 0.5
  says: The loss falls under 0.5.
  solution: {{rate: {rate}, std: 0.5}}
  if_right: The step fits the slope.
  if_wrong: Try a larger rate first.
"""


def rows(size: Size) -> Iterator[Row]:
    """One row for the deck that comes with the program, and one for knobs that trained networks are judged by."""
    networks = size.of(20, tiny=2)
    only = size.of((), tiny=(LIGHT,))
    yield Row("deck", "check of the bundled deck / its bare steps", partial(_bundled, networks, only), at_most=1.5)
    tunes = size.of(5, tiny=1)
    yield Row("tune", "check of five two-knob tunes / their bare steps", partial(_tunes, tunes, networks), at_most=1.5)


class Counted:
    """A cache that has nothing and remembers what was run, with the steps that it took."""

    def __init__(self) -> None:
        self.steps: dict[Experiment, int] = {}

    def get(self, experiment: Experiment) -> Ends | None:
        """Nothing."""
        return None

    def has(self, experiment: Experiment) -> bool:
        """Nothing."""
        return False

    def put(self, experiment: Experiment, ends: Ends) -> None:
        """Remember the steps of a run, the look at its start included."""
        self.steps[experiment] = ends[1].step + 1

    def evict(self) -> None:
        """Nothing is kept that could be too much."""


def _bundled(networks: int, only: Sequence[str]) -> Measured:
    """The deck that comes with the program, or only some of its questions."""
    deck = read_deck(BUNDLED)
    return _measure(deck.only(only) if only else deck, networks)


def _tunes(count: int, networks: int) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tunes.yaml"
        path.write_text(_tuned(OPTIMIZERS[:count]), encoding="utf-8")
        return _measure(read_deck(path), networks)


def _tuned(optimizers: Sequence[str]) -> str:
    """A deck of a question for each of these optimisers."""
    fields = [
        {"n": n, "optimizer": name, "seed": 100 * n, "rate": 0.03 if name == "adam" else 0.5}
        for n, name in enumerate(optimizers)
    ]
    experiments, questions = ("".join(text.format(**each) for each in fields) for text in (EXPERIMENT, QUESTION))
    return f"{HEAD}{experiments}questions:\n{questions}"


def _measure(deck: Deck, networks: int) -> Measured:
    use_one_blas_thread()
    ran = Counted()
    spent = cpu_seconds_of(lambda: check_decks([deck], networks, cache=ran))
    bare = sum(_bare_seconds(each) * steps for each, steps in ran.steps.items())
    steps = sum(each.seeds * steps for each, steps in ran.steps.items())
    detail = f"{spent:.1f} s against {bare:.1f} s, {steps:,} steps of a network, {spent / steps * 1e6:.0f} us for each"
    return Measured((spent / bare,), detail)


def _bare_seconds(experiment: Experiment) -> float:
    """The processor time of one training step of all networks of an experiment."""
    training = Training(experiment)

    def train(steps: int) -> None:
        for step in range(steps):
            training.evaluate(step)
            training.update()

    train(WARM_UP)
    return cpu_seconds_of(lambda: train(STEPS)) / STEPS

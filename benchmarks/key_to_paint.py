"""How long it takes from a key to what it paints, in a terminal, while networks train, against the same when they rest.

The key is `v` on the observe screen: it draws all charts anew, whether the run goes on or is paused. Keys come at
random moments, in blocks that alternate between a running and a paused run: both meet the same machine and charts.
"""

from __future__ import annotations

import itertools
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.command_help import quizapp
from benchmarks.table import Row, ms, percentile
from benchmarks.terminal import Terminal
from quizapp.views import VIEWS

#: Pairs of blocks; each block goes once through all views.
BLOCKS = 15
#: The views that are timed, by how the first line of their chart begins; the others stand beside the main one anyway.
TITLES = {
    "error": "backpropagated error",
    "weight_gradient": "weight gradient",
    "signal": "signal",
    "symmetry": "distinct units",
}
DECK = """
format: 1
title: Key to paint
experiments:
  deep: {depth: 9, width: 64, activation: tanh, init: xavier_normal, task: circles, steps: 2500}
  tiny: {extends: deep, init: {name: normal, std: 0.05}}
questions:
  - id: one
    type: true_false
    prompt: Benchmarks are fun.
    answer: true
    experiment: deep
    claim: delta[1] / delta[-1] > 0.01
    control: tiny
"""


def rows() -> Iterator[Row]:
    """The ratio of the 95th percentiles."""
    with tempfile.TemporaryDirectory() as folder:
        deck = Path(folder, "deck.yaml")
        deck.write_text(DECK)
        with Terminal([*quizapp(), "play", str(deck)], (120, 40), in_control=False) as terminal:
            _into_the_run(terminal)
            running, resting = _blocks(terminal, random.Random(0))
    p95, rest = percentile(running, 95), percentile(resting, 95)
    detail = (
        f"p50/p95 {ms(percentile(running, 50))}/{ms(p95)} running, {ms(percentile(resting, 50))}/{ms(rest)} paused, "
        f"{len(running)} and {len(resting)} keys"
    )
    yield Row("key to paint, p95 while 9 x 64 trains / paused", p95 / rest, detail, at_most=1.5)


def _into_the_run(terminal: Terminal) -> None:
    terminal.sees("Benchmarks are fun", "Commit")
    for key in ("1", "\r", "2", "\r"):
        terminal.drain(0.1)
        terminal.type(key)
    terminal.sees("OBSERVE", "measured")


def _blocks(terminal: Terminal, rng: random.Random) -> tuple[list[float], list[float]]:
    """Seconds from key to paint, while the networks train and while they rest."""
    running: list[float] = []
    resting: list[float] = []
    views = itertools.cycle(VIEWS)
    while next(views) != "error":
        pass
    for block in range(2 * BLOCKS):
        for view in itertools.islice(views, len(VIEWS)):
            _rest(terminal, rng.uniform(0.08, 0.3))
            seconds = _press_v(terminal, TITLES.get(view))
            if seconds is not None:
                (resting if block % 2 else running).append(seconds)
        before = len(terminal.output)
        terminal.type(" ")
        terminal.sees("1x" if block % 2 else "paused", since=before)
    return running, resting


def _press_v(terminal: Terminal, title: str | None) -> float | None:
    """The time to the title of the next view, or None if that is not to be timed."""
    before = len(terminal.output)
    began = time.perf_counter()
    terminal.type("v")
    if title is None:
        return None
    return terminal.until(lambda: _painted(title, terminal.text(before)), 10) - began


def _painted(title: str, text: str) -> bool:
    return any(line.startswith(title) for line in text.splitlines())


def _rest(terminal: Terminal, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        terminal.listen(left)

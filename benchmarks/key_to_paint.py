"""How long it takes from a key to what it paints, in a terminal, while networks train, against the same when they rest.

The key is `v` on the observe screen: it draws all charts anew, whether the run goes on or is paused. Keys come at
random moments, in blocks that alternate between a running and a paused run: both meet the same machine and charts.
"""

from __future__ import annotations

import itertools
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.processes import quizapp
from benchmarks.table import Measured, Row, Size
from benchmarks.terminal import Terminal
from benchmarks.timing import ms, percentile
from quizapp.views import VIEWS

#: Pairs of blocks in each start of the program; each block goes once through all views.
PAIRS = 8
#: The shortest and the longest time between two keys, in seconds.
PAUSE = (0.08, 0.3)
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


def rows(size: Size) -> Iterator[Row]:
    """The ratio of the 95th percentiles."""
    small = DECK.replace("depth: 9, width: 64", "depth: 3, width: 8")
    times, pairs, pause, deck = size.of((3, PAIRS, PAUSE, DECK), tiny=(1, 1, (0.0, 0.01), small))
    what = "key to paint, p95 while 9 x 64 trains / paused"
    yield Row("", what, lambda: _measure(deck, times, pairs, pause), at_most=1.5)


def _measure(deck: str, times: int, pairs: int, pause: tuple[float, float]) -> Measured:
    rng = random.Random(0)
    runs = [_keys(deck, pairs, pause, rng) for _ in range(times)]
    p95 = [tuple(percentile(seconds, 95) for seconds in run) for run in runs]
    running, resting = (list(itertools.chain(*seconds)) for seconds in zip(*runs, strict=True))
    detail = f"p50/p95 {_percentiles(running)} running, {_percentiles(resting)} paused, {len(running)} keys each"
    return Measured(tuple(run / rest for run, rest in p95), detail)


def _keys(text: str, pairs: int, pause: tuple[float, float], rng: random.Random) -> tuple[list[float], list[float]]:
    """Seconds from key to paint in one start of the program, while the networks train and while they rest."""
    with tempfile.TemporaryDirectory() as folder:
        deck = Path(folder, "deck.yaml")
        deck.write_text(text)
        own = {"QUIZAPP_DATA_DIR": f"{folder}/data"}  # or the next start goes on where this one is left
        with Terminal([*quizapp(), "play", str(deck)], (120, 40), own, in_control=False) as terminal:
            _into_the_run(terminal)
            return _blocks(terminal, pairs, pause, rng)


def _percentiles(seconds: Sequence[float]) -> str:
    return f"{ms(percentile(seconds, 50))}/{ms(percentile(seconds, 95))}"


def _into_the_run(terminal: Terminal) -> None:
    terminal.sees("Benchmarks are fun", "Commit")
    for key in ("1", "\r", "2", "\r"):
        terminal.drain(0.1)
        terminal.type(key)
    terminal.sees("OBSERVE", "measured")


def _blocks(
    terminal: Terminal, pairs: int, pause: tuple[float, float], rng: random.Random
) -> tuple[list[float], list[float]]:
    """Seconds from key to paint, while the networks train and while they rest."""
    running: list[float] = []
    resting: list[float] = []
    views = itertools.cycle(VIEWS)
    while next(views) != "error":
        pass
    for block in range(2 * pairs):
        for view in itertools.islice(views, len(VIEWS)):
            _rest(terminal, rng.uniform(*pause))
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
    return terminal.until(lambda: _painted(title, terminal.pieces(before)), 30, f"the chart {title!r}") - began


def _painted(title: str, pieces: Sequence[str]) -> bool:
    """Whether a chart of this title was drawn: no other words begin with it."""
    return any(piece.lstrip("│ ").startswith(title) for piece in pieces)


def _rest(terminal: Terminal, seconds: float) -> None:
    """Take what is written for so long."""
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        terminal.listen(left)

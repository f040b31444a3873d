"""How many times faster a sweep is on two processes than on one, starting the processes included.

How much two processes can gain depends on the machine and on what else runs there. So it stands against the gain of
bare NumPy: matrix products that take about as long, in one process and split among two.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence

from benchmarks.products import products_of
from benchmarks.table import Measured, Missing, Row, Size
from benchmarks.timing import in_turn, medians, seconds_of
from sim.experiment import Experiment
from sim.sweep import sweep
from sim.training import use_one_blas_thread

DEPTHS, TINY_DEPTHS = (8, 9, 10, 11), (2,)
INITIALIZERS = ("xavier_normal", "he_normal", "orthogonal", "lecun_uniform")
#: Seconds after which the processes of the bare products are given up.
LONGEST = 300.0


def rows(size: Size) -> Iterator[Row]:
    """One row."""
    depths, steps, times = size.of((DEPTHS, 100, 5), tiny=(TINY_DEPTHS, 1, 1))
    grid = [
        Experiment(depth=depth, width=64, activation="relu", init=init, batch_size=64, steps=steps, seeds=4)
        for depth in depths
        for init in INITIALIZERS
    ]
    what = "gain of a sweep from a second process / gain of bare products"
    yield Row("", what, lambda: _measure(grid, times), at_least=0.8)


def _measure(grid: Sequence[Experiment], times: int) -> Measured:
    if (os.cpu_count() or 1) < 2:
        raise Missing("There is one core only.")
    works = {
        "one": lambda: seconds_of(lambda: list(sweep(grid, jobs=1))),
        "two": lambda: seconds_of(lambda: list(sweep(grid, jobs=2))),
        "bare one": lambda: seconds_of(lambda: _multiply(grid)),
        "bare two": lambda: seconds_of(lambda: _multiply_on_two(grid)),
    }
    turns = in_turn(works, times, warm_up=0)
    one, two, bare_one, bare_two = turns.values()
    gains = [(a / b, c / d) for a, b, c, d in zip(one, two, bare_one, bare_two, strict=True)]
    middle = medians({"sweep": tuple(gain for gain, _ in gains), "bare": tuple(bare for _, bare in gains)})
    seconds = medians(turns)
    detail = (
        f"{middle['sweep']:.2f} ({seconds['one']:.1f} s / {seconds['two']:.1f} s) against {middle['bare']:.2f} "
        f"({seconds['bare one']:.1f} s / {seconds['bare two']:.1f} s), {len(grid)} experiments"
    )
    return Measured(tuple(gain / bare for gain, bare in gains), detail)


def _multiply(experiments: Sequence[Experiment]) -> None:
    """The matrix products of all steps of these experiments."""
    use_one_blas_thread()
    for experiment in experiments:
        multiply = products_of(experiment)
        for _ in range(experiment.steps):
            multiply()


def _multiply_on_two(experiments: Sequence[Experiment]) -> None:
    """`_multiply` on two new processes, half of the experiments each."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map_async(_multiply, [experiments[::2], experiments[1::2]], 1).get(LONGEST)

"""The time to the first frame of the largest experiments that are permitted, in the unit in which the cost model of
sim/experiment.py permits them: products of large matrices in bare NumPy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from benchmarks.products import multiplications, products_of
from benchmarks.table import Measured, Row, Size
from benchmarks.timing import cpu_seconds_of, in_turn, medians, ms, ratios
from sim.experiment import MAX_FIRST_COST, RANGES, Experiment
from sim.registry import BadValue
from sim.training import run, use_one_blas_thread

#: What costs time beside matrix products: activations, ways to draw, normalisation.
VARIETIES: dict[str, dict[str, Any]] = {
    "tanh": {},
    "relu": {"activation": "relu", "init": "xavier_uniform"},
    "gelu": {"activation": "gelu", "init": "he_normal"},
    "erf": {"activation": "erf", "init": "normal(std=0.5)"},
    "mish": {"activation": "mish", "init": "he_normal"},
    "orthogonal": {"init": "orthogonal"},
    "sparse": {"init": "sparse"},
    "lsuv-never-fits": {"init": "lsuv", "bias_init": "normal(std=5)"},
    "normalised-residual": {"normalization": "batch", "residual": True},
}
SHAPES: list[dict[str, Any]] = [
    {"width": 512, "samples": 64, "seeds": 1},
    {"width": 128, "samples": 256, "seeds": 4},
    {"width": 32, "samples": 256, "seeds": 8},
]
TINY_SHAPES: list[dict[str, Any]] = [{"width": 4, "samples": 8, "seeds": 1}]
#: The products that are the unit, and the name under which they are measured.
UNIT = Experiment(depth=5, width=512, samples=64, seeds=1, steps=0)
BARE = "bare NumPy"


def rows(size: Size) -> Iterator[Row]:
    """One row for each variety, of the shape that takes longest."""
    shapes, deepest, times = size.of((SHAPES, int(RANGES["depth"].high), 5), tiny=(TINY_SHAPES, 2, 1))
    for variety, fields in VARIETIES.items():
        what = f"first frame of the largest {variety} network / permitted products"
        yield Row(variety, what, partial(_measure, fields, shapes, deepest, times), at_most=2.5)


def _measure(fields: dict[str, Any], shapes: list[dict[str, Any]], deepest: int, times: int) -> Measured:
    use_one_blas_thread()
    largest = {str(shape["width"]): _largest({**shape, **fields}, deepest) for shape in shapes}
    turns = in_turn({BARE: _permitted_products(), **{width: _timer(each) for width, each in largest.items()}}, times)
    middle = medians(turns)
    worst = max(largest, key=lambda width: middle[width])
    detail = f"{ms(middle[worst])} against {ms(middle[BARE])}, {largest[worst].depth} layers of {worst}"
    return Measured(ratios(turns, worst, BARE), detail)


def _largest(fields: dict[str, Any], deepest: int) -> Experiment:
    """The deepest experiment with these fields, of `deepest` layers at most, that is not refused."""
    found = Experiment(**fields, depth=1, steps=0)
    for depth in range(2, deepest + 1):
        try:
            found = found.replace(depth=depth)
        except BadValue:
            return found
    return found


def _permitted_products() -> Callable[[], float]:
    """The seconds that MAX_FIRST_COST takes in products alone, by the time of the few of UNIT.

    The cost model counts one unit for each multiply-add of a pass forward, and with it the two of the pass back.
    """
    multiply = products_of(UNIT)
    share = multiplications(UNIT) / MAX_FIRST_COST
    return lambda: cpu_seconds_of(multiply) / share


def _timer(experiment: Experiment) -> Callable[[], float]:
    return lambda: cpu_seconds_of(lambda: next(run(experiment)))

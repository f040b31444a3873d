"""The time to the first frame of the largest experiments that are permitted, which the cost model of
sim/experiment.py keeps to about a quarter of a second.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.table import Row, in_turn
from sim.experiment import MAX_FIRST_COST, RANGES, Experiment
from sim.registry import BadValue
from sim.training import run

#: What costs time beside matrix products: activations, ways to draw, normalisation.
QUESTION_TYPES: dict[str, dict[str, Any]] = {
    "tanh": {},
    "relu, xavier_uniform": {"activation": "relu", "init": "xavier_uniform"},
    "gelu": {"activation": "gelu", "init": "he_normal"},
    "erf": {"activation": "erf", "init": "normal(std=0.5)"},
    "mish": {"activation": "mish", "init": "he_normal"},
    "orthogonal": {"init": "orthogonal"},
    "sparse": {"init": "sparse"},
    "lsuv that never fits": {"init": "lsuv", "bias_init": "normal(std=5)"},
    "normalised, residual": {"normalization": "batch", "residual": True},
}
SHAPES: list[dict[str, Any]] = [
    {"width": 512, "samples": 64, "seeds": 1},
    {"width": 128, "samples": 256, "seeds": 4},
    {"width": 32, "samples": 256, "seeds": 8},
]


def rows() -> Iterator[Row]:
    """One row for each kind, of the shape that takes longest."""
    for kind, fields in QUESTION_TYPES.items():
        largest = {str(shape["width"]): _deepest({**shape, **fields}) for shape in SHAPES}
        found = in_turn({width: _timer(each) for width, each in largest.items()}, times=5)
        worst = max(found, key=lambda width: found[width])
        detail = f"{largest[worst].depth} x {worst}, {MAX_FIRST_COST:.3g} multiply-adds permitted"
        yield Row(f"first frame of the largest network, {kind}", found[worst] * 1e3, detail, " ms", at_most=400)


def _deepest(fields: dict[str, Any]) -> Experiment:
    """The deepest experiment with these fields that is not refused."""
    found = Experiment(**fields, depth=1, steps=0)
    for depth in range(2, int(RANGES["depth"].high) + 1):
        try:
            found = found.replace(depth=depth)
        except BadValue:
            return found
    return found


def _timer(experiment: Experiment) -> Callable[[], float]:
    def measure() -> float:
        began = time.process_time()
        next(run(experiment))
        return time.process_time() - began

    return measure

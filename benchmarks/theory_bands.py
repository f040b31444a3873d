"""How right theory is where it does not call itself unreliable, over random experiments that it was not made on.

For each experiment so many networks are drawn and looked at before training. Theory is given what a chart gives it:
the median size of the input and of the error at the output. A median is right if it is within a factor of 1.5 in every
layer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np

from benchmarks.table import Measured, Row, Size
from sim.activations import ACTIVATIONS
from sim.experiment import Experiment
from sim.registry import BadValue
from sim.tasks import TASKS
from sim.theory import Prediction, predicted
from sim.training import run

Numbers = np.ndarray[Any, Any]

#: Medians within this factor are right.
FACTOR = 1.5
NETWORKS = 64
#: Not the seed that the constants of the theory were looked at with.
SEED = 2027
INITS = (
    *("xavier_normal", "xavier_uniform", "he_normal", "he_truncated_normal", "lecun_normal", "lecun_uniform"),
    *("torch_linear", "orthogonal", "sparse", "normal", "uniform", "truncated_normal"),
)
MEASURES = ("signal", "delta", "weight_gradient")


@dataclass(frozen=True)
class Judged:
    """What became of a prediction: by measure, the largest factor between medians, and the share inside by layer."""

    experiment: Experiment
    flagged: bool
    off: dict[str, float]
    inside: dict[str, Numbers]


def rows(size: Size) -> Iterator[Row]:
    """One row for each measure, for the bands, and for what is flagged."""
    count = size.of(500, tiny=6)
    for measure in MEASURES:
        what = f"{measure}: share of unflagged experiments with medians within {FACTOR:g}x"
        yield Row(f"median-{measure}", what, partial(_medians, count, measure), at_least=0.95)
    yield Row("band", "share of networks and layers inside the stated band", partial(_bands, count), 0.95, 0.85)
    yield Row("flagged", "share of experiments that are flagged", partial(_flagged, count), at_most=1 / 3)


def _medians(count: int, measure: str) -> Measured:
    found = [each for each in judged(count, SEED) if not each.flagged]
    right = [each.off[measure] < FACTOR for each in found]
    return Measured((float(np.mean(right)),), f"of {len(found)} experiments")


def _bands(count: int) -> Measured:
    found = [each for each in judged(count, SEED) if not each.flagged]
    shares = {name: [float(each.inside[name].mean()) for each in found] for name in MEASURES}
    every = np.concatenate(list(shares.values()))
    told = ", ".join(f"{name} {np.mean(values):.2f}" for name, values in shares.items())
    return Measured((float(every.mean()),), f"{told}; under 0.7 in {np.mean(every < 0.7):.0%}")


def _flagged(count: int) -> Measured:
    found = judged(count, SEED)
    return Measured((float(np.mean([each.flagged for each in found])),), f"of {len(found)} experiments")


@cache
def judged(count: int, seed: int) -> tuple[Judged, ...]:
    """So many random experiments of which there is a theory, judged."""
    return tuple(judge(experiment) for experiment in experiments(count, seed))


def experiments(count: int, seed: int) -> Iterator[Experiment]:
    """Random experiments that are permitted and that theory has something to say of."""
    rng = np.random.default_rng(seed)
    while count:
        try:
            experiment = _drawn(rng)
        except BadValue:
            continue
        count -= 1
        yield experiment


def _drawn(rng: np.random.Generator) -> Experiment:
    width = int(np.exp(rng.uniform(np.log(6), np.log(250))))
    std = float(np.exp(rng.uniform(np.log(0.3), np.log(4)))) / np.sqrt(width)
    normal = {"name": "normal", "std": float(rng.uniform(0.01, 1.0))}
    biases: list[str | dict[str, Any]] = ["zeros", "zeros", "torch_linear", normal]
    samples = int(rng.integers(16, 200))
    return Experiment(
        depth=int(np.exp(rng.uniform(np.log(1.5), np.log(50)))),
        width=width,
        activation=_one_of(rng, ACTIVATIONS.names),
        init=_parametrized(rng, _one_of(rng, INITS), std),
        gain=float(np.exp(rng.uniform(-1, 1))) if rng.random() < 0.3 else 1.0,
        bias_init=biases[rng.integers(len(biases))],
        task=_one_of(rng, tuple(TASKS)),
        samples=samples,
        batch_size=int(rng.integers(1, samples)) if rng.random() < 0.3 else None,
        steps=0,
        seeds=8,
        seed=int(rng.integers(2**31)),
    )


def _one_of(rng: np.random.Generator, names: Sequence[str]) -> str:
    return names[int(rng.integers(len(names)))]


def _parametrized(rng: np.random.Generator, name: str, std: float) -> dict[str, Any]:
    if name == "sparse":
        return {"name": name, "sparsity": float(rng.uniform(0.05, 0.9)), "std": 2 * std}
    if name == "uniform":
        return {"name": name, "low": -1.7 * std, "high": 1.7 * std}
    return {"name": name, "std": std} if name in ("normal", "truncated_normal") else {"name": name}


def judge(experiment: Experiment) -> Judged:
    """Draw the networks of an experiment, and compare them with what theory says."""
    frames = [next(run(experiment.replace(seed=experiment.seed + at))) for at in range(0, NETWORKS, experiment.seeds)]
    measured = {name: np.concatenate([getattr(frame.layers, name) for frame in frames]) for name in MEASURES}
    start = float(np.median(np.concatenate([frame.input_signal for frame in frames])))
    found = predicted(experiment, start, float(np.median(measured["delta"][:, -1])))
    assert found is not None
    sizes = {name: _predicted_of(found, name) for name in MEASURES}
    return Judged(
        experiment,
        found.unreliable is not None,
        {name: _off(np.median(measured[name], axis=0), sizes[name][0]) for name in MEASURES},
        {name: _inside(measured[name], sizes[name]) for name in MEASURES},
    )


def _predicted_of(found: Prediction, name: str) -> tuple[Numbers, Numbers, Numbers]:
    """Typical size, and the lower and upper end of the band, by layer."""
    size, band = getattr(found, name), getattr(found, f"{name}_band")
    low, high = (size, size) if band is None else band
    return (size[1:], low[1:], high[1:]) if name == "signal" else (size, low, high)


@np.errstate(all="ignore")
def _off(measured: Numbers, size: Numbers) -> float:
    """The largest factor between both; sizes that are 0 or infinite on both sides agree."""
    same = (measured == size) | ~np.isfinite(measured) & ~np.isfinite(size)
    return float(np.nan_to_num(np.exp(np.abs(np.log(np.where(same, 1.0, measured / size)))), nan=np.inf).max())


def _inside(measured: Numbers, sizes: tuple[Numbers, Numbers, Numbers]) -> Numbers:
    """The share of networks inside the band, by layer; rounding counts as inside."""
    _, low, high = sizes
    return np.asarray(((measured >= low * (1 - 1e-9)) & (measured <= high * (1 + 1e-9))).mean(axis=0))

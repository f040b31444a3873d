"""Pairs of examples in one layer: expectations of products of what the layer makes of them, by their correlation."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.activations import Activation
from sim.experiment import Experiment
from sim.network import draw_data
from sim.theory.gaussian import LARGEST_STD, SMALLEST_STD, Numbers, gaussian_mean, slope_of, value_of
from sim.theory.hermite import TERMS, hermite, series_at
from sim.theory.wide import magnitude_of

#: Quantiles that stand for the correlations of all pairs, examples that these are of, and networks that are looked at.
QUANTILES, EXAMPLES, NETWORKS = 15, 96, 4

Data = list[tuple[Numbers, Numbers]]


class Ratios(NamedTuple):
    """At given correlations, expectations of products over two examples, each by the product of the expectations:
    of phi and of phi', by those of the squares; of phi^2, of phi'^2, and of phi^2 of one and phi'^2 of the other."""

    value: Numbers
    slope: Numbers
    square: Numbers
    squared_slope: Numbers
    crossed: Numbers


class PairMoments:
    """The expectations for preactivations of this standard deviation."""

    def __init__(self, activation: Activation, std: float) -> None:
        scale = min(max(std, SMALLEST_STD), LARGEST_STD)
        magnitude = float(magnitude_of(activation, np.array([scale]))[0])

        def products(u: Numbers) -> Numbers:
            value, slope = value_of(activation, u) / magnitude, slope_of(activation, u)
            parts, basis = (value, slope, np.square(value), np.square(slope)), hermite(u / scale)
            squares = [np.square(part) for part in (*parts, value * slope)]
            return np.concatenate([*(basis * part for part in parts), np.stack(squares)])

        found = gaussian_mean(products, scale, activation.kinks)
        self._series, self._wholes = found[: 4 * TERMS].reshape(4, TERMS), found[4 * TERMS :]
        self.squared_slope = float(self._wholes[1])
        #: The share of the units that the mean square comes from, E[phi^2]^2 / E[phi^4].
        self.effective_share = _or_one(float(np.square(self._wholes[0]) / self._wholes[2]))

    @np.errstate(all="ignore")
    def ratios(self, c: Numbers) -> Ratios:
        """The ratios at correlations c; those of 0 by 0 are 1."""
        value, slope, square, squared_slope = self._series
        whole = self._wholes
        found = (
            series_at(c, value * value, whole[0]) / whole[0],
            series_at(c, slope * slope, whole[1]) / whole[1],
            series_at(c, square * square, whole[2]) / whole[0] ** 2,
            series_at(c, squared_slope * squared_slope, whole[3]) / whole[1] ** 2,
            series_at(c, square * squared_slope, whole[4]) / (whole[0] * whole[1]),
        )
        return Ratios(*(np.nan_to_num(each, nan=1.0, posinf=1.0) for each in found))


def _or_one(share: float) -> float:
    return share if math.isfinite(share) and share > 0 else 1.0


def data_of(experiment: Experiment) -> Data:
    """Examples (n, inputs) and labels (n,) of a few networks."""
    few = experiment.replace(seeds=min(experiment.seeds, NETWORKS), steps=0, precision="float64")
    return [(np.asarray(x[:EXAMPLES], float), np.asarray(y[:EXAMPLES])) for x, y in zip(*draw_data(few), strict=True)]


def correlations_of(x: Numbers) -> Numbers:
    """The cosines (n, n) between examples (n, inputs); 0 for examples that are 0."""
    norms = np.linalg.norm(x, axis=1, keepdims=True)
    unit = np.divide(x, norms, out=np.zeros_like(x), where=norms > 0)
    return np.asarray(unit @ unit.T)


def quantiles_of(x: Numbers) -> Numbers:
    """Quantiles (QUANTILES,) of the correlations of all pairs of examples (n, inputs); 1 where there is no pair."""
    pairs = correlations_of(x)[np.triu_indices(len(x), 1)]
    shares = (np.arange(QUANTILES) + 0.5) / QUANTILES
    return np.asarray(np.quantile(pairs, shares)) if len(pairs) else np.ones(QUANTILES)


def drifted(c: Numbers, units: float) -> Numbers:
    """Correlations after a layer of so many units, by their mean square: unrelated numbers have c^2 of 1 / units."""
    squares = np.square(c)
    return np.asarray(np.where(c < 0, -1, 1) * np.sqrt(np.minimum(squares + np.square(1 - squares) / units, 1.0)))

"""Theory's map of all wide networks of an activation, with both experiments as dots on it.

Along it run sigma_w, the scale of the weights (their variance times fan_in is its square), and up it sigma_b, that of
the biases. Left of the edge the error vanishes on its way back, right of it it explodes (`sim.theory`).
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from quizapp.charts import Dot, PhaseMap, Role
from quizapp.lab.comparison import Comparison, Side
from sim.experiment import Experiment
from sim.initializers import metadata_of
from sim.layer_starts import starts_of, usual_start
from sim.registry import Named
from sim.theory import PhaseDiagram, phase_diagram, sigmas_of

COLUMNS, ROWS = 96, 32
#: The map reaches to the first of these that holds both dots, or to the last.
REACHES = (4.0, 8.0, 16.0)
HIGHEST_BIAS = 2.0
#: A factor on the squared error as near to 1 as this keeps the error's size.
KEEPS = 0.05
#: Sigmas that a key moves by.
STEP = 0.05
EDGE = "edge of chaos"
SHADES = " On the line it keeps its size; where it is darker, it doubles in each layer and more."
ROLES = {Side.A: Role.MAIN, Side.B: Role.CONTROL}


def phase_map(comparison: Comparison) -> PhaseMap:
    """The map for the activation that is turned, with those of the two experiments that it holds for."""
    places = {side: sigmas_of(comparison.pair.of(side)) for side in Side}
    here = [side for side in Side if comparison.pair.of(side).activation == comparison.experiment.activation]
    reach = _reach([places[side] for side in here])
    diagram = _diagram(comparison.experiment.activation, reach)
    return PhaseMap(
        title=f"phase diagram of {comparison.experiment.activation}",
        unit="",
        values=np.asarray(diagram.chi)[::-1],
        below="error vanishes",
        above="error explodes",
        row_ends=(f"σ_b {HIGHEST_BIAS:g}", "0"),
        column_ends=("0", f"σ_w {reach:g}"),
        sentence=" ".join(_sentence(side, comparison, places[side]) for side in Side) + SHADES,
        dots=tuple(
            Dot(side, at[0] / reach, at[1] / HIGHEST_BIAS, ROLES[side]) for side in here if (at := places[side])
        ),
        edge=EDGE,
        row_ticks=tuple((bias / HIGHEST_BIAS, f"{bias:g}") for bias in (0.5, 1.0, 1.5)),
        column_ticks=tuple((part / 4, f"{reach * part / 4:g}") for part in (1, 2, 3)),
    )


def reach_of(comparison: Comparison) -> float:
    """How far to the right the map of a comparison goes."""
    both = [comparison.pair.of(side) for side in Side]
    return _reach([sigmas_of(each) for each in both if each.activation == comparison.experiment.activation])


def at_place(comparison: Comparison, across: float, up: float) -> Experiment:
    """The experiment that is turned, put where this share of the way across its map and up it lies."""
    return placed(comparison.experiment, across * reach_of(comparison), up * HIGHEST_BIAS)


def moved(comparison: Comparison, right: int, up: int) -> Experiment:
    """The experiment that is turned, some steps to the right on its map and up; from 0 where it has no place."""
    at = sigmas_of(comparison.experiment) or (0.0, 0.0)
    sigma_w, sigma_b = (STEP * (round(sigma / STEP) + by) for sigma, by in zip(at, (right, up), strict=True))
    return placed(comparison.experiment, sigma_w, min(sigma_b, HIGHEST_BIAS))


def placed(experiment: Experiment, sigma_w: float, sigma_b: float) -> Experiment:
    """An experiment with the scale of its weights and biases set to a place on the map, to three digits.

    It keeps its initialiser where that has a place, turned by std or gain; otherwise its weights become normal. All
    layers then start alike.
    """
    sigma_w, sigma_b = max(sigma_w, 0.0), max(sigma_b, 0.0)
    biases = {"name": "normal", "std": _rounded(sigma_b)} if _rounded(sigma_b) else "zeros"
    there = experiment.replace(bias_init=biases, gain=1.0, layers={})
    at = sigmas_of(there)
    by_std = experiment.init.name == "normal" and experiment.parametrization == "standard"
    if by_std or at is None or not at[0]:
        std = sigma_w / math.sqrt(experiment.width)
        return there.replace(init={"name": "normal", "std": _rounded(std)})
    return there.replace(gain=_rounded(sigma_w / at[0]))


def _rounded(number: float) -> float:
    return float(f"{number:.3g}")


def _reach(places: list[tuple[float, float] | None]) -> float:
    furthest = max((at[0] for at in places if at is not None), default=0.0)
    return next((reach for reach in REACHES if furthest <= reach), REACHES[-1])


@lru_cache(64)
def _diagram(activation: Named, reach: float) -> PhaseDiagram:
    return phase_diagram(activation, np.linspace(0.0, reach, COLUMNS), np.linspace(0.0, HIGHEST_BIAS, ROWS))


def _sentence(side: Side, comparison: Comparison, at: tuple[float, float] | None) -> str:
    experiment = comparison.pair.of(side)
    if experiment.activation != comparison.experiment.activation:
        return f"{side} is not on this map: its activation is {experiment.activation}."
    if at is None:
        return f"{side} has no place here: {_why_nowhere(experiment)}."
    chi = float(np.asarray(phase_diagram(experiment.activation, *at).chi).flat[0])
    where = f"{side}: σ_w {at[0]:.3g}, σ_b {at[1]:.3g}"
    return f"{where}; in theory each layer back multiplies the squared error by {chi:.2g}: it {_fate(chi)}."


def _why_nowhere(experiment: Experiment) -> str:
    between = starts_of(experiment)[1:-1] or (usual_start(experiment),)
    if len(set(between)) > 1:
        return "its hidden layers do not start alike"
    fitted = metadata_of(between[0].init).fit is not None
    return "its weights are fitted to the data" if fitted else "its weights or biases are not random around 0"


def _fate(chi: float) -> str:
    if math.isclose(chi, 1.0, abs_tol=KEEPS):
        return "keeps its size"
    return "vanishes" if chi < 1 else "explodes"

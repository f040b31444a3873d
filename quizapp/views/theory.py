"""Theory laid over what was measured: its numbers beside the bars, and what it says in the sentence."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from quizapp.charts.model import Bar, Bars, Scale
from quizapp.charts.numbers import number
from quizapp.runs.medians import median
from quizapp.runs.observation import Observation
from quizapp.views.axes import Numbers
from quizapp.views.focus import WHOLE, Focus, column_of
from quizapp.views.words import change, sentence
from sim.theory import Prediction, predicted, unpredictable


@dataclass(frozen=True, eq=False)
class Curve:
    """A predicted size by layer, from the first layer to the last, and the band that holds nine of ten networks."""

    sizes: Numbers
    band: tuple[Numbers, Numbers] | None
    backward: bool = False


def prediction_for(main: Observation) -> Prediction | None:
    """What theory makes of an experiment, given its input and its error at the output as they were measured."""
    start = main.initial
    ends = float(median(start.input_signal)), float(median(start.layers.delta)[-1])
    return predicted(main.experiment, *(end if math.isfinite(end) else None for end in ends))


def laid_over(chart: Bars, main: Observation, curve_of: Callable[[Prediction], Curve], focus: Focus = WHOLE) -> Bars:
    """The chart, whose rows are the layers from the last to the first, with theory's numbers; or why there are none."""
    found = prediction_for(main)
    if found is None:
        return _told(chart, f"there is no theory for {unpredictable(main.experiment)}")
    curve = _by(curve_of(found), focus, main.experiment.depth)
    below = len(curve.sizes) - len(chart.rows)
    rows = [_predicted(bar, curve, layer) for layer, bar in enumerate(reversed(chart.rows), start=below)]
    name = "theory?, step 0" if found.unreliable else "theory, step 0"
    doubt = f", unreliable as {found.unreliable}," if found.unreliable else ""
    return _told(replace(chart, rows=tuple(reversed(rows)), theory=name), f"in theory{doubt} it {_journey(curve)}")


def _by(curve: Curve, focus: Focus, depth: int) -> Curve:
    """The curve as `focus` divides it; of a quotient there is no band."""
    below = focus.relative_to
    if below is None:
        return curve
    first = depth + 1 - len(curve.sizes)
    return replace(curve, sizes=curve.sizes / curve.sizes[column_of(below, first, len(curve.sizes))], band=None)


def _predicted(bar: Bar, curve: Curve, layer: int) -> Bar:
    band = (float(curve.band[0][layer]), float(curve.band[1][layer])) if curve.band else None
    return replace(bar, theory=float(curve.sizes[layer]), band=band)


def _told(chart: Bars, text: str) -> Bars:
    return replace(chart, sentence=f"{chart.sentence} {sentence(text)}")


def _journey(curve: Curve) -> str:
    """What theory says of the way from one end of the network to the other."""
    start, end = (-1, 0) if curve.backward else (0, -1)
    told = f"{change(float(curve.sizes[start]), float(curve.sizes[end]))} at the start"
    if curve.band is None or curve.band[0][end] == curve.band[1][end]:
        return told
    low, high = (number(float(side[end]), Scale.LOG) for side in curve.band)
    return f"{told}, to between {low} and {high} in 9 of 10 networks"

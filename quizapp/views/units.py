"""What each unit of a layer answers over the plane: units that compute the same give the same picture."""

from __future__ import annotations

import numpy as np

from quizapp.charts.model import Picture, PictureRow, Pictures, Shade, Shades
from quizapp.charts.numbers import number
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers, diverged
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.plane import not_on_plane
from quizapp.views.view import View
from quizapp.views.words import aside, sentence
from sim.plane import grid, is_on_plane, responses

#: The side of a unit's picture in pixels, and the most pictures in a row.
SIDE, MOST = 12, 64
#: Where a pixel's number lies, as a share of the largest in its layer, up to which it has each shade.
LEVELS = (-0.5, -0.05, 0.05, 0.5)
SHADES = np.array([Shade.COOL, Shade.COOL_FAINT, Shade.NEUTRAL, Shade.WARM_FAINT, Shade.WARM], np.int8)


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Pictures:
    """A row of pictures for each hidden layer; with one hidden layer, one for the control too."""
    outputs = unit_outputs(main)
    one_layer = len(outputs) == 1
    compared = unit_outputs(control) if control and one_layer and _alike(main, control) else []
    rows = [row(str(layer), h) for layer, h in enumerate(outputs, start=1)]
    if one_layer:
        rows = [row(each.name, h[0]) for each, h in ((main, outputs), (control, compared)) if each and h]
    return Pictures(
        "what each unit answers",
        "over the plane, first network",
        tuple(rows) if one_layer else tuple(reversed(rows)),
        ((Shade.COOL, "below 0"), (Shade.NEUTRAL, "0"), (Shade.WARM, "above 0")),
        _sentence(main, control, outputs),
        row="network" if one_layer else "layer",
        warning=diverged(main),
    )


def unit_outputs(observed: Observation) -> list[Numbers]:
    """The outputs (pixels, units) of each hidden layer over the plane; none if the network cannot be asked."""
    weights = observed.shown.weights
    if weights is None:
        return []
    return list(responses(observed.experiment, weights, grid(observed.experiment, SIDE, SIDE)).hidden)


def row(label: str, outputs: Numbers) -> PictureRow:
    """The pictures of a layer's units, all on the scale of its largest output."""
    shades = shades_of(outputs)
    units = shades.shape[1]
    pictures = tuple(Picture(shades[:, unit].reshape(SIDE, SIDE)) for unit in range(min(units, MOST)))
    return PictureRow(label, pictures, units)


def shades_of(outputs: Numbers) -> Shades:
    """The shade of each number, by its share of the largest."""
    known = np.abs(outputs[np.isfinite(outputs)])
    largest = float(known.max(initial=0.0))
    shares = outputs / largest if largest > 0 else np.zeros_like(outputs)
    found = SHADES[np.searchsorted(LEVELS, np.nan_to_num(shares), side="right")]
    return np.where(np.isfinite(outputs), found, np.int8(Shade.LOST)).astype(np.int8)


def _sentence(main: Observation, control: Observation | None, outputs: list[Numbers]) -> str:
    if not is_on_plane(main.experiment):
        return not_on_plane(main)
    if not outputs:
        return "This network has no hidden units." if main.shown.weights is not None else "No weights were kept."
    layer = int(np.argmin([_pictures(main, index) for index in range(len(outputs))]))
    alike = control is not None and _alike(main, control)
    compared = aside(control.name, number(_pictures(control, layer))) if control and alike else ""
    return sentence(f"{_said(main, layer, outputs[layer])}{compared}{_off(outputs[layer])}")


def _alike(main: Observation, control: Observation) -> bool:
    """Whether the control has as many units in each layer, so that their pictures can be compared."""
    return control.experiment.layer_sizes == main.experiment.layer_sizes


def _pictures(observed: Observation, layer: int) -> float:
    """How many units of a layer (from 0) of the first network differ."""
    return float(np.nan_to_num(observed.shown.layers.distinct_units[0, layer], nan=0.0))


def _said(main: Observation, layer: int, outputs: Numbers) -> str:
    units, different = outputs.shape[1], _pictures(main, layer)
    off = int((outputs == 0).all(axis=0).sum())
    if units == 1:
        return f"layer {layer + 1} has one unit, and so one picture"
    if off == units:
        return f"all {units} units of layer {layer + 1} are 0 everywhere"
    if different == 1:
        return f"all {units} units of layer {layer + 1} give one and the same picture"
    if different == units:
        return f"the {units} units of each layer give {units} different pictures"
    return f"the {units} units of layer {layer + 1} give {number(different)} different pictures"


def _off(outputs: Numbers) -> str:
    """How many units of a layer give 0 everywhere, where it is some of them."""
    off = int((outputs == 0).all(axis=0).sum())
    return f"; {off} of the units {'are' if off > 1 else 'is'} 0 everywhere" if 0 < off < outputs.shape[1] else ""


VIEW = View("units", "what each unit answers", 11, (), chart)

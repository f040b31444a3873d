"""The singular values of the Jacobian: how much changes of the first hidden layer are enlarged on the way to the last.

Where a claim asks for them they are measured in all networks. Elsewhere those of the first network are taken of the
weights that its frames keep, which are there where inputs are points of a plane.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from quizapp.charts.model import Axis, Bars, Scale
from quizapp.charts.numbers import number
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers
from quizapp.views.by_layer import bars
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.view import View
from quizapp.views.words import aside, sentence
from sim.frames import Frame
from sim.jacobian import FEWEST_LAYERS, MAX_WIDTH, has_spectrum
from sim.plane import spectrum_of_kept

#: The numbers that are drawn, from the top, and how far down in the order of all each of them stands.
ROWS = {"largest": 0.0, "upper quarter": 0.25, "middle": 0.5, "lower quarter": 0.75, "smallest": 1.0}
#: The same for all networks, around 1, where a change stays as large as it is.
AXIS = Axis(1e-6, 1e4, Scale.LOG)


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Bars:
    """Bars of the largest, the smallest and three singular values between them."""
    own = _of_rows(main, main.shown)
    other = control if control is not None and _of_rows(control, control.shown) is not None else None
    said = _sentence(main, other, own)
    if own is None:
        return replace(_bars(main, None, said), rows=())
    return _bars(main, other, said)


def _bars(main: Observation, control: Observation | None, said: str) -> Bars:
    measured = main.shown.jacobian is not None
    return bars(
        main,
        control,
        lambda frame: _either(frame, main, control),
        AXIS,
        title="Jacobian",
        unit=f"singular values{'' if measured else ' of the first network'}, log scale",
        sentence=said,
        names=tuple(reversed(ROWS)),
    )


def _either(frame: Frame, main: Observation, control: Observation | None) -> Numbers:
    """(S, 5) the rows of a frame of either of two observations, the last row first."""
    seen = main if frame is main.shown or control is None else control
    rows = _of_rows(seen, frame)
    return np.full((1, len(ROWS)), np.nan) if rows is None else rows[:, ::-1]


def _of_rows(seen: Observation, frame: Frame) -> Numbers | None:
    """(S, 5) the singular values that are drawn, the largest first; None where they are not known."""
    if not has_spectrum(seen.experiment):
        return None
    found = frame.jacobian
    if found is None and frame.weights is not None:
        found = spectrum_of_kept(seen.experiment, frame.weights)
    return None if found is None else found[:, [round(share * (found.shape[1] - 1)) for share in ROWS.values()]]


def _sentence(main: Observation, control: Observation | None, own: Numbers | None) -> str:
    if not has_spectrum(main.experiment):
        return sentence(f"the Jacobian takes a depth of {FEWEST_LAYERS} and a width of at most {MAX_WIDTH}")
    if own is None:
        return sentence("the Jacobian is measured at the start and at the end, where a claim asks for it")
    other = _of_rows(control, control.shown) if control else None
    compared = aside(control.name, _ends(other)) if control and other is not None else ""
    where = f"from layer 1 to layer {main.experiment.depth - 1}"
    return sentence(f"changes are multiplied by {_ends(own)} {where}{compared}")


def _ends(rows: Numbers) -> str:
    low, high = (float(np.median(rows[:, column])) for column in (-1, 0))
    return f"{number(low, Scale.LOG)} to {number(high, Scale.LOG)}"


VIEW = View("jacobian", "singular values", 13, ("jacobian_max", "jacobian_rms", "jacobian_min"), chart)

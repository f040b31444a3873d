"""Charts that several test files draw: one of each shape, and the odd ones."""

import dataclasses
import math

import numpy as np

from quizapp.charts import (
    Axis,
    Bar,
    Bars,
    Chart,
    Level,
    Line,
    Lines,
    Scale,
    Series,
    plain,
    render,
)
from tools.chart_gallery import demo

LOST = Bars(
    "backpropagated error",
    "rms, log scale",
    (
        Bar("5", math.inf, 0.1),
        Bar("4", math.nan, math.inf),
        Bar("3", 1e-15, 0.0),
        Bar("2", 1e5, 1e-20),
        Bar("1", 0.0, math.nan),
    ),
    Axis(1e-12, 1.0, Scale.LOG),
    Series("huge", "xavier"),
    "The error overflows.",
    warning="6 of 8 diverged from step 3, layer 4",
)


DEEP = dataclasses.replace(
    LOST,
    rows=tuple(Bar(str(layer), 0.9 ** (200 - layer), 0.99 ** (200 - layer)) for layer in range(200, 0, -1)),
    warning="",
)


STEPS = np.arange(80.0)


ZIGZAG = Lines(
    "loss",
    "cross-entropy",
    (Line("huge", STEPS, np.where(STEPS < 60, 0.5 * np.exp(STEPS / 40) * (1 + 0.4 * (-1) ** STEPS), np.nan)),),
    Axis(0.0, 100.0),
    Axis(0.0, 1.5),
    "The loss is not a number.",
    levels=(Level("chance ln 2 = 0.69", math.log(2)),),
    warning="8 of 8 diverged from step 60, layer 1",
)


PREDICTED = tuple(
    Bar(
        str(9 - step),
        1e-2 * 0.25**step,
        1e-2 * 0.9**step,
        theory=1e-2 * 0.3**step,
        band=(1e-2 * 0.2**step, 1e-2 * 0.45**step),
    )
    for step in range(9)
)


THEORY = Bars(
    "backpropagated error",
    "rms, log scale",
    PREDICTED,
    Axis(1e-8, 1.0, Scale.LOG),
    Series("tiny", "xavier"),
    "The error falls 65,000-fold from layer 9 to layer 1. In theory it falls 15,000-fold.",
    theory="theory",
)


CHARTS: dict[str, Chart] = {
    **demo(),
    "bars-theory": THEORY,
    "bars-lost": LOST,
    "bars-deep": DEEP,
    "lines-zigzag": ZIGZAG,
}


def text_of(chart: Chart, width: int = 60, height: int | None = 12) -> str:
    return plain(render(chart, width, height))

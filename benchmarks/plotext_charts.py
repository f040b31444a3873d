"""Draws the charts of this project with textual-plotext, to compare the time that it takes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from quizapp.charts import Bars, Chart, Histograms, Lines


def plot_with_plotext(widget: Any, chart: Chart) -> None:
    """Draw a chart on a `PlotextPlot`: numbers, axes, control and title, as much of ours as it can."""
    plot = widget.plt
    plot.clear_figure()
    plot.title(chart.title)
    match chart:
        case Bars(rows=bars, axis=axis):
            lengths = [_log(bar.value) for bar in bars]
            plot.bar([bar.label for bar in bars], lengths, orientation="horizontal", width=0.5)
            plot.scatter([_log(bar.control or 0) for bar in bars], list(range(1, len(bars) + 1)), marker="|")
            plot.xlim(_log(axis.low), _log(axis.high))
        case Histograms(rows=layers):
            plot.bar(np.concatenate([layer.shares for layer in layers]).tolist())
        case Lines(lines=lines, y_axis=y_axis):
            for line in lines:
                for values in (line.y, line.low, line.high):
                    if values is not None:
                        plot.plot(line.x.tolist(), np.nan_to_num(values).tolist(), marker="braille")
            plot.ylim(y_axis.low, y_axis.high)
    widget.refresh()


def _log(value: float) -> float:
    return math.log10(value) if value > 0 and math.isfinite(value) else -16.0

"""Charts that stand beside one another and are compared: they need one axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quizapp.charts.model import Axis, Bars, Chart


def on_one_axis(charts: Sequence[Chart]) -> list[Chart]:
    """The charts on an axis on which all of them fit, where all are bars on axes of one scale; or as they are."""
    bars = [chart for chart in charts if isinstance(chart, Bars)]
    scales = {chart.axis.scale for chart in bars}
    if len(bars) < len(charts) or len(scales) != 1:
        return list(charts)
    axes = [chart.axis for chart in bars]
    axis = Axis(min(each.low for each in axes), max(each.high for each in axes), axes[0].scale)
    return [replace(chart, axis=axis) for chart in bars]

"""Charts with fewer rows, for where letters must be large: rows are left out evenly, as terminals do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from quizapp.charts.margins import picked, picked_note
from quizapp.charts.model import Bars, Chart, Histograms, Strips


def fewer_rows(chart: Chart, most: int) -> Chart:
    """The chart with so many rows at most; those that a claim names stay, and the unit says which are shown."""
    if not isinstance(chart, Bars | Histograms | Strips) or len(chart.rows) <= most:
        return chart
    named = [index for index, row in enumerate(chart.rows) if getattr(row, "named", False)]
    shown = picked(len(chart.rows), max(most, len(named)), named)
    note = picked_note(shown, [row.label for row in chart.rows], chart.row)
    unit = f"{chart.unit}; {note}" if chart.unit else note
    rows: Any = tuple(chart.rows[index] for index in shown)  # of the kind that the chart has
    return replace(chart, rows=rows, unit=unit)

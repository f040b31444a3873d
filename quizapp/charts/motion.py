"""Charts between two charts: bars on the way from where they ended to where they end now, so that a change is seen.

Only lengths move. Numbers, words and marks are those of the later chart from the start, so that nothing false is told.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from quizapp.charts.model import Bars, Chart, Numbers
from quizapp.charts.scales import places


def can_move(before: Chart | None, after: Chart) -> bool:
    """Whether two charts are bars of the same rows on the same axis, of which some end elsewhere."""
    if not isinstance(before, Bars) or not isinstance(after, Bars):
        return False
    alike = (before.axis, before.title, before.unit) == (after.axis, after.title, after.unit)
    rows = [bar.label for bar in before.rows] == [bar.label for bar in after.rows]
    return alike and rows and not np.array_equal(ends_of_bars(before), ends_of_bars(after))


def between(before: Bars, after: Bars, share: float) -> Bars:
    """The later chart with its bars `share` of the way (0 to 1) from those of the earlier one; at 1 itself."""
    if share >= 1:
        return after
    start, end = ends_of_bars(before), ends_of_bars(after)
    drawn = start + (end - start) * max(share, 0.0)
    rows = (replace(bar, drawn=float(place)) for bar, place in zip(after.rows, drawn, strict=True))
    return replace(after, rows=tuple(rows))


def ends_of_bars(chart: Bars) -> Numbers:
    """Where each bar ends on its axis, 0 to 1, as it is drawn; what has no place there has no length."""
    where = np.nan_to_num(places(np.array([bar.value for bar in chart.rows], float), chart.axis)[0])
    moved = [place if bar.drawn is None else bar.drawn for bar, place in zip(chart.rows, where, strict=True)]
    return np.array(moved, float)

"""A chart in words, for ears: its sentence, and its numbers by layer, a line each, with nothing that is only drawn."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from quizapp.charts.model import Bar, Bars, Chart, Histograms, Pictures, Strips
from quizapp.charts.numbers import number
from quizapp.text.run_report import Page

#: What titles say of charts that are not of medians.
FIRST = "first network"
#: More rows than this are not read out, unless all are asked for.
MOST_ROWS = 12


def chart_in_words(chart: Chart, page: Page, every_row: bool = False, called: str = "control") -> str:
    """The sentence of a chart, and below it the numbers of its rows if it has bars.

    What it is compared with is `called` so; if that is empty, by its name.
    """
    lines = [page.wrapped(_as_called(at_moment(chart, called), called))]
    if isinstance(chart, Bars):
        lines += [page.wrapped(line) for line in numbers_by_row(chart, every_row, called)]
    return "\n".join(lines)


def at_moment(chart: Chart, called: str) -> str:
    """The sentence of a chart, after the moment that it shows if it shows a single one."""
    if not isinstance(chart, Bars | Histograms | Strips | Pictures) or not chart.moment:
        return chart.sentence
    return f"{_moment(chart, called)}: {chart.sentence[:1].lower()}{chart.sentence[1:]}"


def _moment(chart: Bars | Histograms | Strips | Pictures, called: str) -> str:
    """When it is; and of the first network alone, where a title says so that is not told."""
    moment = "before training" if chart.moment == "at step 0" else chart.moment
    if isinstance(chart, Bars) and called and chart.series.control:
        moment = moment.replace(f", {chart.series.control} at ", f", {called} at ")
    if FIRST in chart.unit and FIRST not in chart.sentence:
        moment = f"{moment}, in the {FIRST}"
    return f"{moment[:1].upper()}{moment[1:]}"


def _as_called(sentence: str, called: str) -> str:
    """A sentence that speaks of a control as a control only if it is called so."""
    return sentence if called == "control" else sentence.replace("(control ", "(")


def numbers_by_row(chart: Bars, every_row: bool = False, called: str = "control") -> Iterator[str]:
    """What the numbers are, and then each row: 'layer 9: 0.0039, control 1.8e-4'."""
    told = range(len(chart.rows)) if every_row else told_rows(chart.rows)
    left_out = f"; {len(told)} of {len(chart.rows)} rows, v tells all" if len(told) < len(chart.rows) else ""
    yield f"{chart.title}, {chart.unit.removesuffix(', log scale')}{left_out}:"
    other = called or chart.series.control or ""
    yield from (_row(chart, chart.rows[index], other) for index in told)


def told_rows(rows: Sequence[Bar]) -> list[int]:
    """The first row, the last, those that the chart is about, and of the others as many as are left, evenly spread."""
    if len(rows) <= MOST_ROWS:
        return list(range(len(rows)))
    named = [index for index, bar in enumerate(rows) if bar.named][: MOST_ROWS - 2]
    left = max(MOST_ROWS - len(named), 2)
    spread = (round(step * (len(rows) - 1) / (left - 1)) for step in range(left))
    return sorted({*named, *spread})


def _row(chart: Bars, bar: Bar, other: str) -> str:
    label = f"{chart.row} {bar.label}" if bar.label.isdecimal() else bar.label
    parts = [_written(chart, bar.value)]
    if chart.extra and bar.extra is not None:
        parts = [f"{parts[0]} ({chart.extra} {_beside(chart, bar.extra)})"]
    if bar.control is not None:
        parts.append(f"{other} {_written(chart, bar.control)}")
    if bar.start is not None:
        parts.append(f"at step 0 {_written(chart, bar.start)}")
    if bar.theory is not None:
        parts.append(f"theory {_written(chart, bar.theory)}")
    return f"{label}: {', '.join(parts)}"


def _beside(chart: Bars, extra: float) -> str:
    return number(extra) if chart.counts else number(extra) + chart.suffix * math.isfinite(extra)


def _written(chart: Bars, value: float) -> str:
    return number(value, chart.axis.scale) + chart.suffix * math.isfinite(value)

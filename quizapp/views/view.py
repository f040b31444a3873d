"""What a view is: one way to look at a network, as a function from what was observed to a chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from quizapp.charts.model import Chart
from quizapp.observed import Observed
from quizapp.views.axes import Axes


@dataclass(frozen=True)
class View:
    """A way to look at a network; `measures` are those that it shows, and views are listed by `order`."""

    name: str
    title: str
    order: int
    measures: tuple[str, ...]
    chart: Callable[[Observed, Observed | None, Axes], Chart]

"""What a view is: one way to look at a network, as a function from what was observed to a chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from quizapp.charts.model import Bars, Chart
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes
from quizapp.views.theory import Curve, laid_over
from sim.theory import Prediction


@dataclass(frozen=True)
class View:
    """A way to look at a network; `measures` are those whose claims open it, each in one view only.

    Views are listed by `order`, and by name where that is the same. `theory` takes the numbers of this view out of a
    prediction, where there is a theory of what it shows.
    """

    name: str
    title: str
    order: int
    measures: tuple[str, ...]
    chart: Callable[[Observation, Observation | None, Axes], Chart]
    theory: Callable[[Prediction], Curve] | None = None

    def drawn(self, main: Observation, control: Observation | None, axes: Axes, with_theory: bool = False) -> Chart:
        """The chart, with what theory predicts laid over it if that is asked for and there is any."""
        chart = self.chart(main, control, axes)
        if not with_theory or self.theory is None or not isinstance(chart, Bars):
            return chart
        return laid_over(chart, main, self.theory)

"""What a view is: one way to look at a network, as a function from what was observed to a chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from quizapp.charts.model import Bars, Chart, Histograms, Pictures, Strips
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.theory import Curve, laid_over
from sim.theory import Prediction


def with_start(chart: Bars, begun: Chart) -> Bars:
    """The chart with what the same chart showed before training beside it."""
    starts = [bar.value for bar in begun.rows] if isinstance(begun, Bars) else []
    rows = [replace(bar, start=start) for bar, start in zip(chart.rows, starts, strict=True)]
    return replace(chart, rows=tuple(rows))


def at_moment(chart: Chart, main: Observation, control: Observation | None) -> Chart:
    """The chart with the step that it shows, if it shows a single one; and the control's where that is another."""
    if not isinstance(chart, Bars | Histograms | Strips | Pictures) or not chart.rows:
        return chart
    beside = isinstance(chart, Bars) and control is not None and control.shown.step != main.shown.step
    other = f", {control.name} at step {control.shown.step}" if beside and control else ""
    return replace(chart, moment=f"at step {main.shown.step}{other}")


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
    chart: Callable[[Observation, Observation | None, Axes, Focus], Chart]
    theory: Callable[[Prediction], Curve] | None = None

    def drawn(
        self,
        main: Observation,
        control: Observation | None,
        axes: Axes,
        with_theory: bool = False,
        focus: Focus = WHOLE,
    ) -> Chart:
        """The chart, with what theory predicts laid over it if that is asked for and there is any.

        `focus` is what a claim looks at; a view that shows something else shows all of it.
        """
        looked_at = focus if focus.measure in self.measures else WHOLE
        chart = at_moment(self.chart(main, control, axes, looked_at), main, control)
        if not with_theory or self.theory is None or not isinstance(chart, Bars):
            return chart
        begun = self.chart(replace(main, frames=main.frames[:1]), None, axes, looked_at)
        return laid_over(with_start(chart, begun) if main.shown.step else chart, main, self.theory, looked_at)

"""The charts of the lab: both experiments on the same axes, in as many views as there is room for."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from quizapp.charts import Chart
from quizapp.lab.comparison import Side
from quizapp.lab.steady_axes import steady
from quizapp.runs.live_run import LiveRun
from quizapp.runs.observation import Observation
from quizapp.runs.watching import Observations
from quizapp.ui.lab.phase_view import PhaseView
from quizapp.ui.lab.texts import side_content, status_content, waiting_content
from quizapp.ui.shared.chart_view import ChartView
from quizapp.ui.shared.notice import Notice
from quizapp.ui.shared.steady_text import put
from quizapp.ui.shared.text import lines, text
from quizapp.ui.shared.used_keys import used_key
from quizapp.views import VIEWS, Axes, axes_for

#: The view that is no view of a run: theory's map of all networks of an activation.
PHASE = "phase diagram"
CHOICES = (*VIEWS, PHASE)
#: Where B has charts of its own, A's stand without it.
APART = "-huge"
#: Where there is no room for reasons.
NARROW = "-narrow"


class LabCharts(Vertical):
    """How far the runs are, how the two fare, and the charts."""

    def __init__(self, view: str = "error", id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.view_name = view if view in CHOICES else "error"
        self.with_theory = False
        self.observations: Observations = {}
        self.axes: Axes | None = None
        self.phase_chart: Chart | None = None
        self.notice = Notice()

    def compose(self) -> ComposeResult:
        """From the most important down."""
        yield Static(id="status")
        yield Static(id="fares")
        with Horizontal(id="mains"):
            yield PhaseView(id="main")
            yield PhaseView(id="main-b")
        yield Static(id="sentence")
        with Horizontal(id="histograms"):
            yield ChartView(id="histograms-a")
            yield ChartView(id="histograms-b")
        with Horizontal(id="curves"):
            yield ChartView(id="loss")
            yield ChartView(id="accuracy")

    def show(self, run: LiveRun, observations: Observations) -> None:
        """Draw what was seen of a run."""
        self.observations = observations
        self.axes = steady(self.axes, axes_for([observed.initial for observed in observations.values()]))
        self.show_status(run)
        self.draw()

    def shows(self, run: LiveRun) -> bool:
        """Whether the networks of this run are the ones to be seen."""
        seen = {name: observed.experiment for name, observed in self.observations.items()}
        return seen == dict(run.experiments)

    def say_waiting(self, run: LiveRun) -> None:
        """Say that networks of this size take a while; what is to be seen until then are the last ones."""
        put(self.query_one("#status", Static), waiting_content(run))

    def show_status(self, run: LiveRun) -> None:
        """Say how far the run is."""
        if self.observations:
            put(self.query_one("#status", Static), status_content(run, self.observations, used_key(self.app, "pause")))
            wide = not self.screen.has_class(NARROW)
            fares = lines(
                *[side_content(side, self.observations[side], wide) for side in Side if side in self.observations]
            )
            put(self.query_one("#fares", Static), fares)

    def show_phase(self, chart: Chart | None) -> None:
        """Draw this phase diagram."""
        self.phase_chart = chart
        if self.view_name == PHASE:
            self.draw()

    def draw(self) -> None:
        """Draw every chart that can be seen."""
        if Side.A not in self.observations or Side.B not in self.observations:
            return
        a, b = self.observations[Side.A], self.observations[Side.B]
        apart = self.screen.has_class(APART)
        if self.view_name == PHASE:
            self._put("main", self.phase_chart)
        else:
            self._show("main", self.view_name, a, None if apart else b)
        self._show("main-b", self.view_name if self.view_name in VIEWS else "error", b, None)
        self._show("histograms-a", "histograms", a, None)
        self._show("histograms-b", "histograms", b, None)
        self._show("loss", "loss", a, b)
        self._show("accuracy", "accuracy", a, b)
        self._say(a, b)

    def _show(self, id_: str, view: str, main: Observation, control: Observation | None) -> None:
        if self.axes is not None and self.query_one(f"#{id_}", ChartView).size:
            self._put(id_, VIEWS[view].drawn(main, control, self.axes, self.with_theory))

    def _put(self, id_: str, chart: Chart | None) -> None:
        if chart is not None:
            self.query_one(f"#{id_}", ChartView).show(chart)

    def _say(self, a: Observation, b: Observation) -> None:
        """The charts' sentences, for A and for B."""
        if self.view_name == PHASE:
            said = self.phase_chart.sentence if self.phase_chart else "Theory is being computed ..."
            put(self.query_one("#sentence", Static), text(said))
        elif self.axes is not None:
            view = VIEWS[self.view_name]
            both = self.screen.has_class(APART)
            drawn = [view.drawn(each, None, self.axes, self.with_theory and (each is a or both)) for each in (a, b)]
            sentences = [f"{each.name}: {chart.sentence}" for each, chart in zip((a, b), drawn, strict=True)]
            put(self.query_one("#sentence", Static), text("\n".join(sentences)))

    def show_view(self, name: str) -> None:
        """Look at the quantity of this name."""
        self.view_name = name if name in CHOICES else self.view_name
        self.draw()

    def next_view(self, by: int) -> None:
        """Look at another quantity."""
        index = (CHOICES.index(self.view_name) + by) % len(CHOICES)
        self.show_view(CHOICES[index])
        self.notice.say(self, f"view {index + 1} of {len(CHOICES)}: {self.view_name}")

    def toggle_theory(self) -> None:
        """Draw what theory predicts of A, and of B where it has charts of its own, or leave it out."""
        self.with_theory = not self.with_theory
        if self.with_theory and (self.view_name == PHASE or VIEWS[self.view_name].theory is None):
            self.view_name = next(name for name, view in VIEWS.items() if view.theory)
        self.draw()

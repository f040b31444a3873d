"""The right side of the lab: it draws the networks anew at every touch, trains them, and shows what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from time import monotonic

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer
from textual.worker import Worker, WorkerState, get_current_worker

from quizapp.charts import PhaseMap
from quizapp.lab import challenges
from quizapp.lab.challenges import Challenge
from quizapp.lab.comparison import Comparison, Pair, Side
from quizapp.lab.phase_diagram import phase_map
from quizapp.runs.latest import Latest
from quizapp.runs.live_run import LiveRun, new_run
from quizapp.runs.pace import NORMAL
from quizapp.runs.run_queue import RunQueue
from quizapp.runs.store import RunStore
from quizapp.runs.watching import Observations
from quizapp.ui.lab.charts import LabCharts
from quizapp.ui.lab.overtaken import Overtaken, ends_for
from sim.experiment import Experiment

#: Looks at how long a run takes, a second, and the seconds after which it is said that it is not there yet.
LOOKS, LONG = 8, 0.3
#: Seconds without a touch after which the networks begin to train.
IDLE = 1.0


class LabRuns(Vertical):
    """The charts, and the runs that they show; nothing trains by itself while it is `held`."""

    @dataclass
    class Mapped(Message):
        """Theory's map is there."""

        chart: PhaseMap

    @dataclass
    class Seen(Message):
        """The networks were drawn, or trained a little further, or to the end."""

        observations: Observations
        finished: bool

    @dataclass
    class Judged(Message):
        """A challenge was judged on these experiments."""

        challenge: Challenge
        pair: Pair
        judged: challenges.Judged

    class Updated(Message):
        """There is something new to look at."""

    def __init__(
        self,
        store: RunStore,
        held: bool,
        still: bool = False,
        view: str = "error",
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.store, self.held, self.still, self.view = store, held, still, view
        self.speed = NORMAL
        self.queue = RunQueue()
        self.maps: Latest[PhaseMap] = Latest(self._tell)
        self.run_: LiveRun | None = None
        self.idle_timer: Timer | None = None
        self.ended = False
        self.began = 0.0

    def compose(self) -> ComposeResult:
        """Only charts are to be seen."""
        yield LabCharts(self.view, id="charts")

    def on_mount(self) -> None:
        """Begin to compute and to look."""
        self._serve()
        self.set_interval(1 / LOOKS, self._say_if_long)

    def on_unmount(self) -> None:
        """Leave no thread behind."""
        self.stop()
        self.queue.close()

    @property
    def charts(self) -> LabCharts:
        """What is drawn."""
        return self.query_one(LabCharts)

    @property
    def is_training(self) -> bool:
        """Whether networks train now, so that they can be paused."""
        return self.run_ is not None and not self.run_.pace.paused

    def begin(self, comparison: Comparison) -> None:
        """Draw the networks of a comparison, and train them when nothing is touched for a moment."""
        self.stop()
        self.workers.cancel_group(self, "judge")
        experiments = {side.value: comparison.pair.of(side) for side in Side}
        self.run_, self.ended, self.began = self._new_run(experiments), False, monotonic()
        self.queue.put(self.run_)
        self._map(comparison)
        if self.idle_timer is not None:
            self.idle_timer.stop()
        self.idle_timer = None if self.held else self.set_timer(IDLE, self.train)

    def _new_run(self, experiments: Mapping[str, Experiment]) -> LiveRun:
        begun = new_run(experiments, self.speed, self.still)
        begun.pace.paused = True
        self.screen.refresh_bindings()
        return replace(begun, latest=Latest(self._tell), runner=self.store.run)

    def _tell(self) -> None:
        self.post_message(self.Updated())

    def _say_if_long(self) -> None:
        """Say that networks are being drawn if they are not there at once, and when a run has come to its end."""
        if self.run_ is None:
            return
        if not self.charts.shows(self.run_):
            if monotonic() - self.began > LONG:
                self.charts.say_waiting(self.run_)
        elif self.run_.finished and not self.ended:
            self.ended = True
            self.charts.show_status(self.run_)
            self.post_message(self.Seen(self.charts.observations, finished=True))

    def show_map(self, comparison: Comparison) -> None:
        """Draw the phase diagram of a comparison."""
        self._map(comparison)

    @work(thread=True, group="run", exit_on_error=False)
    def _serve(self) -> None:
        self.queue.serve()

    @work(thread=True, group="map", exclusive=True, exit_on_error=False)
    def _map(self, comparison: Comparison) -> None:
        self.maps.put(phase_map(comparison))

    @work(thread=True, group="judge", exclusive=True, exit_on_error=False)
    def judge(self, challenge: Challenge, pair: Pair) -> None:
        """Have the simulation judge a challenge, unless something else is asked before it is done."""
        ends = ends_for(get_current_worker(), self.store)
        with suppress(Overtaken):
            self.post_message(self.Judged(challenge, pair, challenges.judged(challenge, pair, ends)))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say so if a run broke down, and be ready for the next."""
        if event.state is WorkerState.ERROR:
            self.notify(f"The simulation stopped: {event.worker.error}", severity="error", markup=False)
            if event.worker.group == "run":
                self._serve()

    def stop(self) -> None:
        """End the run that is going on."""
        if self.run_ is not None:
            self.run_.pace.stop()
            self.speed = self.run_.pace.speed

    def on_lab_runs_updated(self) -> None:
        """Draw what is new."""
        chart = self.maps.take()
        if chart is not None:
            self.charts.show_phase(chart)
            self.post_message(self.Mapped(chart))
        if self.run_ is None:
            return
        observations = self.run_.latest.take()
        if observations is not None:
            self.charts.show(self.run_, observations)
            self.post_message(self.Seen(observations, finished=self.ended))  # the last may come after the end

    def train(self) -> None:
        """Go on, unless the learner wants it to wait."""
        if self.run_ is not None and self.run_.pace.paused and not self.held:
            self.run_.pace.toggle_pause()
            self.screen.refresh_bindings()

    def toggle_pause(self) -> None:
        """Train, pause or go on; after a pause nothing trains by itself."""
        if self.run_ is not None:
            self.run_.pace.toggle_pause()
            self.held = self.run_.pace.paused
            self.charts.show_status(self.run_)

    def step_once(self) -> None:
        """One training step, and wait."""
        if self.run_ is not None:
            self.held = True
            self.run_.pace.step_once()

    def change_speed(self, by: int) -> None:
        """Faster or slower."""
        if self.run_ is not None:
            self.run_.pace.change_speed(by)
            self.charts.show_status(self.run_)

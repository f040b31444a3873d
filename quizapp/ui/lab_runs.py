"""The right side of the lab: it draws the networks anew at every touch, trains them, and shows what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from quizapp.lab.bench import Bench, Side
from quizapp.lab.phase import PhaseMap, phase_map
from quizapp.live import NORMAL, Mailbox
from quizapp.ui.lab_charts import LabCharts
from quizapp.ui.lab_desk import Desk
from quizapp.ui.run import Run, new_run

#: Looks for something new to draw, a second: what was turned is to be seen at once.
LOOKS = 30
#: Seconds without a touch after which the networks begin to train.
IDLE = 1.0


class LabRuns(Vertical):
    """The charts, and the runs that they show; nothing trains by itself while it is `held`."""

    @dataclass
    class Mapped(Message):
        """Theory's map is there."""

        chart: PhaseMap

    def __init__(self, held: bool, still: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.held, self.still = held, still
        self.speed = NORMAL
        self.desk = Desk()
        self.maps: Mailbox[PhaseMap] = Mailbox()
        self.run_: Run | None = None
        self.idle_timer: Timer | None = None
        self.ended = False

    def compose(self) -> ComposeResult:
        """Only charts are to be seen."""
        yield LabCharts(id="charts")

    def on_mount(self) -> None:
        """Begin to compute and to look."""
        self._serve()
        self.set_interval(1 / LOOKS, self._look)

    def on_unmount(self) -> None:
        """Leave no thread behind."""
        self.stop()
        self.desk.close()

    @property
    def charts(self) -> LabCharts:
        """What is drawn."""
        return self.query_one(LabCharts)

    def begin(self, bench: Bench) -> None:
        """Draw the networks of a bench, and train them when nothing is touched for a moment."""
        self.stop()
        experiments = {side.value: bench.pair.of(side) for side in Side}
        self.run_, self.ended = new_run(experiments, self.speed, self.still), False
        self.run_.pace.paused = True
        self.desk.put(self.run_)
        self._map(bench)
        if self.idle_timer is not None:
            self.idle_timer.stop()
        self.idle_timer = None if self.held else self.set_timer(IDLE, self.train)

    def show_map(self, bench: Bench) -> None:
        """Draw the phase diagram of a bench."""
        self._map(bench)

    @work(thread=True, group="run", exit_on_error=False)
    def _serve(self) -> None:
        self.desk.serve()

    @work(thread=True, group="map", exclusive=True, exit_on_error=False)
    def _map(self, bench: Bench) -> None:
        self.maps.put(phase_map(bench))

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

    def _look(self) -> None:
        """Draw what is new."""
        chart = self.maps.take()
        if chart is not None:
            self.charts.show_phase(chart)
            self.post_message(self.Mapped(chart))
        if self.run_ is None:
            return
        sight = self.run_.mailbox.take()
        if sight is not None:
            self.charts.show(self.run_, sight)
        elif self.run_.finished and not self.ended:
            self.ended = True
            self.charts.show_status(self.run_)

    def train(self) -> None:
        """Go on, unless the learner wants it to wait."""
        if self.run_ is not None and self.run_.pace.paused and not self.held:
            self.run_.pace.toggle_pause()

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

"""The live run of a screen: networks train at a pace that its keys change, and charts and claim are drawn beside."""

from __future__ import annotations

from textual import work
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from quizapp.evidence.evidence import Evidence
from quizapp.evidence.results import Result, needed_experiments, result_of, with_judged
from quizapp.play.session import Session
from quizapp.play.telling import Told, told
from quizapp.play.views_for import axes_of_attempt, view_for
from quizapp.questions.grading import Mark
from quizapp.runs.live_run import LiveRun, new_run, newest_step
from quizapp.runs.observation import Observation
from quizapp.runs.pace import FRAMES_PER_SECOND, NORMAL
from quizapp.runs.watching import Observations
from quizapp.text.run_report import network_in_words
from quizapp.ui.play.judged_screen import JudgedScreen
from quizapp.ui.play.run_charts import draw_charts
from quizapp.ui.play.run_text import claim_content, diagnosis_content, run_content, style_of
from quizapp.ui.play.services import Services
from quizapp.ui.shared.chart_view import ChartView
from quizapp.ui.shared.text import text
from quizapp.views import VIEWS, Axes
from sim.experiment import Experiment


class RunScreen(JudgedScreen):
    """A screen with #run, #sentence, #claim, #diagnosis and charts, in which networks are watched."""

    def __init__(self, session: Session, services: Services) -> None:
        super().__init__(session, services)
        self.speed = NORMAL
        self.with_control, self.with_theory, self.with_formula = True, False, services.authoring
        self.view_name = "error"
        self.evidence: Evidence | None = None
        self.run_: LiveRun | None = None
        self.ended = False
        self.observations: Observations = {}
        self.axes: Axes | None = None

    def on_mount(self) -> None:
        """Look for something new again and again."""
        self.set_interval(1 / FRAMES_PER_SECOND, self._look)

    def on_resize(self) -> None:
        """Charts that a small window had no room for are drawn once there is."""
        super().on_resize()
        self.call_after_refresh(self.draw_run)

    def on_unmount(self) -> None:
        """Leave no thread behind."""
        self.stop()

    @property
    def step(self) -> int:
        """The training step that is shown."""
        return newest_step(self.observations) if self.observations else 0

    def watch_networks(self, evidence: Evidence | None) -> None:
        """Run the networks of evidence from the start, in place of those that ran."""
        self.stop()
        self.evidence = evidence
        if evidence is None:
            self._show_nothing()
            return
        self.view_name, self.ended = view_for(evidence).name, False
        networks = self.session.experiments
        self.run_ = new_run(
            needed_experiments(networks, evidence), self.speed, self.services.still, self.services.store.run
        )
        self.query_one("#run", Static).update(
            text(f"{evidence.experiment}: {network_in_words(networks[evidence.experiment])}\nstarting ...")
        )
        self._compute(self.run_)

    def _show_nothing(self) -> None:
        self.query_one("#run", Static).update(text("There is nothing to simulate for this option."))
        for part in ("#claim", "#sentence", "#diagnosis"):
            self.query_one(part, Static).update(text(""))
        for view in self.query(ChartView):
            view.clear()

    def stop(self) -> None:
        """End the run within a training step."""
        if self.run_ is not None:
            self.run_.pace.stop()
            self.speed = self.run_.pace.speed
        self.run_, self.observations = None, {}

    @work(thread=True, group="run", exit_on_error=False)
    def _compute(self, run: LiveRun) -> None:
        if self.axes is None:
            self.axes = axes_of_attempt(self.attempt, self.session.experiments, self.services.store)
        run.compute()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say so if a run broke down; nothing else is lost by it."""
        if event.state is WorkerState.ERROR and isinstance(event.worker.error, Exception):
            self.broke_down(event.worker.error)

    def _look(self) -> None:
        """Take the newest observation, if there is one, and draw it."""
        if self.run_ is None:
            return
        observations = self.run_.latest.take()
        if observations is not None:
            self.observations = observations
            self.draw_run()
        elif self.run_.finished and not self.ended:
            self.ended = True
            self.draw_run()

    def draw_run(self) -> None:
        """Draw what was observed last."""
        evidence = self.evidence
        if evidence is None or self.axes is None or not self.observations:
            return
        main, control = self.observations[evidence.experiment], self._control(evidence)
        sentence = draw_charts(self, self.view_name, main, control, self.axes, self.with_theory)
        self.query_one("#sentence", Static).update(text(sentence))
        self._draw_progress()
        self.show_claim()
        self.query_one("#diagnosis", Static).update(diagnosis_content(main))

    def show_claim(self) -> None:
        """Say how the claim of what is watched came out, or stands."""
        if self.evidence is None or not self.observations:
            return
        found = self.result_now(self.evidence)
        first_met = self.services.met.setdefault("control", self.attempt.id) == self.attempt.id
        self.query_one("#claim", Static).update(
            claim_content(self.told_of(found), self.with_formula, style_of(found, self.mark_shown()), first_met)
        )

    def told_of(self, found: Result | None) -> Told | None:
        """What there is to tell of a result of the networks that are watched."""
        ended = self.run_ is not None and self.run_.finished
        return told(found, self.attempt.form, self.mark_shown(), ended) if found else None

    def mark_shown(self) -> Mark | None:
        """The mark of what is watched, once there is one."""
        return None

    def result_now(self, evidence: Evidence) -> Result | None:
        """What there is to be said of what is watched; at its end with what the marks go by."""
        found = result_of(self.session.experiments, evidence, self.observations)
        judged = self.results.get(evidence) if self.ended else None
        return with_judged(found, judged.judged if judged else None)

    def _control(self, evidence: Evidence) -> Observation | None:
        return self.observations.get(evidence.control) if evidence.control and self.with_control else None

    def _draw_progress(self) -> None:
        evidence, run = self.evidence, self.run_
        if evidence is None or run is None or not self.observations:
            return
        main = self.observations[evidence.experiment]
        self.query_one("#run", Static).update(run_content(main, run))

    def action_pause(self) -> None:
        """Pause, or go on."""
        if self.run_:
            self.run_.pace.toggle_pause()
            self._draw_progress()

    def action_step(self) -> None:
        """One training step, and wait."""
        if self.run_:
            self.run_.pace.step_once()

    def action_speed(self, by: int) -> None:
        """Faster or slower."""
        if self.run_:
            self.run_.pace.change_speed(by)
            self._draw_progress()

    def action_rerun(self) -> None:
        """Run the same networks again from the start."""
        view = self.view_name
        self.watch_networks(self.evidence)
        self.view_name = view

    def action_control(self) -> None:
        """Draw the control, or leave it out."""
        self.with_control = not self.with_control
        self.draw_run()

    def action_theory(self) -> None:
        """Draw what theory predicts, or leave it out; on a view of which there is a theory."""
        self.with_theory = not self.with_theory
        if self.with_theory and VIEWS[self.view_name].theory is None:
            self.view_name = next(name for name, view in VIEWS.items() if view.theory)
        self.draw_run()

    def action_formula(self) -> None:
        """Show the claim as its formula, too, or leave it out."""
        self.with_formula = not self.with_formula
        self.show_claim()

    def action_view(self, by: int) -> None:
        """Look at another quantity."""
        names = list(VIEWS)
        self.view_name = names[(names.index(self.view_name) + by) % len(names)]
        self.draw_run()

    def experiments_shown(self) -> dict[str, Experiment]:
        """What the lab opens with: the networks of the highlighted option, and their control."""
        names = [self.evidence.experiment, self.evidence.control] if self.evidence else []
        return {name: self.session.experiments[name] for name in names if name}

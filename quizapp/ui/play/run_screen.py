"""The live run of a screen: networks train, and charts and claim are drawn of the moment that is shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from textual import work
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from quizapp.claims import ClaimError
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.focus import focus_beside, focus_of
from quizapp.evidence.needs import compared_with, needed_to_judge, watched_experiments
from quizapp.evidence.results import Result, result_of, with_judged
from quizapp.play.calling import by_option
from quizapp.play.session import Session
from quizapp.play.telling import CONTROL, CONTROL_IN_SHORT, Told, told
from quizapp.play.views_for import axes_of_attempt, view_for
from quizapp.questions.grading import Mark
from quizapp.runs.live_run import LiveRun, new_run, newest_step
from quizapp.runs.observation import Observation
from quizapp.runs.pace import FRAMES_PER_SECOND
from quizapp.runs.watching import Observations
from quizapp.text.run_report import network_in_words
from quizapp.ui.play.judged_screen import JudgedScreen
from quizapp.ui.play.run_charts import MOST_TOGETHER, PLACES, Shown, draw_charts, has_parts
from quizapp.ui.play.run_text import claim_content, diagnosis_content, run_content, state_content, style_of
from quizapp.ui.play.services import Services
from quizapp.ui.play.timeline import Moments, Timeline
from quizapp.ui.shared.chart_view import ChartView
from quizapp.ui.shared.steady_text import put
from quizapp.ui.shared.text import text
from quizapp.ui.shared.used_keys import used_key
from quizapp.views import WHOLE, Axes, Focus, axes_for
from sim.experiment import Experiment

#: What is written to or looked at whenever something was observed.
PARTS = PLACES | {"state", "claim"}


class RunScreen(JudgedScreen):
    """A screen with #run, #sentence, #claim, #diagnosis and charts, in which networks are watched."""

    def __init__(self, session: Session, services: Services) -> None:
        super().__init__(session, services)
        self.speed = services.speed
        self.with_control, self.with_theory, self.with_formula = True, False, services.authoring
        self.view_name = "error"
        self.evidence: Evidence | None = None
        self.run_: LiveRun | None = None
        self.ended = False
        self.observations: Observations = {}
        self.shown_step: int | None = None
        #: Whether what is observed next is one step further, or of other networks, so that bars move there.
        self.moves_next = False
        self.axes: Axes | None = None
        #: What the chart says, in words.
        self.sentence = ""
        #: What is wrong with the networks, or that nothing is.
        self.diagnosis = Content()

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
        if self.shown_step is not None:
            return self.shown_step
        return newest_step(self.observations) if self.observations else 0

    @property
    def seen(self) -> Observations:
        """What had been observed at the moment that is shown."""
        if self.shown_step is None:
            return self.observations
        return {name: each.until(self.shown_step) for name, each in self.observations.items()}

    @property
    def networks(self) -> Mapping[str, Experiment]:
        """The experiments that there are, with those that the answer made, and the networks that are watched."""
        return self.session.watched

    @property
    def which(self) -> str:
        """What is said of the networks that run where a setting is judged on them."""
        return "not seen before · " if self.session.shows_judged else ""

    def watch_networks(self, evidence: Evidence | None) -> None:
        """Run the networks of evidence from the start, in place of those that ran; in an exam none but with knobs."""
        self.stop()
        if self.session.in_exam and not self.attempt.tuning:
            evidence = None
        self.evidence, self.moves_next = evidence, True
        if not self.is_there:
            return
        if evidence is None:
            self._show_nothing()
            return
        networks = self.networks
        self.view_name, self.ended = view_for(evidence, networks).name, False
        self.run_ = new_run(
            watched_experiments(networks, evidence), self.speed, self.services.still, self.services.store.run
        )
        self.run_.pace.paused = self.holds_at_start
        self.query_one("#run", Static).update(
            text(f"{self.which}{evidence.experiment}: {network_in_words(networks[evidence.experiment])}")
        )
        self.query_one("#state", Static).update(text("starting ..."))
        self._compute(self.run_)

    @property
    def holds_at_start(self) -> bool:
        """Whether the run waits at step 0, as the chart shows what its claim says of that."""
        return self.evidence is not None and focus_of(self.evidence, self.networks).at_start

    @property
    def _why_held(self) -> str:
        """Why a run waits at its start, if it does: all of its claim is about that, or what it begins with."""
        if self.evidence is None or not self.holds_at_start:
            return ""
        trains = any(each.steps for each in needed_to_judge(self.networks, self.evidence).values())
        key = used_key(self.app, "pause")
        return f"{key} trains: the claim needs it" if trains else f"{key} trains; claim is about the start"

    def _show_nothing(self) -> None:
        put(self.query_one("#run", Static), text("There is nothing to simulate for this option."))
        for part in ("#state", "#claim", "#sentence", "#diagnosis"):
            put(self.query_one(part, Static), text(""))
        for view in self.query(ChartView):
            view.clear()

    def stop(self) -> None:
        """End the run within a training step."""
        if self.run_ is not None:
            self.run_.pace.stop()
            self.speed = self.run_.pace.speed
        self.run_, self.observations, self.shown_step = None, {}, None

    @work(thread=True, group="run", exit_on_error=False)
    def _compute(self, run: LiveRun) -> None:
        if self.axes is None:
            self._find_axes(run)
        run.compute()

    def _find_axes(self, run: LiveRun) -> None:
        """Draw the networks of this run as soon as they are there, and then find axes for all of the question."""
        first = [self.services.store.initial(each) for each in run.experiments.values()]
        self.axes = axes_for(first)
        run.latest.put(
            {
                name: Observation(name, each, (frame,))
                for (name, each), frame in zip(run.experiments.items(), first, strict=True)
            }
        )
        self.axes = axes_of_attempt(self.attempt, self.networks, self.services.store)

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
            self.draw_run(self.moves_next)
            self.moves_next = False
        elif self.run_.finished and not self.ended:
            self.ended = True
            self.draw_run()

    @property
    def is_there(self) -> bool:
        """Whether the screen has all its parts; while it is taken down they go one by one."""
        return self.is_attached and has_parts(self, PARTS)

    def draw_run(self, moves: bool = False) -> None:
        """Draw what was observed last, or at the moment that was chosen; bars go there if it `moves`."""
        evidence = self.evidence
        if evidence is None or self.axes is None or not self.observations or not self.is_there:
            return
        seen = self.seen
        main = seen[evidence.experiment]
        names = self.drawn_together(evidence)
        self.sentence = draw_charts(
            self,
            Shown(
                self.view_name,
                seen,
                evidence.experiment,
                names,
                self.axes,
                partial(self._focus_on, evidence),
                self.with_theory,
                moves,
                self._called,
                self.shown_step is not None,
            ),
        )
        put(self.query_one("#sentence", Static), text(self.sentence))
        self.draw_progress()
        self.show_claim()
        self.diagnosis = diagnosis_content(main, self._focus_on(evidence, evidence.experiment))
        put(self.query_one("#diagnosis", Static), self.diagnosis)

    def show_claim(self) -> None:
        """Say how the claim of what is watched came out, or stands."""
        if self.evidence is None or not self.observations:
            return
        found = self.result_now(self.evidence)
        first_met = self.services.met.setdefault("control", self.attempt.id) == self.attempt.id
        about = (CONTROL_IN_SHORT if self.has_class("-stacked") else CONTROL) if first_met else ""
        words = claim_content(self.told_of(found), self.with_formula, style_of(found, self.mark_shown()), about)
        put(self.query_one("#claim", Static), words)

    def told_of(self, found: Result | None) -> Told | None:
        """What there is to tell of a result of the networks that are watched."""
        return told(found, self.attempt.form, self.mark_shown(), self._is_final) if found else None

    @property
    def trains(self) -> bool:
        """Whether the networks that are watched take any steps, so that there is an end to wait for."""
        return self.evidence is None or self.networks[self.evidence.experiment].steps > 0

    def mark_shown(self) -> Mark | None:
        """The mark of what is watched, once there is one."""
        return None

    def drawn_together(self, evidence: Evidence) -> tuple[str, ...]:
        """The experiments to draw, in the order in which the learner put them if they did, as many as have room."""
        others = compared_with(self.networks, evidence) if self.with_control else ()
        names = (evidence.experiment, *others)[:MOST_TOGETHER]
        pieces = map(self.attempt.question.evidence_for, (option.id for option in self.attempt.options))
        listed = [piece.experiment for piece in pieces if piece]
        return tuple(sorted(names, key=lambda name: listed.index(name) if name in listed and evidence.beside else 0))

    def _called(self, name: str) -> str:
        """What networks drawn beside others are called: by their option if they are those of one."""
        return by_option(self.attempt, name, self.attempt.options) or name

    def _focus_on(self, evidence: Evidence, name: str) -> Focus:
        """What there is to look at of this experiment."""
        try:
            return focus_beside(evidence, name, self.networks)
        except ClaimError:
            return WHOLE

    @property
    def _is_final(self) -> bool:
        return self.ended and self.shown_step is None

    def result_now(self, evidence: Evidence) -> Result | None:
        """What there is to be said of what is watched; at its end with what the marks go by."""
        found = result_of(self.networks, evidence, self.seen)
        settled = self._is_final or (found is not None and found.at_start)
        judged = self.results.get(evidence) if settled else None
        return with_judged(found, judged.judged if judged else None)

    def draw_progress(self) -> None:
        """Say what runs, how far it is, and which moment is shown."""
        evidence, run = self.evidence, self.run_
        if evidence is None or run is None or not self.observations or not self.is_there:
            return
        newest, main = self.observations[evidence.experiment], self.seen[evidence.experiment]
        put(self.query_one("#run", Static), run_content(main, self.which))
        state = state_content(newest, main, run, self._why_held, used_key(self.app, "faster"))
        put(self.query_one("#state", Static), state)
        where = newest.latest.first_divergence
        moments = Moments(newest.experiment.steps, newest.latest.step, main.latest.step, where.step if where else None)
        self.query_one(Timeline).show(moments)

    def experiments_shown(self) -> dict[str, Experiment]:
        """What the lab opens with: the networks of the highlighted option, and their control; in an exam nothing."""
        shown = self.evidence if not self.session.in_exam else None
        names = [shown.experiment, shown.control] if shown else []
        return {name: self.networks[name] for name in names if name}

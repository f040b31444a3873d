"""Observe: the networks of the highlighted option train before the learner's eyes, and their claim is judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from quizapp.evidence.evidence import Evidence
from quizapp.evidence.probes import Probe, ProbeValues
from quizapp.evidence.results import (
    ClaimResult,
    QuantityResult,
    disputed_options,
    measure_probes,
    needed_experiments,
    result_of,
    verified,
)
from quizapp.play.attempt import Attempt
from quizapp.play.presenter import AfterMarking, BeforeCommit, after_marking, before_commit
from quizapp.play.session import Session, commit
from quizapp.play.views_for import axes_of_attempt, view_for
from quizapp.questions.grading import DISPUTED
from quizapp.runs.live_run import LiveRun, new_run, newest_step
from quizapp.runs.observation import Observation
from quizapp.runs.pace import FRAMES_PER_SECOND, NORMAL
from quizapp.runs.watching import Observations
from quizapp.text.run_report import network_in_words
from quizapp.ui.inputs.choice_list import ChoiceList
from quizapp.ui.inputs.knob_board import KnobBoard
from quizapp.ui.play.heading import session_heading
from quizapp.ui.play.run_charts import draw_charts
from quizapp.ui.play.run_text import claim_content, diagnosis_content, run_content
from quizapp.ui.play.services import Services
from quizapp.ui.shared.chart_view import ChartView
from quizapp.ui.shared.messages import Answered, GoHome, PhaseChanged, SessionChanged
from quizapp.ui.shared.questions import NEXT, PREVIOUS, go
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.shared.text import text
from quizapp.views import VIEWS, Axes
from sim.experiment import Experiment


def answer_widget(shown: BeforeCommit | AfterMarking) -> KnobBoard | ChoiceList:
    """What stands on the left: knobs while they can be turned, and else the options with their marks."""
    if isinstance(shown, BeforeCommit) and shown.tuning:
        return KnobBoard(shown, id="answer")
    return ChoiceList(shown, id="answer")


class ObserveScreen(QuizScreen):
    """The marks on the left, the live run of the highlighted option on the right."""

    CSS_PATH = "observe.tcss"
    AUTO_FOCUS = "#answer"
    HELP = (
        "Every option has networks of its own. Move through the options to watch them train; what is measured is "
        "the median over all networks of a run, and the claim must hold in nine of ten. The control is a second "
        "experiment on which the claim must come out the other way: it shows that the claim can fail at all. "
        "Theory marks what is predicted at initialisation, before anything runs. Where knobs are to be turned, turn "
        "until the goal holds on the networks that you see, and hand in: it is judged on others."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "explain", "explain"),
        Binding("enter", "hand_in", "hand in"),
        Binding("space", "pause", "pause"),
        Binding("full_stop", "step", "step"),
        Binding("plus", "speed(1)", "speed", key_display="+ -"),
        Binding("minus", "speed(-1)", "slower", key_display="-", show=False),
        Binding("r", "rerun", "rerun"),
        Binding("c", "control", "control"),
        Binding("T,upper_t", "theory", "theory over the bars, or not", show=False, key_display="T"),
        Binding("v", "view(1)", "view"),
        Binding("V,upper_v", "view(-1)", "last view", show=False),
        Binding("escape", "home", "home", show=False),
        PREVIOUS,
        NEXT,
    ]
    LEFT_ONCE_SEEN_BY = ("enter",)

    def __init__(self, session: Session, services: Services, speed: int = NORMAL) -> None:
        super().__init__()
        self.session, self.services = session, services
        self.speed = speed
        self.with_control, self.with_theory = True, False
        self.view_name = "error"
        self.evidence: Evidence | None = None
        self.run_: LiveRun | None = None
        self.ended = False
        self.observations: Observations = {}
        self.axes: Axes | None = None
        self.judging = self.measuring = self.verified = False
        self.answer = answer_widget(self.shown)

    @property
    def attempt(self) -> Attempt:
        """The attempt at the question shown."""
        return self.session.current

    @property
    def shown(self) -> BeforeCommit | AfterMarking:
        """What the learner may see of it."""
        return after_marking(self.attempt) if self.attempt.marked else before_commit(self.attempt)

    def body(self) -> Iterable[Widget]:
        """Left: the options with their marks, and the claim. Right: the run."""
        left = Vertical(Static(id="prompt"), self.answer, Static(id="claim"), id="left")
        right = Vertical(
            Static(id="run"),
            ChartView(id="main"),
            Static(id="sentence"),
            ChartView(id="second"),
            Horizontal(ChartView(id="loss"), ChartView(id="accuracy"), id="curves"),
            Static(id="diagnosis"),
            id="right",
        )
        yield Horizontal(left, right, id="sides")

    def heading(self, width: int) -> str:
        """Deck, question, phase and the committed certainty."""
        return session_heading(self.session, width)

    def on_mount(self) -> None:
        """Begin with the first option that the learner should look at."""
        prompt = " ".join(self.attempt.question.prompt.split())
        self.query_one("#prompt", Static).update(text(prompt))
        if self.attempt.final and not self.attempt.marked:
            self._mark_or_measure()
        self.set_interval(1 / FRAMES_PER_SECOND, self._look)
        self._start()

    def on_resize(self) -> None:
        """Charts that a small window had no room for are drawn once there is."""
        super().on_resize()
        self.call_after_refresh(self._draw)

    def on_unmount(self) -> None:
        """Leave no thread behind."""
        self._stop()

    @property
    def step(self) -> int:
        """The training step that is shown."""
        return newest_step(self.observations) if self.observations else 0

    def on_choice_list_highlighted(self) -> None:
        """Another option, another run."""
        self._start()

    def on_answered(self, message: Answered) -> None:
        """Knobs were turned: another run; not while a setting is being judged."""
        if self.judging:
            return
        self._keep(self.attempt.give(message.answer))
        view, same = self.view_name, self.run_ is not None
        self._start()
        self.view_name = view if same else self.view_name

    def _keep(self, attempt: Attempt) -> None:
        self.session = self.session.with_current(attempt)
        self._show_answer()
        self.post_message(SessionChanged(self.session))

    def _show_answer(self) -> None:
        shown = self.shown
        match self.answer, shown:
            case ChoiceList() as choices, _:
                choices.show(shown)
            case KnobBoard() as knobs, BeforeCommit():
                knobs.show(shown)

    def _mark_or_measure(self) -> None:
        """Mark the answer at once where nothing has to be measured for it."""
        probes = self.attempt.to_measure
        if not probes:
            self._mark({})
        elif not self.measuring:
            self.measuring = True
            self._measure(probes)

    @work(thread=True, group="measure", exclusive=True, exit_on_error=False)
    def _measure(self, probes: Sequence[Probe]) -> None:
        """Measure what the marks rest on."""
        came = measure_probes(probes, self.session.experiments, cache=self.services.store)
        if self.is_attached:
            self.app.call_from_thread(self._mark, came)

    def _mark(self, came: ProbeValues) -> None:
        """Mark the answer; a setting that was handed in goes on to its explanation."""
        self.measuring = False
        self._keep(self.attempt.mark(came, self.services.clock()))
        if self.judging:
            self.action_explain()
        else:
            self._verify()

    @work(thread=True, group="verify", exclusive=True, exit_on_error=False)
    def _verify(self) -> None:
        """Measure whether the simulation bears the marks out, of options that are not watched, too."""
        pieces = self.attempt.question.evidence_by_option()
        disputed = disputed_options(self.session.experiments, pieces, self.services.store)
        if self.is_attached:
            self.app.call_from_thread(self._verified, disputed)

    def _verified(self, disputed: frozenset[str]) -> None:
        self.verified = True
        if disputed:
            self._keep(self.attempt.dispute(disputed))
            self.notify(f"Not scored. {DISPUTED}.", severity="warning", markup=False)
        self._draw()

    def _start(self) -> None:
        self._stop()
        option = self.answer.option if isinstance(self.answer, ChoiceList) else self.attempt.options[0]
        self.evidence = evidence = self.attempt.question.evidence_for(option.id)
        self.refresh_bindings()
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

    def _stop(self) -> None:
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
        if event.state is WorkerState.ERROR:
            self.judging = self.measuring = False
            self.answer.disabled = self.attempt.final
            self.notify(f"The simulation stopped: {event.worker.error}", severity="error", markup=False)

    def _look(self) -> None:
        """Take the newest observation, if there is one, and draw it."""
        if self.run_ is None:
            return
        observations = self.run_.latest.take()
        if observations is not None:
            self.observations = observations
            self._draw()
        elif self.run_.finished and not self.ended:
            self.ended = True
            self._draw()

    def _draw(self) -> None:
        evidence = self.evidence
        if evidence is None or self.axes is None or not self.observations:
            return
        main, control = self.observations[evidence.experiment], self._control(evidence)
        sentence = draw_charts(self, self.view_name, main, control, self.axes, self.with_theory)
        self.query_one("#sentence", Static).update(text(sentence))
        self._draw_run()
        self.query_one("#claim", Static).update(
            claim_content(self._result(evidence), self.run_ is not None and self.run_.finished)
        )
        self.query_one("#diagnosis", Static).update(diagnosis_content(main))

    def _result(self, evidence: Evidence) -> ClaimResult | QuantityResult | None:
        """What there is to be said of what is watched; at its end with what more networks said, where they had to."""
        result = result_of(self.session.experiments, evidence, self.observations)
        if self.ended and self.verified:
            return verified(self.session.experiments, evidence, result, self.services.store)
        return result

    def _control(self, evidence: Evidence) -> Observation | None:
        return self.observations.get(evidence.control) if evidence.control and self.with_control else None

    def _draw_run(self) -> None:
        evidence, run = self.evidence, self.run_
        if evidence is None or run is None or not self.observations:
            return
        main = self.observations[evidence.experiment]
        self.query_one("#run", Static).update(run_content(main, run))

    def action_pause(self) -> None:
        """Pause, or go on."""
        if self.run_:
            self.run_.pace.toggle_pause()
            self._draw_run()

    def action_step(self) -> None:
        """One training step, and wait."""
        if self.run_:
            self.run_.pace.step_once()

    def action_speed(self, by: int) -> None:
        """Faster or slower."""
        if self.run_:
            self.run_.pace.change_speed(by)
            self._draw_run()

    def action_rerun(self) -> None:
        """Run the same networks again from the start."""
        view = self.view_name
        self._start()
        self.view_name = view

    def action_control(self) -> None:
        """Draw the control, or leave it out."""
        self.with_control = not self.with_control
        self._draw()

    def action_theory(self) -> None:
        """Draw what theory predicts, or leave it out; on a view of which there is a theory."""
        self.with_theory = not self.with_theory
        if self.with_theory and VIEWS[self.view_name].theory is None:
            self.view_name = next(name for name, view in VIEWS.items() if view.theory)
        self._draw()

    def action_view(self, by: int) -> None:
        """Look at another quantity."""
        names = list(VIEWS)
        self.view_name = names[(names.index(self.view_name) + by) % len(names)]
        self._draw()

    def action_explain(self) -> None:
        """On to the explanation, once the answer is marked."""
        if self.attempt.marked:
            self.post_message(PhaseChanged(self.session.with_current(self.attempt.explain())))
        else:
            self._mark_or_measure()
            self.notify("Still measuring what the marks rest on; one moment.", markup=False)

    def action_hand_in(self) -> None:
        """Hand the setting of the knobs in, to be judged on networks that nobody has seen."""
        if not self.judging:
            self.judging = self.answer.disabled = True
            self.query_one("#claim", Static).update(text("Judging on networks that you have not seen ...", "bold"))
            self._stop()
            self._keep(commit(self.session, self.services.record, self.services.clock()).current)
            self._mark_or_measure()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter hands in where knobs are turned, and explains elsewhere; a control is there or not."""
        if action in ("hand_in", "explain"):
            return (action == "hand_in") == self.attempt.tuning
        if action == "control":
            return self.evidence is None or bool(self.evidence.control)
        return True

    def action_go(self, by: int) -> None:
        """Look at another question."""
        go(self, self.session, by)

    def action_home(self) -> None:
        """Back to the decks."""
        self.post_message(GoHome())

    def experiments_shown(self) -> dict[str, Experiment]:
        """What the lab opens with: the networks of the highlighted option, and their control."""
        names = [self.evidence.experiment, self.evidence.control] if self.evidence else []
        return {name: self.session.experiments[name] for name in names if name}

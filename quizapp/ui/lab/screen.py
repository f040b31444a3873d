"""The lab: two experiments on the same draws, every field a knob, and the effect of every touch seen at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget

from quizapp.experiments.field_knobs import problem_with
from quizapp.lab import comparison as comparisons
from quizapp.lab import phase_diagram
from quizapp.lab.comparison import Comparison
from quizapp.lab.forms import Shared
from quizapp.lab.repairs import repairs
from quizapp.runs.store import RunStore
from quizapp.ui.lab import dialogs, keys
from quizapp.ui.lab.charts import PHASE
from quizapp.ui.lab.knob_panel import KnobList
from quizapp.ui.lab.left_side import LeftSide
from quizapp.ui.lab.opening import Opening
from quizapp.ui.lab.phase_view import PhaseView
from quizapp.ui.lab.repair_result import repaired
from quizapp.ui.lab.runs import LabRuns
from quizapp.ui.lab.share_dialog import ShareScreen
from quizapp.ui.lab.trial import Trial
from quizapp.ui.shared.quiz_screen import QuizScreen
from sim.registry import BadValue

GOAL = "A's weights are too small, B's too large. Turn std with ← and → until A's bars are level."

Action = Callable[[Comparison], Comparison]


class LabScreen(QuizScreen):
    """The knobs on the left, what they do on the right."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "#knobs"
    HORIZONTAL_BREAKPOINTS = [*QuizScreen.HORIZONTAL_BREAKPOINTS, (160, "-huge")]  # noqa: RUF012
    HELP = keys.HELP
    BINDINGS: ClassVar[list[BindingType]] = keys.BINDINGS

    @dataclass
    class Changed(Message):
        """The learner changed the experiments, the view or what is tried: how the lab opens next time."""

        opening: Opening

    def __init__(self, opening: Opening, store: RunStore, still: bool = False) -> None:
        super().__init__()
        self.opening, self.store, self.still = opening, store, still
        self.comparison, self.trial = opening.comparison, opening.trial
        #: Whether the program opened here, so that there is nothing to go back to.
        self.is_first = False
        self.touched = opening.touched and not opening.about

    def body(self) -> Iterable[Widget]:
        """Left: the knobs, and what the highlighted one does. Right: the charts."""
        tour = self.opening.about or (GOAL if not self.touched and self.trial.challenge is None else "")
        runs = LabRuns(self.store, held=not self.touched, still=self.still, view=self.opening.view, id="runs")
        yield Horizontal(LeftSide(self.comparison, tour, id="left"), runs, id="sides")

    def heading(self, width: int) -> str:
        """Which experiment is turned."""
        left = f" quizapp · lab · the knobs turn {self.comparison.side}"
        right = "A and B: same draws, other knobs"
        return left + right.rjust(width - len(left) - 1) if len(left) + len(right) + 3 <= width else left

    def on_mount(self) -> None:
        """Begin with the networks as they are drawn."""
        self.runs.begin(self.comparison)
        self.left.show(self.comparison)
        self.left.show_trial(self.trial)

    @property
    def left(self) -> LeftSide:
        """The left side."""
        return self.query_one(LeftSide)

    @property
    def runs(self) -> LabRuns:
        """The right side."""
        return self.query_one(LabRuns)

    def do(self, action: Action) -> None:
        """Do something to the experiments, or say in place why that cannot be."""
        try:
            comparison = action(self.comparison)
        except BadValue as error:
            self.left.say_trouble(problem_with(error))
        else:
            self.set(comparison)

    def set(self, comparison: Comparison) -> None:
        """Go on with these experiments."""
        before, self.comparison = self.comparison, comparison
        self.left.forget()
        if comparison.side is not before.side:
            self.show_heading()
        if not self.touched:
            self.touched, self.runs.held = True, False
        if comparison.pair != before.pair:
            self.runs.begin(comparison)
        elif comparison.side is not before.side:
            self.runs.show_map(comparison)
        self.left.show(comparison)
        self._keep()

    def _keep(self) -> None:
        view = self.runs.charts.view_name
        self.opening = Opening(self.comparison, self.opening.brought, view=view, trial=self.trial)
        self.post_message(self.Changed(self.opening))

    def try_(self, trial: Trial) -> None:
        """Show another challenge, or what has come of it."""
        self.trial = trial
        self.left.show_trial(trial)
        self._keep()

    def on_resize(self) -> None:
        """Draw what has come into observation."""
        super().on_resize()
        self.call_after_refresh(self.runs.charts.draw)

    def on_lab_runs_mapped(self, message: LabRuns.Mapped) -> None:
        """Draw theory's map."""
        self.left.show_map(message.chart)

    def on_lab_runs_seen(self, message: LabRuns.Seen) -> None:
        """Say what has come of a repair, and have a challenge judged when its networks have ended."""
        self.left.say_repair(message.observations, message.finished)
        if message.finished and self.trial.challenge is not None:
            self.runs.judge(self.trial.challenge, self.comparison.pair)

    def on_lab_runs_judged(self, message: LabRuns.Judged) -> None:
        """Say what the simulation says of the challenge, if these are still its networks."""
        if message.challenge is self.trial.challenge and message.pair == self.comparison.pair:
            self.try_(self.trial.with_judged(message.judged))

    def on_knob_list_turned(self, message: KnobList.Turned) -> None:
        """Turn the knob."""
        self.do(lambda comparison: comparisons.turn(comparison, message.knob, message.up, message.big))

    def on_knob_list_reset(self, message: KnobList.Reset) -> None:
        """Back to the default."""
        self.do(lambda comparison: comparisons.reset(comparison, message.knob))

    def on_knob_list_highlighted(self, message: KnobList.Highlighted) -> None:
        """Say what the knob does."""
        self.left.forget()
        self.left.say_about(message.knob)

    def on_knob_list_side_clicked(self, message: KnobList.SideClicked) -> None:
        """Turn the experiment that was clicked."""
        if message.side is not self.comparison.side:
            self.action_switch()

    def on_knob_list_more_clicked(self) -> None:
        """More knobs, or fewer."""
        self.action_more()

    def on_knob_list_entered(self, message: KnobList.Entered) -> None:
        """Pick from the choices, or type a number."""
        dialogs.enter(self, message.knob)

    def on_phase_view_pointed(self, message: PhaseView.Pointed) -> None:
        """Put the knobs where the map was clicked."""
        place = message.across, message.up
        self.do(lambda now: comparisons.changed(now, lambda _: phase_diagram.at_place(now, *place), "map"))

    def on_phase_view_moved(self, message: PhaseView.Moved) -> None:
        """Move on the map."""
        by = message.right, message.up
        self.do(lambda now: comparisons.changed(now, lambda _: phase_diagram.moved(now, *by), "map"))

    def on_phase_view_left(self) -> None:
        """Back to the knobs."""
        self.query_one(KnobList).focus()

    def on_phase_view_next_view(self) -> None:
        """The next view, of the charts that have several."""
        self.action_view(1)

    def action_switch(self) -> None:
        """Turn the other experiment."""
        self.do(comparisons.switch)

    def action_copy(self) -> None:
        """Make B what A is."""
        self.do(comparisons.copy_a_to_b)

    def action_undo(self) -> None:
        """Take the last change back."""
        self.do(comparisons.undo)

    def action_redo(self) -> None:
        """Change again what was taken back."""
        self.do(comparisons.redo)

    def action_presets(self) -> None:
        """Pick an experiment that is ready made, or type an experiment code."""
        dialogs.pick_preset(self)

    def action_challenges(self) -> None:
        """Pick something to bring about."""
        dialogs.pick_challenge(self)

    def action_open_code(self) -> None:
        """Type an experiment code."""
        dialogs.type_code(self)

    def action_hint(self) -> None:
        """Give the hint of the challenge."""
        self.try_(self.trial.with_hint())

    def action_repair(self, index: int) -> None:
        """Repair the experiment that is turned, and say what comes of it once it is seen."""
        side, before = self.comparison.side, self.comparison.experiment
        offered = repairs(before)
        if index >= len(offered):
            return
        repair = offered[index]
        self.do(lambda comparison: comparisons.changed(comparison, repair.change))
        if self.comparison.experiment != before:
            drawn = before, self.store.initial(before)
            self.left.repaired = repaired(repair.name, side, drawn, self.comparison.experiment)
        elif not self.left.trouble:
            self.left.say(f"{side} has it already: {repair.name}.")

    def action_share(self, name: str) -> None:
        """Show what there is to take away, in one of its forms."""
        taken = Shared(self.comparison.pair, self.comparison.side, self.runs.charts.view_name)
        self.app.push_screen(ShareScreen(taken, self.store, name))

    def action_view(self, by: int) -> None:
        """Look at another quantity."""
        self.runs.charts.next_view(by)
        self._keep()

    def action_map(self) -> None:
        """Go to the phase map, to move on it with the arrow keys."""
        beside = self.query_one("#phase", PhaseView)
        if not beside.size:
            self.runs.charts.show_view(PHASE)
        (beside if beside.size else self.query_one("#main", PhaseView)).enter()

    def action_theory(self) -> None:
        """Lay theory's prediction over what is measured, or leave it out."""
        self.runs.charts.toggle_theory()

    def action_more(self) -> None:
        """Show the knobs that are needed less often, or hide them."""
        self.left.show_more()

    def action_train(self) -> None:
        """Train, or go on."""
        self.runs.toggle_pause()
        self.refresh_bindings()

    def action_pause(self) -> None:
        """Pause."""
        self.action_train()

    def action_step(self) -> None:
        """One training step, and wait."""
        self.runs.step_once()

    def action_speed(self, by: int) -> None:
        """Faster or slower."""
        self.runs.change_speed(by)

    def action_rerun(self) -> None:
        """Run the same networks again from the start."""
        self.runs.held = False
        self.runs.begin(self.comparison)
        self.runs.train()

    def action_close(self) -> None:
        """Back to where the lab was opened; what was turned is kept."""
        self.dismiss()

    def action_close_where_opened(self) -> None:
        """The same; where the program opened in the lab, the key means what it means for the program."""
        self.action_close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Run what is paused and pause what runs; close only what was opened."""
        if action in ("train", "pause"):
            return (action == "pause") == any(runs.is_training for runs in self.query(LabRuns))
        return action != "close_where_opened" or not self.is_first

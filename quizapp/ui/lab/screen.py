"""The lab: two experiments on the same draws, every field a knob, and the effect of every touch seen at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from quizapp.experiments import field_knobs as knobs
from quizapp.experiments.field_knobs import FieldKnob, problem_with
from quizapp.lab import comparison as comparisons
from quizapp.lab import sharing
from quizapp.lab.comparison import Comparison
from quizapp.lab.presets import preset, presets
from quizapp.lab.repairs import repairs
from quizapp.runs.store import RunStore
from quizapp.ui.lab.knob_panel import KnobList
from quizapp.ui.lab.pick_dialog import PickScreen
from quizapp.ui.lab.repair_result import Repaired, repaired
from quizapp.ui.lab.runs import LabRuns
from quizapp.ui.lab.share_dialog import ShareScreen
from quizapp.ui.lab.steady_text import put
from quizapp.ui.lab.texts import keys_content, knob_content, sentence, trouble_content
from quizapp.ui.lab.type_dialog import TypeScreen
from quizapp.ui.shared.chart_view import ChartView
from quizapp.ui.shared.quiz_screen import QuizScreen
from quizapp.ui.shared.text import text
from sim.registry import BadValue

FIRST_KNOB = "init.std"
GOAL = "A's weights are too small, B's too large. Turn std with ← and → until A's bars are level."

Action = Callable[[Comparison], Comparison]


class LabScreen(QuizScreen):
    """The knobs on the left, what they do on the right."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "#knobs"
    HORIZONTAL_BREAKPOINTS = [*QuizScreen.HORIZONTAL_BREAKPOINTS, (160, "-huge")]  # noqa: RUF012
    HELP = (
        "Two experiments, A and B, are drawn from the same random numbers, so that what differs between them is due to "
        "the knobs marked ≠. Turn a knob and see at once what becomes of the networks as they are drawn; leave it "
        "alone for a moment, or press space, and they train. With the mouse: click a knob, click its arrows or turn "
        "the wheel over it, and click A or B to turn that one. Nothing is ever lost: u takes back, and "
        "what you turned is still here when you have closed the lab with L, q or escape and open it again."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "switch", "A/B", key_display="tab"),
        Binding("equals_sign", "copy", "copy A to B", key_display="=", show=False),
        Binding("s", "presets", "preset"),
        Binding("v", "view(1)", "view", id="view"),
        Binding("V,upper_v", "view(-1)", "last view", show=False, key_display="V", id="last_view"),
        Binding("T,upper_t", "theory", "theory over the bars, or not", show=False, key_display="T", id="theory"),
        Binding("space", "train", "run", id="pause"),
        Binding("space", "pause", "pause", id="pause"),
        Binding("u", "undo", "undo", show=False),
        Binding("U,upper_u,ctrl+r", "redo", "redo", show=False, key_display="U ^r"),
        Binding("m", "more", "more or fewer knobs", show=False),
        Binding("1", "repair(0)", "repair: the weights recommended for the activation", show=False),
        Binding("2", "repair(1)", "repair: weights fitted to the data (LSUV)", show=False),
        Binding("3", "repair(2)", "repair: batch normalisation", show=False),
        Binding("4", "repair(3)", "repair: layer normalisation", show=False),
        Binding("y", "share_yaml", "save as YAML, for a deck", show=False),
        Binding("Y,upper_y", "share_python", "copy as Python", show=False, key_display="Y"),
        Binding("full_stop", "step", "one training step", show=False, id="step"),
        Binding("plus", "speed(1)", "faster", show=False, id="faster"),
        Binding("minus", "speed(-1)", "slower", show=False, id="slower"),
        Binding("r", "rerun", "run again", show=False, id="rerun"),
        Binding("escape", "close", "back"),
        Binding("q", "close_where_opened", "back", show=False),
    ]

    @dataclass
    class ComparisonChanged(Message):
        """The learner changed the experiments."""

        comparison: Comparison

    def __init__(self, comparison: Comparison, store: RunStore, still: bool = False, about: str = "") -> None:
        super().__init__()
        self.comparison, self.store, self.still = comparison, store, still
        self.all_of_them = False
        self.trouble = ""
        self.repaired: Repaired | None = None
        #: Whether the program opened here, so that there is nothing to go back to.
        self.is_first = False
        self.touched = bool(comparison.past or comparison.future) and not about
        self.tour = about or (GOAL if not self.touched else "")

    def body(self) -> Iterable[Widget]:
        """Left: the knobs, and what the highlighted one does. Right: the charts."""
        left = Vertical(
            VerticalScroll(KnobList(self.comparison, FIRST_KNOB, id="knobs"), id="knob-box"),
            ChartView(id="phase"),
            Static(id="about"),
            Static(id="keys"),
            id="left",
        )
        yield Horizontal(left, LabRuns(self.store, held=not self.touched, still=self.still, id="runs"), id="sides")

    def heading(self, width: int) -> str:
        """Which experiment is turned."""
        left = f" quizapp · lab · the knobs turn {self.comparison.side}"
        right = "A and B: same draws, other knobs"
        return left + right.rjust(width - len(left) - 1) if len(left) + len(right) + 3 <= width else left

    def on_mount(self) -> None:
        """Begin with the networks as they are drawn."""
        self.query_one("#knob-box").can_focus = False
        self.runs.begin(self.comparison)
        self._draw_knobs()

    @property
    def runs(self) -> LabRuns:
        """The right side."""
        return self.query_one(LabRuns)

    def _do(self, action: Action) -> None:
        """Do something to the experiments, or say in place why that cannot be."""
        try:
            comparison = action(self.comparison)
        except BadValue as error:
            self.trouble = problem_with(error)
            self._draw_knobs()
        else:
            self._set(comparison)

    def _set(self, comparison: Comparison) -> None:
        before, self.comparison, self.trouble, self.repaired = self.comparison, comparison, "", None
        self.post_message(self.ComparisonChanged(comparison))
        if comparison.side is not before.side:
            self.show_heading()
        if not self.touched:
            self.touched, self.tour, self.runs.held = True, "", False
        if comparison.pair != before.pair:
            self.runs.begin(comparison)
        elif comparison.side is not before.side:
            self.runs.show_map(comparison)
        self._draw_knobs()

    def _draw_knobs(self) -> None:
        knob_list = self.query_one(KnobList)
        knob_list.show(self.comparison, self.all_of_them)
        self._say_about(knob_list.knob)
        put(self.query_one("#keys", Static), keys_content(repairs(self.comparison.experiment), self.comparison.side))

    def _say_about(self, knob: FieldKnob) -> None:
        about = trouble_content(self.trouble) if self.trouble else knob_content(self.comparison, knob)
        if self.tour and not self.trouble:
            about = text(self.tour, "bold")
        put(self.query_one("#about", Static), about)

    def on_resize(self) -> None:
        """Draw what has come into observation."""
        super().on_resize()
        self.call_after_refresh(self.runs.charts.draw)

    def on_lab_runs_mapped(self, message: LabRuns.Mapped) -> None:
        """Draw theory's map."""
        self.query_one("#phase", ChartView).show(message.chart)

    def on_knob_list_turned(self, message: KnobList.Turned) -> None:
        """Turn the knob."""
        self._do(lambda comparison: comparisons.turn(comparison, message.knob, message.up, message.big))

    def on_knob_list_reset(self, message: KnobList.Reset) -> None:
        """Back to the default."""
        self._do(lambda comparison: comparisons.reset(comparison, message.knob))

    def on_knob_list_highlighted(self, message: KnobList.Highlighted) -> None:
        """Say what the knob does."""
        self.trouble, self.tour, self.repaired = "", "", None
        self._say_about(message.knob)

    def on_knob_list_side_clicked(self, message: KnobList.SideClicked) -> None:
        """Turn the experiment that was clicked."""
        if message.side is not self.comparison.side:
            self.action_switch()

    def on_knob_list_more_clicked(self) -> None:
        """More knobs, or fewer."""
        self.action_more()

    def on_knob_list_entered(self, message: KnobList.Entered) -> None:
        """Pick from the choices, or type a number."""
        knob, title = message.knob, f"{self.comparison.side}: {message.knob.label}"
        if knob.choices:
            entries = [(choice, knobs.meaning(knob, choice)) for choice in knob.choices]
            at = knobs.place(self.comparison.experiment, knob)
            self.app.push_screen(PickScreen(title, entries, at), lambda text: self._typed(knob, text))
        else:
            about, now = f"{knob.about} {sentence(knob.allowed)}", knobs.shown(self.comparison.experiment, knob)
            screen = TypeScreen(title, about, now, lambda text: self._problem(knob, text))
            self.app.push_screen(screen, lambda text: self._typed(knob, text))

    def _problem(self, knob: FieldKnob, typed: str) -> str | None:
        try:
            comparisons.type_in(self.comparison, knob, typed)
        except BadValue as error:
            return problem_with(error)
        return None

    def _typed(self, knob: FieldKnob, typed: str | None) -> None:
        if typed is not None:
            self._do(lambda comparison: comparisons.type_in(comparison, knob, typed))

    def action_switch(self) -> None:
        """Turn the other experiment."""
        self._do(comparisons.switch)

    def action_copy(self) -> None:
        """Make B what A is."""
        self._do(comparisons.copy_a_to_b)

    def action_undo(self) -> None:
        """Take the last change back."""
        self._do(comparisons.undo)

    def action_redo(self) -> None:
        """Change again what was taken back."""
        self._do(comparisons.redo)

    def action_presets(self) -> None:
        """Pick an experiment that is ready made."""
        entries = [(each.name, each.about) for each in presets()]
        self.app.push_screen(PickScreen(f"{self.comparison.side} becomes", entries), self._preset)

    def _preset(self, name: str | None) -> None:
        if name is not None:
            self._do(lambda comparison: comparisons.put(comparison, preset(name).experiment))

    def action_repair(self, index: int) -> None:
        """Repair the experiment that is turned, and say what comes of it once it is seen."""
        side, before = self.comparison.side, self.comparison.experiment
        offered = repairs(before)
        if index >= len(offered):
            return
        repair = offered[index]
        self._do(lambda comparison: comparisons.changed(comparison, repair.change))
        if self.comparison.experiment != before:
            drawn = before, self.store.initial(before)
            self.repaired = repaired(repair.name, side, drawn, self.comparison.experiment)
        elif not self.trouble:
            put(self.query_one("#about", Static), text(f"{side} has it already: {repair.name}.", "$text-muted"))

    def on_lab_runs_seen(self, message: LabRuns.Seen) -> None:
        """Say what has come of a repair."""
        said = self.repaired.content(message.observations, message.finished) if self.repaired else None
        if said is not None:
            put(self.query_one("#about", Static), said)

    def action_share_yaml(self) -> None:
        """Show the experiment as it is written in a deck."""
        about = "Paste it into a deck; where that has experiments already, without the first line."
        self._share("YAML", about, sharing.as_yaml, "yaml")

    def action_share_python(self) -> None:
        """Show the experiment as a call."""
        self._share("Python", "The call that makes this experiment.", sharing.as_python, "py")

    def _share(self, language: str, about: str, written: Callable[..., str], ending: str) -> None:
        side = self.comparison.side
        shared = written(self.comparison.experiment, f"lab-{side}")
        self.app.push_screen(ShareScreen(f"{side} as {language}", about, shared, f"lab-{side.lower()}.{ending}"))

    def action_view(self, by: int) -> None:
        """Look at another quantity."""
        self.runs.charts.next_view(by)

    def action_theory(self) -> None:
        """Lay theory's prediction over what is measured, or leave it out."""
        self.runs.charts.toggle_theory()

    def action_more(self) -> None:
        """Show the knobs that are needed less often, or hide them."""
        self.all_of_them = not self.all_of_them
        self._draw_knobs()

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

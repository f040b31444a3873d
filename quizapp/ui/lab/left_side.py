"""The left side of the lab: the knobs, theory's map, the challenge, and what is said of the highlighted knob."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quizapp.charts import PhaseMap
from quizapp.experiments.field_knobs import FieldKnob
from quizapp.lab.comparison import Comparison
from quizapp.lab.repairs import repairs
from quizapp.runs.watching import Observations
from quizapp.ui.lab.knob_panel import KnobList
from quizapp.ui.lab.phase_view import PhaseView
from quizapp.ui.lab.repair_result import Repaired
from quizapp.ui.lab.texts import keys_content, knob_content, trouble_content
from quizapp.ui.lab.trial import Trial
from quizapp.ui.shared.cut_text import CutText
from quizapp.ui.shared.steady_text import put
from quizapp.ui.shared.text import text
from quizapp.ui.shared.used_keys import used_key

FIRST_KNOB = "init.std"
#: What a knob does stands in full where it is set.
SHOWS_ALL = "enter shows all"


class LeftSide(Vertical):
    """Shows a comparison; below its knobs stands why a turn was not done, or else what was just said, or what they do.

    `tour` is what is said until anything is touched, and `repaired` the last repair until something else is.
    """

    def __init__(self, comparison: Comparison, tour: str, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.comparison = comparison
        self.all_of_them = False
        self.trouble, self.tour = "", tour
        self.repaired: Repaired | None = None

    def compose(self) -> ComposeResult:
        """From the knobs down."""
        yield VerticalScroll(KnobList(self.comparison, FIRST_KNOB, id="knobs"), id="knob-box")
        yield PhaseView(id="phase")
        yield CutText("", id="challenge")
        yield CutText("", id="about")
        yield Static(id="keys")

    def on_mount(self) -> None:
        """Leave the focus to the knobs."""
        self.query_one("#knob-box").can_focus = False

    @property
    def knobs(self) -> KnobList:
        """The list of knobs."""
        return self.query_one(KnobList)

    def show(self, comparison: Comparison) -> None:
        """Draw the knobs of a comparison, and say what the highlighted one does."""
        self.comparison = comparison
        self.knobs.show(comparison, self.all_of_them)
        self.say_about(self.knobs.knob)
        self._show_keys()

    def on_resize(self) -> None:
        """Fit the keys to the width."""
        self._show_keys()

    def _show_keys(self) -> None:
        place, width = self.query_one("#keys", Static), self.content_size.width
        put(place, keys_content(repairs(self.comparison.experiment), self.comparison.side, width, self._used))

    def _used(self, action: str) -> str:
        return used_key(self.app, action)

    def show_more(self) -> None:
        """Show the knobs that are needed less often, or hide them."""
        self.all_of_them = not self.all_of_them
        self.show(self.comparison)

    def show_map(self, chart: PhaseMap) -> None:
        """Draw theory's map."""
        self.query_one("#phase", PhaseView).show(chart)

    def show_trial(self, trial: Trial) -> None:
        """Show the challenge, with what has come of it, or none."""
        self.screen.set_class(trial.challenge is not None, "-challenged")
        put(self.query_one("#challenge", Static), trial.content(self._used("hint")))

    def forget(self) -> None:
        """Something was done: neither the last trouble nor the tour stands any longer."""
        self.trouble, self.tour, self.repaired = "", "", None

    def say_about(self, knob: FieldKnob) -> None:
        """Say what there is to say: trouble, the tour, or what a knob does."""
        if self.trouble:
            self.say_trouble(self.trouble)
        elif self.tour:
            self._say(text(self.tour, "bold"))
        else:
            self._say(knob_content(self.comparison, knob), SHOWS_ALL)

    def say_trouble(self, trouble: str) -> None:
        """Say why something was not done."""
        self.trouble = trouble
        self._say(trouble_content(trouble))

    def say(self, words: str) -> None:
        """Say something in passing."""
        self._say(text(words, "$text-muted"))

    def say_repair(self, observations: Observations, finished: bool) -> None:
        """Say what has come of the last repair, as far as it is seen."""
        said = self.repaired.content(observations, finished) if self.repaired else None
        if said is not None:
            self._say(said)

    def _say(self, words: Content, more: str = "") -> None:
        """Say something below the knobs, and which key shows all of it where it is cut."""
        about = self.query_one("#about", CutText)
        about.more = more
        put(about, words)

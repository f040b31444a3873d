"""Observe: the networks of the highlighted option train before the learner's eyes, and their claim is judged."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from time import monotonic
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Grid, Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static

from quizapp.evidence.evidence import Evidence
from quizapp.evidence.needs import compared_with
from quizapp.evidence.results import ClaimResult, Result
from quizapp.play.asked import asked
from quizapp.play.attempt import Attempt
from quizapp.play.presenter import AfterMarking, BeforeCommit, MarkedOption, after_marking, before_commit
from quizapp.play.session import Session, commit
from quizapp.play.telling import Told, short_of_goal, told
from quizapp.questions.answer_forms import Answer
from quizapp.questions.grading import Mark
from quizapp.ui.inputs.choice_list import ChoiceList, own_choice
from quizapp.ui.inputs.knob_board import KnobBoard
from quizapp.ui.play.in_full import InFullScreen, in_full
from quizapp.ui.play.left_rows import RunColumn, is_stacked, share_left
from quizapp.ui.play.run_charts import MOST_TOGETHER
from quizapp.ui.play.services import Services
from quizapp.ui.play.steered_screen import SteeredScreen
from quizapp.ui.play.timeline import Timeline
from quizapp.ui.shared.chart_view import ChartView
from quizapp.ui.shared.cut_text import CutText
from quizapp.ui.shared.messages import Answered, FinishAsked, PhaseChanged
from quizapp.ui.shared.notice import Notice
from quizapp.ui.shared.questions import FINISH, NEXT, PREVIOUS, go
from quizapp.ui.shared.steady_text import put
from quizapp.ui.shared.text import text
from quizapp.ui.shared.used_keys import used_key
from quizapp.views import VIEWS

#: What can be done with a setting that does not reach its goal.
ALL_THE_SAME = "Turn on; or press enter again to hand it in all the same, for good."


def answer_widget(shown: BeforeCommit | AfterMarking) -> KnobBoard | ChoiceList:
    """What stands on the left: knobs while they can be turned, and else the options, the learner's own highlighted."""
    if isinstance(shown, BeforeCommit) and shown.tuning:
        return KnobBoard(shown, id="answer")
    return ChoiceList(shown, id="answer", highlighted=own_choice(shown))


class ObserveScreen(SteeredScreen):
    """The marks on the left, the live run of the highlighted option on the right."""

    CSS_PATH = "observe.tcss"
    AUTO_FOCUS = "#answer"
    HELP = (
        "Every option has networks of its own. Move through the options to watch them train; what is measured is "
        "the median over all networks of a run, and the claim must hold in nine of ten. The control is a second "
        "experiment on which the claim must come out the other way: it shows that the claim can fail at all. "
        "Theory marks what is predicted at initialisation, before anything runs. Where knobs are to be turned, turn "
        "until the goal holds on the networks that you see, and hand in: it is judged on others, which then run here."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "explain", "explain"),
        Binding("enter", "hand_in", "hand in"),
        Binding("space", "pause", "pause", id="pause"),
        Binding("v", "view(1)", "view", id="view"),
        Binding("V,upper_v", "view(-1)", "last view", show=False, id="last_view"),
        Binding("i", "in_full", "in full", id="in_full"),
        Binding("full_stop", "step", "step", id="step"),
        Binding("b", "back", "back", id="back"),
        Binding("d", "to_divergence", "to divergence", show=False, id="diverged"),
        Binding("c", "control", "compare", id="compare"),
        Binding("plus", "speed(1)", "speed", key_display="+ -", id="faster"),
        Binding("minus", "speed(-1)", "slower", key_display="-", show=False, id="slower"),
        Binding("r", "rerun", "rerun", id="rerun"),
        Binding("T,upper_t", "theory", "theory over the bars, or not", show=False, key_display="T", id="theory"),
        Binding("f", "formula", "formula", show=False, id="formula"),
        Binding("escape", "home", "home", show=False),
        PREVIOUS,
        NEXT,
        *FINISH,
    ]
    LEFT_ONCE_SEEN_BY = ("enter",)

    def __init__(self, session: Session, services: Services) -> None:
        super().__init__(session, services)
        #: The setting of which it was said that it does not reach the goal, and that may be handed in all the same.
        self.warned_of: Answer = None
        #: Of which evidence the simulation has had its say on this screen.
        self.spoken: set[Evidence] = set()
        self.answer = answer_widget(self.shown)
        self.notice = Notice()

    @property
    def shown(self) -> BeforeCommit | AfterMarking:
        """What the learner may see of it."""
        return after_marking(self.attempt) if self.attempt.marked else before_commit(self.attempt)

    def body(self) -> Iterable[Widget]:
        """Left: the options with their marks, and the claim. Right: the run."""
        self._stack()
        shows_all = f"{used_key(self.app, 'in_full')} shows all"
        claim = CutText(shows_all, id="claim")
        left = Vertical(CutText(shows_all, id="prompt"), self.answer, Static(id="warning"), claim, id="left")
        right = RunColumn(
            Static(id="run"),
            Horizontal(Static(id="state"), Timeline(), id="progress"),
            ChartView(id="main"),
            Grid(*(ChartView(classes="one-of-several") for _ in range(MOST_TOGETHER)), id="together"),
            CutText(shows_all, id="sentence"),
            ChartView(id="second"),
            Horizontal(ChartView(id="loss"), ChartView(id="accuracy"), id="curves"),
            CutText(shows_all, id="diagnosis"),
            id="right",
        )
        yield Horizontal(left, right, id="sides")

    def on_mount(self) -> None:
        """Begin with the first option that the learner should look at."""
        self.take_what_is_known()
        self._show_prompt()
        if self.attempt.final:
            self.measure_marks()
        self._show_answer()
        self._start()

    def on_resize(self) -> None:
        """The prompt as there is room for it."""
        self._stack()
        super().on_resize()
        self._show_prompt()

    def _stack(self) -> None:
        """The run below the question where it has no room beside it."""
        self.set_class(is_stacked(*self.app.size), "-stacked")

    def draw_run(self, moves: bool = False) -> None:
        """Draw what was observed, and give the words that came of it their rows."""
        super().draw_run(moves)
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Share out the rows, and draw for what there are then; not twice for the same window and words."""
        if share_left(self):
            self.call_after_refresh(self.draw_run)

    def _show_prompt(self) -> None:
        """The prompt in full, or the sentence of it that asks where there are few rows."""
        prompt = self.attempt.question.prompt
        shown = asked(prompt) if self.has_class("-low") else " ".join(prompt.split())
        self.query_one("#prompt", Static).update(text(shown))

    def on_choice_list_highlighted(self) -> None:
        """Another option, another run."""
        self._start()

    def on_answered(self, message: Answered) -> None:
        """Knobs were turned: another run; not once a setting was handed in."""
        if not self.attempt.tuning:
            return
        self._show_warning("")
        self.keep(self.attempt.give(message.answer))
        view, same = self.view_name, self.run_ is not None
        self._start()
        self.view_name = view if same else self.view_name

    def keep(self, attempt: Attempt) -> None:
        """Let the attempt stand otherwise, and show its answer."""
        super().keep(attempt)
        self._show_answer()

    def _show_answer(self) -> None:
        shown = self.shown
        match self.answer, shown:
            case ChoiceList() as choices, _:
                choices.hold(self._unheard())
                choices.show(shown)
            case KnobBoard() as knobs, BeforeCommit():
                knobs.show(shown)

    def _unheard(self) -> frozenset[str]:
        """The options of which the simulation has not spoken yet: it is the simulation that marks.

        Once it has been asked behind the screen, the one whose networks run still waits for these.
        """
        pieces = ((option.id, self.attempt.question.evidence_for(option.id)) for option in self.attempt.options)
        silent = ((name, each) for name, each in pieces if each and each.claim and each not in self.spoken)
        return frozenset(name for name, each in silent if not self.attempt.settled or each == self.evidence)

    def show_claim(self) -> None:
        """Say how the claim came out, and mark the option once its networks have run."""
        super().show_claim()
        self._warn_as_it_stands()
        evidence = self.evidence
        if evidence and evidence not in self.spoken and self.run_ and self._has_spoken(evidence):
            self.spoken.add(evidence)
            self._show_answer()

    def _has_spoken(self, evidence: Evidence) -> bool:
        found = self.result_now(evidence)
        at_start = isinstance(found, ClaimResult) and found.at_start
        return at_start or (self.run_ is not None and self.run_.finished)

    def told_of(self, found: Result | None) -> Told | None:
        """What there is to tell of a result, and of what the learner made of it once it is marked."""
        if found is None:
            return None
        ended = not self.trains or (self.run_ is not None and self.run_.finished)
        same = [one for one in self.attempt.options if self.attempt.question.evidence_for(one.id) == self.evidence]
        return told(found, self.attempt.form, self.mark_shown(), ended, len(same) > 1)

    def mark_shown(self) -> Mark | None:
        """The mark of the highlighted option, once there is one."""
        option = self.answer.option if isinstance(self.answer, ChoiceList) else None
        return option.mark if isinstance(option, MarkedOption) else None

    def action_view(self, by: int) -> None:
        """Look at another quantity, and say which of how many it is."""
        super().action_view(by)
        place = list(VIEWS).index(self.view_name) + 1
        self.notice.say(self, f"view {place} of {len(VIEWS)}: {self.view_name}")

    def action_in_full(self) -> None:
        """Read the question, the options and what came of the one that is watched, in full."""
        found = self.told_of(self.result_now(self.evidence)) if self.evidence and self.observations else None
        self.app.push_screen(InFullScreen(in_full(self.shown, self._unheard(), found, self.sentence, self.diagnosis)))

    def marked(self) -> None:
        """The marks are there, to be told once the networks have run."""
        self._show_answer()

    def judged(self) -> None:
        """Show the marks as they are now, and what they go by."""
        self._show_answer()
        self.draw_run()

    def _start(self) -> None:
        option = self.answer.option if isinstance(self.answer, ChoiceList) else self.attempt.options[0]
        self.watch_networks(self.attempt.question.evidence_for(option.id))
        self.refresh_bindings()

    def action_explain(self) -> None:
        """On to the explanation, once the answer is marked."""
        if self.attempt.marked:
            self.post_message(PhaseChanged(self.session.with_current(self.attempt.explain())))
        else:
            self.measure_marks()
            step, steps = self.services.background.at
            where = f": step {step} of {steps}" if steps else ""
            self.notify(f"Still measuring what the marks rest on{where}.", markup=False)

    def action_hand_in(self) -> None:
        """Hand the setting of the knobs in, and watch the networks that it is judged on, which nobody has seen."""
        if self._warns_of_goal():
            return
        if self.session.timed(self.services.running()) is not self.session:
            return  # its time is over, which the app is about to say
        self.stop()
        self.session = commit(self.session, self.services.record, self.services.clock())
        self.post_message(PhaseChanged(self.session.at_next_open() if self.session.in_exam else self.session))

    def _warns_of_goal(self) -> bool:
        """Say once of a setting what is short of the goal; its answer cannot be changed when it is handed in."""
        found = self.result_now(self.evidence) if self.evidence and self.observations else None
        short, _ = short_of_goal(found, self.ended or not self.trains)
        if not short or self.attempt.answer == self.warned_of:
            return False
        self._show_warning(f"{short} {ALL_THE_SAME}")
        self.there_since = inf  # until it can be read, enter does not count
        self.call_after_refresh(self._has_warned_of, self.attempt.answer)
        return True

    def _warn_as_it_stands(self) -> None:
        """What was said to be short of the goal, as it is by now: networks may have reached it since."""
        if self.attempt.tuning and self.query_one("#warning", Static).display and self.evidence and self.observations:
            short, _ = short_of_goal(self.result_now(self.evidence), self.ended)
            self._show_warning(f"{short} {ALL_THE_SAME}" if short else "")

    def _show_warning(self, words: str) -> None:
        warning = self.query_one("#warning", Static)
        put(warning, text(words, "bold $text-warning"))
        warning.display = bool(words)
        self.call_after_refresh(self._fit)

    def _has_warned_of(self, answer: Answer) -> None:
        """What was said can be read from now on, and enter counts again if it is pressed later."""
        self.warned_of, self.there_since = answer, monotonic()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter hands in where knobs are turned, and explains elsewhere; a control is there or not."""
        if action in ("hand_in", "explain"):
            return (action == "hand_in") == self.attempt.tuning
        if action == "finish":
            return self.session.in_exam
        if action == "control":
            return not self.evidence or bool(compared_with(self.networks, self.evidence))
        return True

    def action_finish(self) -> None:
        """Finish the exam, if the learner means it."""
        self.post_message(FinishAsked(self.session))

    def action_go(self, by: int) -> None:
        """Look at another question."""
        go(self, self.session, by)

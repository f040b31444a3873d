"""Observing, line by line: the networks of one option after another, or of those that are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from quizapp.evidence.evidence import Evidence
from quizapp.evidence.focus import focus_of
from quizapp.evidence.needs import needed_experiments
from quizapp.plain import texts
from quizapp.plain.console import Prompt
from quizapp.plain.inputs.choices import choices
from quizapp.plain.prompts import Request, read_request
from quizapp.plain.question_in_play import QuestionInPlay
from quizapp.play.calling import noun_of
from quizapp.play.telling import CONTROL
from quizapp.play.views_for import view_for
from quizapp.questions.answer_forms import EnterNumber, EnterText, Option, TurnKnobs
from quizapp.questions.grading import Mark
from quizapp.runs.observation import Observation
from quizapp.text.run_report import described, diagnosis_block, names_of
from quizapp.views import VIEWS, View
from sim.experiment import Experiment

KEYS = (
    "v tells all that is measured of the networks that ran last; s tells how their training went, step by step; t adds "
    "what theory predicts, or leaves it out; f tells the claim as a formula; d draws charts, or leaves them out"
)


LOOK_BACK = (
    "Enter goes on to the next question. Until then the networks can still be looked at, as before the explanation: "
    "v, s, t and f tell more of those that ran last; ? says what else."
)


def observe(playing: QuestionInPlay) -> Watching:
    """Watch the options one after another, or those that are asked for; what was watched."""
    watching = Watching(playing, playing.options_to_watch())
    playing.console.tell_wrapped(f"Now watch the networks: enter runs {watching.next_ones}; ? says what else.")
    while watching.obey(playing.ask(watching.prompt)):
        pass
    return watching


def look_back(watching: Watching) -> None:
    """Let networks be looked at again below the explanation, until the learner goes on."""
    playing, watching.waiting, watching.below = watching.playing, [], True
    playing.console.tell_once(LOOK_BACK)
    while (request := playing.ask(watching.prompt_below)) not in (Request.DONE, Request.GO_ON):
        watching.obey(request)


@dataclass
class Watching:
    """Which options still wait to be watched, which was watched last, and whether that is `below` the explanation."""

    playing: QuestionInPlay
    waiting: list[Option]
    last: Option | None = field(default=None)
    below: bool = False

    @property
    def noun(self) -> str:
        """What an option is called."""
        return noun_of(self.playing.attempt.form)

    @property
    def next_ones(self) -> str:
        """What enter runs."""
        return "them" if self._single else f"those of the next {self.noun}"

    @property
    def _single(self) -> bool:
        return isinstance(self.playing.attempt.form, EnterNumber | EnterText | TurnKnobs)

    @property
    def prompt(self) -> Prompt[Request | list[Option]]:
        """What can be wished for."""
        return self._prompt(
            "observe",
            f"Enter runs {'the networks' if self._single else f'the networks of the next {self.noun}'}, and goes on to "
            f"the explanation once all have run; {self._named}{KEYS}; n goes on to the explanation.",
        )

    @property
    def prompt_below(self) -> Prompt[Request | list[Option]]:
        """What can be wished for below the explanation."""
        return self._prompt("next", f"Enter goes on to the next question; {self._named}{KEYS}.")

    @property
    def _named(self) -> str:
        return "" if self._single else f"{choices(self.playing.attempt.form.options)} runs those of one {self.noun}; "

    def _prompt(self, name: str, text: str) -> Prompt[Request | list[Option]]:
        options, noun = self.playing.attempt.form.options, self.noun
        return Prompt(name, lambda line: read_request(line, options, noun), text)

    def obey(self, request: Request | list[Option]) -> bool:
        """Do as is wished, and say whether there is more to ask."""
        match request:
            case Request.DONE:
                return False
            case Request.THEORY:
                toggle_theory(self.playing, self._evidence)
            case Request.ALL_VIEWS | Request.STEPS | Request.DRAWINGS | Request.FORMULA:
                show_more(self.playing, self._evidence, request)
            case Request.GO_ON if not self.waiting:
                return False
            case _:
                self._watch(self.waiting[:1] if isinstance(request, Request) else request)
        return True

    @property
    def _evidence(self) -> Evidence | None:
        return self.playing.attempt.question.evidence_for(self.last.id) if self.last else None

    def _watch(self, options: list[Option]) -> None:
        for option in options:
            self.last = option
            watch_option(self.playing, option)
            self.waiting = [each for each in self.waiting if each is not option]
        if not self.waiting and not self.below:
            self.playing.console.tell("All have run. Enter goes on to the explanation.")


def watch_option(playing: QuestionInPlay, option: Option) -> None:
    """What became of an option, and its networks."""
    if not isinstance(playing.attempt.form, EnterNumber | EnterText):
        playing.console.tell(texts.option_heading(playing.marked, playing.marked_option(option), playing.page))
    evidence = playing.attempt.question.evidence_for(option.id)
    if evidence is None:
        playing.console.tell("There is nothing to simulate for this choice.")
    else:
        watch_evidence(playing, evidence, playing.marked_option(option).mark)


def watch_evidence(playing: QuestionInPlay, evidence: Evidence, mark: Mark | None = None) -> None:
    """What came of it, in words first; what ran; then the view that shows what matters, the loss, and the diagnoses."""
    networks = playing.session.watched
    main = playing.runs.watched(needed_experiments(networks, evidence))[evidence.experiment]
    came = playing.told(evidence, mark)
    playing.console.tell(texts.told_block(came, playing.page) if came else "There is no claim for this.")
    if came and any(label == "control" for label, _ in came.words):
        playing.console.tell_once(CONTROL)
    playing.console.tell(playing.page.wrapped(described(main), "  ", "The networks were "))
    _tell_moments(playing, evidence, main)


def _tell_moments(playing: QuestionInPlay, evidence: Evidence, main: Observation) -> None:
    """The view that shows what matters and the diagnosis of that moment; then how the training ended if that is later.

    What is wrong in the end is said once more only if it is not what was wrong at the start.
    """
    view = main_view(evidence, playing.session.watched, playing.with_theory)
    early = playing.is_at_start(view, evidence)
    focus = focus_of(evidence, playing.session.watched)
    playing.show([view], evidence)
    if early:
        playing.console.tell(diagnosis_block(main.until(0), playing.page, focus))
    if main.experiment.steps and view is not VIEWS["loss"]:
        playing.show([VIEWS["loss"]], evidence)
    if not early or names_of(main) != names_of(main.until(0)):
        playing.console.tell(diagnosis_block(main, playing.page, focus))


def tell_formula(playing: QuestionInPlay, evidence: Evidence | None) -> None:
    """The claim of the networks that ran last, as it is written."""
    came = playing.told(evidence, None) if evidence else None
    playing.console.tell(texts.formula_block(came, playing.page) if came else "There is no formula: run some networks.")


def main_view(evidence: Evidence, experiments: Mapping[str, Experiment], with_theory: bool) -> View:
    """The view that shows what matters; where theory is wanted, one of which there is a theory."""
    view = view_for(evidence, experiments)
    if with_theory and view.theory is None:
        return next(view for view in VIEWS.values() if view.theory)
    return view


def show_more(playing: QuestionInPlay, evidence: Evidence | None, request: Request) -> None:
    """Everything that is measured of the networks that ran last, or their steps; or drawings from now on, or none."""
    if request is Request.DRAWINGS:
        _toggle_drawings(playing, evidence)
    elif request is Request.FORMULA:
        tell_formula(playing, evidence)
    elif evidence is None:
        playing.console.tell("There is nothing to tell yet: run some networks first.")
    elif request is Request.STEPS:
        playing.tell_steps(evidence)
    else:
        playing.show(VIEWS.values(), evidence, every_row=True)


def _toggle_drawings(playing: QuestionInPlay, evidence: Evidence | None) -> None:
    playing.console.page = replace(playing.page, drawings=not playing.page.drawings)
    if not playing.page.drawings:
        playing.console.tell("Charts are told in words from now on.")
        return
    playing.console.tell("Charts are drawn from now on; d leaves them out.")
    if evidence is not None:
        playing.show([main_view(evidence, playing.session.watched, playing.with_theory)], evidence)


def toggle_theory(playing: QuestionInPlay, evidence: Evidence | None) -> None:
    """Lay theory over the charts from now on, beginning with the one seen last; or leave it out."""
    playing.with_theory = not playing.with_theory
    if not playing.with_theory:
        playing.console.tell("Theory is left out from now on.")
        return
    playing.console.tell("What theory predicts is told, too, from now on; t leaves it out.")
    if evidence is not None:
        playing.show([main_view(evidence, playing.session.watched, True)], evidence)

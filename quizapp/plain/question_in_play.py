"""A question in play: how things stand, and what every phase of it does with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property, partial
from typing import TypeVar

from quizapp.evidence.evidence import Evidence
from quizapp.evidence.focus import focus_of, looked_at
from quizapp.evidence.needs import compared_with, needed_experiments, watched_experiments
from quizapp.evidence.probes import all_experiments
from quizapp.evidence.results import ClaimResult, QuantityResult, result_of
from quizapp.plain.console import PATIENCE, Console, NotUnderstood, Prompt, SlowNotice
from quizapp.plain.inputs.adapters import LineAdapter, adapter_for
from quizapp.plain.keeping import Keeping
from quizapp.plain.runs import Runs
from quizapp.play.attempt import NO_HINTS, Attempt
from quizapp.play.calling import by_option
from quizapp.play.exam import WARNINGS, clock_words, running, warning
from quizapp.play.judging import Judgement, judge_attempt, measure
from quizapp.play.presenter import AfterMarking, BeforeCommit, MarkedOption, after_marking, before_commit
from quizapp.play.session import Session, commit
from quizapp.play.telling import Told, told
from quizapp.play.views_for import axes_of_attempt
from quizapp.questions.answer_forms import EnterText, Option, TurnKnobs
from quizapp.questions.grading import Mark
from quizapp.runs.background import Background
from quizapp.runs.observation import Observation
from quizapp.runs.store import RunStore
from quizapp.text.chart_words import chart_in_words
from quizapp.text.run_report import Page, chart_blocks
from quizapp.text.step_words import steps_in_words
from quizapp.views import WHOLE, Axes, View
from sim.experiment import Experiment
from sim.sweep import Ends

T = TypeVar("T")
MOVES = "p goes to the previous question, skip to the next, go 5 to the fifth."
FINISH = "finish ends the exam."
JUDGING, MEASURING = "judging on networks that you have not seen", "measuring what the marks rest on"
CHECKING = "checking the marks on more networks"


def other_depth(called: str, depth: int, own: int) -> str:
    """That networks which are compared have another number of layers, and which of these stand side by side."""
    layers = f"{depth} layer{'s' * (depth != 1)}"
    other = "the control" if called == "control" else called
    return f"Mind that {other} has {layers} and not {own}: its layer {depth}, which gives the answer, is its last."


class GoTo(Exception):
    """Another question is wanted, at this position."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


class Finish(Exception):
    """The exam is to be finished."""


class TimeIsOver(Exception):
    """The time of the exam has run out."""


class QuestionInPlay:
    """A question in play; `session` is how things stand."""

    def __init__(
        self,
        console: Console,
        session: Session,
        store: RunStore,
        background: Background,
        keeping: Keeping,
        clock: Callable[[], float] = running,
    ) -> None:
        self.console, self.session, self.store, self.background = console, session, store, background
        self.keeping, self.clock = keeping, clock
        self.runs = Runs(console, store)
        self.with_theory = False

    @property
    def attempt(self) -> Attempt:
        """The attempt as it stands."""
        return self.session.current

    @property
    def page(self) -> Page:
        """What is printed on."""
        return self.console.page

    @property
    def adapter(self) -> LineAdapter:
        """How the question is answered, from where the answer stands."""
        return adapter_for(self.attempt.form, self.attempt.answer)

    @property
    def shown(self) -> BeforeCommit:
        """What the player may see before the answer is marked."""
        return before_commit(self.attempt)

    @property
    def marked(self) -> AfterMarking:
        """What the player may see once it is."""
        return after_marking(self.attempt)

    def marked_option(self, option: Option) -> MarkedOption:
        """An option as it was marked."""
        return next(each for each in self.marked.options if each.id == option.id)

    def become(self, attempt: Attempt) -> None:
        """Let the attempt stand otherwise."""
        self.session = self.session.with_current(attempt)
        self.keeping.keep(self.session)

    def become_session(self, session: Session) -> None:
        """Let the session stand otherwise."""
        self.session = session
        self.keeping.keep(session)

    def _heed_time(self) -> None:
        """Raise TimeIsOver if an exam has no time left."""
        timed = self.session.timed(self.clock())
        if timed is not self.session:
            self.become_session(timed)
            raise TimeIsOver

    def commit(self) -> None:
        """Commit the prediction, or hand the setting in."""
        self._heed_time()
        self.session = commit(self.session, self.keeping.keep)

    def ask(self, prompt: Prompt[T]) -> T:
        """Ask the player; hints are those of the question, and other questions can be gone to."""
        self._heed_time()
        any_word = prompt.name == "answer" and isinstance(self.attempt.form, EnterText)

        def read(line: str) -> T:
            self._heed_time()
            if not any_word:
                self._go(line.lower().split())
            return prompt.read(line)

        moves = f" {MOVES}{f' {FINISH}' if self.session.in_exam else ''}"
        named = f"{prompt.name}{self._time_left()}"
        return self.console.ask(Prompt(named, read, prompt.help if any_word else prompt.help + moves), self._hint)

    def _time_left(self) -> str:
        """' (12:30 left)', in an exam with a limit; with 5 minutes and with 1 to go that is said once, too."""
        exam, now = self.session.exam, self.clock()
        left = None if exam is None or exam.over else exam.left(now)
        if exam is None or left is None:
            return ""
        for seconds in (each for each in WARNINGS if left <= each < 60 * (exam.minutes or 0)):
            self.console.tell_once(warning(seconds + 1, seconds))
        return f" ({clock_words(left)} left)"

    def _go(self, words: list[str]) -> None:
        """Raise GoTo if these words name another question."""
        last, here = len(self.session.attempts), self.session.position + 1
        match words:
            case ["p" | "prev" | "previous" | "back"]:
                wanted = here - 1
            case ["skip"]:
                wanted = here + 1
            case ["go" | "question", number] if number.isdecimal() and len(number) < 6:
                wanted = int(number)
            case ["finish"] if self.session.in_exam:
                raise Finish
            case _:
                return
        if not 1 <= wanted <= last:
            raise NotUnderstood(f"There are questions 1 to {last}; this is question {here}.")
        raise GoTo(wanted - 1)

    def _hint(self) -> str:
        if self.attempt.withheld:
            return f"{NO_HINTS[:1].upper()}{NO_HINTS[1:]}."
        hints, shown = self.attempt.question.hints, self.attempt.hints_shown
        self.become(self.attempt.hint())
        if not hints:
            return "There is no hint for this question."
        which = min(shown, len(hints) - 1)
        return f"Hint {which + 1} of {len(hints)}: {hints[which]}"

    def mark(self) -> None:
        """Measure what the key rests on, where the simulation has the last word, and mark the answer.

        Whether the simulation bears the marks out is found in the background, where somebody would wait for it.
        """
        if not self.attempt.marked:
            measured = measure(self.session, self.attempt, self._measured)
            self.session = self.session.with_current(self.attempt.mark(measured))
            self.keeping.keep(self.session, {self.attempt.id: measured})
        if self._lacks_judgement:
            self.background.ask(self.attempt.id, partial(judge_attempt, self.session, self.attempt))
            self.settle(PATIENCE if self.console.sink.isatty() else None)

    def settle(self, seconds: float | None = None) -> None:
        """Wait, for so many seconds at most, until it is known whether the simulation bears the marks out."""
        if self.attempt.settled and not self._lacks_judgement:
            return
        self.background.wait(self.attempt.id, SlowNotice(self.console, CHECKING).still_at, seconds)
        if (judgement := self._judgement) is not None:
            self.session = self.session.judged(self.attempt.id, judgement.disputed)
            self.keeping.keep(self.session, {self.attempt.id: judgement})

    @property
    def _lacks_judgement(self) -> bool:
        """Whether what the marks rest on is to be measured: for the first time, or again after a restart."""
        to_judge = not self.attempt.settled or (self.attempt.judged and self.attempt.question.is_judged)
        return to_judge and self._judgement is None

    @property
    def _judgement(self) -> Judgement | None:
        """What the simulation says of all evidence, once it is known."""
        outcome = self.background.outcome(self.attempt.id)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome if isinstance(outcome, Judgement) else None

    def _measured(self, experiment: Experiment, networks: int, *, shift: int = 0) -> Ends:
        """The ends of networks that the marks rest on; somebody who waits is told which of how many they are."""
        probes = self.attempt.to_measure
        needed = all_experiments(probes, self.session.experiments)
        doing = JUDGING if any(probe.unseen for probe in probes) else MEASURING
        counted = f"{needed.index(experiment) + 1} of {len(needed)}"
        return self.runs.judged(experiment, networks, f"{doing}, {counted}", shift)

    def options_to_watch(self) -> list[Option]:
        """One option for each distinct evidence: both answers to a statement have the same one."""
        pieces: dict[Evidence, Option] = {}
        for option in self.attempt.options:
            evidence = self.attempt.question.evidence_for(option.id)
            if evidence is not None:
                pieces.setdefault(evidence, option)
        return list(pieces.values())

    def show(self, views: Iterable[View], evidence: Evidence, every_row: bool = False) -> None:
        """The charts of evidence, at the moment that its claim looks at: drawn, or else in words."""
        (main, control), focus = self._watched(evidence), focus_of(evidence, self.session.watched)
        called = self._called(control, evidence)
        if control and called != "control":
            control = replace(control, name=called)
        if control and control.experiment.depth != main.experiment.depth:
            self.console.tell_once(other_depth(called, control.experiment.depth, main.experiment.depth))
        told: set[str] = set()
        for view in views:
            at = focus if focus.measure in view.measures else WHOLE
            own, other = looked_at(main, at), control and looked_at(control, at)
            if self.page.drawings:
                self.console.tell(*chart_blocks([view], own, other, self._axes, self.page, self.with_theory, focus))
            else:
                chart = view.drawn(own, other, self._axes, self.with_theory, focus)
                words = chart_in_words(chart, self.page, every_row, called)
                self.console.tell(*({words} - told))
                told.add(words)

    def is_at_start(self, view: View, evidence: Evidence) -> bool:
        """Whether a view is shown as it is before training, as that is where the claim looks at it."""
        focus = focus_of(evidence, self.session.watched)
        return focus.at_start and focus.measure in view.measures

    def tell_steps(self, evidence: Evidence) -> None:
        """How the training of evidence went, step by step."""
        main, control = self._watched(evidence)
        called = self._called(control, evidence)
        self.console.tell("\n".join(map(self.page.wrapped, steps_in_words(main, control, called))))

    def _watched(self, evidence: Evidence) -> tuple[Observation, Observation | None]:
        """The networks of evidence, and those that they are compared with first."""
        networks = self.session.watched
        observations = self.runs.watched(watched_experiments(networks, evidence))
        other = next(iter(compared_with(networks, evidence)), None)
        return observations[evidence.experiment], observations[other] if other else None

    def _called(self, other: Observation | None, evidence: Evidence) -> str:
        """What networks beside those of evidence are called: the control, or by the option whose networks they are."""
        if other is None or other.name == evidence.control:
            return "control"
        return by_option(self.attempt, other.name, self.attempt.form.options) or other.name

    def told(self, evidence: Evidence, mark: Mark | None) -> Told | None:
        """What there is to tell of evidence, and of how it was marked if it was; None if nothing is measured."""
        found, question = self.found(evidence), self.attempt.question
        same = [each for each in self.attempt.options if question.evidence_for(each.id) == evidence]
        return told(found, self.attempt.form, mark, shared=len(same) > 1) if found else None

    @property
    def explained(self) -> AfterMarking:
        """All that the player may see, with what was measured in the texts that ask for it."""
        pieces = filter(None, (self.attempt.question.evidence_for(each.id) for each in self.options_to_watch()))
        found = {each: result for each in pieces if (result := self.found(each)) is not None}
        return after_marking(self.attempt, found)

    @cached_property
    def _axes(self) -> Axes:
        return axes_of_attempt(self.attempt, self.session.watched, self.store)

    def found(self, evidence: Evidence) -> ClaimResult | QuantityResult | None:
        """What came of evidence; with what it is judged by, where that is known."""
        if evidence.claim is None and evidence.quantity is None:
            return None
        if self._judgement and evidence in self._judgement.results:
            return self._judgement.results[evidence]
        networks = self.session.watched
        needed = needed_experiments(networks, evidence)
        return result_of(networks, evidence, self.runs.ends(needed, f"running {' and '.join(needed)}"))

    @property
    def has_knobs(self) -> bool:
        """Whether the answer is a setting of knobs."""
        return isinstance(self.attempt.form, TurnKnobs)

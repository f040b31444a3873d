"""A question in play: how things stand, and what every phase of it does with them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TypeVar

from quizapp.evidence.evidence import Evidence
from quizapp.evidence.probes import Probe, Values, experiments_for, values, with_networks
from quizapp.evidence.results import NETWORKS, ClaimResult, QuantityResult, needed_experiments, result_of, verified
from quizapp.plain.console import Console, Prompt
from quizapp.plain.inputs.adapters import LineAdapter, adapter_for
from quizapp.plain.runs import Runs
from quizapp.play.attempt import Attempt
from quizapp.play.presenter import AfterMarking, BeforeCommit, MarkedOption, after_marking, before_commit
from quizapp.play.session import Session, commit
from quizapp.play.views_for import axes_of_attempt
from quizapp.questions.answer_forms import Option, TurnKnobs
from quizapp.runs.store import RunStore
from quizapp.text.run_report import Page, chart_blocks
from quizapp.views import Axes, View

T = TypeVar("T")
JUDGING = "judging on networks that you have not seen"


class QuestionInPlay:
    """A question in play; `session` is how things stand."""

    def __init__(self, console: Console, session: Session, store: RunStore) -> None:
        self.console, self.session, self.store = console, session, store
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

    def commit(self) -> None:
        """Commit the prediction, or hand the setting in."""
        self.session = commit(self.session)

    def ask(self, prompt: Prompt[T]) -> T:
        """Ask the player; hints are those of the question."""
        return self.console.ask(prompt, self._hint)

    def _hint(self) -> str:
        hints, shown = self.attempt.question.hints, self.attempt.hints_shown
        self.become(self.attempt.hint())
        if not hints:
            return "There is no hint for this question."
        which = min(shown, len(hints) - 1)
        return f"Hint {which + 1} of {len(hints)}: {hints[which]}"

    def mark(self) -> None:
        """Measure what the key rests on, where the simulation has the last word, and mark the answer."""
        if not self.attempt.marked:
            probes = self.attempt.to_measure
            measured = {probe.id: self._value(probe, f"{n} of {len(probes)}") for n, probe in enumerate(probes, 1)}
            self.become(self.attempt.mark(measured))
            self.become(self.attempt.dispute(self._disputed()))

    def _disputed(self) -> list[str]:
        """The options of which the simulation does not say what the deck says."""
        pieces = self.attempt.question.evidence_by_option()
        results = ((option, self.found(evidence)) for option, evidence in pieces)
        return [option for option, result in results if isinstance(result, ClaimResult) and result.disputed]

    def _value(self, probe: Probe, which: str) -> Values:
        needed = experiments_for(probe, self.session.experiments)
        if not probe.unseen:
            return values(probe, self.session.experiments, self.runs.watched(needed))
        many = {name: with_networks(each, NETWORKS) for name, each in needed.items()}
        return values(probe, self.session.experiments, self.runs.ends(many, f"{JUDGING}, {which}"))

    def options_to_watch(self) -> list[Option]:
        """One option for each distinct evidence: both answers to a statement have the same one."""
        pieces: dict[Evidence, Option] = {}
        for option in self.attempt.options:
            evidence = self.attempt.question.evidence_for(option.id)
            if evidence is not None:
                pieces.setdefault(evidence, option)
        return list(pieces.values())

    def show(self, views: Iterable[View], evidence: Evidence) -> None:
        """The charts of evidence."""
        observations = self.runs.watched(needed_experiments(self.session.experiments, evidence))
        main, control = observations[evidence.experiment], observations[evidence.control] if evidence.control else None
        self.console.tell(*chart_blocks(views, main, control, self._axes, self.page, self.with_theory))

    @cached_property
    def _axes(self) -> Axes:
        return axes_of_attempt(self.attempt, self.session.experiments, self.store)

    def found(self, evidence: Evidence) -> ClaimResult | QuantityResult | None:
        """What came of evidence."""
        if evidence.claim is None and evidence.quantity is None:
            return None
        networks = self.session.experiments
        needed = needed_experiments(networks, evidence)
        result = result_of(networks, evidence, self.runs.ends(needed, f"running {' and '.join(needed)}"))
        return result if self.has_knobs else verified(networks, evidence, result, self.store)

    @property
    def has_knobs(self) -> bool:
        """Whether the answer is a setting of knobs."""
        return isinstance(self.attempt.form, TurnKnobs)

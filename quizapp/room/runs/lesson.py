"""What a question comes to once it is revealed: the key, and what each answer's networks do, as data.

Run in a process of its own (`worker`), as it trains networks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from quizapp.charts.as_data import chart_as_data
from quizapp.charts.fewer import fewer_rows
from quizapp.charts.vector import svg
from quizapp.deck.model import Deck
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.focus import focus_of, looked_at
from quizapp.evidence.needs import compared_with, watched_experiments
from quizapp.evidence.results import Result, watched_result
from quizapp.play.attempt import Attempt
from quizapp.play.judging import Judgement, judge_attempt, measure
from quizapp.play.presenter import after_marking
from quizapp.play.session import Session
from quizapp.play.telling import told
from quizapp.play.views_for import axes_of_attempt, view_for
from quizapp.play.watched import watched
from quizapp.questions.answer_data import answer_from_data
from quizapp.questions.answer_forms import Answer, Entered, PickMany, PickOne, PutInOrder, Settings, TurnKnobs
from quizapp.room.course.answers import called, letters, same
from quizapp.room.course.marking import given
from quizapp.room.course.meeting import as_met
from quizapp.runs.observation import Observation
from quizapp.runs.store import RunStore
from quizapp.runs.watching import watch
from quizapp.text.run_report import network_in_words
from quizapp.views import Axes
from sim.experiment import Experiment

#: The moments of a run that are shown: the first steps one by one, and as many again all along the way.
FIRST_STEPS, ALONG = 4, 16
#: How wide charts are drawn: as wide as a phone, so that letters have their size there, and are large on a projector.
NARROW = 340.0
#: The rows of a chart on a projector, so that its letters can be read from the last seat.
MOST_ROWS = 6
Experiments = Mapping[str, Experiment]


class Lessons:
    """The questions of a deck as one room meets them; what has run is kept."""

    def __init__(self, deck: Deck, seed: int) -> None:
        self.session: Session = as_met(deck, seed)
        self.store = RunStore()

    def of(self, question: str) -> Lesson:
        """The lesson of a question."""
        position = next(n for n, each in enumerate(self.session.attempts) if each.question.id == question)
        return Lesson(self.session.at(position), self.store)


class Lesson:
    """One question, by the room's session, which stands at it."""

    def __init__(self, session: Session, store: RunStore) -> None:
        self.session, self.store = session, store

    @property
    def attempt(self) -> Attempt:
        """The question as nobody has answered it."""
        return self.session.current

    @cached_property
    def networks(self) -> Experiments:
        """The networks that are watched."""
        return watched(self.session.experiments_of(self.attempt), self.session.shift_of(self.attempt))

    @cached_property
    def judgement(self) -> Judgement:
        """Whether the simulation bears the deck out, on the networks by which the question is judged."""
        return judge_attempt(self.session, self.attempt, self._ends)

    @property
    def results(self) -> Mapping[Evidence, Result]:
        """What came of the claims of the question."""
        return self.judgement.results

    def _ends(self, experiment: Experiment, networks: int, *, shift: int = 0) -> Any:
        return self.store.ends(experiment, networks, shift=shift)

    def told(self) -> dict[str, Any]:
        """What is told of the question when it is revealed, whatever was answered."""
        lapsed = self.attempt.lapse()
        marked = lapsed.mark(measure(self.session, lapsed, self._ends))
        return after_marking(marked, self.results).as_data()

    def marks(self, answers: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """What became of answers, by what `course.answers.same` says of them."""
        return {
            same(self.attempt.form, answer): after_marking(self._settled(answer), self.results).as_data()
            for answer in answers
        }

    def _settled(self, answer: Mapping[str, Any]) -> Attempt:
        marked = self.marked(answer)
        return marked if marked.judged else marked.judge(self.judgement.disputed)

    def marked(self, answer: Mapping[str, Any]) -> Attempt:
        """The attempt with an answer, marked by what that rests on."""
        attempt = given(self.attempt, answer)
        return attempt.mark(measure(self.session, attempt, self._ends))

    def runs(self) -> list[dict[str, Any]]:
        """The networks of every option that has any, or else those of the right answer."""
        form, question = self.attempt.form, self.attempt.question
        if isinstance(form, PickOne | PickMany | PutInOrder):
            names = letters(form)
            return [self._run(e, self.networks, [o], names[o]) for o, e in self._by_option()]
        evidence = question.evidence_for(form.options[0].id)
        return [] if evidence is None else [self._run(evidence, self._solved(), [], "the answer")]

    def _by_option(self) -> Iterator[tuple[str, Evidence]]:
        for option in self.attempt.form.options:
            evidence = self.attempt.question.evidence_for(option.id)
            if evidence is not None:
                yield option.id, evidence

    def _solved(self) -> Experiments:
        solution = getattr(self.attempt.question, "solution", None)
        if solution is None:
            return self.networks
        at = Settings(tuple((knob, float(solution[knob])) for knob in dict(self.attempt.form.blank.knobs)))  # type: ignore[union-attr]
        return self._set(at)

    def _set(self, answer: Answer) -> Experiments:
        plain = self.session.deck.experiments_for(self.attempt.question)
        shown = self.attempt.question.experiments_for(answer, plain)
        return watched(shown, self.session.shift_of(self.attempt))

    def run_of(self, answer: Mapping[str, Any]) -> dict[str, Any] | None:
        """The networks that an answer itself makes: a number or a setting that was given; None where it makes none."""
        form = self.attempt.form
        own, evidence = answer_from_data(form, answer), self.attempt.question.evidence_for(form.options[0].id)
        if evidence is None or not isinstance(own, Entered | Settings):
            return None
        experiments = self._set(own)
        if isinstance(own, Entered):
            made = next((name for name in evidence.beside if name in experiments), None)
            if made is None:
                return None
            evidence = replace(evidence, experiment=made, beside=())
        return self._run(evidence, experiments, [], called(form, answer))

    def _run(self, evidence: Evidence, experiments: Experiments, options: list[str], name: str) -> dict[str, Any]:
        seen = self._seen(evidence, experiments)
        main = seen[evidence.experiment]
        focus = focus_of(evidence, experiments)
        other = next((seen[each] for each in compared_with(experiments, evidence) if each in seen), None)
        steps = [frame.step for frame in looked_at(main, focus).frames]
        view, axes = view_for(evidence, experiments), self._axes()
        charts = [
            (step, view.drawn(main.until(step), other and other.until(step), axes, focus=focus)) for step in steps
        ]
        return {
            "options": options,
            "name": name,
            "network": evidence.experiment,
            "about": network_in_words(main.experiment),
            "words": [list(row) for row in self._words(evidence, experiments)],
            "steps": main.experiment.steps,
            "moments": [
                {
                    "step": step,
                    "sentence": chart.sentence,
                    "chart": chart_as_data(chart),
                    "svg": svg(fewer_rows(chart, MOST_ROWS), NARROW),
                }
                for step, chart in charts
            ],
            "whole": svg(charts[-1][1], NARROW),
        }

    def _axes(self) -> Axes:
        return axes_of_attempt(self.attempt, self.networks, self.store)

    def _seen(self, evidence: Evidence, experiments: Experiments) -> Mapping[str, Observation]:
        needed = watched_experiments(experiments, evidence)
        wanted = moments(max(each.steps for each in needed.values()))
        *_, seen = watch(needed, wanted.__contains__, runner=self.store.run)
        return seen

    def _words(self, evidence: Evidence, experiments: Experiments) -> tuple[tuple[str, str], ...]:
        result = self.results.get(evidence)
        if isinstance(self.attempt.form, TurnKnobs) or result is None:
            result = watched_result(experiments, evidence, self.store.ends)
        return told(result, self.attempt.form, None).words if result is not None else ()


def moments(steps: int) -> frozenset[int]:
    """The steps of a run at which it is shown."""
    return frozenset({*range(min(FIRST_STEPS, steps) + 1), *(round(steps * n / ALONG) for n in range(ALONG + 1))})

"""Questions in which knobs of an experiment are turned until a goal is reached, judged on networks nobody has seen."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import BeforeValidator, Field, PrivateAttr, ValidationInfo, model_validator

from quizapp.claims import HOLDS_IN, ClaimError, parse_claim
from quizapp.claims.tree import compared
from quizapp.claims.wording import value_text, why_no_value
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.probes import (
    FieldSettings,
    Probe,
    ProbeValues,
    Values,
    fails,
    holds,
    is_undecided,
    with_settings,
)
from quizapp.experiments import field_knobs as fields
from quizapp.questions.alternatives import (
    SAY_SO,
    AlsoOn,
    Alternative,
    Elsewhere,
    also_on,
    check_alternatives,
    only_here,
)
from quizapp.questions.answer_forms import Answer, Knob, Settings, TurnKnobs
from quizapp.questions.fields import (
    ANY_EXPERIMENT,
    Claim,
    ExperimentName,
    Flag,
    Number,
    Surroundings,
    Text,
    ViewName,
    option,
    required,
    slug,
)
from quizapp.questions.grading import Grade, Mark
from quizapp.questions.knob_texts import KnobText
from quizapp.questions.knob_trials import STOPS, KnobTrials, too_easy
from quizapp.questions.question import NOTHING, Doubt, FairnessResult, Question
from quizapp.runs.medians import median
from sim.experiment import Experiment
from sim.registry import BadValue

MOST_KNOBS = 4
KNOBS = "knobs"
Path = tuple[str | int, ...]


def _slugs(value: object) -> object:
    """Check the names of the knobs before what they are."""
    for name in value if isinstance(value, dict) else ():
        slug(name)
    return value


class Tune(Question):
    """Knobs are to be turned until the goal holds."""

    type: Literal["tune"] = required("Knobs to be turned until a goal is reached.")
    experiment: ExperimentName = required("The deck's experiment whose knobs are turned.")
    knobs: Annotated[Mapping[str, KnobText], BeforeValidator(_slugs), Field(min_length=1, max_length=MOST_KNOBS)] = (
        required("What can be turned, by a name for each knob.")
    )
    also_on: AlsoOn = also_on("the start must miss the goal and the solution reach it")
    goal: Claim = required("One line over measured quantities that is to hold on networks that nobody has seen.")
    says: Text | None = option("The goal in words.")
    solution: Mapping[str, Number] = required("A setting of the knobs that reaches the goal.")
    predict: Flag = option("Whether learners first say where the goal is reached, before anything runs.", True)
    view: ViewName | None = option("The view that it opens in, where that is not the one of what the goal measures.")
    only_here: Text | None = only_here()
    if_right: Text | None = option("Said to somebody who reached the goal.")
    if_wrong: Text | None = option("Said to somebody who did not.")
    _compared: tuple[str, ...] = PrivateAttr(())

    @model_validator(mode="after")
    def _knobs_turn(self, info: ValidationInfo) -> Self:
        around: Surroundings | None = info.context
        if around is not None and around.experiments[self.experiment] is not ANY_EXPERIMENT:
            for name, knob in self.knobs.items():
                _check_knob(around.experiments[self.experiment], knob, ("knobs", name))
            self._check_corners(around.experiments)
            goal = parse_claim(self.goal, around.experiments, self.experiment)
            self._compared = tuple(text for text, _ in compared(goal.truth))
        return self

    @model_validator(mode="after")
    def _alternatives_are_others(self, info: ValidationInfo) -> Self:
        check_alternatives(self.also_on, self.experiment, info, only_here=self.only_here)
        around: Surroundings | None = info.context
        known = around.experiments if around is not None else {}
        for at, name in enumerate(self.also_on):
            for knob in self.knobs.values() if known.get(name, ANY_EXPERIMENT) is not ANY_EXPERIMENT else ():
                _check_knob(known[name], knob, ("also_on", at))
        return self

    def _check_corners(self, experiments: Mapping[str, Experiment]) -> None:
        """Whatever is turned, the experiment must be one that can be run, with all layers that the goal names."""
        ends = [((knob.field, knob.min), (knob.field, knob.max)) for knob in self.knobs.values()]
        for corner in itertools.product(*ends):
            where = " and ".join(f"{path} = {value:g}" for path, value in corner)
            try:
                made = with_settings(experiments[self.experiment], corner)
                parse_claim(self.goal, {**experiments, self.experiment: made}, self.experiment)
            except ClaimError as error:
                raise BadValue(f"with {where}: {error.message}", ("goal",)) from None
            except BadValue as error:
                raise BadValue(f"with {where}: {error}", ("knobs",)) from None

    @model_validator(mode="after")
    def _each_knob_turns_something_else(self) -> Self:
        first: dict[str, str] = {}
        for name, knob in self.knobs.items():
            other = first.setdefault(knob.field, name)
            if other != name:
                raise BadValue(f"{other} turns {knob.field} already", ("knobs", name, "field"))
        return self

    @model_validator(mode="after")
    def _solution_lies_on_the_knobs(self) -> Self:
        for name in self.solution.keys() - self.knobs.keys():
            raise BadValue(f"there is no knob {name!r}", ("solution", name))
        for name, knob in self.knobs.items():
            if name not in self.solution:
                raise BadValue(f"the solution must say where {name} stands", ("solution",))
            if not knob.min <= self.solution[name] <= knob.max:
                raise BadValue(f"must lie on the knob, from {knob.min:g} to {knob.max:g}", ("solution", name))
            if self._knob(name).whole and self.solution[name] != round(self.solution[name]):
                raise BadValue(f"must be a whole number, not {self.solution[name]:g}", ("solution", name))
        return self

    def form(self) -> TurnKnobs:
        """Turn the knobs."""
        return TurnKnobs(tuple(map(self._knob, self.knobs)), self.predict)

    def _knob(self, name: str) -> Knob:
        knob = self.knobs[name]
        field = fields.knob_at(Experiment(), knob.field)
        return Knob(
            name, knob.text or name, knob.min, knob.max, knob.start, knob.scale == "log", bool(field and field.whole)
        )

    def evidence_for(self, option_id: str) -> Evidence | None:
        """The experiment, with the goal as its claim."""
        return Evidence(self.experiment, True, self.goal, says=self.says, view=self.view)

    def evidence_by_option(self) -> tuple[tuple[str, Evidence], ...]:
        """None whose claim is checked as it stands: the start must fail, and the trials see to that."""
        return ()

    def experiments_for(self, answer: Answer, experiments: Mapping[str, Experiment]) -> Mapping[str, Experiment]:
        """The experiments with the knobs of this one where the answer has them."""
        return {**experiments, self.experiment: with_settings(experiments[self.experiment], self._paths(answer))}

    def _paths(self, answer: Answer) -> FieldSettings:
        assert isinstance(answer, Settings)
        return tuple((self.knobs[name].field, value) for name, value in answer.knobs)

    def _probe(self, label: str, answer: Answer) -> Probe:
        return Probe(label, self.experiment, claim=self.goal, settings=self._paths(answer), unseen=True)

    def _probes(self, label: str, answer: Answer) -> Iterator[Probe]:
        """The goal at a setting, and all that it compares there, to tell why it is undecided where it is."""
        goal = self._probe(label, answer)
        yield goal
        for text in self._compared:
            yield replace(goal, id=_of(label, text), claim=None, quantity=text)

    def probes(self, answer: Answer, prediction: Answer) -> tuple[Probe, ...]:
        """The goal at the setting handed in, and at the one that was predicted."""
        return (*self._probes("answer", answer), self._probe("prediction", prediction))

    def grade(self, answer: Answer, prediction: Answer, measured: ProbeValues) -> Grade:
        """Right if the goal holds on networks that were not seen, for the setting handed in."""
        values = measured["answer"]
        reached, foreseen = holds(values), holds(measured["prediction"])
        undecided = is_undecided(values)
        feedback = self.if_right if reached else None if undecided else self.if_wrong
        count = f"{int(np.sum(values == 1))} of {len(values)}"
        said = f"{answer}: the goal holds in {count} networks that you had not seen{self._why('answer', measured)}."
        if self.predict and answer != prediction:
            said += f" You predicted {prediction}, {_foreseen(measured['prediction'])}."
        return Grade(
            credit=float(reached),
            right=reached,
            marks={KNOBS: Mark.RIGHT if reached else Mark.UNDECIDED if undecided else Mark.WRONG},
            key=str(self._solved),
            said={KNOBS: said},
            feedback={KNOBS: feedback} if feedback else {},
            prediction_right=foreseen if self.predict else None,
            undecided=undecided,
        )

    def _why(self, label: str, measured: ProbeValues) -> str:
        """', undecided in 3: loss has no value there, ...', or nothing where the goal is decided in all networks."""
        unknown = np.isnan(measured[label])
        if not unknown.any():
            return ""
        values = ((text, measured.get(_of(label, text))) for text in self._compared)
        missing = [text for text, each in values if each is not None and (unknown & ~np.isfinite(each)).any()]
        quantities = " and ".join(missing) or "what it compares"
        return f", undecided in {unknown.sum()}: {quantities} has no value there, {why_no_value(*missing)}"

    @property
    def _solved(self) -> Settings:
        return Settings(tuple((name, self.solution[name]) for name in self.knobs))

    def fairness_probes(self, measured: ProbeValues = NOTHING) -> tuple[Probe, ...]:
        """The goal at the start, at the solution, and along each knob with the others at the solution."""
        ends = (("start", self.form().blank), ("solution", self._solved))
        first = () if measured else tuple(probe for label, at in ends for probe in self._probes(label, at))
        return (*first, *(probe for name in self.knobs for probe in self._next_trials(name, measured)))

    def _next_trials(self, name: str, measured: ProbeValues) -> Iterator[Probe]:
        """What to try next along a knob."""
        trials = self._trials(name)
        for place, few in trials.next_places(measured):
            at = self._solved.with_knob(name, trials.stops[place])
            yield replace(self._probe(trials.probe_id(place, few), at), few=few)

    def _trials(self, name: str) -> KnobTrials:
        """The places along a knob, evenly spread; of a knob with fewer whole numbers all of them."""
        knob = self._knob(name)
        stops = dict.fromkeys(knob.at(stop / (STOPS - 1)) for stop in range(STOPS))
        return KnobTrials(name, knob.low, knob.high, tuple(stops), self.solution[name])

    def alternatives(self) -> tuple[Alternative, ...]:
        """The goal at the start and at the solution on each alternative."""
        ends = (("start", self.form().blank), ("solution", self._solved))
        return tuple(
            Alternative(name, ("also_on", at), tuple(replace(self._probe(*end), experiment=name) for end in ends))
            for at, name in enumerate(self.also_on)
        )

    def elsewhere(self, alternative: Alternative, here: ProbeValues, there: ProbeValues) -> Elsewhere:
        """Whether the start misses the goal on an alternative, and the solution reaches it."""
        counts = [
            f"{int(np.sum(there[name] == 1))} of {len(there[name])} at the {name}" for name in ("start", "solution")
        ]
        text = f"the goal holds in {counts[0]}, and {counts[1]}"
        same = fails(there["start"]) and holds(there["solution"])
        problem = f"on {alternative.name} {text}, where it must fail at the start and hold at the solution; {SAY_SO}"
        return Elsewhere(alternative, text, None if same else problem)

    def fairness_results(self, measured: ProbeValues) -> tuple[FairnessResult, ...]:
        """Whether the start fails and the solution passes, and how much of each knob's range passes."""
        return (self._start(measured), self._solution(measured), *self._sweeps(measured))

    def _start(self, measured: ProbeValues) -> FairnessResult:
        values, text = measured["start"], self._count("start", measured)
        seen = self._medians("start", measured)
        problem = None if fails(values) else f"{text}, and must fail there{seen}; move the start, or sharpen the goal"
        if is_undecided(values):
            problem = f"{text}; that is evidence for neither side: compare what has a value, or move the start"
        return FairnessResult("start", text, problem, ("knobs",))

    def _solution(self, measured: ProbeValues) -> FairnessResult:
        text = self._count("solution", measured)
        wanted = f"and must hold in at least {HOLDS_IN:.0%}{self._medians('solution', measured)}"
        problem = None if holds(measured["solution"]) else f"{text}, {wanted}"
        return FairnessResult("solution", text, problem, ("solution",))

    def _count(self, label: str, measured: ProbeValues) -> str:
        values = measured[label]
        held = f"the goal holds in {int(np.sum(values == 1))} of {len(values)} networks at the {label}"
        return f"{held}{self._why(label, measured)}"

    def _medians(self, label: str, measured: ProbeValues) -> str:
        """'; there the median of loss is 0.52', of what the goal compares at a setting."""
        values = ((text, measured.get(_of(label, text))) for text in self._compared)
        said = [f"of {text} is {value_text(text, float(median(each)))}" for text, each in values if each is not None]
        return f"; there the median {' and '.join(said)}" if said else ""

    def _sweeps(self, measured: ProbeValues) -> list[FairnessResult]:
        trials = [self._trials(name) for name in self.knobs]
        found = [FairnessResult(each.name, text) for each in trials if (text := each.sweep(measured)) is not None]
        if len(found) < len(trials):
            return found
        doubts = self._doubts([each.passing(measured) for each in trials])
        return [*found[:-1], replace(found[-1], doubts=doubts)]

    def _doubts(self, passing: Sequence[Sequence[bool]]) -> tuple[Doubt, ...]:
        """That most settings reach the goal, if so; of several knobs the shares are multiplied."""
        message = too_easy(passing)
        return (Doubt("guess-floor", message, ("goal",)),) if message else ()


def _foreseen(values: Values) -> str:
    if is_undecided(values):
        return "for which it is undecided"
    return f"which {'reaches' if holds(values) else 'misses'} it"


def _of(label: str, quantity: str) -> str:
    """The id of the probe of what a goal compares at a setting."""
    return f"{label}: {quantity}"


def _check_knob(experiment: Experiment, knob: KnobText, path: Path) -> None:
    if knob.field in fields.SHARED:
        raise BadValue(
            f"{knob.field} chooses the networks, and there is nothing to learn from turning it", (*path, "field")
        )
    field = fields.knob_at(experiment, knob.field)
    if field is None or not field.is_number:
        numbers = (each.path for each in fields.knobs_of(experiment) if each.is_number)
        known = [each for each in numbers if each not in fields.SHARED]
        raise BadValue(f"this experiment has no number {knob.field!r}; it has {', '.join(known)}", (*path, "field"))
    for end in ("min", "max", "start"):
        value: float = getattr(knob, end)
        if field.whole and value != round(value):
            raise BadValue(f"{knob.field} is a whole number, not {value:g}", (*path, end))
        if not field.range.low <= value <= field.range.high:
            raise BadValue(f"{knob.field} must be {field.range}, not {value:g}", (*path, end))


QUESTION_TYPE = Tune

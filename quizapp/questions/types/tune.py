"""Questions in which knobs of an experiment are turned until a goal is reached, judged on networks nobody has seen."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import BaseModel, BeforeValidator, Field, ValidationInfo, model_validator

from quizapp.claims import HOLDS_IN, ClaimError, parse_claim
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.probes import FieldSettings, Probe, ProbeValues, Values, with_settings
from quizapp.experiments import field_knobs as fields
from quizapp.questions.answer_forms import Answer, Knob, Settings, TurnKnobs
from quizapp.questions.fields import (
    ANY_EXPERIMENT,
    FROZEN,
    Claim,
    ExperimentName,
    Flag,
    Formula,
    Number,
    Surroundings,
    Text,
    option,
    required,
    slug,
)
from quizapp.questions.grading import Grade, Mark
from quizapp.questions.knob_sweeps import COARSE, STOPS, between, drawn, nearest, too_easy
from quizapp.questions.question import NOTHING, Doubt, FairnessResult, Question
from sim.experiment import Experiment
from sim.registry import BadValue

MOST_KNOBS = 4
KNOBS = "knobs"
Path = tuple[str | int, ...]


class KnobText(BaseModel):
    """A number of the experiment that the learner turns."""

    model_config = FROZEN

    field: Formula = required("The number to turn: a field as in learning_rate, or a parameter as in init.std.")
    min: Number = required("The low end of the knob.")
    max: Number = required("The high end of the knob.")
    start: Number = required("Where the knob stands at first; the goal must fail there.")
    scale: Literal["linear", "log"] = option("Whether equal turns are equal steps or equal factors.", "linear")
    text: Text | None = option("What learners read beside the knob.")

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if not self.min < self.max:
            raise BadValue(f"max must be more than min, {self.min:g}", ("max",))
        if self.scale == "log" and self.min <= 0:
            raise BadValue("a log scale begins above 0; raise min, or use `scale: linear`", ("min",))
        if not self.min <= self.start <= self.max:
            raise BadValue(f"start must lie on the knob, from {self.min:g} to {self.max:g}", ("start",))
        return self


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
    goal: Claim = required("One line over measured quantities that is to hold on networks that nobody has seen.")
    says: Text | None = option("The goal in words.")
    solution: Mapping[str, Number] = required("A setting of the knobs that reaches the goal.")
    predict: Flag = option("Whether learners first say where the goal is reached, before anything runs.", True)
    if_right: Text | None = option("Said to somebody who reached the goal.")
    if_wrong: Text | None = option("Said to somebody who did not.")

    @model_validator(mode="after")
    def _knobs_turn(self, info: ValidationInfo) -> Self:
        around: Surroundings | None = info.context
        if around is not None and around.experiments[self.experiment] is not ANY_EXPERIMENT:
            for name, knob in self.knobs.items():
                _check_knob(around.experiments[self.experiment], knob, ("knobs", name))
            self._check_corners(around.experiments)
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
        return Evidence(self.experiment, True, self.goal, says=self.says)

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

    def probes(self, answer: Answer, prediction: Answer) -> tuple[Probe, ...]:
        """The goal at the setting handed in, and at the one that was predicted."""
        return (self._probe("answer", answer), self._probe("prediction", prediction))

    def grade(self, answer: Answer, prediction: Answer, measured: ProbeValues) -> Grade:
        """Right if the goal holds on networks that were not seen, for the setting handed in."""
        reached, foreseen = _holds(measured["answer"]), _holds(measured["prediction"])
        feedback = self.if_right if reached else self.if_wrong
        count = f"{int(measured['answer'].sum())} of {len(measured['answer'])}"
        said = f"{answer}: the goal holds in {count} networks that you had not seen."
        if self.predict and answer != prediction:
            said += f" You predicted {prediction}, which {'reaches' if foreseen else 'misses'} it."
        return Grade(
            credit=float(reached),
            right=reached,
            marks={KNOBS: Mark.RIGHT if reached else Mark.WRONG},
            key=str(self._solved),
            said={KNOBS: said},
            feedback={KNOBS: feedback} if feedback else {},
            prediction_right=foreseen if self.predict else None,
        )

    @property
    def _solved(self) -> Settings:
        return Settings(tuple((name, self.solution[name]) for name in self.knobs))

    def fairness_probes(self, measured: ProbeValues = NOTHING) -> tuple[Probe, ...]:
        """The goal at the start, at the solution, and along each knob with the others at the solution.

        Knobs are tried at a few places first, on a few networks; then between places that come out differently, and
        on all networks where a few disagree.
        """
        ends = (("start", self.form().blank), ("solution", self._solved))
        first = () if measured else tuple(self._probe(label, at) for label, at in ends)
        return (*first, *(probe for name in self.knobs for probe in self._next_stops(name, measured)))

    def _next_stops(self, name: str, measured: ProbeValues) -> Iterator[Probe]:
        """What to try next along a knob."""
        stops = self._stops(name)
        tried = [place for place in range(len(stops)) if _few(name, place) in measured]
        for place in tried:
            if self._passes(name, place, measured) is None:
                yield self._probe(f"{name}/{place}", self._solved.with_knob(name, stops[place]))
        for place in between(self._known(name, measured)) if tried else self._first_stops(name):
            if _few(name, place) not in measured:
                at = self._solved.with_knob(name, stops[place])
                yield replace(self._probe(_few(name, place), at), few=True)

    def _first_stops(self, name: str) -> list[int]:
        """Every fourth place along a knob, the last, and that which is nearest to the solution."""
        stops = self._stops(name)
        nearest = min(range(len(stops)), key=lambda place: abs(stops[place] - self.solution[name]))
        return sorted({*range(0, len(stops), COARSE), len(stops) - 1, nearest})

    def _passes(self, name: str, place: int, measured: ProbeValues) -> bool | None:
        """Whether the goal holds at a place along a knob; None where it was not tried, or a few networks disagree."""
        if f"{name}/{place}" in measured:
            return _holds(measured[f"{name}/{place}"])
        values = measured.get(_few(name, place))
        return bool(values[0]) if values is not None and np.ptp(values) == 0 else None

    def _known(self, name: str, measured: ProbeValues) -> dict[int, bool]:
        """What is known of places along a knob."""
        found = {place: self._passes(name, place, measured) for place in range(len(self._stops(name)))}
        return {place: passes for place, passes in found.items() if passes is not None}

    def _stops(self, name: str) -> list[float]:
        """The places along a knob, evenly spread; of a knob with fewer whole numbers all of them."""
        knob = self._knob(name)
        return list(dict.fromkeys(knob.at(stop / (STOPS - 1)) for stop in range(STOPS)))

    def fairness_results(self, measured: ProbeValues) -> tuple[FairnessResult, ...]:
        """Whether the start fails and the solution passes, and how much of each knob's range passes."""
        return (self._start(measured["start"]), self._solution(measured["solution"]), *self._sweeps(measured))

    def _start(self, values: Values) -> FairnessResult:
        text = f"the goal holds in {int(values.sum())} of {len(values)} networks at the start, and must fail there"
        fails = _holds(1 - values)
        problem = f"{text}; move the start, or sharpen the goal"
        return FairnessResult("start", text, None if fails else problem, ("knobs",))

    def _solution(self, values: Values) -> FairnessResult:
        text = f"the goal holds in {int(values.sum())} of {len(values)} networks at the solution"
        problem = f"{text}, and must hold in at least {HOLDS_IN:.0%}"
        return FairnessResult("solution", text, None if _holds(values) else problem, ("solution",))

    def _sweeps(self, measured: ProbeValues) -> list[FairnessResult]:
        passing = {name: self._passing(name, measured) for name in self.knobs}
        *first, last = (FairnessResult(name, drawn(self._stops(name), passes)) for name, passes in passing.items())
        return [*first, replace(last, doubts=self._doubts(passing))]

    def _doubts(self, passing: Mapping[str, Sequence[bool]]) -> tuple[Doubt, ...]:
        """That most settings reach the goal, if so; of several knobs the shares are multiplied."""
        message = too_easy(list(passing.values()))
        return (Doubt("guess-floor", message, ("goal",)),) if message else ()

    def _passing(self, name: str, measured: ProbeValues) -> list[bool]:
        """Whether the goal holds at each place along a knob; of those not tried by the nearest."""
        known = self._known(name, measured)
        return [known[nearest(place, known)] for place in range(len(self._stops(name)))]


def _holds(values: Values) -> bool:
    return bool(np.mean(values) >= HOLDS_IN - 1e-9)


def _few(name: str, place: int) -> str:
    return f"{name}/{place}/few"


def _check_knob(experiment: Experiment, knob: KnobText, path: Path) -> None:
    if knob.field in fields.SHARED:
        raise BadValue(
            f"{knob.field} chooses the networks, and there is nothing to learn from turning it", (*path, "field")
        )
    field = fields.knob_at(experiment, knob.field)
    if field is None or field.choices:
        numbers = (each.path for each in fields.knobs_of(experiment) if not each.choices)
        known = [each for each in numbers if each not in fields.SHARED]
        raise BadValue(f"this experiment has no number {knob.field!r}; it has {', '.join(known)}", (*path, "field"))
    for end in ("min", "max", "start"):
        value: float = getattr(knob, end)
        if field.whole and value != round(value):
            raise BadValue(f"{knob.field} is a whole number, not {value:g}", (*path, end))
        if not field.range.low <= value <= field.range.high:
            raise BadValue(f"{knob.field} must be {field.range}, not {value:g}", (*path, end))


QUESTION_TYPE = Tune

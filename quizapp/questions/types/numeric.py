"""Questions that are answered with a number: one that the author gives, or one that the simulation measures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal, Self

import numpy as np
from pydantic import ValidationInfo, model_validator

from quizapp.charts.numbers import precise
from quizapp.claims import HOLDS_IN, ClaimError, parse_quantity
from quizapp.claims.arithmetic import value_of
from quizapp.claims.possible import likely_values
from quizapp.claims.wording import value_text, why_no_value
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.probes import Probe, ProbeValues, Values, with_settings
from quizapp.experiments.field_knobs import knob_at
from quizapp.experiments.scalars import NUMBER
from quizapp.questions.alternatives import SAY_SO, Alternative, Elsewhere
from quizapp.questions.answer_forms import Answer, Entered, EnterNumber
from quizapp.questions.choices import Watched
from quizapp.questions.fields import (
    ANY_EXPERIMENT,
    Formula,
    Surroundings,
    Text,
    option,
    readable_quantity,
    required,
)
from quizapp.questions.grading import Grade, Mark
from quizapp.questions.number_keys import Key, Misconception
from quizapp.questions.question import NOTHING, Doubt, FairnessResult, Few, Question
from quizapp.runs.medians import median
from sim.experiment import Experiment
from sim.registry import BadValue

ANSWER = "answer"
#: What the experiment with the number that was answered is called; no experiment of a deck can have this name.
YOURS = "your answer"
#: A tolerance is too wide from this share of the right number on, or from this distance of 0, unless a misconception is
#: told apart that is at most so many times as far; and the percentages that are proposed instead.
WIDEST, WIDEST_AT_0, TOLD_APART = 0.5, 1.0, 10
ENOUGH = (5, 10, 20, 50)


class Numeric(Watched, Question):
    """A number is to be given."""

    type: Literal["numeric"] = required("A number is the answer.")
    answer: Key = required("The right number, or what is to be measured.")
    unit: Text | None = option("What stands behind the number.")
    misconceptions: Few[Misconception] = option("Wrong numbers with feedback of their own.", ())
    shows: Formula | None = option(
        "The field of the experiment that the number is for, as in init.std: what was answered then runs beside it."
    )
    if_right: Text | None = option("Said to somebody whose answer was right.")
    if_wrong: Text | None = option("Said to somebody whose answer was wrong, and was no known misconception.")

    @model_validator(mode="after")
    def _measure_is_measurable(self, info: ValidationInfo) -> Self:
        if self.answer.measure is None:
            return self
        if self.experiment is None:
            raise BadValue("a measure needs an experiment to be measured on; add `experiment: NAME`", ("answer",))
        readable_quantity(self.answer.measure, info, self.experiment, ("answer", "measure"))
        return self

    @model_validator(mode="after")
    def _shows_a_field(self, info: ValidationInfo) -> Self:
        around: Surroundings | None = info.context
        if self.shows is None or around is None:
            return self
        experiment = around.experiments.get(self.experiment) if self.experiment else None
        if experiment is None:
            raise BadValue("a number can be shown only where an experiment runs; add `experiment: NAME`", ("shows",))
        knob = None if experiment is ANY_EXPERIMENT else knob_at(experiment, self.shows)
        if experiment is not ANY_EXPERIMENT and (knob is None or not knob.is_number):
            raise BadValue(f"{self.experiment} has no number {self.shows!r}, as in init.std or depth", ("shows",))
        return self

    @model_validator(mode="after")
    def _misconceptions_are_wrong(self) -> Self:
        for index, each in enumerate(self.misconceptions):
            if self.answer.value is not None and self._accepts(each, value_of(self.answer.value)):
                raise BadValue(
                    f"this is within the tolerance ({self.answer.near}) of the right number, {self.answer.value}",
                    ("misconceptions", index, "value"),
                )
        return self

    @model_validator(mode="after")
    def _misconceptions_differ(self) -> Self:
        numbers = [value_of(each.value) for each in self.misconceptions]
        for index, number in enumerate(numbers):
            if any(math.isclose(number, other, rel_tol=1e-12) for other in numbers[:index]):
                raise BadValue(
                    "this is the same number as that of a misconception above; make one of the two",
                    ("misconceptions", index, "value"),
                )
        return self

    def _accepts(self, misconception: Misconception, right: float) -> bool:
        return self.answer.near.accepts(value_of(misconception.value), right)

    @property
    def can_be_asked_elsewhere(self) -> bool:
        """Whether there is a claim, or a key that is measured."""
        return self.claim is not None or self.answer.measure is not None

    def alternatives(self) -> tuple[Alternative, ...]:
        """The key on each alternative, where it is measured."""
        if self.answer.measure is None:
            return ()
        return tuple(
            Alternative(name, ("also_on", at), (Probe(ANSWER, name, quantity=self.answer.measure),))
            for at, name in enumerate(self.also_on)
        )

    def elsewhere(self, alternative: Alternative, here: ProbeValues, there: ProbeValues) -> Elsewhere:
        """Whether the key is near enough on an alternative in as many networks as a claim must hold in."""
        right, values = self.right_number(here), there[ANSWER]
        near = sum(self.answer.near.accepts(value, right) for value in values)
        typical = self._measured(float(median(values)))
        share = f"{self.answer.near} of {self._measured(right)} in {near} of {len(values)} networks"
        text = f"measured {typical}, within {share}"
        same = near >= HOLDS_IN * len(values) - 1e-9
        problem = f"on {alternative.name} the key is another one: {text}; {SAY_SO}"
        return Elsewhere(alternative, text, None if same else problem)

    def form(self) -> EnterNumber:
        """Type a number."""
        return EnterNumber(self.unit or "")

    def said_back(self) -> tuple[tuple[str, str], ...]:
        """What is said to a right and a wrong number, and to each misconception."""
        return (*super().said_back(), *((each.value, each.feedback) for each in self.misconceptions))

    def evidence_for(self, option_id: str) -> Evidence | None:
        """The experiment with the claim, or with what is measured for the key."""
        if self.experiment is None:
            return None
        beside = (YOURS,) if self.shows else ()
        return Evidence(
            self.experiment, True, self.claim, self.control, self.says, self.answer.measure, beside, self.view,
            self.also_on,
        )  # fmt: skip

    def experiments_for(self, answer: Answer, experiments: Mapping[str, Experiment]) -> Mapping[str, Experiment]:
        """The experiments, and one more with the number that was answered, if the experiment can have it."""
        if self.shows is None or self.experiment is None or not isinstance(answer, Entered):
            return experiments
        try:
            own = with_settings(experiments[self.experiment], ((self.shows, answer.value),))
        except BadValue:
            return experiments
        return experiments if own == experiments[self.experiment] else {**experiments, YOURS: own}

    def evidence_by_option(self) -> tuple[tuple[str, Evidence], ...]:
        """The one evidence, if there is one."""
        evidence = self.evidence_for(ANSWER)
        return ((ANSWER, evidence),) if evidence else ()

    def probes(self, answer: Answer, prediction: Answer) -> tuple[Probe, ...]:
        """The key, where it is measured."""
        return self.fairness_probes()

    def grade(self, answer: Answer, prediction: Answer, measured: ProbeValues) -> Grade:
        """Right if it is near enough; a misconception is recognised by the same tolerance."""
        assert isinstance(answer, Entered)
        right = self.right_number(measured)
        near = self.answer.near.accepts(answer.value, right)
        feedback = self.if_right if near else self._feedback(answer.value)
        unit = f" {self.unit}" if self.unit else ""
        return Grade(
            credit=float(near),
            right=near,
            marks={ANSWER: Mark.RIGHT if near else Mark.WRONG},
            key=f"{self._written(right)}{unit}{self._source(measured)} (within {self.answer.near} is right)",
            said={ANSWER: f"You said {answer.text}{unit}; the answer is {self._written(right)}{unit}."},
            feedback={ANSWER: feedback} if feedback else {},
        ).with_disputed([] if math.isfinite(right) else [ANSWER])

    def _source(self, measured: ProbeValues) -> str:
        return "" if self.answer.measure is None else f", the median over {len(measured[ANSWER])} networks"

    def right_number(self, measured: ProbeValues) -> float:
        """The key: the value, or the median of what was measured."""
        if self.answer.value is not None:
            return value_of(self.answer.value)
        return float(median(measured[ANSWER]))

    def _written(self, right: float) -> str:
        written = self.answer.value
        if written is None or NUMBER.fullmatch(written):
            return written or self._measured(right)
        return f"{written} = {precise(right)}"

    def _measured(self, value: float) -> str:
        return value_text(str(self.answer.measure), value)

    def _feedback(self, number: float) -> str | None:
        near = (each for each in self.misconceptions if self.answer.near.accepts(number, value_of(each.value)))
        found = min(near, key=lambda each: abs(value_of(each.value) - number), default=None)
        return found.feedback if found else self.if_wrong

    def fairness_probes(self, measured: ProbeValues = NOTHING) -> tuple[Probe, ...]:
        """The quantity that decides, where the key is measured."""
        if self.answer.measure is None or measured:
            return ()
        return (Probe(ANSWER, str(self.experiment), quantity=self.answer.measure),)

    def fairness_results(self, measured: ProbeValues) -> tuple[FairnessResult, ...]:
        """How much a measured key spreads over the networks, and whether a misconception is right by it."""
        if self.answer.measure is None:
            return ()
        return (self._spread(measured), *self._right_misconceptions(self.right_number(measured)))

    def doubt_of_tolerance(self, right: float, needed: float = 0.0) -> Doubt | None:
        """What lets nearly any number pass, where networks need an answer to be so far from the right one."""
        room = self.answer.near.room(right)
        others = (abs(value_of(each.value) - right) for each in self.misconceptions)
        told_apart = any(room < other <= TOLD_APART * room for other in others)
        if told_apart or room <= (WIDEST * abs(right) or WIDEST_AT_0):
            return None
        name = "within" if self.answer.within else "tolerance"
        message = f"anything from {precise(right - room)} to {precise(right + room)} would be right, for a key of "
        advice = _narrower(name, right, needed)
        return Doubt("wide-tolerance", f"{message}{self._written(right)}; {advice}", ("answer", name))

    def _doubt_of_measure(self, right: float, needed: float) -> Doubt | None:
        """What lets nearly any number pass, or nearly any network, as 12345 + accuracy within 1% does."""
        wide = self.doubt_of_tolerance(right, needed)
        likely = _likely_values(str(self.answer.measure), str(self.experiment))
        near = sum(self.answer.near.accepts(value, right) for value in likely)
        if wide or near <= WIDEST * len(likely):
            return wide
        message = (
            f"the key hardly depends on what is measured: {near / len(likely):.0%} of all sorts of networks would have "
            f"it within {self.answer.near} of {precise(right)}; measure what differs, or narrow `within`"
        )
        return Doubt("wide-tolerance", message, ("answer", "measure"))

    def _spread(self, measured: ProbeValues) -> FairnessResult:
        values, right = measured[ANSWER], self.right_number(measured)
        near = sum(self.answer.near.accepts(value, right) for value in values)
        low, high = self._measured(float(np.min(values))), self._measured(float(np.max(values)))
        share = f"within {self.answer.near} in {near} of {len(values)} networks"
        text = f"measured {self._measured(right)} ({low} to {high}), {share}"
        problem = self._unsteady(values, right)
        doubt = None if problem else self._doubt_of_measure(right, float(np.max(np.abs(values - right))))
        return FairnessResult(ANSWER, text, problem, ("answer", "measure"), doubts=(doubt,) if doubt else ())

    def _unsteady(self, values: Values, right: float) -> str | None:
        """What is wrong with a measured key, if something is."""
        near = self.answer.near
        lost = int(np.sum(~np.isfinite(values)))
        if lost:
            return (
                f"on {self.experiment} the key has no value in {lost} of {len(values)} networks, "
                f"{why_no_value(str(self.answer.measure))}; measure something that has"
            )
        if right == 0 and near.relative:
            return f"the key is 0, and only 0 itself is within {near} of it; give a distance, as in `within: 0.01`"
        if all(near.accepts(value, right) for value in values):
            return None
        low, high = precise(float(np.min(values))), precise(float(np.max(values)))
        return (
            f"the key spreads by more than {near}: {low} to {high}, with {precise(right)} in the middle; "
            "widen `within`, or measure something steadier"
        )

    def _right_misconceptions(self, right: float) -> list[FairnessResult]:
        return [
            FairnessResult(
                f"misconception {each.value}",
                f"{each.value} is within {self.answer.near} of {precise(right)}",
                f"this is within {self.answer.near} of the measured number, {precise(right)}, and so would be right",
                ("misconceptions", index, "value"),
            )
            for index, each in enumerate(self.misconceptions)
            if self._accepts(each, right)
        ]


def _likely_values(measure: str, experiment: str) -> list[float]:
    """What a quantity comes out as in all sorts of networks; nothing where it speaks of other experiments."""
    networks = {experiment: ANY_EXPERIMENT}
    try:
        quantity = parse_quantity(measure, networks, experiment)
    except ClaimError:
        return []
    found: list[float] = likely_values(quantity.number, lambda each: (each, ANY_EXPERIMENT)).tolist()
    return found


def _narrower(name: str, right: float, needed: float) -> str:
    """What to write for a tolerance which is too wide, where networks differ by so much."""
    if right == 0:
        return f"give a distance that tells it from other numbers, as in `{name}: {precise(2 * needed or 0.01)}`"
    enough = next((each for each in ENOUGH if needed < abs(right) * each / 100), None)
    return f"write `{name}: {enough}%`" if enough else "measure something that differs less between networks"


QUESTION_TYPE = Numeric

"""What a number is compared with: the right one, given or measured, and wrong ones that tell something."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, model_validator

from quizapp.claims.arithmetic import value_of
from quizapp.questions.fields import FROZEN, Arithmetic, Formula, Text, option, required
from quizapp.questions.tolerances import Near, Tolerance
from sim.registry import BadValue

USUAL = Tolerance(percent=1.0)


class Key(BaseModel):
    """The right number: a `value` with a `tolerance`, or a `measure` that the key is `within` of in every network."""

    model_config = FROZEN

    value: Arithmetic | None = option("The right number, as in 0.0625, 1/16 or sqrt(2 / 512).")
    tolerance: Near | None = option("How near to the value is right: 0.003, 5% or {digits: 2}; 1% if not given.")
    measure: Formula | None = option("The measured quantity whose median over the networks is the right number.")
    within: Near | None = option("How near to the measured number is right: 0.5 or 20%.")

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.value is None) == (self.measure is None):
            raise BadValue("an answer has either a `value`, with a `tolerance`, or a `measure`, with `within`")
        if self.value is not None and self.within is not None:
            raise BadValue("`within` goes with a `measure`; a `value` has a `tolerance`", ("within",))
        if self.measure is not None and self.tolerance is not None:
            raise BadValue("`tolerance` goes with a `value`; a `measure` has `within`", ("tolerance",))
        if self.measure is not None and self.within is None:
            raise BadValue("say how near to what is measured is right, as in `within: 0.5` or `within: 20%`")
        return self

    @model_validator(mode="after")
    def _zero_needs_a_distance(self) -> Self:
        if self.value is not None and value_of(self.value) == 0 and self.near.relative:
            raise BadValue(
                f"only 0 itself is within {self.near} of 0; give a distance, as in `tolerance: 0.01`", ("tolerance",)
            )
        return self

    @property
    def near(self) -> Tolerance:
        """How near is near enough."""
        return self.tolerance or self.within or USUAL


class Misconception(BaseModel):
    """A wrong number that tells what somebody was thinking."""

    model_config = FROZEN

    value: Arithmetic = required("The wrong number, as in 2 / 512.")
    feedback: Text = required("Said to somebody who answers it.")

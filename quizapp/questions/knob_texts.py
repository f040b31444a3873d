"""A knob as an author writes it: the field that it turns, its range and scale, and where it stands at first."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, model_validator

from quizapp.questions.fields import FROZEN, Formula, Number, Text, option, required
from sim.registry import BadValue


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

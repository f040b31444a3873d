"""Questions of which exactly one choice is right."""

from __future__ import annotations

from typing import Literal

from pydantic import field_validator

from quizapp.questions.answer_forms import Picked, PickOne
from quizapp.questions.choices import Choice, ChoiceQuestion
from quizapp.questions.fields import required
from sim.registry import BadValue


class Single(ChoiceQuestion):
    """Exactly one of the choices is right."""

    type: Literal["single"] = required("Exactly one choice is right.")

    @field_validator("choices")
    @classmethod
    def _one_is_right(cls, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        right = sum(choice.correct for choice in choices)
        if right != 1:
            raise BadValue(f"exactly one choice must be `correct: true`, found {right}; or use `type: multiple`")
        return choices

    def form(self) -> PickOne:
        """Pick one of the choices."""
        return PickOne(self.options(), fixed_order=not self.shuffle)

    def credit(self, answer: Picked) -> float:
        """1 for the right choice, 0 for all else."""
        return float(answer == self.right_answer())


QUESTION_TYPE = Single

"""Questions of which several choices may be right."""

from __future__ import annotations

from typing import Literal

from quizapp.questions.answer_forms import Picked, PickMany
from quizapp.questions.choices import ChoiceQuestion
from quizapp.questions.fields import required


class Multiple(ChoiceQuestion):
    """Any number of the choices may be right."""

    type: Literal["multiple"] = required("Several choices may be right.")

    def form(self) -> PickMany:
        """Pick any number of the choices."""
        return PickMany(self.options(), fixed_order=not self.shuffle)

    def credit(self, answer: Picked) -> float:
        """The share of the right choices that are ticked less that of the wrong ones, and at least 0."""
        right = self.right_answer()
        wrong = {choice.id for choice in self.choices} - right
        found = len(answer & right) / len(right) if right else 1.0
        return max(0.0, found - (len(answer & wrong) / len(wrong) if wrong else 0.0))


QUESTION_TYPE = Multiple

"""Statements that are true or false."""

from __future__ import annotations

from typing import Literal

from quizapp.evidence.evidence import Evidence
from quizapp.questions.answer_forms import Option, Picked, PickOne
from quizapp.questions.choices import PickQuestion, Watched
from quizapp.questions.fields import Flag, Text, option, required

OPTIONS = (Option("true", "True"), Option("false", "False"))


class TrueFalse(Watched, PickQuestion):
    """The prompt is a statement, and its claim holds exactly if the statement is true."""

    type: Literal["true_false"] = required("A statement that is true or false.")
    answer: Flag = required("Whether the author expects the statement to be true.")
    if_right: Text | None = option("Said to somebody whose answer was right.")
    if_wrong: Text | None = option("Said to somebody whose answer was wrong.")

    def form(self) -> PickOne:
        """Pick true or false, always in this order."""
        return PickOne(OPTIONS, fixed_order=True)

    def right_answer(self) -> Picked:
        """True or false, as the id of the option."""
        return frozenset({"true" if self.answer else "false"})

    def credit(self, answer: Picked) -> float:
        """1 for the right option, 0 for all else."""
        return float(answer == self.right_answer())

    def evidence_for(self, option_id: str) -> Evidence | None:
        """The one evidence that decides, whichever option is looked at."""
        return self.watched(self.answer)

    def evidence_by_option(self) -> tuple[tuple[str, Evidence], ...]:
        """The one evidence, labelled with the right option."""
        evidence = self.watched(self.answer)
        return tuple((label, evidence) for label in self.right_answer() if evidence is not None)

    def feedback(self, option_id: str, chosen: bool) -> str | None:
        """What the author says to somebody who picked an option; nothing about the one that was left."""
        if not chosen:
            return None
        return self.if_right if option_id in self.right_answer() else self.if_wrong


QUESTION_TYPE = TrueFalse

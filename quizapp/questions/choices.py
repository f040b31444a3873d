"""Choices with an experiment and a claim each, and what the question types that are made of choices have in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import Annotated, Self

from pydantic import BaseModel, Field, ValidationInfo, model_validator

from quizapp.evidence.evidence import Evidence
from quizapp.evidence.probes import ProbeValues
from quizapp.questions.alternatives import AlsoOn, also_on, are_alike, check_alternatives, only_here
from quizapp.questions.answer_forms import Answer, Option, Picked
from quizapp.questions.fields import (
    ANY_EXPERIMENT,
    FROZEN,
    Claim,
    ExperimentName,
    Flag,
    Slug,
    Surroundings,
    Text,
    ViewName,
    option,
    required,
)
from quizapp.questions.grading import Grade, Mark
from quizapp.questions.question import Question
from sim.registry import BadValue

MOST_CHOICES = 9


class Watched(BaseModel):
    """What is watched, and the claim that the simulation decides on; the fields of a choice and of a statement."""

    model_config = FROZEN

    experiment: ExperimentName | None = option("The deck's experiment to watch.")
    control: ExperimentName | None = option("An experiment on which the claim must come out the other way.")
    also_on: AlsoOn = also_on("the claim must come out as on its own")
    claim: Claim | None = option("One line over measured quantities, true exactly if the choice is right.")
    only_here: Text | None = only_here()
    says: Text | None = option("The claim in words.")
    view: ViewName | None = option("The view that it opens in, where that is not the one of what the claim measures.")

    @model_validator(mode="after")
    def _control_needs_claim(self) -> Self:
        if self.control is not None and self.claim is None:
            raise BadValue("a control needs a claim that comes out the other way on it; add `claim: ...`", ("control",))
        return self

    @property
    def can_be_asked_elsewhere(self) -> bool:
        """Whether there is anything that could come out the same on an alternative."""
        return self.claim is not None

    @model_validator(mode="after")
    def _alternatives_are_others(self, info: ValidationInfo) -> Self:
        if self.also_on and not self.can_be_asked_elsewhere:
            raise BadValue("an alternative needs a claim that comes out the same on it; add `claim: ...`", ("also_on",))
        check_alternatives(self.also_on, self.experiment, info, only_here=self.only_here)
        return self

    @model_validator(mode="after")
    def _control_differs(self, info: ValidationInfo) -> Self:
        around: Surroundings | None = info.context
        if around is None or self.control is None or self.experiment is None:
            return self
        own, control = (around.experiments.get(name) for name in (self.experiment, self.control))
        if own is None or control is None or own is ANY_EXPERIMENT:
            return self
        if are_alike(own, control):
            alike = "is" if self.control == self.experiment else "is, under another name,"
            raise BadValue(
                f"{self.control} {alike} the experiment itself, on which a claim comes out otherwise only by chance; "
                "choose one that differs in what the claim is about, and not in its seed",
                ("control",),
            )
        return self

    def watched(self, expected: bool) -> Evidence | None:
        """The evidence to watch, if there is one, with what the author expects of the claim."""
        if self.experiment is None:
            return None
        return Evidence(
            self.experiment, expected, self.claim, self.control, self.says, view=self.view, also_on=self.also_on
        )


class Choice(Watched):
    """One thing that can be chosen."""

    id: Slug = required("A name for the choice, the only one of this name in the question.")
    text: Text = required("What learners read.")
    correct: Flag = required("Whether the author expects the choice to be right; the simulation has the last word.")
    if_chosen: Text | None = option("Said to somebody who chose it.")
    if_not_chosen: Text | None = option("Said to somebody who did not choose it.")


class PickQuestion(Question):
    """A question that is answered by picking, and whose key the author gives."""

    @abstractmethod
    def right_answer(self) -> Picked:
        """The ids of the options that make up the right answer."""

    @abstractmethod
    def credit(self, answer: Picked) -> float:
        """How right an answer is, from 0 to 1."""

    @abstractmethod
    def feedback(self, option_id: str, chosen: bool) -> str | None:
        """What the author says to somebody who did, or did not, choose an option."""

    def grade(self, answer: Answer, prediction: Answer, measured: ProbeValues) -> Grade:
        """Each option marked by the author's key."""
        assert isinstance(answer, frozenset)
        right, options = self.right_answer(), self.form().options
        feedback = {option.id: self.feedback(option.id, option.id in answer) for option in options}
        return Grade(
            credit=self.credit(answer),
            right=answer == right,
            marks={option.id: _mark(option.id in answer, option.id in right) for option in options},
            key="; ".join(option.text for option in options if option.id in right) or "none of them",
            feedback={name: text for name, text in feedback.items() if text},
        )


def _mark(picked: bool, correct: bool) -> Mark:
    if picked:
        return Mark.RIGHT if correct else Mark.WRONG
    return Mark.MISSED if correct else Mark.RIGHTLY_LEFT


class ChoiceQuestion(PickQuestion):
    """A question that is answered by choosing."""

    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=MOST_CHOICES)] = required(
        "What to choose from."
    )
    only_here: Text | None = only_here()
    shuffle: Flag = option("Whether each attempt shows the choices in another order.", True)

    def options(self) -> tuple[Option, ...]:
        """The choices as they are shown, in the author's order."""
        return tuple(Option(choice.id, choice.text) for choice in self.choices)

    def right_answer(self) -> Picked:
        """The ids of the choices that are right."""
        return frozenset(choice.id for choice in self.choices if choice.correct)

    def evidence_for(self, option_id: str) -> Evidence | None:
        """The experiment of a choice, with its claim."""
        choice = self._choice(option_id)
        return choice.watched(choice.correct)

    def evidence_by_option(self) -> tuple[tuple[str, Evidence], ...]:
        """The evidence of each choice that has one."""
        pieces = ((choice.id, choice.watched(choice.correct)) for choice in self.choices)
        return tuple((label, evidence) for label, evidence in pieces if evidence is not None)

    def feedback(self, option_id: str, chosen: bool) -> str | None:
        """What the author says about having chosen a choice, or about having left it."""
        choice = self._choice(option_id)
        return choice.if_chosen if chosen else choice.if_not_chosen

    def said_back(self) -> tuple[tuple[str, str], ...]:
        """What is said of each choice, where it is chosen and where it is left."""
        cases = [
            (f"{choice.id} ({'right' if choice.correct else 'wrong'}) {case}", words)
            for choice in self.choices
            for case, words in (("chosen", choice.if_chosen), ("left", choice.if_not_chosen))
        ]
        return tuple((case, words) for case, words in cases if words)

    def _choice(self, option_id: str) -> Choice:
        return next(choice for choice in self.choices if choice.id == option_id)

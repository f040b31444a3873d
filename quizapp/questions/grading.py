"""How an answer was marked: what became of each option, the credit, and the author's word on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import assert_never

from quizapp.questions.answer_forms import EnterNumber, EnterText, Form, PickMany, PickOne, PutInOrder, TurnKnobs


class Mark(Enum):
    """What became of one option, in words that stand beside it."""

    RIGHT = "right"
    PARTLY = "partly right"
    WRONG = "wrong"
    MISSED = "you missed"
    RIGHTLY_LEFT = "rightly left"
    UNDECIDED = "undecided"
    DISPUTED = "disputed"
    UNANSWERED = "not answered"


@dataclass(frozen=True)
class Grade:
    """An answer marked: `credit` is 0 to 1, `right` whether all of it was right, `key` the right answer in words.

    `marks`, `said` and `feedback` are by the id of the option: its mark, what the learner said of it where its own
    words do not tell, and what the author says to that. `prediction_right` is given where an answer may be improved
    after the prediction, and says whether what was predicted was right. `disputed` are the options of which the
    simulation does not say what the deck says; an answer with any of these is not scored. `undecided` says that a goal
    was not reached as there are no numbers to tell by.
    """

    credit: float
    right: bool
    marks: Mapping[str, Mark]
    key: str
    said: Mapping[str, str] = field(default_factory=dict)
    feedback: Mapping[str, str] = field(default_factory=dict)
    prediction_right: bool | None = None
    disputed: frozenset[str] = frozenset()
    undecided: bool = False

    def with_disputed(self, option_ids: Iterable[str]) -> Grade:
        """The grade in which these options are disputed, too."""
        disputed = self.disputed | frozenset(option_ids)
        marks = {name: Mark.DISPUTED if name in disputed else mark for name, mark in self.marks.items()}
        feedback = {name: said for name, said in self.feedback.items() if name not in disputed}
        return replace(self, marks=marks, feedback=feedback, disputed=disputed)

    def unanswered(self) -> Grade:
        """The grade of a question that was not answered in time: nothing but its key."""
        return Grade(0.0, False, dict.fromkeys(self.marks, Mark.UNANSWERED), self.key)

    @property
    def is_unanswered(self) -> bool:
        """Whether there was no answer to be graded."""
        return Mark.UNANSWERED in self.marks.values()

    @property
    def foreseen(self) -> bool:
        """Whether the prediction was right, which is what the certainty was about."""
        return self.right if self.prediction_right is None else self.prediction_right

    @property
    def verdict(self) -> str:
        """How it came out, in a word or two."""
        if self.is_unanswered:
            return "Not answered."
        if self.disputed:
            return "Not scored."
        if self.undecided:
            return "Not reached: undecided."
        return "Right." if self.right else "Not quite." if self.credit > 0 else "Not right."


DISPUTED = (
    "The simulation does not bear out what this deck gives as right; trust what was measured. Whoever wrote the deck "
    "can see where with `quizapp check`"
)


def credit_rule(form: Form) -> str:
    """How credit is given where an answer can be right in part; nothing where it is all or nothing."""
    match form:
        case PickMany():
            return "the share of the right ones ticked, less that of the wrong ones"
        case PutInOrder():
            return "the share of the pairs that stand in the right order"
        case PickOne() | EnterNumber() | EnterText() | TurnKnobs():
            return ""
        case _:
            assert_never(form)


#: Said of a score that may still change.
UNSETTLED = "still being checked on more networks"


def credit_in_words(grade: Grade, form: Form, settled: bool = True) -> str:
    """The credit with its rule: 'Credit 67%: the share of the pairs that stand in the right order'."""
    if grade.disputed:
        return DISPUTED
    if grade.is_unanswered:
        return "It counts as unanswered, which earns nothing"
    rule = _of_those_ticked(grade.marks.values()) if isinstance(form, PickMany) else credit_rule(form)
    return f"Credit {grade.credit:.0%}{f': {rule}' if rule else ''}{'' if settled else f'; {UNSETTLED}'}"


def _of_those_ticked(marks: Iterable[Mark]) -> str:
    """'2 of 3 right ones ticked, less 1 of 1 wrong', and where there are no right ones that none is right."""
    counts = Counter(marks)
    right, missed, wrong, left = (counts[each] for each in (Mark.RIGHT, Mark.MISSED, Mark.WRONG, Mark.RIGHTLY_LEFT))
    parts = [f"{right} of {right + missed} right ones ticked"] if right + missed else ["none is right"]
    return ", less ".join([*parts, *([f"{wrong} of {wrong + left} wrong"] if wrong else [])])


def credit_rules(forms: Iterable[Form]) -> str:
    """How credit is given for any of these forms, in a sentence for each that can be right in part."""
    where = {PickMany: "several may be right", PutInOrder: "things are put in order"}
    rules = {where[type(form)]: credit_rule(form) for form in forms if type(form) in where}
    return " ".join(f"Where {what}, it is {rule}." for what, rule in rules.items())

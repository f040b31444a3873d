"""Questions that are answered with a word or a few, compared with the spellings that the author accepts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints, model_validator

from quizapp.evidence.evidence import Evidence
from quizapp.evidence.probes import ProbeValues
from quizapp.experiments import scalars
from quizapp.questions.answer_forms import Answer, EnterText, Typed
from quizapp.questions.choices import Watched
from quizapp.questions.fields import FROZEN, Flag, Text, option, required, whole_within
from quizapp.questions.grading import Grade, Mark
from quizapp.questions.question import Few, Question
from quizapp.questions.spellings import (
    LETTERS_A_TYPO,
    LONGEST,
    MOST_TYPOS,
    Spelling,
    compared,
    exactly,
    readings,
    spelling,
    typos_in,
)
from sim.registry import BadValue

ANSWER = "answer"
#: So many of the accepted spellings are named beside the answer.
NAMED = 6


def _with_letters(text: str) -> str:
    if not compared(text):
        raise BadValue("this has nothing that could be typed; write the word as learners would")
    return text


def _share(value: float) -> float:
    if not 0 <= value < 1:
        raise BadValue(f"the share of the mark is from 0 to less than 1, as in 0.5, not {value:g}; what earns all of "
                       "it is right and belongs to `accept`")  # fmt: skip
    return value


Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST), AfterValidator(_with_letters)
]
Share = Annotated[
    float,
    BeforeValidator(scalars.number),
    AfterValidator(_share),
    Field(json_schema_extra={"minimum": 0, "exclusiveMaximum": 1}),
]


class NearMiss(BaseModel):
    """An answer that is wrong, or right in part, and is told something of its own."""

    model_config = FROZEN

    text: Words = required("The answer, in which `*` stands for anything.")
    feedback: Text | None = option("Said to somebody who answers it.")
    credit: Share = option("The share of the mark that it earns, such as 0.5.", 0.0)

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if self.feedback is None and not self.credit:
            raise BadValue("a near miss is told something, or earns a part; add `feedback: ...` or `credit: 0.5`")
        return self


class ShortAnswer(Watched, Question):
    """A word or a few are to be typed."""

    type: Literal["short_answer"] = required("A word or a few are typed.")
    answer: Words = required("The right answer as it is shown, to the letter.")
    accept: Few[Words] = option("Other spellings that are right; `*` stands for anything, and `\\*` is a star.", ())
    case_sensitive: Flag = option("Whether upper and lower case must be as they are written.", False)
    typos: Annotated[int, *whole_within("typos", 0, MOST_TYPOS)] = option(
        f"How many typing errors are forgiven: 0 to {MOST_TYPOS}, one for each {LETTERS_A_TYPO} letters.", 0
    )
    near_misses: Few[NearMiss] = option("Wrong answers, or such as are right in part, with feedback of their own.", ())
    if_right: Text | None = option("Said to somebody whose answer was right.")
    if_wrong: Text | None = option("Said to somebody whose answer was wrong, and was no near miss.")

    @model_validator(mode="after")
    def _near_misses_are_not_right(self) -> Self:
        accepted, misses = self.right_spellings, self.near_spellings
        for index, near in enumerate(misses):
            if any(right.covers(near) for right in accepted):
                raise BadValue(
                    "this is accepted as right already, so nobody is ever told this; take it out, or narrow what is "
                    "accepted",
                    ("near_misses", index, "text"),
                )
            if any(above.covers(near) for above in misses[:index]):
                raise BadValue(
                    "a near miss above takes whatever this one does; take it out, or put it first",
                    ("near_misses", index, "text"),
                )
        return self

    @model_validator(mode="after")
    def _typos_can_be_forgiven(self) -> Self:
        if self.typos and not any(len(right.parts[0]) >= LETTERS_A_TYPO for right in self._plain()):
            raise BadValue(
                f"typing errors are forgiven in spellings of {LETTERS_A_TYPO} letters or more, as fewer make another "
                "word, and there is none; leave `typos` out",
                ("typos",),
            )
        return self

    @property
    def right_spellings(self) -> tuple[Spelling, ...]:
        """All that is right, the answer first."""
        return (exactly(self.answer, self.case_sensitive), *self.accepted)

    @property
    def accepted(self) -> tuple[Spelling, ...]:
        """What is accepted beside the answer."""
        return tuple(spelling(each, self.case_sensitive) for each in self.accept)

    @property
    def near_spellings(self) -> tuple[Spelling, ...]:
        """The near misses, in their order."""
        return tuple(spelling(each.text, self.case_sensitive) for each in self.near_misses)

    def _plain(self) -> Iterator[Spelling]:
        return (right for right in self.right_spellings if right.is_plain)

    def form(self) -> EnterText:
        """Type a word."""
        return EnterText()

    def said_back(self) -> tuple[tuple[str, str], ...]:
        """What is said to a right and a wrong answer, and to each near miss."""
        near = ((each.text, each.feedback) for each in self.near_misses)
        return (*super().said_back(), *((case, words) for case, words in near if words))

    def evidence_for(self, option_id: str) -> Evidence | None:
        """The experiment with the claim."""
        return self.watched(True)

    def evidence_by_option(self) -> tuple[tuple[str, Evidence], ...]:
        """The one evidence, if there is one."""
        evidence = self.watched(True)
        return ((ANSWER, evidence),) if evidence else ()

    def grade(self, answer: Answer, prediction: Answer, measured: ProbeValues) -> Grade:
        """Right if it is of a spelling that is accepted, with no more typing errors than are forgiven."""
        assert isinstance(answer, Typed)
        taken_for, near = self._taken_for(answer.text), self._near_miss(answer.text)
        right = taken_for is not None
        credit = 1.0 if right else near.credit if near else 0.0
        feedback = self.if_right if right else self._feedback(answer.text, near)
        return Grade(
            credit=credit,
            right=right,
            marks={ANSWER: Mark.RIGHT if right else Mark.PARTLY if credit else Mark.WRONG},
            key=self._key,
            said={ANSWER: f"You said {answer.text}{taken_for or ''}; the answer is {self.shown}."},
            feedback={ANSWER: feedback} if feedback else {},
        )

    @property
    def shown(self) -> str:
        """The right answer on one line."""
        return " ".join(self.answer.split())

    @property
    def _key(self) -> str:
        others = [each.shown for each in self.accepted if each.is_plain]
        more = f" and {len(others) - NAMED} more" if len(others) > NAMED else ""
        return f"{self.shown} (also right: {', '.join(others[:NAMED])}{more})" if others else self.shown

    def _taken_for(self, text: str) -> str | None:
        """Nothing but an empty text if an answer is right as it is, how it should be spelled if nearly; None if wrong.

        A near miss is never taken for a typing error, nor for a right answer with a sign behind it.
        """
        whole, *bare = readings(text, self.case_sensitive)
        if self._accepts(whole):
            return ""
        if not self._near_to(whole, plain=True) and any(map(self._accepts, bare)):
            return ""
        if not self.typos or self._near_miss(text):
            return None
        meant = self._meant(text, self.typos)
        return f", taken for {meant}" if meant else None

    def _accepts(self, typed: str) -> bool:
        return any(right.accepts(typed) for right in self.right_spellings)

    def _near_miss(self, text: str) -> NearMiss | None:
        found = (self._near_to(each) for each in readings(text, self.case_sensitive))
        return next((near for near in found if near), None)

    def _near_to(self, typed: str, plain: bool = False) -> NearMiss | None:
        """The first near miss that takes a text; with `plain` of those without stars."""
        pairs = zip(self.near_spellings, self.near_misses, strict=True)
        return next((near for each, near in pairs if each.accepts(typed) and (each.is_plain or not plain)), None)

    def _meant(self, text: str, most: int = MOST_TYPOS) -> str | None:
        """The spelling that an answer comes nearest to, if a few typing errors, or its case, are all that differs."""
        folded = compared(text, self.case_sensitive)
        found = {right: typos_in(folded, right.parts[0], most) for right in self._plain()}
        near = {right: errors for right, errors in found.items() if errors is not None}
        return min(near, key=lambda right: near[right]).shown if near else None

    def _feedback(self, text: str, near: NearMiss | None) -> str | None:
        """What is said to a wrong answer: of a near miss, of its spelling, or else what is said to all others."""
        if near is not None:
            return near.feedback
        return self._spelling_hint(text) or self.if_wrong

    def _spelling_hint(self, text: str) -> str | None:
        if self.case_sensitive and any(compared(each.parts[0]) in readings(text) for each in self._plain()):
            return "Upper and lower case count here: look at them again."
        meant = self._meant(text)
        return f"This is spelled nearly like {meant}, and not quite: check the spelling." if meant else None


QUESTION_TYPE = ShortAnswer

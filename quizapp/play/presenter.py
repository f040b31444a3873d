"""What a learner may see of an attempt, as plain data: `before_commit` holds nothing of the key, `after_marking` all.

Terminal UI, line mode and any other front end render these and take their sentences from here, so that a sentence
stands in one place. `as_data` gives what JSON can be made of, for a front end in another process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Any, assert_never

from quizapp.evidence.evidence import Evidence
from quizapp.evidence.results import ClaimResult, QuantityResult, Result
from quizapp.play.attempt import Attempt, Phase
from quizapp.play.certainty import Certainty
from quizapp.play.telling import came_out, measured, on_control, quantity_told
from quizapp.questions.answer_data import answer_as_data, form_as_data
from quizapp.questions.answer_forms import (
    Answer,
    EnterNumber,
    EnterText,
    Form,
    Option,
    PickMany,
    PickOne,
    PutInOrder,
    TurnKnobs,
)
from quizapp.questions.grading import Mark, credit_in_words
from quizapp.questions.measured_texts import filled_in, is_waiting

#: What stands for an explanation until all that it speaks of is measured.
MEASURING = "Measuring what the explanation speaks of ..."
#: What was measured before anything was.
NOTHING_MEASURED: Mapping[Evidence, Result] = MappingProxyType({})


@dataclass(frozen=True)
class BeforeCommit:
    """What is shown of a question until its answer is marked.

    `options` stand in the learner's order, `hints` are those asked for of `hints_in_all`, `missing` is what is still to
    be done before the answer can be committed, `tuning` says that knobs can be turned while networks run, `watches`
    that there are networks to watch, and `in_exam` that nothing will be told before the exam is over, hints neither.
    """

    attempt: str
    phase: Phase
    question: str
    type: str
    prompt: str
    how: str
    form: Form
    options: tuple[Option, ...]
    answer: Answer
    certainty: Certainty | None
    hints: tuple[str, ...]
    hints_in_all: int
    missing: str | None
    missing_answer: str | None
    prediction: Answer
    committed: bool
    asks_certainty: bool
    tuning: bool
    watches: bool
    in_exam: bool

    def as_data(self) -> dict[str, Any]:
        """All of it as data of which JSON can be made."""
        return {
            "attempt": self.attempt,
            "phase": self.phase.value,
            "question": {
                "id": self.question,
                "kind": self.type,
                "prompt": self.prompt,
                "how": self.how,
                **form_as_data(self.form),
            },
            "hints": {"shown": list(self.hints), "of": self.hints_in_all},
            "answer": answer_as_data(self.form, self.answer),
            "certainty": self.certainty and self.certainty.value,
            "certainties": [level.value for level in Certainty],
            "missing": self.missing,
            "committed": self.committed,
            "in_exam": self.in_exam,
        }


def before_commit(attempt: Attempt) -> BeforeCommit:
    """What a learner may see of an attempt before its answer is marked: nothing that depends on the key."""
    question = attempt.question
    return BeforeCommit(
        attempt=attempt.id,
        phase=attempt.phase,
        question=question.id,
        type=question.type,
        prompt=question.prompt.strip(),
        how=how(attempt.form),
        form=attempt.form,
        options=attempt.options,
        answer=attempt.answer,
        certainty=attempt.certainty,
        hints=() if attempt.withheld else question.hints[: attempt.hints_shown],
        hints_in_all=0 if attempt.withheld else len(question.hints),
        missing=attempt.missing,
        missing_answer=attempt.missing_answer,
        prediction=attempt.prediction,
        committed=attempt.committed,
        asks_certainty=attempt.asks_certainty,
        tuning=attempt.tuning,
        watches=attempt.watches,
        in_exam=attempt.withheld,
    )


@dataclass(frozen=True)
class MarkedOption:
    """What became of one option: `number` is that under which it was listed, `place` its place in the answer.

    `said` is the option in its own words, or in those of what the learner answered.
    """

    id: str
    number: int
    place: int
    text: str
    said: str
    picked: bool
    mark: Mark
    feedback: str | None


@dataclass(frozen=True)
class AfterMarking:
    """What is shown of a question once its answer is marked: everything.

    `key` is the right answer as a sentence, or None where the marks of the options say it already or it is disputed.
    `settled` says that the marks stay as they are: the simulation was asked whether it bears them out.
    `unanswered` says that an exam ended before there was an answer.
    """

    attempt: str
    question: str
    prompt: str
    form: Form
    answer: Answer
    prediction: Answer
    certainty: Certainty | None
    right: bool
    verdict: str
    credit: float
    credit_in_words: str
    key: str | None
    options: tuple[MarkedOption, ...]
    explanation: str
    reading: tuple[tuple[str, str], ...]
    settled: bool
    unanswered: bool

    def as_data(self) -> dict[str, Any]:
        """All of it as data of which JSON can be made."""
        return {
            "attempt": self.attempt,
            "question": self.question,
            "settled": self.settled,
            "unanswered": self.unanswered,
            "answer": answer_as_data(self.form, self.answer),
            "prediction": answer_as_data(self.form, self.prediction),
            "certainty": self.certainty and self.certainty.value,
            "right": self.right,
            "verdict": self.verdict,
            "credit": self.credit,
            "credit_in_words": self.credit_in_words,
            "key": self.key,
            "options": [{**asdict(option), "mark": option.mark.value} for option in self.options],
            "explanation": self.explanation,
            "reading": [{"title": title, "url": url} for title, url in self.reading],
        }


def after_marking(attempt: Attempt, results: Mapping[Evidence, Result] = NOTHING_MEASURED) -> AfterMarking:
    """What a learner may see of an attempt that is marked; SessionError before that, and while an exam is on.

    `results` are what was measured on the networks that were watched, for the texts that ask for it.
    """
    right, credit, question, grade = attempt.right, attempt.credit, attempt.question, attempt.grade
    assert grade is not None
    return AfterMarking(
        attempt=attempt.id,
        question=question.id,
        prompt=question.prompt.strip(),
        form=attempt.form,
        answer=attempt.answer,
        prediction=attempt.prediction,
        certainty=attempt.certainty,
        right=right,
        verdict=grade.verdict,
        credit=credit,
        credit_in_words=credit_in_words(grade, attempt.form, attempt.settled),
        key=None if grade.disputed else key_sentence(attempt.form, grade.key, right),
        options=tuple(_marked(attempt, option, results) for option in attempt.options),
        explanation=filled_in(question, None, (question.explanation or "").strip(), results),
        reading=tuple((each.title, each.url) for each in question.reading),
        settled=attempt.settled,
        unanswered=attempt.lapsed,
    )


def _marked(attempt: Attempt, option: Option, results: Mapping[Evidence, Result]) -> MarkedOption:
    assert attempt.grade is not None
    feedback = attempt.feedback(option.id)
    return MarkedOption(
        id=option.id,
        number=attempt.form.options.index(option) + 1,
        place=attempt.options.index(option) + 1,
        text=option.text,
        said=attempt.grade.said.get(option.id, option.text),
        picked=option.id in attempt.picked,
        mark=attempt.mark_of(option.id),
        feedback=feedback and filled_in(attempt.question, option.id, feedback.strip(), results),
    )


def while_measuring(shown: AfterMarking, attempt: Attempt, results: Mapping[Evidence, Result]) -> AfterMarking:
    """What may be seen, but for texts that speak of what is not measured yet."""
    question = attempt.question

    def waits(own: str | None, text: str | None) -> bool:
        return text is not None and is_waiting(question, own, text, results)

    options = (
        replace(each, feedback=None) if waits(each.id, attempt.feedback(each.id)) else each for each in shown.options
    )
    explanation = MEASURING if waits(None, question.explanation) else shown.explanation
    return replace(shown, options=tuple(options), explanation=explanation)


def how(form: Form) -> str:
    """How a question is answered, in a sentence."""
    match form:
        case PickOne():
            return "Pick one."
        case PickMany():
            return "Several may be right: tick every one that is."
        case EnterNumber():
            return "Type a number."
        case EnterText():
            return "Type a word, or a few."
        case PutInOrder():
            return f"Put them in order by {form.by}, the {form.ends[0]} first."
        case TurnKnobs(predict=True):
            return "Predict: where must it stand? You can turn on once you have seen what it does."
        case TurnKnobs():
            return "Turn until the goal holds, and hand it in."
        case _:
            assert_never(form)


def key_sentence(form: Form, key: str, right: bool) -> str | None:
    """The right answer: always where it was measured or typed, and else where it was not given."""
    match form:
        case PutInOrder():
            return f"The right order by {form.by}, the {form.ends[0]} first: {key}."
        case EnterNumber() | EnterText():
            return f"The answer: {key}."
        case TurnKnobs():
            return None if right else f"A setting that reaches the goal: {key}."
        case PickOne() | PickMany():
            return None if right else f"The answer: {key.rstrip('.')}."
        case _:
            assert_never(form)


def result_sentence(form: Form, result: ClaimResult | QuantityResult) -> str:
    """What `result_lines` says, in one piece."""
    return " ".join(result_lines(form, result))


def result_lines(form: Form, result: ClaimResult | QuantityResult) -> list[str]:
    """How the claim of an option, or the goal of its knobs, came out, what was measured, and the control."""
    if isinstance(result, QuantityResult):
        return [f"Measured: {quantity_told(result).rstrip('.')} ({result.spread})."]
    seen = "On networks that you had not seen: " if isinstance(form, TurnKnobs) else ""
    whose = seen or "Claim: "
    control = on_control(result)
    parts = (
        f"{whose}{result.words} {came_out(result, '', ended=True)}",
        measured(result),
        f"Control: {control}" if control and not seen else "",
    )
    return [part for part in parts if part]

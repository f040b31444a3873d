"""What line mode tells at each stage of a question, as blocks of text made of what the presenter shows."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.evidence.results import ClaimResult, QuantityResult
from quizapp.plain.inputs.adapters import LineAdapter, adapter_for
from quizapp.play.certainty import Certainty
from quizapp.play.presenter import AfterMarking, BeforeCommit, MarkedOption, result_sentence
from quizapp.play.session import Session
from quizapp.play.telling import Told
from quizapp.questions.answer_forms import Answer, Form, PickMany, PickOne, TurnKnobs
from quizapp.text.run_report import Page


def question_blocks(session: Session, shown: BeforeCommit, adapter: LineAdapter, page: Page) -> Iterator[str]:
    """Where we are, the prompt, what there is to choose from, and how it is answered."""
    several = " Several may be right." if isinstance(shown.form, PickMany) else ""
    if page.drawings:
        yield "-" * page.width
    exam = f", {session.exam.name}" if session.exam else ""
    where = f"question {session.position + 1} of {len(session.attempts)}"
    yield page.wrapped(f"{session.deck.title}{exam}, {where}.{several}")
    yield page.wrapped(shown.prompt)
    listed = adapter.listed(page)
    if listed:
        yield listed
    if not isinstance(shown.form, PickOne | PickMany) and not shown.tuning:
        yield page.wrapped(adapter.how)


LEVELS = {
    Certainty.LOW: "less than 67%",
    Certainty.MIDDLE: "67 to 80%",
    Certainty.HIGH: "more than 80%",
}


def certainty_question() -> str:
    """How to say how certain one is."""
    levels = ", ".join(f"{number} for {LEVELS[level]}" for number, level in enumerate(Certainty, start=1))
    return f"How certain are you that this is right? Type {levels}."


def prediction(shown: BeforeCommit) -> str:
    """What was answered, and how certain: '1 and 3, >80% sure'."""
    return _sure(shown.form, shown.answer, shown.certainty)


def _sure(form: Form, answer: Answer, certainty: Certainty | None) -> str:
    return f"{adapter_for(form, answer).said(answer)}{f', {certainty.value} sure' if certainty else ''}"


def marks(shown: AfterMarking, page: Page) -> str:
    """What was predicted, how it came out, the credit with its rule, and what became of each option."""
    if shown.unanswered:
        return page.wrapped(f"{shown.verdict} {shown.credit_in_words}.")
    first = page.wrapped(f"{_answered(shown)} {shown.verdict} {shown.credit_in_words}.")
    return "\n".join([first, *adapter_for(shown.form, shown.answer).marked(shown, page)])


def _answered(shown: AfterMarking) -> str:
    if not isinstance(shown.form, TurnKnobs):
        return f"You said: {_sure(shown.form, shown.answer, shown.certainty)}."
    predicted = f"You predicted: {_sure(shown.form, shown.prediction, shown.certainty)}. " if shown.certainty else ""
    return f"{predicted}You handed in: {shown.answer}."


def option_heading(shown: AfterMarking, option: MarkedOption, page: Page) -> str:
    """Which option is being looked at, and what became of it."""
    if shown.unanswered:
        return page.wrapped(option.text, "  ", f"{option.number}. ")
    return adapter_for(shown.form, shown.answer).heading(shown, option, page)


def told_block(found: Told, page: Page) -> str:
    """What came of a claim or a quantity, in words first; the formula is not among it."""
    return "\n".join(_labelled(label, words, page) for label, words in found.words)


def formula_block(found: Told, page: Page) -> str:
    """The claim, the goal or the quantity as it is written in the deck."""
    return "\n".join(_labelled(label, words, page) for label, words in found.formula)


def _labelled(label: str, words: str, page: Page) -> str:
    return page.wrapped(words, "  " if label else "", f"{label[:1].upper()}{label[1:]}: " if label else "")


def explained_option(
    shown: AfterMarking, option: MarkedOption, found: ClaimResult | QuantityResult | None, page: Page
) -> str:
    """One option with its mark, the author's word on it, and the measured numbers."""
    lines = [option_heading(shown, option, page)]
    if option.feedback:
        lines.append(page.wrapped(option.feedback, "  "))
    if found:
        lines.append(page.wrapped(result_sentence(shown.form, found), "  "))
    return "\n".join(lines)


def reading(shown: AfterMarking, page: Page) -> str:
    """Where to read on."""
    works = [f"{page.wrapped(title, '    ', '  ')}\n    {url}" for title, url in shown.reading]
    return "\n".join(["Read on:", *works])

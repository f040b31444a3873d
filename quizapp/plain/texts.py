"""What is told at each stage of a question, as blocks of text made from the session and from what was measured."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.evidence.judging import Judged, Measurement
from quizapp.plain.inputs.adapters import Reader, reader_of
from quizapp.play.session import Attempt, Certainty, Session
from quizapp.questions.answer_forms import Answer, EnterNumber, Option, PickMany, PickOne, PutInOrder, TurnKnobs
from quizapp.questions.grading import credit_in_words
from quizapp.text.run_report import Page


def question_blocks(session: Session, reader: Reader, page: Page) -> Iterator[str]:
    """Where we are, the prompt, what there is to choose from, and how it is answered."""
    attempt = session.current
    several = " Several may be right." if isinstance(attempt.form, PickMany) else ""
    yield "-" * page.width
    yield page.wrapped(f"{session.deck.title}, question {session.position + 1} of {len(session.attempts)}.{several}")
    yield page.wrapped(attempt.question.prompt)
    listed = reader.listed(page)
    if listed:
        yield listed
    if not isinstance(attempt.form, PickOne | PickMany) and not attempt.committed:
        yield page.wrapped(reader.how)


def certainty_question() -> str:
    """How to say how certain one is."""
    levels = "    ".join(f"{number}  {level.value}" for number, level in enumerate(Certainty, start=1))
    return f"How certain are you that this is right?\n  {levels}"


def prediction(attempt: Attempt) -> str:
    """What was answered, and how certain: '1 and 3, >80% sure'."""
    return _sure(attempt, attempt.answer)


def _sure(attempt: Attempt, answer: Answer) -> str:
    sure = f", {attempt.certainty.value} sure" if attempt.certainty else ""
    return f"{reader_of(attempt).said(answer)}{sure}"


def marks(attempt: Attempt, page: Page) -> str:
    """What was predicted, how it came out, the credit with its rule, and what became of each option."""
    assert attempt.marking is not None
    credit = credit_in_words(attempt.marking, attempt.form)
    first = page.wrapped(f"{_answered(attempt)} {attempt.marking.verdict} {credit}.")
    if isinstance(attempt.form, EnterNumber):
        return first
    return "\n".join([first, *(_marked(attempt, option, page) for option in attempt.options)])


def _answered(attempt: Attempt) -> str:
    if not isinstance(attempt.form, TurnKnobs):
        return f"You said: {prediction(attempt)}."
    predicted = f"You predicted: {_sure(attempt, attempt.prediction)}. " if attempt.certainty else ""
    return f"{predicted}You handed in: {attempt.answer}."


def _marked(attempt: Attempt, option: Option, page: Page) -> str:
    mark, number = attempt.mark(option.id).value, _number(attempt, option)
    match attempt.form:
        case PickOne() | PickMany():
            box = "[x]" if option.id in attempt.picked else "[ ]"
            return page.wrapped(option.text, " " * 22, f"{number:>3} {box} {mark:<13} ")
        case PutInOrder():
            text = f"{option.text} (item {number})"
            return page.wrapped(text, " " * 18, f"  place {_place(attempt, option)}  {mark:<6} ")
    assert attempt.marking is not None
    return page.wrapped(attempt.marking.said.get(option.id, option.text), "  ")


def option_heading(attempt: Attempt, option: Option, page: Page) -> str:
    """Which option is being looked at, and what became of it."""
    mark = attempt.mark(option.id).value
    match attempt.form:
        case EnterNumber() | TurnKnobs():
            return page.wrapped(f"{option.text} {reader_of(attempt).said(attempt.answer)}: {mark}.")
        case PutInOrder():
            said = f"you put it in place {_place(attempt, option)}"
        case _:
            said = "you picked it" if option.id in attempt.picked else "you left it"
    return page.wrapped(f"{option.text} ({said}: {mark})", "     ", f"== {_number(attempt, option)}  ")


def _number(attempt: Attempt, option: Option) -> int:
    """The number under which an option was listed, whatever its place is now."""
    return attempt.form.options.index(option) + 1


def _place(attempt: Attempt, option: Option) -> int:
    return attempt.options.index(option) + 1


def claim_block(found: Judged | Measurement, page: Page, name: str = "Claim") -> str:
    """The claim in words and in numbers, in how many networks it holds, and the control; or what is measured."""
    if isinstance(found, Measurement):
        return page.wrapped(f"{found.quantity} = {found.median} ({found.spread})", "          ", "Measured: ")
    lines = [page.wrapped(f"{found.says.rstrip('.')}.", "          ", "In words: ")] if found.says else []
    lines.append(page.wrapped(found.claim, "          ", f"{name}:".ljust(10)))
    numbers = "; ".join(f"{what} = {value}" for what, value in found.measured)
    lines.append(page.wrapped(f"{numbers}; {found.holds}" if numbers else found.holds, "          ", "Measured: "))
    if found.on_control:
        lines.append(page.wrapped(found.on_control, "          ", "Control:  "))
    return "\n".join(lines)


def key_blocks(attempt: Attempt, page: Page) -> Iterator[str]:
    """The right answer: always where the simulation has measured it, or else where it was not given."""
    assert attempt.marking is not None
    key = attempt.marking.key
    match attempt.form:
        case PutInOrder():
            yield page.wrapped(f"The right order by {attempt.form.by}, the {attempt.form.ends[0]} first: {key}.")
        case EnterNumber():
            yield page.wrapped(f"The answer: {key}.")
        case TurnKnobs() if not attempt.right:
            yield page.wrapped(f"A setting that reaches the goal: {key}.")
        case PickOne() | PickMany() if not attempt.right:
            yield page.wrapped(f"The answer: {key.rstrip('.')}.")


def explained_option(attempt: Attempt, option: Option, found: Judged | Measurement | None, page: Page) -> str:
    """One option with its mark, the author's word on it, and the measured numbers."""
    lines = [option_heading(attempt, option, page)]
    feedback = attempt.feedback(option.id)
    if feedback:
        lines.append(page.wrapped(feedback, "     "))
    if found:
        lines.append(page.wrapped(_measured(found, isinstance(attempt.form, TurnKnobs)), "     "))
    return "\n".join(lines)


def _measured(found: Judged | Measurement, turned: bool) -> str:
    if isinstance(found, Measurement):
        return f"Measured: {found.quantity} = {found.median} ({found.spread})."
    numbers = "; ".join(f"{what} = {value}" for what, value in found.measured) or found.claim
    if turned:
        return f"Measured on the networks that you watched: {numbers}; the goal {found.holds}."
    return f"Measured: {numbers}; the claim {found.holds}."


def reading(attempt: Attempt, page: Page) -> str:
    """Where to read on."""
    works = [f"{page.wrapped(each.title, '    ', '  ')}\n    {each.url}" for each in attempt.question.reading]
    return "\n".join(["Read on:", *works])

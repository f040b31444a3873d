"""What is told at each stage of a question, as blocks of text made from the session and from what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizapp.deck import Deck
from quizapp.forms import Option, PickMany
from quizapp.judging import Judged, Measurement
from quizapp.printed import Page
from quizapp.session import Attempt, Certainty, Session


def deck_list(decks: Sequence[Deck], sessions: Sequence[Session | None], page: Page) -> str:
    """The decks, how many questions they have, and how many were answered."""
    lines = ["Decks"]
    for number, (deck, session) in enumerate(zip(decks, sessions, strict=True), start=1):
        done = f", {session.answered} answered" if session else ""
        lines.append(
            page.wrapped(f"{deck.title} ({count(len(deck.questions), 'question')}{done})", "     ", f"{number:>3}  ")
        )
    return "\n".join(lines)


def question_blocks(session: Session, page: Page) -> Iterator[str]:
    """Where we are, the prompt, and the numbered choices."""
    attempt = session.current
    several = " Several may be right." if isinstance(attempt.form, PickMany) else ""
    yield "-" * page.width
    yield page.wrapped(f"{session.deck.title}, question {session.position + 1} of {len(session.attempts)}.{several}")
    yield page.wrapped(attempt.question.prompt)
    yield "\n".join(
        page.wrapped(option.text, "     ", f"{n:>3}  ") for n, option in enumerate(attempt.options, start=1)
    )


def certainty_question() -> str:
    """How to say how certain one is."""
    levels = "    ".join(f"{number}  {level.value}" for number, level in enumerate(Certainty, start=1))
    return f"How certain are you that this is right?\n  {levels}"


def prediction(attempt: Attempt) -> str:
    """What was picked, by number, and how certain: '1 and 3, >80% sure'."""
    numbers = [str(n) for n, option in enumerate(attempt.options, start=1) if option.id in attempt.picked]
    sure = f", {attempt.certainty.value} sure" if attempt.certainty else ""
    return f"{' and '.join(numbers) or 'none of them'}{sure}"


def marks(attempt: Attempt, page: Page) -> str:
    """The prediction, its credit, and what became of each option."""
    lines = [f"You said: {prediction(attempt)}. Credit {attempt.credit:.0%}."]
    for number, option in enumerate(attempt.options, start=1):
        box = "[x]" if option.id in attempt.picked else "[ ]"
        lines.append(page.wrapped(option.text, " " * 22, f"{number:>3} {box} {attempt.mark(option.id).value:<13} "))
    return "\n".join(lines)


def option_heading(attempt: Attempt, option: Option, page: Page) -> str:
    """Which option is being looked at, and what became of it."""
    number = attempt.options.index(option) + 1
    said = "you picked it" if option.id in attempt.picked else "you left it"
    return page.wrapped(f"{option.text} ({said}: {attempt.mark(option.id).value})", "     ", f"== {number}  ")


def claim_block(found: Judged | Measurement, page: Page) -> str:
    """The claim in words and in numbers, in how many networks it holds, and the control; or what is measured."""
    if isinstance(found, Measurement):
        return page.wrapped(f"{found.quantity} = {found.median} ({found.spread})", "          ", "Measured: ")
    lines = [page.wrapped(f"{found.says.rstrip('.')}.", "          ", "In words: ")] if found.says else []
    lines.append(page.wrapped(found.claim, "          ", "Claim:    "))
    numbers = "; ".join(f"{what} = {value}" for what, value in found.measured)
    lines.append(page.wrapped(f"{numbers}; {found.holds}" if numbers else found.holds, "          ", "Measured: "))
    if found.on_control:
        lines.append(page.wrapped(found.on_control, "          ", "Control:  "))
    return "\n".join(lines)


def explained_option(attempt: Attempt, option: Option, found: Judged | Measurement | None, page: Page) -> str:
    """One option with its mark, the author's word on it, and the measured numbers."""
    lines = [option_heading(attempt, option, page)]
    feedback = attempt.feedback(option.id)
    if feedback:
        lines.append(page.wrapped(feedback, "     "))
    if isinstance(found, Measurement):
        lines.append(page.wrapped(f"Measured: {found.quantity} = {found.median} ({found.spread}).", "     "))
    elif found:
        numbers = "; ".join(f"{what} = {value}" for what, value in found.measured)
        lines.append(page.wrapped(f"Measured: {numbers or found.claim}; the claim {found.holds}.", "     "))
    return "\n".join(lines)


def reading(attempt: Attempt, page: Page) -> str:
    """Where to read on."""
    works = [f"{page.wrapped(each.title, '    ', '  ')}\n    {each.url}" for each in attempt.question.reading]
    return "\n".join(["Read on:", *works])


def summary_blocks(session: Session, page: Page) -> Iterator[str]:
    """What was right, how certain, and what to look at again."""
    answered = [attempt for attempt in session.attempts if attempt.marked]
    right = sum(attempt.right for attempt in answered)
    credit = sum(attempt.credit for attempt in answered)
    left = len(session.attempts) - len(answered)
    yield "=" * page.width
    if not answered:
        yield page.wrapped(f"{session.deck.title}: no question answered.")
        return
    yield page.wrapped(
        f"{session.deck.title}: {right} of {count(len(answered), 'answer')} right in full, credit {credit:.1f} "
        f"of {len(answered)}{f'; {left} not answered' if left else ''}."
    )
    yield "\n".join(["How certain you were:", *(_calibration(*row) for row in session.calibration())])
    yield _again(session, page)


def _calibration(level: Certainty, given: int, right: int) -> str:
    share = f"{right} of {given} right ({right / given:.0%})" if given else "not used"
    return f"  {level.value:>6} sure  {share}"


def _again(session: Session, page: Page) -> str:
    wrong = session.to_look_at_again()
    if not wrong:
        return "Nothing to look at again."
    return "\n".join(["Look at these again, the surest mistakes first:", *(_mistake(each, page) for each in wrong)])


def _mistake(attempt: Attempt, page: Page) -> str:
    sure = attempt.certainty.value if attempt.certainty else ""
    topics = f" ({', '.join(attempt.question.tags)})" if attempt.question.tags else ""
    return page.wrapped(" ".join(attempt.question.prompt.split()) + topics, " " * 15, f"  {sure:>6} sure  ")


def count(number: int, word: str) -> str:
    """A number of things: '1 question', '3 questions'."""
    return f"{number} {word}{'s' * (number != 1)}"

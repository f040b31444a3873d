"""The decks that are offered, and how a deck went: what was right, how certain, and what to look at again."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.play.attempt import Attempt
from quizapp.play.calibrating import OF_PREDICTIONS
from quizapp.play.certainty import Certainty
from quizapp.play.exam import outcome, score
from quizapp.play.session import Session
from quizapp.questions.grading import credit_rules
from quizapp.text.run_report import Page


def summary_blocks(session: Session, page: Page) -> Iterator[str]:
    """What was right, how certain, and what to look at again."""
    if page.drawings:
        yield "=" * page.width
    if not session.answered:
        yield page.wrapped(f"{session.deck.title}: no question answered.")
        return
    yield page.wrapped(f"{session.deck.title}: {_score(session)}")
    yield _certainty(session, page)
    yield _again(session, page)


def exam_blocks(session: Session, page: Page) -> Iterator[str]:
    """How an exam went, how certain the answers were, and what became of every question in its order."""
    told, rest = score(session.attempts), [f"{each}." for each in session.uncounted]
    rules = credit_rules(each.form for each in session.scored)
    if page.drawings:
        yield "=" * page.width
    yield page.wrapped(" ".join(filter(None, (f"{session.deck.title}:", told[0], *rest, told[1], rules))))
    yield _certainty(session, page)
    rows = (
        page.wrapped(" ".join(each.question.prompt.split()), " " * 19, f"{number:>3}. {outcome(each):<13} ")
        for number, each in enumerate(session.attempts, start=1)
    )
    yield "\n".join(["All questions:", *rows])


def _score(session: Session) -> str:
    """How many of the answers that count were right in full, and what does not count."""
    counted, rest = session.scored, "; ".join(("", *session.uncounted))
    if not counted:
        return f"no answer is scored{rest}."
    right, credit = sum(each.right for each in counted), sum(each.credit for each in counted)
    score = f"{right} of {count(len(counted), 'answer')} right in full, credit {credit:.1f} of {len(counted)}"
    return f"{score}{rest}. {credit_rules(attempt.form for attempt in counted)}"


def _certainty(session: Session, page: Page) -> str:
    """How certain the answers were, and of what that is where a setting was turned."""
    note = [page.wrapped(OF_PREDICTIONS)] if session.parts_predictions else []
    return "\n".join(["How certain you were:", *(_calibration(*row) for row in session.calibration()), *note])


def _calibration(level: Certainty, given: int, right: int) -> str:
    share = f"{right} of {given} right ({right / given:.0%})" if given else "not used"
    return f"  {level.value:>6} sure  {share}"


def _again(session: Session, page: Page) -> str:
    wrong = session.to_look_at_again()
    if not wrong:
        return "Nothing to look at again."
    return "\n".join(["Look at these again, the surest mistakes first:", *(_mistake(each, page) for each in wrong)])


def _mistake(attempt: Attempt, page: Page) -> str:
    sure = f"{attempt.certainty.value:>6} sure" if attempt.certainty else "not asked"
    topics = f" ({', '.join(attempt.question.tags)})" if attempt.question.tags else ""
    return page.wrapped(" ".join(attempt.question.prompt.split()) + topics, " " * 15, f"  {sure:<11}  ")


def count(number: int, word: str) -> str:
    """A number of things: '1 question', '3 questions'."""
    return f"{number} {word}{'s' * (number != 1)}"

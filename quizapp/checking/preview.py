"""Looking at a deck while it is being written: what the file says now, and which question was changed last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from quizapp.checking.claims import Report, check_deck
from quizapp.checking.lint import Advice, lint
from quizapp.deck.model import Deck
from quizapp.deck.reader import DeckError, read_deck
from quizapp.questions.types import Question

#: How many networks a claim is judged on while its author is still writing.
SEEDS = 3

Fingerprint = tuple[int, int, int]


@dataclass(frozen=True)
class Draft:
    """A deck file as it is now; where it has mistakes, `deck` is what it last said without them, if it ever did."""

    path: Path
    deck: Deck | None = None
    error: DeckError | None = None


def fingerprint(path: Path) -> Fingerprint | None:
    """What changes whenever a file is saved; None while there is no file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def read_draft(path: Path, last: Draft | None = None) -> Draft:
    """The file as it is now, with the last good deck kept where it cannot be read."""
    try:
        return Draft(path, read_deck(path))
    except DeckError as error:
        return Draft(path, last.deck if last else None, error)


def first_changed(old: Deck | None, new: Deck) -> int | None:
    """The first question that another version of a deck says otherwise, or that it added; None if all are the same."""
    before = {question.id: question for question in old.questions} if old else {}
    changed = (index for index, question in enumerate(new.questions) if not _same(question, before.get(question.id)))
    return next(changed, None)


def _same(question: Question, other: Question | None) -> bool:
    return other is not None and question == other


@dataclass(frozen=True)
class QuestionCheck:
    """What was found out about one question: how its claims came out, and what its author is warned of."""

    report: Report
    warnings: tuple[Advice, ...]


def check_question(deck: Deck, index: int, progress: Callable[[int, int], None]) -> QuestionCheck:
    """The claims of one question and of all its variants, each on a few networks, and the warnings about it."""
    alone = deck.model_copy(update={"questions": (deck.questions[index],)})
    report = check_deck(alone, SEEDS, progress=progress)
    about_all = {advice.problem for advice in lint(deck, report.claims, report.findings)}
    warnings = (advice for advice in lint(alone, report.claims, report.findings) if advice.problem in about_all)
    return QuestionCheck(report, tuple(warnings))

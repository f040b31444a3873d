"""What a rule is: a code, what it looks for, why that matters, and the function that finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quizapp.deck.model import Deck
from quizapp.deck.reader.problems import Problem
from quizapp.deck.reader.source import Source

if TYPE_CHECKING:
    from quizapp.checking.report import CheckedClaim, CheckedFairness

Path = tuple[int | str, ...]


@dataclass(frozen=True)
class Finding:
    """Something that an author may want to change: what, and where in the deck.

    `path` leads from the question of the id `question` (None: from the deck) through its fields, and `excerpt` are
    the words there that matter, as they are written. With `at_key` it is the key that is meant, not its value.
    """

    question: str | None
    path: Path
    message: str
    excerpt: str = ""
    at_key: bool = False


def finds_nothing(*of: object) -> Iterator[Any]:
    """What a rule does that has nothing to say before, or after, the experiments have run."""
    yield from ()


def doubted(rule: str) -> Callable[[Deck, CheckedFairness], Iterator[Finding]]:
    """What finds in a trial what the question itself doubts, by the name of the rule."""

    def find(deck: Deck, checked: CheckedFairness) -> Iterator[Finding]:
        doubts = (each for each in checked.finding.doubts if each.rule == rule)
        return (Finding(checked.question, doubt.path, doubt.message) for doubt in doubts)

    return find


@dataclass(frozen=True)
class Rule:
    """A kind of warning.

    `why` is for an author who has never heard of it: why it matters, when it is meant so, and who has found it out.
    `before` and `after` are the same question, or experiment, with and without what the rule finds. `find` looks at
    a deck as it is written; `find_in_text` at the text of its file; `find_in_run` at a claim that was run, and
    `find_in_trial` at what else was measured of a question.
    """

    code: str
    name: str
    summary: str
    why: str
    before: str
    after: str
    find: Callable[[Deck], Iterator[Finding]] = finds_nothing
    find_in_text: Callable[[Source], Iterator[Problem]] = finds_nothing
    find_in_run: Callable[[Deck, CheckedClaim], Iterator[Finding]] = finds_nothing
    find_in_trial: Callable[[Deck, CheckedFairness], Iterator[Finding]] = finds_nothing
    source: str = ""

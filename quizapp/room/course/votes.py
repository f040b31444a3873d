"""Votes, and which of them count: of each participant the last one of each round, by the order on the disk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Vote:
    """An answer (as data, `quizapp.questions.answer_data`) that somebody gave in a round, once it is on the disk.

    `seq` is its place in the order of all votes, `key` what the client made for this tap, `certainty` the value of a
    `quizapp.play.certainty.Certainty`, `at` when it was written, in ISO 8601, and `same` what `answers.same` says.
    """

    seq: int
    question: str
    round: int
    participant: str
    key: str
    answer: Mapping[str, Any]
    certainty: str | None
    at: str
    same: str


@dataclass
class Book:
    """The votes of record of a room, by question and round, then by participant."""

    rounds: dict[tuple[str, int], dict[str, Vote]] = field(default_factory=lambda: defaultdict(dict))

    def enter(self, vote: Vote) -> None:
        """Take a vote in; the one with the higher number counts."""
        here = self.rounds[vote.question, vote.round]
        if vote.participant not in here or here[vote.participant].seq < vote.seq:
            here[vote.participant] = vote

    def of(self, question: str, round: int) -> Mapping[str, Vote]:  # noqa: A002
        """The votes of record of a round by participant."""
        return self.rounds.get((question, round), {})


def of_record(votes: Iterable[Vote]) -> Book:
    """The votes of record among all that were ever cast."""
    book = Book()
    for vote in votes:
        book.enter(vote)
    return book

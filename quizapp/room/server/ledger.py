"""The votes of a room that are on the disk: which of them count, the receipts for them, and which answers are right."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quizapp.play.attempt import Attempt
from quizapp.room.course.answers import same
from quizapp.room.course.marking import marked_at_once
from quizapp.room.course.votes import Book, Vote
from quizapp.room.store.writer import Receipt

#: Participants that a room takes at most.
MOST_PEOPLE = 3000
#: Receipts that are at hand, the newest; older ones are looked up in the file.
MOST_RECEIPTS = 4 * MOST_PEOPLE
#: Different answers to a question of which it is kept whether they are right; more than can count at a time.
MOST_ANSWERS = 3 * MOST_PEOPLE


@dataclass
class Ledger:
    """What has been voted on the questions of these attempts, of which nobody has answered any.

    `right` says of each question which answers are right, by what `same` says of them, as far as that is known.
    """

    attempts: Mapping[str, Attempt]
    book: Book = field(default_factory=Book)
    receipts: OrderedDict[tuple[str, str], Receipt] = field(default_factory=OrderedDict)
    right: dict[str, dict[str, bool]] = field(default_factory=dict)
    _known: dict[tuple[str, str], tuple[Mapping[str, Any], str]] = field(default_factory=dict)

    def receipt(self, participant: str, key: str) -> Receipt | None:
        """The receipt for a vote, if it is at hand."""
        return self.receipts.get((participant, key))

    def enter(self, receipt: Receipt) -> None:
        """Take a vote in that is on the disk."""
        row = receipt.row
        self.receipts[row.participant, row.key] = receipt
        while len(self.receipts) > MOST_RECEIPTS:
            self.receipts.popitem(last=False)
        attempt = self.attempts.get(row.question)
        if attempt is None:
            return
        answer, name = self._read_answer(attempt, row.answer)
        self.book.enter(
            Vote(
                seq=receipt.seq,
                question=row.question,
                round=row.round,
                participant=row.participant,
                key=row.key,
                answer=answer,
                certainty=row.certainty,
                at=row.at,
                same=name,
            )
        )
        self._judge(attempt, name, answer)

    def _read_answer(self, attempt: Attempt, text: str) -> tuple[Mapping[str, Any], str]:
        """An answer that is stored as a text, and what `same` says of it; many of a room give the same ones."""
        key = (attempt.question.id, text)
        if (found := self._known.get(key)) is None:
            answer = json.loads(text)
            if len(self._known) > MOST_ANSWERS:
                self._known.clear()
            found = self._known[key] = answer, same(attempt.form, answer)
        return found

    def _judge(self, attempt: Attempt, name: str, answer: Mapping[str, Any]) -> None:
        """Keep whether an answer is right, if that takes no network."""
        question = attempt.question.id
        right = self.right.setdefault(question, {})
        if len(right) > MOST_ANSWERS:
            counting = {vote.same for number in (1, 2) for vote in self.book.of(question, number).values()}
            self.right[question] = right = {each: right[each] for each in counting & right.keys()}
        if name not in right and (marked := marked_at_once(attempt, answer)) is not None:
            right[name] = marked.right

    def most_frequent(self, question: str) -> list[Vote]:
        """A vote for each different answer to a question in either round, the most frequent answers first."""
        counts: dict[str, list[Vote]] = {}
        for number in (1, 2):
            for vote in self.book.of(question, number).values():
                counts.setdefault(vote.same, []).append(vote)
        return [cast[0] for cast in sorted(counts.values(), key=lambda each: -len(each))]

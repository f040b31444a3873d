"""What a room's votes say of each question: both rounds, who moved where, and what was gained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from quizapp.play.asked import asked
from quizapp.room.course.marking import options_right
from quizapp.room.course.moves import Moves, moves
from quizapp.room.course.tally import Tally, tally
from quizapp.room.report.log import Log
from quizapp.room.report.marks import Marked


@dataclass(frozen=True)
class QuestionReport:
    """A question as a room answered it, by its number in the room; without a second round `second` and `moves` are
    None.
    """

    number: int
    question: str
    asks: str
    prompt: str
    form: str
    transfer_of: str | None
    first: Tally
    second: Tally | None
    moves: Moves | None

    def as_data(self) -> dict[str, Any]:
        """All of it as data of which JSON can be made."""
        return {
            "number": self.number,
            "question": self.question,
            "asks": self.asks,
            "form": self.form,
            "transfer_of": self.transfer_of,
            "first": self.first.as_data(),
            "second": self.second and self.second.as_data(),
            "moves": self.moves and self.moves.as_data(),
        }


def question_reports(log: Log, marks: Marked) -> Iterator[QuestionReport]:
    """The report of every question that was asked and counts, in the order of the agenda."""
    for place, item in log.asked:
        attempt = log.attempts[item.question]
        right = {name: each.right for name, each in marks.get(item.question, {}).items()}
        first, second = log.votes.of(item.question, 1), log.votes.of(item.question, 2)
        hands = [log.state.hands_of(place, number) for number in (1, 2)]
        tallies = [
            tally(attempt.form, votes.values(), right, raised, options_right(attempt))
            for votes, raised in zip((first, second), hands, strict=True)
        ]
        again = tallies[1].answered > 0
        yield QuestionReport(
            number=place + 1,
            question=item.question,
            asks=asked(attempt.question.prompt),
            prompt=attempt.question.prompt.strip(),
            form=attempt.form.name,
            transfer_of=item.transfer_of,
            first=tallies[0],
            second=tallies[1] if again else None,
            moves=moves(attempt.form, first, second, right) if again and second else None,
        )

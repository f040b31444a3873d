"""A room's votes of record as rows: for JSON, for CSV, and as answers in the words of the record, for `items`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quizapp import __version__
from quizapp.play.attempt import Attempt
from quizapp.play.certainty import Certainty
from quizapp.questions.answer_forms import PickOne
from quizapp.record.content import content_hash
from quizapp.record.recorded import RecordedAttempt, as_json, as_text
from quizapp.room.course.answers import called, letters
from quizapp.room.course.marking import options_right
from quizapp.room.course.votes import Vote
from quizapp.room.report.log import Log, hands
from quizapp.room.report.marks import Marked

#: What a spreadsheet takes for the start of a formula, and what is put before it.
FORMULA, GUARD = tuple("=+-@\t\r＝＋－＠"), "'"
COLUMNS = ("question", "round", "participant", "name", "answer", "certainty", "right", "credit", "count", "seq", "at")
#: Answers in a round of this number are told apart from those of the first: by themselves they are practice.
SOURCE = "room"


@dataclass(frozen=True)
class Row:
    """A vote of record, with its mark, and with the name of whoever chose one."""

    vote: Vote
    name: str
    answer: str
    mark: Attempt | None


def rows(log: Log, marks: Marked, with_names: bool = False) -> Iterator[Row]:
    """All votes of record, by question in the order of the agenda, then round, then as they were cast.

    Nicknames are only given where they are asked for; everybody has a pseudonym without a meaning.
    """
    names = {person.id: person.name for person in log.people if with_names or not person.chosen}
    for item in log.state.agenda:
        form = log.attempts[item.question].form
        for number in (1, 2):
            votes = sorted(log.votes.of(item.question, number).values(), key=lambda vote: vote.seq)
            for vote in votes:
                mark = marks.get(item.question, {}).get(vote.same)
                yield Row(vote, names.get(vote.participant, ""), called(form, vote.answer), mark)


def vote_as_data(vote: Vote) -> dict[str, Any]:
    """A vote in the words of the contract: what was picked is its `choice`, any other answer is its `answer`."""
    picked = vote.answer.get("picked")
    own = {"choice": list(picked)} if picked is not None else {"answer": dict(vote.answer)}
    return {
        "question": vote.question,
        "round": vote.round,
        "participant": vote.participant,
        **own,
        "certainty": vote.certainty,
        "seq": vote.seq,
        "at": vote.at,
    }


def as_csv(log: Log, found: Iterator[Row]) -> str:
    """The votes as CSV with a line of column names, in which no cell is a formula; then the raised hands."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    cells = (*map(_cells, found), *_hands_cells(log))
    writer.writerows([_guarded(value) for value in row] for row in cells)
    return sink.getvalue()


def _cells(row: Row) -> tuple[Any, ...]:
    vote, mark = row.vote, row.mark
    right = int(mark.right) if mark else ""
    credit = mark.credit if mark else ""
    told = (vote.question, vote.round, vote.participant, row.name, row.answer, vote.certainty or "")
    return (*told, right, credit, 1, vote.seq, vote.at)


def _hands_cells(log: Log) -> Iterator[tuple[Any, ...]]:
    """Raised hands: a row for each option, with how many there were."""
    for each in hands(log):
        attempt = log.attempts[each.question]
        names, right = letters(attempt.form), options_right(attempt)
        for option, count in each.counts.items():
            mark = int(right[option]) if option in right and isinstance(attempt.form, PickOne) else ""
            yield (each.question, each.round, "hands", "", names[option], "", mark, mark, count, "", "")


def _guarded(value: Any) -> Any:
    return GUARD + value if isinstance(value, str) and value.startswith((*FORMULA, GUARD)) else value


def attempts(log: Log, marks: Marked) -> Iterator[RecordedAttempt]:
    """The votes of the first rounds as answers: given alone, before anybody discussed."""
    for row in rows(log, marks):
        if row.vote.round == 1 and row.mark is not None:
            yield _attempt(log, row.vote, row.mark)


def _attempt(log: Log, vote: Vote, mark: Attempt) -> RecordedAttempt:
    question, grade, at = mark.question, mark.grade, as_text(datetime.fromisoformat(vote.at))
    assert grade is not None
    code = log.about.code
    return RecordedAttempt(
        attempt=f"{code}-{vote.participant}-{vote.question}",
        profile=f"{code}-{vote.participant}",
        session=f"{code}-{vote.participant}",
        kind="play",
        deck=log.deck.name,
        question=question.id,
        type=question.type,
        revision=question.revision,
        content=content_hash(log.deck, question),
        variant=as_json(dict(question.drawn)),
        seed=log.about.seed,
        options=as_json([[option.id, option.text] for option in mark.form.options]),
        prediction=None,
        answer=as_json(dict(vote.answer)),
        certainty=next((level.name.lower() for level in Certainty if level.value == vote.certainty), None),
        hints=0,
        committed_at=at,
        seconds=None,
        right=int(grade.right),
        foreseen=int(grade.right),
        credit=grade.credit,
        marks=as_json({name: each.value for name, each in grade.marks.items()}),
        disputed=as_json(sorted(grade.disputed)),
        judged=int(mark.judged),
        measured=as_json([]),
        marked_at=at,
        tags=as_json(question.tags),
        objectives=as_json(question.objectives),
        version=__version__,
        source=SOURCE,
        number=vote.seq,
    )

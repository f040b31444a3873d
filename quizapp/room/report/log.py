"""A room's file read back as a whole, without changing anything in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from quizapp.deck.model import Deck
from quizapp.deck.reader import read_text
from quizapp.play.attempt import Attempt
from quizapp.play.session import Session
from quizapp.room.course.agenda import Item, agenda
from quizapp.room.course.answers import same
from quizapp.room.course.meeting import as_met
from quizapp.room.course.state import State, replayed
from quizapp.room.course.votes import Book, Vote, of_record
from quizapp.room.store import file
from quizapp.room.store.file import About, Person


@dataclass(frozen=True)
class Log:
    """All that happened in a room: `votes` are those of record, `cast` how many there ever were."""

    about: About
    session: Session
    state: State
    people: tuple[Person, ...]
    votes: Book
    cast: int

    @property
    def deck(self) -> Deck:
        """The deck that was played."""
        return self.session.deck

    @property
    def is_rehearsal(self) -> bool:
        """Whether the people in it were simulated."""
        return bool(self.about.settings.get("rehearsal"))

    @property
    def attempts(self) -> Mapping[str, Attempt]:
        """The questions as the room met them."""
        return {each.question.id: each for each in self.session.attempts}

    @property
    def asked(self) -> tuple[tuple[int, Item], ...]:
        """The questions that were asked and count, with their places in the agenda."""
        places = enumerate(self.state.agenda)
        return tuple(each for each in places if each[0] in self.state.asked and each[0] not in self.state.skipped)


@dataclass(frozen=True)
class Raised:
    """Raised hands as they were counted last, by option, in a round of a question."""

    question: str
    round: int
    counts: Mapping[str, int]


def hands(log: Log) -> list[Raised]:
    """All raised hands that were counted."""
    places = ((place, item, number) for place, item in enumerate(log.state.agenda) for number in (1, 2))
    found = [Raised(item.question, number, log.state.hands_of(place, number)) for place, item, number in places]
    return [each for each in found if each.counts]


def read(path: Path) -> Log:
    """The room of a file; Unusable if it is none."""
    with closing(file.opened(path, read_only=True)) as connection:
        about, people = file.about(connection), tuple(file.people(connection))
        rows, events = file.votes(connection), file.events(connection)
    session = as_met(read_text(about.deck, about.deck_name), about.seed)
    forms = {each.question.id: each.form for each in session.attempts}
    votes = []
    for row in rows:
        if row.question in forms:
            answer = json.loads(row.answer)
            name = same(forms[row.question], answer)
            votes.append(
                Vote(row.seq, row.question, row.round, row.participant, row.key, answer, row.certainty, row.at, name)
            )
    return Log(about, session, replayed(agenda(session.deck), events), people, of_record(votes), len(rows))

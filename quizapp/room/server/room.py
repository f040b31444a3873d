"""A room that is being served: what happens in it is written down, then takes effect, then everybody hears of it."""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from quizapp.deck.reader import read_text
from quizapp.play.attempt import Attempt
from quizapp.play.session import Session
from quizapp.room.course import events as happened
from quizapp.room.course.agenda import agenda
from quizapp.room.course.events import Event
from quizapp.room.course.meeting import as_met
from quizapp.room.course.names import cleaned, free, pseudonym
from quizapp.room.course.phases import Phase
from quizapp.room.course.seen import Told
from quizapp.room.course.state import NotNow, State, after, replayed, step
from quizapp.room.runs.desk import Desk, Key
from quizapp.room.server import telling
from quizapp.room.server.clock import Countdown
from quizapp.room.server.codes import digest, new_secret
from quizapp.room.server.hearers import FACILITATOR, PERSON, SCREEN, Hearers
from quizapp.room.server.ledger import MOST_PEOPLE, Ledger
from quizapp.room.server.messages import BadMessage, VoteMessage, answer_of, certainty_of, vote_message
from quizapp.room.server.pace import Pace
from quizapp.room.store import file
from quizapp.room.store.file import About, Person, Row
from quizapp.room.store.writer import NotWritten, Receipt, Writer

#: How often a participant may vote: so many at once, and then so many a second.
BURST, RATE = 5.0, 2.0
#: Versions that one process may come to, before those of the next that serves the room.
VERSIONS = 1_000_000
#: Seconds between two tellings of counts, and until something is tried again that could not be written.
TICK, AGAIN = 0.1, 1.0
#: What an open round becomes when its time is over.
CLOSES = {Phase.ROUND1: Phase.ROUND1_CLOSED, Phase.ROUND2: Phase.ROUND2_CLOSED}
#: The runs of what is in front are wanted first, then those of the next question, then the rest.
NOW, SOON, LATER = 3, 2, 0
#: Answers of the room, the most frequent ones, whose networks run beside the right ones.
MOST_RUN = 3


class Refused(Exception):
    """Something that is not done, with the status of HTTP and a word for programs."""

    def __init__(self, status: int, code: str, why: str) -> None:
        super().__init__(why)
        self.status, self.code = status, code


def now() -> str:
    """The moment, in ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True)
class Front:
    """The question in front: its id, its place in the agenda, and the attempt at it that nobody has answered."""

    question: str
    place: int
    attempt: Attempt


@dataclass
class Room:
    """One room; only the event loop touches it."""

    about: About
    path: Path
    connection: sqlite3.Connection
    token: str
    desk: Desk
    hearers: Hearers = field(default_factory=Hearers)
    people: dict[str, Person] = field(default_factory=dict)
    bumps: int = 0
    written_runs: dict[tuple[int, str, str], bytes] = field(default_factory=dict)
    changed: bool = False
    asked: int = 0
    told_here: int = 0
    told: tuple[tuple[Any, ...], Told] | None = None

    def __post_init__(self) -> None:
        """Read what has happened so far; Unusable if the file does not say it."""
        with file.explained(self.path):
            self._read()
            self.bumps = VERSIONS * file.served_again(self.connection)
        self.writer = Writer(self.connection, self.path)
        self.countdown = Countdown(self._time_is_over)
        self.pace = Pace(BURST, RATE)
        self.lock = asyncio.Lock()
        self.desk.told = self._ran

    def _read(self) -> None:
        self.session: Session = as_met(read_text(self.about.deck, self.about.deck_name), self.about.seed)
        self.attempts: Mapping[str, Attempt] = {each.question.id: each for each in self.session.attempts}
        self.state: State = replayed(agenda(self.session.deck), file.events(self.connection))
        self.names = {person.name for person in file.people(self.connection)}
        self.people = {person.secret: person for person in file.people(self.connection)}
        self.ledger = Ledger(self.attempts)
        for row in file.votes(self.connection):
            self._enter(Receipt(row.seq, False, row))

    def open(self) -> None:
        """Begin to serve, in the running loop."""
        self.desk.start()
        self.countdown.set(self.state.ends)
        self._want_runs()
        self._want_marks()
        self.ticking = asyncio.get_running_loop().create_task(self._tick())

    async def close(self) -> None:
        """Serve no more; everything that was acknowledged is on the disk."""
        self.ticking.cancel()
        self.countdown.cancel()
        try:
            await self.desk.stop()
        finally:
            self.writer.close()

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """What the room was made with."""
        return self.about.settings

    @property
    def front(self) -> Front | None:
        """The question in front, or None in the lobby before the first."""
        item = self.state.item
        return Front(item.question, self.state.at.item, self.attempts[item.question]) if item else None

    @property
    def version(self) -> int:
        """Grows whenever what clients see changes, and from one process that serves the room to the next."""
        return self.state.version + self.bumps

    # Joining and voting

    async def join(self, nickname: str | None) -> tuple[str, Person]:
        """Somebody new, and the secret by which they are known again; written down first."""
        if len(self.names) >= MOST_PEOPLE:
            raise Refused(503, "full", f"the room is full: it takes {MOST_PEOPLE} people")
        wanted = cleaned(nickname) if nickname and self.settings.get("nicknames") else ""
        name = free(wanted, self.names) if wanted else pseudonym(self.names, random.Random(new_secret()))
        self.names.add(name)
        secret = new_secret()
        person = Person(f"p{digest(secret)[:12]}", digest(secret), name, bool(wanted), now())
        try:
            await self.writer.person(person, lambda _: self._has_joined(person))
        except NotWritten:
            self.names.discard(name)
            raise
        return secret, person

    def _has_joined(self, person: Person) -> None:
        self.people[person.secret] = person
        self.changed = True

    def person(self, secret: str | None) -> Person | None:
        """Who holds a secret."""
        return self.people.get(digest(secret)) if secret else None

    async def vote(self, person: Person, data: Mapping[str, Any]) -> Receipt:
        """A vote, once it is on the disk; the same key again gives the first receipt, even after the round."""
        message = vote_message(data)
        if (earlier := self.ledger.receipt(person.id, message.key)) is not None:
            return Receipt(earlier.seq, True, earlier.row)
        await self._paced(person.id)
        if not self._is_open(message):
            return await self._earlier(person, message)
        question = self.state.agenda[self.state.at.item].question
        attempt = self.attempts[question]
        answer, level = answer_of(attempt.form, message.body), certainty_of(message.body)
        row = Row(question, message.round, person.id, message.key, json.dumps(answer), level, now())
        return await self.writer.vote(row, self._enter)

    async def _earlier(self, person: Person, message: VoteMessage) -> Receipt:
        """The receipt of a vote that comes again after its round."""
        receipt = await self.writer.earlier(person.id, message.key)
        if receipt is None:
            raise Refused(409, "closed", self._why_closed())
        return receipt

    async def _paced(self, who: str) -> None:
        seconds = self.pace.wait(who)
        if seconds is None:
            raise Refused(429, "too-fast", "too many votes at once; the last one that was saved counts")
        if seconds:
            await asyncio.sleep(seconds)

    def _is_open(self, message: VoteMessage) -> bool:
        now_open = self.state.open_round
        return now_open is not None and message.round == now_open[1] and message.question in (None, now_open[0])

    def _enter(self, receipt: Receipt) -> None:
        self.ledger.enter(receipt)
        self.changed = True

    def _why_closed(self) -> str:
        return "no votes are taken now" if self.state.open_round is None else "the round for this vote is closed"

    # What the facilitator does

    async def go(self, to: str, question: str | None = None) -> None:
        """Go to a phase; Refused if that is not possible now."""
        if to not in set(Phase):
            raise BadMessage(f'"to" is one of {", ".join(Phase)}')
        async with self.lock:
            await self._happen(self._step(Phase(to), question))

    def _step(self, to: Phase, question: str | None) -> Event:
        try:
            return step(self.state, to, question)
        except NotNow as error:
            raise Refused(409, "not-now", str(error)) from None

    async def do(self, event: Event) -> None:
        """Anything else that a facilitator does."""
        async with self.lock:
            await self._happen(event)

    async def _happen(self, event: Event) -> None:
        await self.writer.event(event, now(), lambda _: self._take(event))

    def _take(self, event: Event) -> None:
        """Let an event take effect that is on the disk."""
        before, self.state = self.state, after(self.state, event)
        if self.state.ends != before.ends or self.state.at != before.at:
            lapsed = isinstance(event, happened.Undone) and (self.state.ends or 0) < time.time()
            self.countdown.set(None if lapsed else self.state.ends)  # taking time back closes no vote under a thumb
        self._want_marks()
        self._want_runs()
        self.tell()

    async def _time_is_over(self) -> None:
        """Close the round; if that cannot be written down, as soon as it can."""
        while True:
            try:
                async with self.lock:
                    if (closed := CLOSES.get(self.state.phase)) is not None:
                        await self._happen(happened.Moved(self.state.at.item, closed))
                return
            except NotWritten:
                self.changed = True
                await asyncio.sleep(AGAIN)

    # Networks

    def _want_runs(self) -> None:
        """Have all questions run, the one in front first."""
        here = self.state.at.item
        for place, item in enumerate(self.state.agenda):
            urgent = NOW if place == here else SOON if place == here + 1 else LATER
            for what in ("tell", "runs"):
                self.desk.ask((what, item.question), {"do": what, "question": item.question}, urgent)

    def _want_marks(self) -> None:
        """Have the answers of the question in front marked, the most frequent first, and what they make of networks.

        What was marked before the server was started again is marked anew, since only votes are in the file.
        """
        if (item := self.state.item) is None or self.state.phase.is_open:
            return
        votes = self.ledger.most_frequent(item.question)
        for vote in votes:
            request = {"do": "marks", "question": item.question, "answers": [vote.answer]}
            self.desk.ask(("marks", item.question, vote.same), request, NOW)
        for vote in votes[:MOST_RUN]:
            own = {"do": "run", "question": item.question, "answer": vote.answer}
            self.desk.ask(("run", item.question, vote.same), own, NOW)

    def _ran(self, key: Key) -> None:
        """Something has run: what waits for it hears of it."""
        if key[0] == "marks" and (found := self.desk.get(key)) is not None:
            self.ledger.right.setdefault(key[1], {})[key[2]] = bool(found[key[2]]["right"])
        if self.state.item is not None and key[1] == self.state.item.question and self.state.phase.is_told:
            self.bumps += 1
            self.tell()
        self.changed = True

    def again(self, question: str) -> bool:
        """Have run once more what of a question failed; whether anything had."""
        failed = self.desk.forget_failed(question)
        self._want_runs()
        if not self.state.phase.is_open:
            self._want_marks()
        self.bumps += 1
        self.tell()
        return failed

    # Telling

    def tell(self) -> None:
        """Everybody hears how things stand."""
        self.hearers.tell(PERSON, lambda: telling.for_people(self))
        self.tell_counts()

    def tell_counts(self) -> None:
        """The projector and the facilitator hear how many have answered."""
        self.changed, self.told_here = False, self.hearers.here
        self.hearers.tell(SCREEN, lambda: telling.for_screen(self))
        self.hearers.tell(FACILITATOR, lambda: telling.for_facilitator(self))

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            if self.changed or self.hearers.here != self.told_here:
                with suppress(Exception):  # the next tick tells more; this one must not be the last
                    self.tell_counts()

"""A participant line by line: what the room says is told as it comes, and every line typed is an answer or a wish.

It works in a pipe and for screen readers: the sentence first, numbers in words, drawings only if they are asked for.
"""

from __future__ import annotations

import asyncio
import codecs
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TextIO

from quizapp.plain.console import HELP, HINT, QUIT, Console, NotUnderstood
from quizapp.plain.prompts import read_certainty
from quizapp.questions.answer_data import answer_as_data
from quizapp.questions.answer_forms import Answer
from quizapp.room.client.state import Seen
from quizapp.room.join import lines, words
from quizapp.room.join.member import Member
from quizapp.room.join.told import drawings, outcome_blocks, reason_blocks, run_block

#: Seconds for which a vote that is on its way is waited for once nobody types any more.
LAST_WAIT = 10.0
#: Seconds before the end of a vote at which that is said.
SOON = 10.0
#: Seconds by which two ends of a vote may differ, as the state takes its time to come, and be told as one.
CLOSE = 2.0


class Left(Exception):
    """The participant leaves, or the session is over."""


@dataclass
class PlainRoom:
    """A room in line mode: what was told already, and the answer that waits for its certainty."""

    console: Console
    member: Member
    draft: lines.Draft | None = None
    hints: int = 0
    told: dict[str, object] = field(default_factory=dict)

    @property
    def seen(self) -> Seen:
        """How things stand."""
        assert self.member.stand is not None
        return self.member.stand

    def _is_news(self, what: str, value: object) -> bool:
        """Whether something was not told yet as it is now."""
        before, self.told[what] = self.told.get(what), value
        return before != value

    def tell(self) -> None:
        """Tell whatever is new; Left once the session is over."""
        self._tell_connection()
        seen, asked = self.seen, self.seen.asked
        if self._is_news("question", asked and asked.id):
            self.hints = 0
        if self._is_news("place", (asked and asked.id, seen.phase)):
            self.draft = None
            self._tell_phase()
        elif seen.open and self._time_was_set():
            self.console.tell_wrapped(self._time())
        self._tell_standing()
        self._tell_outcome()
        if seen.over:
            self.console.tell_wrapped(words.OVER)
            raise Left

    def _tell_connection(self) -> None:
        away = self.member.away
        if self._is_news("away", away is None):
            if away is not None:
                self.console.tell_wrapped(words.away(away))
            elif "place" in self.told:
                self.console.tell_wrapped("Connected again.")

    def _tell_phase(self) -> None:
        seen, console = self.seen, self.console
        self._time_was_set()
        if seen.asked is None or not seen.open:
            console.tell_wrapped(f"{words.where(seen).capitalize()}. {words.what_now(seen)}")
            return
        console.tell(*lines.question_blocks(seen, console.page))
        if first := words.before(seen, self.member.ballots):
            console.tell_wrapped(first)
        console.tell_wrapped(lines.to_type(seen))

    def _time_was_set(self) -> bool:
        """Whether the end of the vote is another one than was told."""
        before, self.told["end"] = self.told.get("end"), self.member.end
        if isinstance(before, float) and isinstance(self.member.end, float):
            return abs(before - self.member.end) > CLOSE
        return before != self.member.end

    def _tell_standing(self) -> None:
        cast, sentence = words.cast_in_front(self.seen, self.member.ballots), ""
        missed = self.seen.round is not None and not self.seen.open and cast is None
        if self._is_news("standing", cast or missed):
            sentence = words.standing(self.seen, self.member.ballots)
        if sentence:
            self.console.tell_wrapped(sentence)
        if not self.member.is_kept and self._is_news("kept", False):
            self.console.tell_wrapped(words.NOT_KEPT)

    def _tell_outcome(self) -> None:
        seen, mine = self.seen, self.member.mine
        if seen.asked is None or seen.reveal is None or mine is None:
            return
        if self._is_news("outcome", (seen.asked.id, bool(mine.verdict), seen.reveal.known)):
            self.console.tell(*outcome_blocks(seen.asked, seen.reveal, mine, self._said(), self.console.page))
        if mine.run is not None and self._is_news("run", (seen.asked.id, mine.run.name)):
            self.console.tell(run_block(mine.run, self.console.page))
            self.console.tell_wrapped("d draws how the room answered, and this run.")
        if seen.reveal.explanation and self._is_news("reason", seen.asked.id):
            self.console.tell(*reason_blocks(seen.reveal, self.console.page))

    def _said(self) -> str:
        asked, ballots = self.seen.asked, self.member.ballots
        assert asked is not None
        counted = ballots.counts(asked.id, 2) or ballots.counts(asked.id, 1)
        return words.answer_words(asked, counted) if counted else "nothing"

    def heed(self, line: str) -> None:
        """Do what a line says; Left if it says so."""
        word, asked = line.lower(), self.seen.asked
        if word in QUIT:
            raise Left
        if word in HELP:
            self._help()
        elif word in HINT:
            self.console.tell_wrapped(lines.hint(asked, self.hints, self.seen.phase))
            self.hints += bool(asked and asked.hints)
        elif lines.is_command(word, asked, self.seen.open):
            self._command(word)
        elif self.console.explained(word):
            pass
        else:
            self._answer(line)

    def _help(self) -> None:
        now = lines.to_type(self.seen) if self.seen.asked and self.seen.open else words.what_now(self.seen)
        self.console.tell_wrapped(f"{lines.CERTAINTY if self.draft else now} {lines.HELP}")

    def _command(self, word: str) -> None:
        if word == "time":
            self.console.tell_wrapped(self._time())
        elif word == "again":
            self.told.pop("standing", None)
            self.console.tell(*self._all_again())
            self._tell_standing()
        elif self.seen.reveal is None:
            self.console.tell_wrapped("There is nothing to draw before the answer is told.")
        else:
            self.console.tell(*drawings(self.seen.reveal, self.member.mine, self.console.page))

    def _all_again(self) -> Iterator[str]:
        if self.seen.asked is not None:
            yield from lines.question_blocks(self.seen, self.console.page)
        yield self.console.page.wrapped(words.what_now(self.seen))

    def _time(self) -> str:
        left = self.member.seconds_left
        return f"{words.time_left(left)}." if left is not None else "There is no limit of time."

    def _answer(self, line: str) -> None:
        if self.seen.asked is None or not self.seen.open:
            self.console.tell_wrapped(f"Nothing can be answered now. {words.what_now(self.seen)} (? for help)")
            return
        try:
            self._certain(line) if self.draft else self._drafted(line)
        except NotUnderstood as problem:
            self.console.tell_wrapped(f"{problem} (? for help)")

    def _drafted(self, line: str) -> None:
        asked = self.seen.asked
        assert asked is not None
        answer = lines.adapter(asked, self._standing()).read(line)
        if understood := lines.understood(asked, answer, self.console.page):
            self.console.tell(understood)
        if not asked.asks_certainty:
            self._send(answer, None)
            return
        self.draft = lines.Draft(answer)
        self.console.tell_wrapped(lines.certainty_question())

    def _standing(self) -> Answer:
        """The answer from which one goes on, as with knobs that are turned one at a time."""
        asked, number = self.seen.asked, self.seen.round
        assert asked is not None
        cast = self.member.ballots.of(asked.id, number or 1)
        return words.answer_of(asked, cast.ballot.answer) if cast else asked.form.blank

    def _certain(self, line: str) -> None:
        certainty = read_certainty(line).value if line else None
        assert self.draft is not None
        answer, self.draft = self.draft.answer, None
        self._send(answer, certainty)

    def _send(self, answer: Answer, certainty: str | None) -> None:
        assert self.seen.asked is not None
        self.member.vote(answer_as_data(self.seen.asked.form, answer), certainty)

    def warn(self) -> None:
        """Say that the vote is about to be closed."""
        self.console.tell_wrapped(self._time())


async def take_part(console: Console, member: Member, nickname: str | None) -> int:
    """Take part until the session is over, the participant leaves or the input ends; the exit code.

    `member` has joined already.
    """
    room, changed, typed = PlainRoom(console, member), asyncio.Event(), _typed(console.source)
    member.told = changed.set
    console.tell_wrapped(words.welcome(room.seen, member.name, nickname))
    taking_part = asyncio.create_task(member.take_part())
    try:
        await _until_left(room, changed, typed)
    except Left:
        pass
    finally:
        saved = await member.settled(LAST_WAIT)
        taking_part.cancel()
        with suppress(asyncio.CancelledError):
            await taking_part
    if not saved:
        console.tell_wrapped(words.NOT_SAVED)
    return 0 if saved else 1


async def _until_left(room: PlainRoom, changed: asyncio.Event, typed: asyncio.Queue[str | None]) -> None:
    line: asyncio.Task[str | None] = asyncio.create_task(typed.get())
    news = asyncio.create_task(changed.wait())
    try:
        room.tell()
        while True:
            await asyncio.wait((line, news), timeout=room.member.until(SOON), return_when=asyncio.FIRST_COMPLETED)
            if news.done():
                changed.clear()
                news = asyncio.create_task(changed.wait())
            elif line.done():
                text = line.result()
                if text is None:
                    raise Left
                _echo(room.console, text)
                room.heed(text)
                line = asyncio.create_task(typed.get())
            else:
                room.warn()
            room.tell()
    finally:
        line.cancel()
        news.cancel()


def _echo(console: Console, line: str) -> None:
    """What was typed stands on the page, too, where no terminal has put it there."""
    if not console.source.isatty():
        console.tell(f"> {line}")


def _typed(source: TextIO) -> asyncio.Queue[str | None]:
    """The lines of a file as they come, and None at its end; a thread waits for them, which nobody waits for."""
    loop, queue = asyncio.get_running_loop(), asyncio.Queue[str | None]()

    def read() -> None:
        with suppress(RuntimeError):  # the loop may have ended meanwhile
            for line in _lines(source):
                loop.call_soon_threadsafe(queue.put_nowait, line.strip())
            loop.call_soon_threadsafe(queue.put_nowait, None)

    threading.Thread(target=read, daemon=True).start()
    return queue


def _lines(source: TextIO) -> Iterator[str]:
    """The lines of a file, read past its buffer: a thread that waits within one keeps the program from ending."""
    try:
        number = source.fileno()
    except OSError:
        yield from source
        return
    decoder = codecs.getincrementaldecoder(source.encoding or "utf-8")("replace")
    rest = ""
    while data := os.read(number, 4096):
        *whole, rest = (rest + decoder.decode(data)).split("\n")
        yield from whole
    if rest:
        yield rest

"""A participant in line mode: what is typed, and what is on the page, against a real server on this machine."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TextIO

import pytest

from quizapp.plain.console import Console
from quizapp.room.client.link import Link
from quizapp.room.join.plain import take_part
from quizapp.room.store import file
from tests.support.rooms import made
from tests.support.rooms_on_loopback import Heard, OnLoopback, closing, on_loopback


class Page(io.StringIO):
    """What is printed, and a word whenever there is more."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = Heard()

    def write(self, text: str) -> int:
        """Take in what is printed."""
        self.heard()
        return super().write(text)


@dataclass
class Typist:
    """Somebody at a terminal in line mode."""

    room: OnLoopback
    page: Page
    keys: TextIO
    host: Link
    ended: asyncio.Task[int] | None = None
    read: int = field(default=0)

    def type(self, *lines: str) -> None:
        """Type lines."""
        for line in lines:
            print(line, file=self.keys, flush=True)

    async def sees(self, *words: str) -> str:
        """Wait until these words stand on the page, one after another, after those seen before; all that is new."""
        begin = self.read
        for each in words:
            await self.page.heard.until(partial(self._stands, each), f"{each} in {self._text[self.read :]}")
            self.read = self._find(each) + len(each)
        return self._text[begin:]

    @property
    def _text(self) -> str:
        return " ".join(self.page.getvalue().split())

    def _stands(self, words: str) -> bool:
        return self._find(words) >= 0

    def _find(self, words: str) -> int:
        return self._text.find(words, self.read)


@asynccontextmanager
async def typing(path: Path, nickname: str | None = None) -> AsyncIterator[Typist]:
    """Somebody who has joined in line mode, and leaves at the end."""
    theirs, ours = os.pipe()
    with on_loopback(path) as room, open(theirs) as source, open(ours, "w") as keys:
        member, host, page = room.member(), room.facilitator(), Page()
        await member.join(nickname)
        typist = Typist(room, page, keys, host)
        typist.ended = asyncio.create_task(take_part(Console(source, page), member, nickname))
        try:
            yield typist
        finally:
            keys.close()
            await typist.ended
            await closing(member.link, host)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "a.room", keep_days=30)


async def test_a_question_goes_from_the_lobby_to_what_became_of_the_answer(path: Path) -> None:
    async with typing(path) as typist:
        await typist.sees("Your answers carry this name and no other. They are kept for 30 days at most.")
        await typist.sees("Waiting to begin. The facilitator begins; this goes on by itself.")
        typist.type("b")
        await typist.sees("Nothing can be answered now.")
        await typist.host.go("round1")
        await typist.sees("Question 1 of 6: first vote. Pick one.", "Which start lets", "B. He", "Type one of A to C.")
        typist.type("h", "x", "c", "3")
        await typist.sees("Hints come with the discussion", "There is no choice 'x' here")
        await typist.sees("How sure are you?", "Saved: C, >80% sure. You can change it while the vote is open.")
        await typist.host.go("round1_closed")
        await typist.sees("first vote closed")
        await typist.host.go("discuss")
        await typist.sees("Tell your neighbours what you chose and why")
        typist.type("h")
        await typist.sees("Hint 1 of 1: Two of them shrink it.")
        await typist.host.go("round2")
        await typist.sees("second vote", "Your first answer: C, >80% sure.")
        typist.type("b", "")
        await typist.sees("Saved: B.")
        await typist.host.go("round2_closed")
        await typist.sees("second vote closed")
        typist.type("d")
        await typist.sees("There is nothing to draw before the answer is told.")
        await typist.host.go("reveal")
        told = await typist.sees("You said B. Right.", "B. right: He", "0 of 1 were right at first")
        assert "█" not in told
        assert "The run of B" not in told
        await typist.host.go("simulate")
        told = await typist.sees("The run of B", "layer 4: ", "Measured: ")
        assert "█" not in told
        assert "He keeps the size of the signal." not in told
        await typist.host.go("explain")
        await typist.sees("He keeps the size of the signal.")
        typist.type("d")
        await typist.sees("How the room answered", "█", "he signal ")
        typist.type("q")
        assert typist.ended is not None
        assert await typist.ended == 0


#: A line that answers each question of the deck, and the answer that it is.
LINES = {
    "one": ("b", '{"form": "pick_one", "picked": ["he"]}'),
    "many": ("none", '{"form": "pick_many", "picked": []}'),
    "std": ("sqrt(2/8)", '{"form": "enter_number", "number": {"text": "sqrt(2/8)", "value": 0.5}}'),
    "word": ("time", '{"form": "enter_text", "text": "time"}'),
    "sizes": ("c b a", '{"form": "put_in_order", "order": ["nothing", "little", "he"]}'),
    "turn": ("0.4", '{"form": "turn_knobs", "knobs": {"std": 0.4}}'),
}


async def test_every_form_of_answer_is_given_by_a_line(path: Path) -> None:
    async with typing(path) as typist:
        for question, (line, _) in LINES.items():
            await typist.host.go("round1", question)
            await typist.sees("first vote")
            typist.type(line)
            await typist.sees("How sure are you?")
            typist.type("2")
            await typist.sees("Saved: ", "67-80% sure")
            await typist.host.go("reveal")
            await typist.sees("the answer")
        rows = file.votes(file.opened(path, read_only=True))
    assert [(row.question, row.answer, row.certainty) for row in rows] == [
        (question, answer, "67-80%") for question, (_, answer) in LINES.items()
    ]


async def test_the_time_that_is_left_is_told_when_it_is_set_and_asked_for(path: Path) -> None:
    async with typing(path) as typist:
        await typist.host.go("round1")
        await typist.sees("Type one of A to C.")
        await typist.host.control("time", seconds=300)
        await typist.sees("left.")
        typist.type("time")
        await typist.sees("left.")


async def test_who_did_not_answer_is_told_so(path: Path) -> None:
    async with typing(path) as typist:
        await typist.host.go("round1")
        await typist.host.go("round1_closed")
        await typist.sees("You have not answered.")
        await typist.host.go("reveal")
        await typist.sees("You did not answer.", "The answer: He.")


async def test_the_end_of_the_session_ends_the_program(path: Path) -> None:
    async with typing(path) as typist:
        await typist.sees("Waiting to begin.")
        await typist.host.control("end")
        await typist.sees("The session is over.")
        assert typist.ended is not None
        assert await typist.ended == 0


async def test_a_name_is_taken_where_the_room_lets_people_choose(tmp_path: Path) -> None:
    async with typing(made(tmp_path / "a.room", nicknames=True), "Ada") as typist:
        await typist.sees("You are Ada here.")


async def test_a_room_that_gives_names_says_so_to_who_wanted_one(path: Path) -> None:
    async with typing(path, "Ada") as typist:
        await typist.sees("This room gives the names.")

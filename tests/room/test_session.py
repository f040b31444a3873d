"""A whole workshop: a facilitator at the terminal, two phones in browsers, somebody in line mode, and forty others."""

from __future__ import annotations

import asyncio
import json
import shutil
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quizapp.__main__ import main
from quizapp.room.before.bots import Bots
from quizapp.room.client.address import Address
from quizapp.room.host import running
from quizapp.room.report.log import read
from tests.support.hosting import HostHands, hosting
from tests.support.rooms import made

if TYPE_CHECKING:
    from tests.support.browsers import Page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (shutil.which("chromium") and shutil.which("chromedriver")),
        reason="no Chromium with chromedriver (apt-get install chromium chromium-driver)",
    ),
]
BOTS = 40
QUESTIONS = ("one", "many", "std")
#: Two phones, somebody in line mode, and all the others.
EVERYBODY = BOTS + 3


class LineMode:
    """A program that takes part line by line, in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process, self.heard = process, ""

    async def sees(self, words: str) -> None:
        """Wait until these words were printed."""
        assert self.process.stdout is not None
        while words not in self.heard:
            more = await asyncio.wait_for(self.process.stdout.read(4096), 60)
            assert more, f"never came: {words}\n{self.heard}"
            self.heard += more.decode()
        self.heard = self.heard.partition(words)[2]

    def type(self, line: str) -> None:
        """Type a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())


async def test_three_questions_go_from_the_lobby_to_the_export_with_everybody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.support.browsers import browsing

    path = made(tmp_path / "a.room")
    at = running.begun(path, running.Wish(port=0))
    address = Address(at.local, at.code)
    bots = asyncio.create_task(Bots(address, read(path).session, BOTS, 7, 0.0).live())
    try:
        with browsing() as first, browsing() as second:
            phones = (first, second)
            for phone in phones:
                await asyncio.to_thread(phone.join, address.room)
            lines = LineMode(await _line_mode(address.room, tmp_path))
            async with hosting(path, at) as front:
                await front.until(lambda: front.told["people"] == EVERYBODY, "everybody")
                for question in QUESTIONS:
                    await _play(front, phones, lines, question)
                await _see_networks(front, phones)
            lines.process.kill()
            await lines.process.wait()
    finally:
        bots.cancel()
        with suppress(asyncio.CancelledError):
            await bots
        running.ended(path)
    _check_export(path, capsys)


async def _line_mode(url: str, folder: Path) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    command = (*running.Wish().command(folder)[:3], "join", url, "--plain")
    return await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)


async def _play(front: HostHands, phones: tuple[Page, ...], lines: LineMode, question: str) -> None:
    """Both votes, in which everybody takes part, and the reveal."""
    await front.through("round1")
    for number, which in ((1, "first"), (2, "second")):
        for phone in phones:
            await asyncio.to_thread(_vote, phone, question, number)
        await _vote_in_lines(lines, question)
        await front.until(partial(_has_all, front, which), f"{which} votes of everybody")
        await front.through(*(("round1_closed", "discuss", "round2") if number == 1 else ("round2_closed",)))
    await front.until(lambda: front.told["runs"] == "ready", "the networks")
    await front.through("reveal")
    for phone in phones:
        await asyncio.to_thread(phone.says, "body", "The answer")
    if question != QUESTIONS[-1]:
        await front.through("simulate", "explain")


def _has_all(front: HostHands, which: str) -> bool:
    return front.told[which] is not None and front.told[which]["answered"] == EVERYBODY


def _vote(phone: Page, question: str, number: int) -> None:
    """Vote by the page, the second time on second thoughts."""
    phone.find(f'#vote [name=round][value="{number}"]')
    if question == "std":
        phone.type("#vote [name=number]", "0.5" if number == 2 else "1/4")
    else:
        phone.pick("little")
    phone.send()
    phone.says("#status", "Saved")


async def _vote_in_lines(lines: LineMode, question: str) -> None:
    await lines.sees("vote.")
    await lines.sees("Type ")
    lines.type("0.5" if question == "std" else "1")
    await lines.sees("How sure are you?")
    lines.type("2")
    await lines.sees("Saved: ")


async def _see_networks(front: HostHands, phones: tuple[Page, ...]) -> None:
    """The facilitator plays the networks, and each phone shows those of its own answer."""
    await front.through("simulate")
    await front.sees("right: ", "chose it")
    for phone in phones:
        await asyncio.to_thread(phone.find, "#room svg")


def _check_export(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every vote is in the export: of each question and round one of everybody."""
    capsys.readouterr()
    assert main(["room", "report", str(path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    cast = [(vote["question"], vote["round"]) for vote in report["votes"]]
    assert {each: cast.count(each) for each in cast} == {
        (question, number): EVERYBODY for question in QUESTIONS for number in (1, 2)
    }
    assert len({(each["question"], each["round"], each["participant"]) for each in report["votes"]}) == len(cast)

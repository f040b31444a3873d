"""The projector's view in a terminal: how to come in, the question, the answers, the films; no key too early."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from quizapp.room.screen.terminal.film import FilmScreen, Reel
from tests.support.clipping import clipped
from tests.support.rooms import RIGHT, WRONG, made
from tests.support.rooms_on_loopback import OnLoopback, closing
from tests.support.rooms_on_screen import SIZES, InFront, in_front

pytestmark = pytest.mark.slow

FILM = """
format: 1
title: Films
experiments:
  fine: {depth: 3, width: 6, activation: tanh, init: xavier_normal, samples: 16, seeds: 2, steps: 12}
  tiny: {extends: fine, init: {name: normal, std: 0.01}}
questions:
  - id: one
    type: single
    prompt: Which start lets the error through?
    choices:
      - {id: glorot, text: Glorot, correct: true, experiment: fine, claim: "delta[1] / delta[-1] > 0.01"}
      - {id: small, text: Minute, correct: false, experiment: tiny, claim: "delta[1] / delta[-1] > 0.01"}
    explanation: The error has to arrive.
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "a.room")


async def votes(room: OnLoopback, number: int, question: str = "one") -> None:
    """Three people vote, one of them right."""
    for place, body in enumerate((RIGHT, WRONG, WRONG)):
        member = room.member()
        member.kept = type(member.kept)("", None)
        await member.join()
        await member.link.vote({"round": number, "key": f"tap-{place}-{number}", **body[question]})
        await closing(member.link)


@pytest.mark.parametrize("size", SIZES)
async def test_a_question_goes_from_the_lobby_to_why(path: Path, size: tuple[int, int]) -> None:
    async with in_front(path, size) as hands:
        address = hands.room.address
        assert address.room.removeprefix("http://") in hands.text
        assert hands.app.screen.query_one("#qr").size.height >= 15
        assert "0 here" in hands.text
        assert clipped(hands.app.screen) == []
        await hands.at("round1")
        assert "Which start lets the signal through?" in hands.text
        await votes(hands.room, 1)
        await hands.until(lambda: answered(hands) == 3, "three have answered")
        assert "3 have answered" in hands.text
        assert "How the room answered" not in hands.text
        await hands.host.control("show", shown=True)
        await hands.until(lambda: hands.watcher.stand and hands.watcher.stand.bars, "bars")
        assert "How the room answered" in hands.text
        assert clipped(hands.app.screen) == []
        await hands.at("discuss")
        await hands.at("round2")
        await votes(hands.room, 2)
        assert "right" not in hands.text
        await hands.at("reveal")
        assert "He ✓ right" in hands.text
        assert "right B" in hands.text
        assert "before" in hands.text
        await hands.at("simulate")
        await hands.until(lambda: len(hands.watcher.films) == 2, "films")
        for words in (
            "right: B (1 chose it) He",
            "wrong: C (2 chose it) Small weights",
            "Before training: the signal falls",
        ):
            assert words in hands.text
        assert clipped(hands.app.screen) == []
        await hands.at("explain")
        assert "He keeps the size of the signal." in hands.text


def answered(hands: InFront) -> object:
    """How many have answered, as far as the screen has heard."""
    return hands.watcher.stand and hands.watcher.stand.counts.get("answered")


@pytest.mark.parametrize("question", ["many", "std", "word", "sizes", "turn"])
async def test_every_kind_of_question_is_shown_before_and_after_the_reveal(path: Path, question: str) -> None:
    async with in_front(path) as hands:
        await hands.at("round1", question)
        await votes(hands.room, 1, question)
        await hands.at("round1_closed")
        assert "✓" not in hands.text
        assert clipped(hands.app.screen) == []
        await hands.at("reveal")
        await hands.until(lambda: (seen := hands.watcher.stand) and seen.reveal and seen.reveal.known, "what is told")
        assert "3 people answered" in hands.text
        assert clipped(hands.app.screen) == []
        await hands.at("simulate")
        await hands.at("explain")


async def test_films_play_moment_by_moment_and_stop_and_begin_anew(tmp_path: Path) -> None:
    async with in_front(made(tmp_path / "a.room", FILM)) as hands:
        await hands.at("round1")
        await hands.at("reveal")
        await hands.at("simulate")
        await hands.until(lambda: hands.watcher.films, "films")
        screen = hands.app.screen
        assert isinstance(screen, FilmScreen)
        await hands.press("space", "r", "space")
        assert "Before training: the error falls" in hands.text
        screen.paused = False
        for _ in range(30):
            screen._next()
        await hands.pilot.pause()
        assert [reel.film.steps_seen[-1] for reel in screen.query(Reel)] == [12, 12]
        await hands.press("space")
        assert screen.paused


def _shows(hands: InFront, name: str) -> bool:
    return hands.watcher.films[1].name == name


async def test_the_run_at_which_the_facilitator_looks_stands_beside_the_right_one(path: Path) -> None:
    async with in_front(path) as hands:
        await hands.at("round1")
        await hands.at("reveal")
        await hands.at("simulate")
        await hands.until(lambda: len(hands.watcher.films) == 2, "films")
        runs = [run["name"] for run in (await hands.host.runs())["runs"]]
        for look in (2, 1):
            await hands.host.control("look", run=look)
            await hands.until(partial(_shows, hands, runs[look]), "the other one")
            assert hands.watcher.films[0].name == runs[0]
        assert f"wrong: {runs[1]}" in hands.text


async def test_in_ascii_all_is_ascii_and_the_code_is_large(path: Path) -> None:
    async with in_front(path, (120, 40), ascii_only=True) as hands:
        assert "##" in hands.text
        await hands.at("round1")
        assert hands.text.isascii()


async def test_q_quits(path: Path) -> None:
    async with in_front(path) as hands:
        await hands.press("q")
        assert hands.app.return_code == 0

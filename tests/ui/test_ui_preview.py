"""The preview: a file that is being written, seen as learners see it, with its mistakes and its claims."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import FrameType

import pytest

from quizapp.checking.preview import fingerprint, first_changed, read_draft
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from quizapp.ui.preview.screen import PreviewScreen
from quizapp.ui.preview_app import PreviewApp
from tests.support.decks.playing import PLAY, Hands
from tests.support.running import running

pytestmark = pytest.mark.slow


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(PLAY, tmp_path / "mine.yaml"))


def edit(file: Path, old: str, new: str) -> None:
    """Save the file with a piece exchanged, as an editor does: a new file in the place of the old one."""
    text = file.read_text("utf-8")
    assert old in text
    draft = file.with_suffix(".draft")
    draft.write_text(text.replace(old, new), "utf-8")
    draft.replace(file)


@asynccontextmanager
async def previewing(
    file: Path, size: tuple[int, int] = (120, 40), question: str | None = None
) -> AsyncIterator[Hands]:
    app = PreviewApp(file, seed=1, question=question)
    async with running(app, size) as pilot:
        hands = Hands(pilot, app)
        await hands.until(lambda: isinstance(app.screen, PreviewScreen), "the preview")
        yield hands


async def test_a_question_is_shown_with_its_claims_on_three_networks_in_a_small_window_too(file: Path) -> None:
    async with previewing(file, (80, 24)) as hands:
        await hands.sees("question 1 of 3", "Which starts are poor?", "On 3 networks", "of 3", "reload")


async def test_saving_shows_the_question_that_was_changed_and_a_mistake_at_its_line(file: Path) -> None:
    async with previewing(file) as hands:
        await hands.sees("question 1 of 3", "Which starts are poor?", "On 3 networks", "of 3", "reload")
        edit(file, "type: single", "type: sngle")
        await hands.sees("1 mistake", "unknown type 'sngle'", "^^^^^", "Which starts are poor?")
        edit(file, "type: sngle", "type: single")
        await hands.sees("no mistakes", "On 3 networks")
        edit(file, "Which start is best?", "Which start would you take?")
        await hands.sees("question 2 of 3", "Which start would you take?")


async def test_r_reads_a_file_whose_saving_went_unnoticed_or_that_vanished_and_came_back(file: Path) -> None:
    async with previewing(file) as hands:
        await hands.sees("On 3 networks")
        screen = hands.app.screen
        assert isinstance(screen, PreviewScreen)
        edit(file, "Which starts are poor?", "Which starts are bad?")
        screen.seen = (fingerprint(file),)
        await hands.press("r")
        await hands.sees("Which starts are bad?")

        text = file.read_text("utf-8")
        file.unlink()
        await hands.press("r")
        await hands.sees("1 mistake", "Which starts are bad?")
        file.write_text(text.replace("Which starts are bad?", "Which starts are weak?"), "utf-8")
        await hands.sees("Which starts are weak?", "no mistakes")


async def test_a_file_that_is_deleted_is_said_to_be_missing_and_comes_back(file: Path) -> None:
    async with previewing(file) as hands:
        await hands.sees("no mistakes", "On 3 networks")
        text = file.read_text("utf-8")
        file.unlink()
        await hands.sees("1 mistake", "there is no such file", "Which starts are poor?")
        file.write_text(text, "utf-8")
        await hands.sees("no mistakes", "On 3 networks")


#: A question that runs for minutes, unless it is ended; and a short one behind it.
SLOW = """format: 1
title: Slow
experiments:
  long: {depth: 30, width: 64, activation: relu, init: he_normal, steps: 1500, samples: 128, learning_rate: 0.0001}
  short: {depth: 3, width: 4, samples: 8, steps: 2}
questions:
- {id: long, type: true_false, prompt: Is it long?, answer: true, experiment: long, claim: loss > 0.01,
   if_right: Right you are., if_wrong: Wrong you are.}
- {id: tune, type: tune, prompt: Is it short?, experiment: short,
   knobs: {gain: {field: gain, min: 0, max: 2, start: 0}}, goal: "loss < 0.001", solution: {gain: 1.5}}
"""


async def test_a_mistake_is_shown_at_once_whatever_runs_and_what_ran_ends_within_a_step(tmp_path: Path) -> None:
    file = tmp_path / "slow.yaml"
    file.write_text(SLOW, "utf-8")
    async with previewing(file) as hands:
        await hands.sees("running the claims", "left ...")
        edit(file, "type: tune", "type: tun")
        began = time.perf_counter()
        await hands.sees("1 mistake", "unknown type 'tun'")
        assert time.perf_counter() - began < 2  # half a second where nothing else runs
        await hands.until(lambda: not checks(), "the end of the first check")
        assert "running the claims" not in hands.read
        edit(file, "type: tun,", "type: tune,")
        await hands.sees("running the claims", "left ...")
        await hands.press("n")
        await hands.sees("Is it short?", "On 3 networks", "Done in", "at least 90%", "the median of loss is")
        assert "running the claims" not in hands.read


def checks() -> list[threading.Thread]:
    """The threads in which a training step is being computed."""
    frames = sys._current_frames()
    return [each for each in threading.enumerate() if _trains(frames.get(each.ident or 0))]


def _trains(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_name == "check_question":
            return True
        frame = frame.f_back
    return False


async def test_it_begins_with_the_question_that_is_named_and_has_all_that_is_said_to_answers(tmp_path: Path) -> None:
    file = tmp_path / "slow.yaml"
    file.write_text(SLOW, "utf-8")
    async with previewing(file, question="tune") as hands:
        await hands.sees("question 2 of 2", "Is it short?")
        await hands.press("p")
        await hands.sees("Is it long?", "right: Right you are.", "wrong: Wrong you are.")
    async with previewing(file, question="tuna") as hands:
        await hands.sees("there is no question 'tuna'; did you mean 'tune'?", "question 1 of 2")


async def test_a_question_can_be_played_from_the_preview_and_escape_leads_back(file: Path) -> None:
    async with previewing(file) as hands:
        await hands.sees("On 3 networks")
        await hands.press("n", "enter")
        await hands.at(PredictScreen)
        await hands.commit("best")
        await hands.at(ObserveScreen)
        await hands.press("escape")
        await hands.at(PreviewScreen)
        await hands.sees("question 2 of 3")


def test_a_draft_keeps_the_last_good_deck_beside_the_mistakes(file: Path) -> None:
    good = read_draft(file)
    edit(file, "type: single", "type: sngle")
    bad = read_draft(file, good)
    assert good.error is None
    assert bad.error is not None
    assert bad.deck is good.deck
    assert read_draft(file).deck is None


def test_the_first_question_that_changed_is_found_and_none_where_nothing_did(file: Path) -> None:
    before = read_draft(file).deck
    same = read_draft(file).deck
    edit(file, "Which start is best?", "Which start would you take?")
    after = read_draft(file).deck
    assert same is not None
    assert after is not None
    assert first_changed(before, same) is None
    assert first_changed(before, after) == 1
    assert first_changed(None, after) == 0

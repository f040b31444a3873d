"""The preview: a file that is being written, seen as learners see it, with its mistakes and its claims."""

from __future__ import annotations

import shutil
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from quizapp.checking.preview import QuestionCheck, fingerprint, first_changed, read_draft
from quizapp.deck.model import Deck
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from quizapp.ui.preview import screen
from quizapp.ui.preview.screen import PreviewScreen
from quizapp.ui.preview_app import PreviewApp
from tests.support.decks.playing import PLAY, Hands

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
async def previewing(file: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Hands]:
    app = PreviewApp(file, seed=1)
    async with app.run_test(size=size, notifications=True) as pilot:
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
        screen.seen = fingerprint(file)
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


async def test_what_was_overtaken_neither_goes_on_nor_hides_a_mistake_that_was_saved_meanwhile(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first check goes on only once a mistake is shown: it must end then, and leave the mistake where it is."""
    go_on, ended = threading.Event(), threading.Event()

    def slow(deck: Deck, index: int, progress: Callable[[int, int], None]) -> QuestionCheck:
        try:
            progress(0, 2)
            go_on.wait(30)
            progress(1, 2)
            raise AssertionError("it went on")
        finally:
            ended.set()

    monkeypatch.setattr(screen, "check_question", slow)
    async with previewing(file) as hands:
        await hands.sees("running the claims: 0 of 2")
        edit(file, "type: single", "type: sngle")
        await hands.sees("1 mistake", "unknown type 'sngle'")
        go_on.set()
        await hands.until(ended.is_set, "the end of the first check")
        await hands.sees("1 mistake", "unknown type 'sngle'")
        assert "running the claims" not in hands.read


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

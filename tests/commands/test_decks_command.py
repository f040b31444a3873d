"""`quizapp decks` and names of decks: what is listed, and that a name does wherever a path does."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from quizapp.__main__ import main
from quizapp.deck.finder import bundled_decks
from quizapp.deck.reader import DeckError
from quizapp.deck.reader.text import read_source
from quizapp.deck.summary import listed as look
from quizapp.plain import play_plainly
from tests.support.decks.playing import BROKEN, PLAY


@pytest.fixture(autouse=True)
def places(tmp_path: Path, own_decks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working directory with a deck and a broken one in it, and a deck of the same name in a folder of one's own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "questions").mkdir()
    own_decks.mkdir(parents=True)
    for path, source in (
        ("questions/small.yaml", PLAY),
        ("questions/broken.yaml", BROKEN),
        (own_decks / "small.yaml", PLAY),
    ):
        Path(path).write_text(f"{source.read_text()}# This is {path}.\n")


def listed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    assert main(["decks", "--json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["decks"]
    return found


def test_every_deck_is_listed_with_its_title_its_questions_and_where_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    broken, small, hidden, *bundled = listed(capsys)
    assert small == {
        "name": "small",
        "title": "Small questions",
        "questions": 3,
        "from": "here",
        "path": "questions/small.yaml",
        "mistakes": 0,
        "hidden_by": None,
    }
    assert (broken["title"], broken["mistakes"]) == (None, 2)
    assert (hidden["from"], hidden["hidden_by"]) == ("yours", "questions/small.yaml")
    assert [deck["path"] for deck in bundled] == [str(path) for path in bundled_decks()]


def test_the_list_says_what_is_broken_what_to_do_and_which_deck_a_name_means(
    capsys: pytest.CaptureFixture[str], own_decks: Path
) -> None:
    assert main(["decks"]) == 0
    text = capsys.readouterr().out
    assert "broken: has mistakes: run quizapp check questions/broken.yaml\n" in text
    assert "small: Small questions (3 questions)\n    questions/small.yaml\n" in text
    assert f"small: Small questions (3 questions); the name means questions/small.yaml\n    {own_decks}" in text
    assert f"Decks in ./questions and in {own_decks} are found by their names." in text


def test_a_name_does_wherever_a_path_does(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("q\n"))
    assert main(["check", "--static", "small"]) == 0
    assert capsys.readouterr().out.startswith("questions/small.yaml: 3 questions")
    assert main(["simulate", "--deck", "small", "--experiment", "plain", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["experiment"]["width"] == 6
    assert main(["play", "--plain", "small"]) == 0
    assert "Small questions, question 1 of 3." in capsys.readouterr().out


def test_line_mode_lists_a_broken_deck_and_plays_the_others(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("1\n2\nq\n"))
    assert main(["play", "--plain"]) == 0
    seen = capsys.readouterr()
    assert "1  broken.yaml: 2 mistakes, cannot be played; run `quizapp check\n     questions/broken.yaml`" in seen.out
    assert "questions/broken.yaml:4:11: unknown key 'depht'" in seen.out
    assert "Small questions, question 1 of 3." in seen.out


def test_a_deck_that_vanishes_after_it_was_listed_is_told_and_the_others_go_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    gone, small = tmp_path / "gone.yaml", Path("questions/small.yaml")
    gone.write_text(PLAY.read_text())
    listings = [look(gone), look(small)]
    gone.unlink()
    page = io.StringIO()
    assert play_plainly(listings, 1, io.StringIO("1\n2\nq\n"), page) == 0
    assert "gone.yaml:1:1: cannot be read: there is no such file" in page.getvalue()
    assert "Small questions, question 1 of 3." in page.getvalue()
    with pytest.raises(DeckError):
        read_source(gone)
    assert play_plainly(listings[:1], 1, io.StringIO(""), page) == 1

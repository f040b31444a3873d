"""A room of the same deck that is still open is found before a second one is opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from quizapp.commands.support import open_rooms
from quizapp.commands.support.open_rooms import come_back, still_open
from quizapp.room.store.place import rooms_folder
from tests.support.hosting import NEVER, in_a_thread
from tests.support.rooms import DECK, made

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIZAPP_DATA_DIR", str(tmp_path))
    found = rooms_folder()
    assert found is not None
    found.mkdir(parents=True)
    return found


@pytest.fixture
def path(folder: Path) -> Iterator[Path]:
    """An open room, between two that nobody serves."""
    for name in ("a", "c"):
        made(folder / f"{name}.room")
    path = made(folder / "b.room")
    with in_a_thread(path, command=NEVER):
        yield path


@click.command()
@click.option("--headless", is_flag=True)
def asking(headless: bool) -> None:
    """Say which room it is."""
    click.echo(come_back(str(DECK), headless) or "")


def _answered(typed: str, *options: str) -> tuple[list[str], str]:
    result = CliRunner().invoke(asking, list(options), input=typed)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines(), result.stderr


def test_only_an_open_room_of_the_same_deck_is_found(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(DECK.read_text())
    assert still_open(str(DECK)) == path
    assert still_open(str(other)) is None


def test_without_an_open_room_nothing_is_asked(folder: Path) -> None:
    made(folder / "a.room")
    assert _answered("") == ([""], "")


@pytest.mark.parametrize(("typed", "back"), [("\n", True), ("y\n", True), ("n\n", False)])
def test_somebody_at_a_terminal_is_asked_and_comes_back_unless_they_say_no(
    path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, back: bool
) -> None:
    monkeypatch.setattr(open_rooms, "is_asked", lambda headless: not headless)
    said, asked = _answered(typed)
    assert said[-1] == (str(path) if back else "")
    assert "still open" in asked
    assert "Come back to it?" in asked


@pytest.mark.parametrize("options", [(), ("--headless",)])
def test_where_nobody_can_be_asked_a_note_says_how_to_come_back(path: Path, options: tuple[str, ...]) -> None:
    said, note = _answered("", *options)
    assert said == [""]
    assert f"quizapp host --resume {path}" in note

"""Files that are no decks, given to the real commands: each ends in a message and status 1, and nothing ever waits."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from quizapp.__main__ import main
from quizapp.deck.files import LARGEST, read_bytes
from quizapp.deck.reader import DeckError, read_deck
from tests.support.decks.playing import PLAY, playing

BAD = Path(__file__).parent / "bad"
#: The user and the group that own nothing.
NOBODY = 65534
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


@pytest.fixture(autouse=True)
def fresh_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_corpus_is_large_and_every_file_of_it_is_refused_by_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--static", "--format", "json", str(BAD)]) == 1
    found = {Path(each["path"]).name: each["problems"] for each in json.loads(capsys.readouterr().out)["decks"]}
    assert len(found) >= 100
    assert found.keys() == {path.name for path in BAD.glob("*.yaml")}
    assert all(found.values())


def make(name: str) -> Path:
    """One of the things that a name can lead to."""
    path = Path(name)
    match name:
        case "huge.yaml":
            with path.open("wb") as file:
                file.truncate(100 * 2**20)
        case "pipe.yaml":
            os.mkfifo(path)
        case "circle.yaml":
            path.symlink_to(path)
        case "device.yaml":
            path.symlink_to("/dev/zero")
        case "terminal.yaml":
            path.symlink_to("/dev/tty")
        case "dangling.yaml":
            path.symlink_to("nowhere")
    return path


WEIRD = {
    "huge.yaml": "it is larger than 32 MB; make several decks of it",
    "pipe.yaml": "it is not a regular file",
    "circle.yaml": "symbolic link",
    "device.yaml": "it is not a regular file",
    "dangling.yaml": "there is no such file",
}


@posix
@pytest.mark.parametrize("name", WEIRD)
@pytest.mark.parametrize(
    "command", [["check", "--static"], ["check"], ["play", "--plain"], ["simulate", "--experiment", "x", "--deck"]]
)
def test_what_is_no_file_of_text_is_a_message(
    name: str, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, str(make(name))]) == 1
    err = capsys.readouterr().err
    assert err.startswith(f"{name}:1:1: cannot be read: ")
    assert WEIRD[name] in err


@posix
def test_such_things_in_the_folder_of_decks_hide_no_deck(capsys: pytest.CaptureFixture[str]) -> None:
    Path("questions").mkdir()
    os.chdir("questions")
    for name in WEIRD:
        make(name)
    Path("good.yaml").write_text(PLAY.read_text())
    Path("folder.yaml").mkdir()
    os.chdir("..")
    assert main(["decks", "--json"]) == 0
    found = {each["name"]: each["mistakes"] for each in json.loads(capsys.readouterr().out)["decks"]}
    assert {name: count for name, count in found.items() if f"{name}.yaml" in WEIRD} == {
        Path(name).stem: 1 for name in WEIRD
    }
    assert found["good"] == 0
    assert "folder" not in found


@pytest.mark.slow
@posix
async def test_home_lists_such_things_and_plays_the_others() -> None:
    paths = [make(name) for name in WEIRD]
    async with playing(*paths, PLAY, size=(200, 60)) as hands:
        await hands.sees(*WEIRD, "Small questions", "not begun")
        await hands.press("enter")
        await hands.sees("huge.yaml:1:1: cannot be read: it is larger than 32 MB")


def test_a_huge_file_is_refused_before_it_is_read() -> None:
    path = make("huge.yaml")
    before = os.times()
    with pytest.raises(ValueError, match="larger than"):
        read_bytes(path)
    assert os.times().system - before.system < 1
    assert path.stat().st_size > LARGEST


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of the superuser, who may read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@posix
def test_a_file_that_may_not_be_read_is_a_message(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(PLAY.read_text())
    path.chmod(0)
    with as_nobody(), pytest.raises(DeckError, match="cannot be read: you have no permission to read it"):
        read_deck(path)


def test_a_name_with_a_nul_or_of_endless_length_is_a_message() -> None:
    for name in ("a\0b.yaml", "a" * 5000 + ".yaml"):
        with pytest.raises(DeckError, match="cannot be read"):
            read_deck(name)
    assert main(["check", "a" * 5000 + ".yaml"]) == 1

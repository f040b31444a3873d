"""What the watch over all tests sees: sockets, and files that are written where no test should write."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.every_program import sitecustomize as watch

FOREIGN = """
import os, pathlib, sqlite3, socket, sys
os.chdir(sys.argv[1])
pathlib.Path("read").read_text()
{line}
"""


@pytest.fixture
def strays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file for what strays, where only the folder `ours` may be written to."""
    (tmp_path / "ours").mkdir()
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "read").write_text("")
    monkeypatch.setenv(watch.STRAYS, str(tmp_path / "strays"))
    monkeypatch.setenv(watch.OURS, str(tmp_path / "ours"))
    return tmp_path / "strays"


def written_down(strays: Path) -> list[str]:
    return [line.partition(" (by ")[0] for line in strays.read_text().splitlines()] if strays.exists() else []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "event"),
    [
        ("open('new', 'w')", "open"),
        ("open('read', 'a')", "open"),
        ("os.close(os.open('new', os.O_CREAT | os.O_RDWR))", "open"),
        ("os.mkdir('new')", "os.mkdir"),
        ("os.rename('read', '../ours/read')", "os.rename"),
        ("os.remove('read')", "os.remove"),
        ("os.symlink('read', 'new')", "os.symlink"),
        ("sqlite3.connect('new')", "sqlite3.connect"),
        ("socket.socket().bind(('127.0.0.1', 0))", "socket.bind"),
        ("socket.getaddrinfo('127.0.0.1', 80)", "socket.getaddrinfo"),
    ],
)
def test_a_program_that_a_test_starts_is_seen(line: str, event: str, strays: Path) -> None:
    others = strays.with_name("others")
    subprocess.run([sys.executable, "-c", FOREIGN.format(line=line), str(others)], check=True)
    (seen,) = written_down(strays)
    assert seen.startswith(f"{event} ")
    assert event.startswith("socket") or str(others) in seen


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("open", ("others/read", "r", os.O_RDONLY)),
        ("open", ("ours/new", "w", os.O_WRONLY | os.O_CREAT)),
        ("open", ("others/__pycache__/new.pyc", "w", os.O_WRONLY | os.O_CREAT)),
        ("open", ("nowhere/new", "w", os.O_WRONLY | os.O_CREAT)),
        ("open", ("/dev/null", "w", os.O_WRONLY)),
        ("open", (7, "w", os.O_WRONLY)),
        ("os.remove", ("others/read", 7)),
        ("sqlite3.connect", (":memory:",)),
        ("socket.bind", (None, "ours/socket")),
        ("socket.__new__", (None, 1, 1, 0)),
    ],
)
def test_what_is_read_or_ours_is_no_stray(
    event: str, arguments: tuple[Any, ...], strays: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(strays.parent)
    watch.look(event, arguments)
    assert written_down(strays) == []


def test_a_link_out_of_our_folders_is_seen(strays: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(strays.parent)
    Path("ours/out").symlink_to(Path("others").absolute())
    watch.look("open", ("ours/out/new", "w", os.O_WRONLY | os.O_CREAT))
    assert written_down(strays) == [f"open {Path('ours/out/new').absolute()}"]

"""Files of every version that was ever released become the newest one, whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quizapp.record import migrations
from quizapp.record.database import opened
from quizapp.record.migrations import MIGRATIONS, VERSION, version_of
from quizapp.record.place import FILE
from quizapp.record.record import Record

VERSIONS = Path(__file__).parent / "versions"
TABLES = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"


def of_version(folder: Path, version: int) -> Path:
    """A file of this version, from its dump."""
    path = folder / FILE
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((VERSIONS / f"{version}.sql").read_text())
    return path


def test_there_is_a_file_of_every_version() -> None:
    assert sorted(path.stem for path in VERSIONS.iterdir()) == [str(n) for n in range(1, VERSION + 1)]


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_a_file_of_every_version_keeps_its_answers(version: int, tmp_path: Path) -> None:
    own = Record(of_version(tmp_path, version))
    first, second = own.attempts()[:2]
    assert (first.right, first.judged, first.number, first.kind) == (1, 1, 1, "play")
    assert (second.right, second.number, second.question) == (None, 2, "single")
    assert len(first.source) == 16
    assert [each.position for each in own.unfinished()] == ([] if version == 1 else [1])
    assert own.news() == ()
    if version == VERSION:
        assert own.attempts()[2][-2:] == ("fedcba9876543210", 7)


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_all_versions_end_with_the_same_tables(version: int, tmp_path: Path) -> None:
    old, new = opened(of_version(tmp_path, version)).connection, opened(tmp_path / "new" / FILE).connection
    with closing(old), closing(new):
        assert old.execute(TABLES).fetchall() == new.execute(TABLES).fetchall()
        assert version_of(old) == version_of(new) == VERSION


@pytest.mark.parametrize("step", range(VERSION))
def test_a_step_that_fails_leaves_the_file_at_the_version_before(
    step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(connection: sqlite3.Connection) -> None:
        MIGRATIONS[step](connection)
        raise KeyboardInterrupt

    steps = (*MIGRATIONS[:step], broken, *MIGRATIONS[step + 1 :])
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    with pytest.raises(KeyboardInterrupt):
        opened(tmp_path / FILE)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert version_of(connection) == step
    monkeypatch.undo()
    opened(tmp_path / FILE).connection.close()

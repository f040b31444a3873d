"""`quizapp review` and what settings say to the commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from quizapp.cli import quizapp
from tests.support.decks.playing import PLAY


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIZAPP_CONFIG_DIR", str(tmp_path))
    monkeypatch.delenv("QUIZAPP_DATA_DIR", raising=False)
    return tmp_path / "settings.toml"


def run(*arguments: str, lines: str = "") -> tuple[int, str, str]:
    done = CliRunner().invoke(quizapp, arguments, input=lines, standalone_mode=False)
    return done.exit_code, done.stdout, done.stderr


def test_nothing_is_due_at_first_and_new_questions_are_counted(settings: Path) -> None:
    code, out, _ = run("review", "--deck", str(PLAY))
    assert (code, out) == (0, "Nothing is due · 3 new in play.\n")


def test_settings_say_whose_answers_where_and_that_it_goes_line_by_line(settings: Path, tmp_path: Path) -> None:
    folder = tmp_path / "answers"
    settings.write_text(f"plain = true\nprofile = 'ann'\ndata_folder = '{folder}'\ncertainty = false\ntheme = 3\n")
    code, out, err = run("play", str(PLAY), "--seed", "1", lines="1\n\n")
    assert code == 0
    assert "certainty>" not in out
    assert "settings.toml:5: theme is one of" in err
    assert folder.is_dir()
    assert '"profile": "ann"' in run("results", "--export", "json")[1]


def test_a_deck_that_is_not_there_is_a_message(settings: Path) -> None:
    from click import ClickException

    done = CliRunner().invoke(quizapp, ["review", "--deck", "nope"], standalone_mode=False)
    assert isinstance(done.exception, ClickException)
    assert "no deck or file 'nope'" in done.exception.message

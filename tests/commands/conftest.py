"""What the tests of this folder share."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.__main__ import main
from tests.support.command_line import BROKEN, DECK, WRONG, Command, Result


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command in a folder of its own, with three decks in it."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("good", DECK), ("wrong", WRONG), ("broken", BROKEN)):
        (tmp_path / f"{name}.yaml").write_text(text)

    def run_command(*arguments: str) -> Result:
        status = main(arguments)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Result(status, captured.out, captured.err)

    return run_command

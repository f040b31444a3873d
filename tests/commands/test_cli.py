"""The commands: what they print, where errors go, and what they return."""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from quizapp import __version__
from quizapp.__main__ import main
from quizapp.cli import quizapp
from quizapp.schema.deck_schema import deck_schema
from quizapp.text import terminal
from tests.support.command_line import DECK, SMALL, Command

QUIZAPP = [sys.executable, "-m", "quizapp"]


def test_help_names_every_command(command: Command) -> None:
    result = command("--help")
    assert result.status == 0
    assert set(quizapp.commands) >= {
        "play", "decks", "lab", "check", "new", "preview", "simulate", "export", "import", "schema", "results", "items"
    }  # fmt: skip
    for name in quizapp.commands:
        assert name in result.out


@pytest.mark.parametrize("name", [[], ["play"], ["decks"], ["check"], ["new"], ["simulate"], ["schema"]])
def test_every_help_fits_80_columns(command: Command, name: list[str]) -> None:
    result = command(*name, "-h") if not name or name[0] == "-h" else command(*name, "--help")
    assert max(map(len, result.out.splitlines())) <= 80


def test_the_version_is_that_of_the_package(command: Command) -> None:
    assert command("--version") == (0, f"quizapp, version {__version__}\n", "")


def test_a_mistyped_command_is_a_usage_error_with_a_suggestion(command: Command) -> None:
    status, out, err = command("chekc")
    assert (status, out) == (2, "")
    assert "did you mean 'check'?" in err


def test_the_schema_is_printed_as_json(command: Command) -> None:
    assert json.loads(command("schema").out) == deck_schema()


@pytest.mark.parametrize("arguments", [[], ["play"], ["play", "good.yaml"]])
def test_without_a_terminal_the_quiz_says_to_play_plainly(command: Command, arguments: list[str]) -> None:
    status, out, err = command(*arguments)
    assert (status, out) == (1, "")
    assert "`quizapp play --plain`" in err


def test_a_dumb_terminal_is_not_drawn_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    assert "TERM" in (terminal.why_not_full_screen() or "")
    monkeypatch.setenv("TERM", "xterm")
    assert terminal.why_not_full_screen() is None


@pytest.mark.parametrize(
    ("encoding", "expected"), [("utf-8", False), ("ascii", True), ("latin-1", True), ("nonsense", True)]
)
def test_ascii_is_drawn_where_blocks_cannot_be_written(encoding: str, expected: bool) -> None:
    assert terminal.ascii_only(encoding) is expected


def test_signals_are_caught_only_while_the_quiz_is_on_the_screen() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with terminal.left_as_found():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.fixture
def broken_command() -> Iterator[Callable[[BaseException], int]]:
    """A command that fails in a way of one's choice."""
    added: list[str] = []

    def fail_with(error: BaseException) -> int:
        @quizapp.command("break")
        def fail() -> None:
            raise error

        added.append("break")
        return main(["break"])

    yield fail_with
    for name in added:
        quizapp.commands.pop(name, None)


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (KeyboardInterrupt(), 130, "\n"),
        (click.Abort(), 130, ""),
        (click.ClickException("so it is"), 1, "Error: so it is\n"),
        (PermissionError(13, "Permission denied", "a.npz"), 1, "Error: a.npz: Permission denied\n"),
        (OSError("no space left"), 1, "Error: no space left\n"),
        (MemoryError(), 1, "Error: there is not enough memory for this\n"),
    ],
)
def test_every_end_has_its_status_and_no_traceback(
    broken_command: Callable[[BaseException], int],
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    status: int,
    words: str,
) -> None:
    assert broken_command(error) == status
    assert capsys.readouterr().err == words


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error_message() -> None:
    with subprocess.Popen(
        [*QUIZAPP, "simulate", "--json", "--every", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


@pytest.mark.slow
def test_characters_that_the_encoding_lacks_are_no_error() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [*QUIZAPP, "simulate", *SMALL], capture_output=True, env=environment, check=True, text=True, encoding="ascii"
    )
    assert "####" in done.stdout
    assert done.stderr == ""


@pytest.mark.slow
def test_ctrl_c_ends_a_check_at_once(tmp_path: Path) -> None:
    """The bar on stderr is not shown without a terminal, so the first process to be started is waited for."""
    slow = (
        DECK.replace("steps: 0", "steps: 5000").replace("samples: 8", "samples: 256").replace("width: 2", "width: 64")
    )
    (tmp_path / "deck.yaml").write_text(slow)
    arguments = [*QUIZAPP, "check", "deck.yaml", "--jobs", "2", "--seeds", "200"]
    heard = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # tests in the background are told not to
    with subprocess.Popen(
        arguments, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=heard
    ) as process:
        assert process.stderr is not None
        try:
            _wait_for_children(process.pid)
            os.killpg(process.pid, signal.SIGINT)
            assert process.wait(timeout=20) == 130
            assert b"Traceback" not in process.stderr.read()
        finally:
            process.kill()


def _wait_for_children(pid: int) -> None:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        pytest.skip("this system does not say which processes have been started")
    nap = threading.Event()
    for _ in range(2000):
        if len(children.read_text().split()) >= 2:
            return
        nap.wait(0.01)
    raise AssertionError("no process was started")

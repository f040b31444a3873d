"""In a real terminal: playing, resizing, and every way to end, after each of which the terminal is as it was before."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal
from tests.support.decks.playing import PLAY

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals of this kind"),
]

QUIZAPP = [sys.executable, "-m", "quizapp"]
#: Runs quizapp with a key that breaks it, `{where}`.
CRASHING = """
import sys
from quizapp.ui.play.observe import ObserveScreen
from quizapp.ui.play.predict import PredictScreen
from quizapp.runs.live_run import LiveRun
def crash(*_):
    raise RuntimeError("broken on purpose")
{where} = crash
from quizapp.__main__ import main
sys.exit(main(["play", sys.argv[1]]))
"""


def play(*options: str, size: tuple[int, int] = (100, 30)) -> Terminal:
    return Terminal([*QUIZAPP, "play", str(PLAY), *options], size)


def into_the_run(terminal: Terminal) -> None:
    """Answer the first question."""
    terminal.sees("Which starts are poor?", "Commit")
    for keys in ("1", "\r", "2", "\r"):
        terminal.drain(0.1)
        terminal.type(keys)
    terminal.sees("OBSERVE", "claim", "measured")


def test_start_play_resize_and_quit() -> None:
    with play() as terminal:
        into_the_run(terminal)
        for columns, rows, words in ((80, 24, "claim"), (50, 15, "too small"), (120, 40, "outputs by layer")):
            before = len(terminal.output)
            terminal.resize(columns, rows)
            terminal.sees(words, since=before)
        terminal.type("\r")
        terminal.sees("EXPLAIN", "Weights may be too small")
        terminal.type("q")
        terminal.sees("Press q again to quit")
        assert {"mode 1049", "hidden cursor", "settings"} <= set(terminal.left_on())
        terminal.type("q")
        assert terminal.end() == 0
        assert terminal.left_on() == []


def test_the_mouse_plays_too() -> None:
    with Terminal([*QUIZAPP, "play", str(PLAY), str(PLAY.with_name("letters.yaml"))], (80, 24)) as terminal:
        terminal.sees("not begun", "Small questions")
        terminal.type("\x1b[<0;10;7M\x1b[<0;10;7m")
        terminal.sees("Which starts are poor?")


def test_ctrl_c_ends_it() -> None:
    with play() as terminal:
        into_the_run(terminal)
        terminal.type("\x03")
        assert terminal.end() in (0, 130)
        assert terminal.left_on() == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_being_told_to_end_in_the_middle_of_a_run(number: signal.Signals) -> None:
    with play() as terminal:
        into_the_run(terminal)
        terminal.process.send_signal(number)
        assert terminal.end() != 0
        assert terminal.left_on() == []


def test_being_told_to_end_while_it_starts() -> None:
    with play() as terminal:
        terminal.until(lambda: len(terminal.output) > 0)
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.end() != 0
        assert terminal.left_on() == []


@pytest.mark.parametrize("where", ["PredictScreen.action_hint", "PredictScreen.on_mount", "ObserveScreen._draw"])
def test_a_crash_inside(where: str, tmp_path: Path) -> None:
    script = tmp_path / "crash.py"
    script.write_text(CRASHING.format(where=where))
    with Terminal([sys.executable, str(script), str(PLAY)]) as terminal:
        if where == "PredictScreen.action_hint":
            terminal.sees("Commit")
            terminal.type("h")
        elif where == "ObserveScreen._draw":
            terminal.sees("Commit")
            for keys in ("1", "\r", "2", "\r"):
                terminal.drain(0.1)
                terminal.type(keys)
        assert terminal.end() == 1
        assert terminal.left_on() == []
        assert "broken on purpose" in terminal.text()


def test_a_run_that_breaks_down_says_so_and_the_quiz_goes_on(tmp_path: Path) -> None:
    script = tmp_path / "crash.py"
    script.write_text(CRASHING.format(where="LiveRun.compute"))
    with Terminal([sys.executable, str(script), str(PLAY)]) as terminal:
        terminal.sees("Commit")
        for keys in ("1", "\r", "2", "\r"):
            terminal.drain(0.1)
            terminal.type(keys)
        terminal.sees("The simulation stopped")
        terminal.type("\r")
        terminal.sees("EXPLAIN")
        terminal.type("qq")
        assert terminal.end() == 0
        assert terminal.left_on() == []


def test_without_a_terminal_it_says_what_to_do() -> None:
    done = subprocess.run(
        [*QUIZAPP, "play", str(PLAY)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert "quizapp play --plain" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_a_dumb_terminal_is_told_the_same() -> None:
    with Terminal([*QUIZAPP, "play", str(PLAY)], environment={"TERM": "dumb"}) as terminal:
        assert terminal.end() == 1
        assert "--plain" in terminal.text()
        assert b"\x1b" not in terminal.output


def test_plain_mode_works_through_a_pipe() -> None:
    answers = "1 2\n2\n\n\n\n"
    done = subprocess.run(
        [*QUIZAPP, "play", str(PLAY), "--plain", "--seed", "1"],
        input=answers,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "Which starts are poor?" in done.stdout
    assert "holds in" in done.stdout
    assert "\x1b" not in done.stdout


def test_plain_mode_works_in_a_dumb_terminal() -> None:
    with Terminal([*QUIZAPP, "play", str(PLAY), "--plain"], environment={"TERM": "dumb"}) as terminal:
        terminal.sees("Which starts are poor?", "answer>")
        terminal.type("1\n")
        terminal.sees("certain")
        terminal.type("\x03")
        assert terminal.end() in (0, 130)
        assert b"\x1b" not in terminal.output
        assert terminal.left_on() == []

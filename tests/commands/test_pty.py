"""In a real terminal: playing, resizing, and every way to end, after each of which the terminal is as it was before."""

import os
import re
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
{where}  # which is where it must be before it is broken
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


def is_stopped(pid: int) -> bool:
    """Whether a child has been stopped since this was last asked."""
    return os.waitid(os.P_PID, pid, os.WSTOPPED | os.WNOHANG) is not None


def test_start_play_resize_and_quit() -> None:
    with play() as terminal:
        into_the_run(terminal)
        for columns, rows, words in ((80, 24, "claim:"), (50, 15, "too small"), (120, 40, "accuracy, %")):
            before = len(terminal.output)
            terminal.resize(columns, rows)
            terminal.sees(words, since=before)
        terminal.type("\r")
        terminal.sees("EXPLAIN", "Weights may be too small")
        assert {"mode 1049", "hidden cursor", "settings"} <= set(terminal.left_on())
        terminal.type("q")
        assert terminal.end() == 0
        assert terminal.left_on() == []


def test_bytes_that_mean_nothing_are_passed_over() -> None:
    with play() as terminal:
        terminal.sees("Which starts are poor?", "Commit")
        for keys in (b"\xfc", b"\x1b[M\x20\x80\xf7", b"\x1b[9999999u", b"\x1b[200~\xff\x1b[201~"):
            terminal.type(keys)
            terminal.drain(0.3)
            assert terminal.process.poll() is None, keys
        into_the_run(terminal)
        terminal.type("\x03")
        assert terminal.end() in (0, 130)
        assert terminal.left_on() == []


@pytest.mark.parametrize("size", [(1, 1), (2, 24), (5, 5), (8, 24), (10, 3), (100, 1)])
def test_a_window_of_a_few_cells_at_the_start_becomes_a_sound_screen(size: tuple[int, int]) -> None:
    with play(size=size) as terminal:
        terminal.until(lambda: b"\x1b[?25l" in terminal.output)
        terminal.drain(1.0)
        before = len(terminal.output)
        terminal.resize(100, 30)
        terminal.sees("PREDICT", "Which starts are poor?", "Glorot weights", "How sure?", since=before)


def test_a_window_made_minute_says_that_it_is_too_small_on_every_screen_and_comes_back() -> None:
    with play() as terminal:
        into_the_run(terminal)
        for columns, rows in ((10, 3), (1, 1), (4, 30), (9, 24), (3, 2)):
            before = len(terminal.output)
            terminal.resize(columns, rows)
            terminal.drain(1.0)
            assert "T" in terminal.text(before)
        before = len(terminal.output)
        terminal.resize(100, 30)
        terminal.sees("OBSERVE", "claim", "measured", since=before)
        terminal.type("?")
        terminal.drain(0.3)
        terminal.resize(4, 4)
        terminal.drain(0.3)
        before = len(terminal.output)
        terminal.resize(100, 30)
        terminal.sees("OBSERVE", since=before)


@pytest.mark.parametrize("by", ["key", "signal"])
def test_suspended_it_leaves_the_terminal_as_it_was_and_comes_back_with_the_screen_drawn_again(by: str) -> None:
    with play() as terminal:
        terminal.sees("Which starts are poor?", "Commit")
        if by == "key":
            terminal.type("\x1a")
        else:
            terminal.process.send_signal(signal.SIGTSTP)
        terminal.until(lambda: is_stopped(terminal.process.pid), what="a stopped program")
        terminal.drain(0.1)
        assert terminal.left_on() == []
        before = len(terminal.output)
        terminal.process.send_signal(signal.SIGCONT)
        terminal.sees("PREDICT", "Which starts are poor?", "Glorot weights", "Commit", since=before)
        assert {"mode 1049", "hidden cursor", "settings"} <= set(terminal.left_on())
        into_the_run(terminal)


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


def test_a_terminal_that_goes_without_a_signal_ends_it_too() -> None:
    """Whoever is not in control of the terminal is not told that it hangs up."""
    terminal = Terminal([*QUIZAPP, "play", str(PLAY)], in_control=False)
    try:
        terminal.sees("Which starts are poor?", "Commit")
        terminal.hang_up()
        assert terminal.process.wait(20) == -signal.SIGHUP
    finally:
        terminal.process.kill()


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


@pytest.mark.parametrize("where", ["PredictScreen.action_hint", "PredictScreen.on_mount", "ObserveScreen.draw_run"])
def test_a_crash_inside(where: str, tmp_path: Path) -> None:
    script = tmp_path / "crash.py"
    script.write_text(CRASHING.format(where=where))
    with Terminal([sys.executable, str(script), str(PLAY)]) as terminal:
        if where == "PredictScreen.action_hint":
            terminal.sees("Commit")
            terminal.type("h")
        elif where == "ObserveScreen.draw_run":
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
    assert "So it was in all 20 networks" in " ".join(done.stdout.split())
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


def in_a_burst(terminal: Terminal, keys: str) -> None:
    """Type as a slow line delivers: a byte every five milliseconds."""
    for key in keys:
        terminal.type(key)
        terminal.listen(0.005)


@pytest.mark.parametrize("apart", [True, False])
def test_a_burst_of_keys_is_taken_key_by_key(apart: bool) -> None:
    """Ticks and the certainty count; an enter too many does not skip the run."""
    with play("--seed", "1", size=(120, 40)) as terminal:
        terminal.sees("Which starts are poor?", "Commit")
        keys = "123123212\r2\r\r"
        if apart:
            in_a_burst(terminal, keys)
        else:
            terminal.type(keys)
        terminal.sees("OBSERVE", "you said: 67-80% sure", "claim:", "measured")
        before = len(terminal.output)
        terminal.type("\x1a")
        terminal.until(lambda: is_stopped(terminal.process.pid), what="a stopped program")
        terminal.process.send_signal(signal.SIGCONT)
        terminal.sees("(•)" if "(•)" in terminal.text(before) else "[x]", since=before)
        drawn = terminal.text(before)
        assert len(set(re.findall(r"(\d) \[x\]", drawn))) == 1, drawn


def test_letters_of_a_number_that_come_late_end_nothing() -> None:
    deck = PLAY.with_name("forms.yaml")
    with Terminal([*QUIZAPP, "play", str(deck), "--seed", "1"], (120, 40)) as terminal:
        terminal.sees("Type a number.", "Commit")
        in_a_burst(terminal, "2\rsqrt(2)\r")
        terminal.sees("OBSERVE", "You said 2", "you said: 67-80% sure")

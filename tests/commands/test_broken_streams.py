"""Streams that are closed or full, a locale of ASCII, and ends from outside: a line, a status, and nothing left."""

from __future__ import annotations

import functools
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal
from tests.support.decks.playing import PLAY
from tests.support.processes import children_of, wait_for_children, wait_until_ended

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="Windows has neither these redirections nor these signals"),
]

DECK = shlex.quote(str(PLAY))
PRINTS = ["--help", "decks", "schema", f"check {DECK}", "simulate --steps 0", f"export {DECK} --to gift"]
SHARED: dict[str, str] = {}
LONG = """
format: 1
title: Long
experiments:
  deep: {depth: 20, width: 64, steps: 1200, seeds: 8}
  half: {extends: deep, depth: 10}
questions:
  - {id: one, type: true_false, prompt: Does it?, answer: true, experiment: deep, claim: loss < 5, control: half}
"""


@pytest.fixture(scope="module", autouse=True)
def one_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What one program here has measured need not be measured by the next, as all of them check one deck."""
    SHARED.update(dict.fromkeys(("QUIZAPP_CACHE_DIR", "XDG_DATA_HOME"), str(tmp_path_factory.mktemp("shared"))))
    yield
    SHARED.clear()


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """What became of quizapp with a line's arguments and redirections; output is buffered, as it is for users."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    line = f"exec {shlex.quote(sys.executable)} -m quizapp {line}"
    return subprocess.run(
        ["sh", "-c", line],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**inherited, **SHARED, **environment},
        timeout=60,
    )


@functools.cache
def printed(arguments: str) -> bytes:
    """What is printed where all streams are open."""
    return shell(arguments).stdout


def assert_one_sentence(done: subprocess.CompletedProcess[bytes], words: bytes) -> None:
    assert done.returncode == 1
    assert done.stderr.startswith(b"Error: ")
    assert done.stderr.count(b"\n") == 1
    assert words in done.stderr


@pytest.mark.parametrize("arguments", [*PRINTS, f"play --plain {DECK}", f"play {DECK}", "lab"])
def test_a_closed_output_is_one_sentence(arguments: str) -> None:
    assert_one_sentence(shell(f"{arguments} >&-"), b"standard output is closed")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("arguments", [*PRINTS, f"play --plain {DECK}"])
def test_a_full_output_is_one_sentence(arguments: str) -> None:
    assert_one_sentence(shell(f"{arguments} >/dev/full"), b"No space left on device")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("arguments", ["check nothing-of-this-name", "nothing-of-this-name"])
def test_full_errors_still_end_with_their_status(arguments: str) -> None:
    assert shell(f"{arguments} 2>/dev/full").returncode in (1, 2)


@pytest.mark.parametrize("arguments", PRINTS)
@pytest.mark.parametrize("closed", ["<&-", "2>&-"])
def test_what_is_not_needed_may_be_closed(arguments: str, closed: str) -> None:
    done = shell(f"{arguments} {closed}")
    assert done.returncode == 0, done.stderr
    assert done.stdout == printed(arguments)
    assert b"Traceback" not in done.stderr


def test_answers_cannot_be_read_from_a_closed_input() -> None:
    assert_one_sentence(shell(f"play --plain {DECK} <&-"), b"standard input is closed")
    assert_one_sentence(shell(f"play {DECK} <&-"), b"standard input is not a terminal")


@pytest.mark.parametrize("utf8", ["0", "1"])
def test_a_locale_of_ascii_loses_no_more_than_characters(utf8: str, tmp_path: Path) -> None:
    deck = tmp_path / "dück.yaml"
    deck.write_text(PLAY.read_text("utf-8").replace("Small questions", "Kleine Fräge 層"), "utf-8")
    plain = {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": utf8}
    for arguments in (f"check {deck}", f"play --plain {deck}", f"export {deck} --to gift", "simulate --steps 0"):
        done = shell(arguments, **plain)
        assert done.returncode == 0, done.stderr
        assert b"Traceback" not in done.stderr
    assert_one_sentence(shell("check nöpe", **plain), b"there is no deck or file")


@pytest.mark.parametrize("redirection", ["2>errors", "2>&-"])
def test_errors_may_go_elsewhere_while_the_quiz_is_on_the_screen(redirection: str, tmp_path: Path) -> None:
    line = f"cd {tmp_path} && exec {shlex.quote(sys.executable)} -m quizapp play {DECK} {redirection}"
    with Terminal(["sh", "-c", line], environment={"PYTHONPATH": os.getcwd()}) as terminal:
        terminal.sees("Which starts are poor?", "Commit")
        terminal.type("\x03")
        assert terminal.end() in (0, 130)
        assert terminal.left_on() == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_process_outlives_a_check_however_that_ends(number: signal.Signals, tmp_path: Path) -> None:
    deck = tmp_path / "long.yaml"
    deck.write_text(LONG)
    arguments = [sys.executable, "-m", "quizapp", "check", str(deck), "--jobs", "2", "--no-cache"]
    with subprocess.Popen(arguments, stderr=subprocess.PIPE) as process:
        try:
            wait_for_children(process.pid, 3)  # two workers, and the one that keeps track of what they share
            begun = children_of(process.pid)
            process.send_signal(number)
            wait_until_ended([process.pid, *begun])
            assert process.wait() == (-number if number == signal.SIGKILL else 128 + number)
            assert process.stderr is not None
            assert b"Traceback" not in process.stderr.read()
        finally:
            process.kill()


def test_what_is_ignored_stays_ignored(tmp_path: Path) -> None:
    script = tmp_path / "hang-up.sh"
    script.write_text(
        f"trap '' HUP\n{shlex.quote(sys.executable)} -m quizapp simulate --steps 0 & kill -HUP $!\nwait $!\n"
    )
    assert subprocess.run(["sh", str(script)], capture_output=True, timeout=60).returncode == 0


def test_a_folder_that_is_gone_is_one_sentence(tmp_path: Path) -> None:
    script = f"mkdir {tmp_path}/gone && cd {tmp_path}/gone && rmdir {tmp_path}/gone && exec"
    for arguments in (["check"], ["new", "mine.yaml"], ["export", "mine", "--to", "gift"]):
        line = f"{script} {shlex.quote(sys.executable)} -m quizapp {shlex.join(arguments)}"
        inherited = {**os.environ, "PYTHONPATH": os.getcwd()}
        done = subprocess.run(["sh", "-c", line], stdin=subprocess.DEVNULL, capture_output=True, env=inherited)
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr


LOST = """
import sys, time
import quizapp.__main__ as program
program.GRACE = 1
class Held:
    def __del__(self):
        print("begun", flush=True)
        time.sleep(60)
@program.quizapp.command("lose")
def lose():
    held = Held()
    del held
    time.sleep(60)
sys.exit(program.main(["lose"]))
"""


def test_an_end_that_python_loses_in_a_destructor_is_an_end_all_the_same() -> None:
    with subprocess.Popen([sys.executable, "-c", LOST], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        process.terminate()
        assert process.wait(30) == -signal.SIGALRM

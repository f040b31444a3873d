"""How many answers are lost where the program is killed at random moments while somebody plays, in a terminal.

An answer whose mark was told is acknowledged: it has to be in the record afterwards, which has to be whole.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.table import Measured, Missing, Row, Size

if TYPE_CHECKING:
    from benchmarks.terminal import Terminal

STATEMENTS = 40
#: What is typed for one statement: the answer, the certainty, and enter to commit and to go on.
KEYS = "1\r3\r\r\r"
TOLD = "Right."
#: At which a program begins: at an answer, or where a question that was answered is left.
PROMPTS = ("answer>", "next>")
#: Seconds after typing within which the program is killed.
WITHIN = 0.05


def rows(size: Size) -> Iterator[Row]:
    """One row."""
    kills = size.of(200, tiny=2)
    yield Row("", f"answers lost in {kills} kills while a terminal plays", lambda: _measure(kills), at_most=0)


def _measure(kills: int) -> Measured:
    if os.name == "nt":
        raise Missing("Windows has no pseudo-terminals of this kind")
    rng = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        deck = Path(folder) / "statements.yaml"
        deck.write_text(_statements(), encoding="utf-8")
        lost = acknowledged = kept = 0
        for _ in range(kills):
            told = _play_until_killed(deck, Path(folder), rng)
            before, kept = kept, _answers(Path(folder))
            acknowledged += told
            lost += max(0, before + told - kept)
    return Measured((float(lost),), f"{acknowledged} answers acknowledged, {kept} in the record, which is whole")


def _statements() -> str:
    questions = (f"- {{id: s{n}, type: true_false, prompt: Statement {n}?, answer: true}}\n" for n in range(STATEMENTS))
    return "format: 1\ntitle: Statements\nquestions:\n" + "".join(questions)


def _play_until_killed(deck: Path, folder: Path, rng: random.Random) -> int:
    """How many marks were told before the program was killed."""
    from benchmarks.terminal import Terminal

    command = [sys.executable, "-m", "quizapp", "play", "--plain", str(deck)]
    with Terminal(command, environment={"QUIZAPP_DATA_DIR": str(folder / "data")}) as terminal:
        begun = _begun(terminal)
        for _ in range(rng.randrange(1, 8)):
            before = len(terminal.output)
            terminal.type(KEYS)
            with suppress(ChildProcessError):
                terminal.sees(TOLD, since=before)
        terminal.type(KEYS)
        time.sleep(rng.random() * WITHIN)
        terminal.process.kill()
        terminal.process.wait()
        terminal.drain()
        return terminal.text(begun).count(TOLD)


def _begun(terminal: Terminal) -> int:
    """Wait until an answer is asked for, and give after how many bytes: what is told before was acknowledged before."""
    terminal.until(lambda: any(prompt in terminal.text() for prompt in PROMPTS), what="a prompt")
    begun = len(terminal.output)
    if PROMPTS[0] not in terminal.text():
        terminal.type("\r")
        with suppress(ChildProcessError):  # it was the last one
            terminal.sees(PROMPTS[0])
    return begun


def _answers(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "data" / "record.sqlite3")) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise RuntimeError("the record is damaged")
        return int(connection.execute("SELECT count(*) FROM answers").fetchone()[0])

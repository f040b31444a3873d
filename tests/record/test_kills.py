"""A program that is killed while it writes answers: each that it acknowledged is in the record, which is whole."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from quizapp.record.place import FILE
from quizapp.record.record import Record

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")]

#: Answers question after question; says the id of each answer once it is kept.
PROGRAM = """
import sys
from pathlib import Path
from quizapp.play.session import start
from quizapp.record.record import Record
from tests.support.records import answered, every_type
own, deck = Record(Path(sys.argv[1])), every_type()
seed = 0
while True:
    session = start(deck, seed)
    for position in range(len(session.attempts)):
        session = answered(session.at(position), keep=own.keep)
        assert own.keep(session) is None
        print(session.current.id, flush=True)
    seed += 1
"""
KILLS = 6


def test_no_kill_loses_an_answer_that_was_acknowledged(tmp_path: Path) -> None:
    """Each time a little later after an acknowledgement, so that other moments of a transaction are met."""
    path, acknowledged = tmp_path / FILE, set[str]()
    for kill in range(KILLS):
        program = subprocess.Popen([sys.executable, "-c", PROGRAM, path], stdout=subprocess.PIPE, text=True)
        assert program.stdout is not None
        for _ in range(3 + kill):
            acknowledged.add(program.stdout.readline().strip())
        for _ in range(kill * 40_000):
            pass
        program.send_signal(signal.SIGKILL)
        rest = program.stdout.read().splitlines(keepends=True)
        acknowledged |= {line.strip() for line in rest if line.endswith("\n")}
        program.wait()
        program.stdout.close()
        own = Record(path)
        assert acknowledged <= {each.attempt for each in own.attempts() if each.right is not None}
        assert own.news() == ()
        own.close()
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert len(acknowledged) >= 3 * KILLS

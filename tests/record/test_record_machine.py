"""Whatever is done in whatever order, and wherever the program is killed: what was acknowledged is there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from quizapp.play.attempt import Attempt
from quizapp.play.session import Session, start
from quizapp.questions.answer_data import answer_as_data
from quizapp.record.backups import back_up_daily, backups, restore
from quizapp.record.exporting import as_csv, read_export
from quizapp.record.forgetting import Forgetting, forget
from quizapp.record.importing import import_attempts
from quizapp.record.migrations import VERSION
from quizapp.record.place import FILE
from quizapp.record.record import Record
from quizapp.record.recorded import as_json
from tests.record.test_migrations import of_version
from tests.support.examples import scaled
from tests.support.records import EVERY_TYPE, Clock, every_type, steps

NOW = datetime(2026, 5, 1, tzinfo=UTC)
DECKS = [every_type(), every_type(EVERY_TYPE.replace("prompt: So?", "prompt: So then?", 1))]


class RecordMachine(RuleBasedStateMachine):
    """A learner, a disk, and everything that can come between them."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="quizapp-record-"))
        self.folders = 0
        self.clock = Clock()
        self.deck = DECKS[0]
        self.path = self.root / FILE
        self.acknowledged: dict[str, tuple[str, object]] = {}

    def teardown(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.root)

    @initialize(version=st.integers(0, VERSION))
    def begin(self, version: int) -> None:
        if version:
            of_version(self.root, version)
        self.open()
        self.anew(0)

    def open(self) -> None:
        """The program starts: the one before it is gone, and never closed anything."""
        self.record = Record(self.path, now=self.clock, clock=self.clock.seconds)

    def anew(self, seed: int) -> None:
        self.session = start(self.deck, seed, id=f"{seed}-{self.clock().isoformat()}")
        self.keep()

    def keep(self) -> None:
        assert self.record.keep(self.session) is None
        self.acknowledge()

    def acknowledge(self) -> None:
        self.acknowledged.update({each.id: stands(each) for each in self.session.attempts if each.final})

    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        self.session = self.stepped(data)
        self.keep()

    def stepped(self, data: st.DataObject) -> Session:
        """Answering is what there should be most of."""
        allowed = steps(self.session)
        names = [name for name in allowed if name in ("commit", "mark", "be")] + sorted(allowed)
        chosen = data.draw(st.sampled_from(names))
        step: Callable[[Session], Session] = data.draw(allowed[chosen])
        return step(self.session)

    @rule(seed=st.integers(1, 9))
    def end(self, seed: int) -> None:
        self.record.end(self.session)
        self.acknowledge()
        assert self.session.id not in {each.session for each in self.record.unfinished()}
        self.anew(seed)

    @rule()
    def kill(self) -> None:
        self.open()
        self.check_resumed([self.session])

    @rule(data=st.data(), after=st.integers(1, 12))
    def kill_while_it_writes(self, data: st.DataObject, after: int) -> None:
        """The disk as it is after so many statements of a transaction is all that is left."""
        before, later = self.session, self.stepped(data)
        connection = self.record._file._connection()
        left = self.root / str(self.folders)
        self.folders += 1
        count = iter(range(1, 1000))

        def snapshot(_: str) -> None:
            if next(count) == after:
                shutil.copytree(self.path.parent, left, ignore=lambda *_: [str(n) for n in range(self.folders)])

        connection.set_trace_callback(snapshot)
        self.record.keep(later)
        connection.set_trace_callback(None)
        if left.exists():
            self.path = left / FILE
        else:
            before = later
            self.session = later
            self.acknowledge()
        self.open()
        self.check_resumed([before, later])

    def check_resumed(self, possible: list[Session]) -> None:
        """The program goes on with one of these."""
        sitting = next(each for each in self.record.unfinished() if each.session == self.session.id)
        restored = self.record.resume(sitting, self.deck)
        assert restored is not None
        assert restored.notes == ()
        assert any(alike(restored.session, each) for each in possible)
        self.session = restored.session

    @rule(which=st.sampled_from([0, 1]))
    def edit(self, which: int) -> None:
        """Of an edited deck the attempts at what was changed begin anew, and all others stand."""
        before, self.deck = self.deck, DECKS[which]
        self.open()
        sitting = next(each for each in self.record.unfinished() if each.session == self.session.id)
        restored = self.record.resume(sitting, self.deck)
        assert restored is not None
        touched = len(restored.notes)
        assert touched <= (before is not self.deck)
        assert all(
            bare(a) == bare(b) for a, b in list(zip(restored.session.attempts, self.session.attempts, strict=True))[1:]
        )
        self.session = restored.session
        self.keep()

    @rule()
    def export_and_import(self) -> None:
        file = self.root / "export.csv"
        file.write_bytes(as_csv(self.record.attempts()).encode())
        known = read_export(file)
        assert import_attempts(self.path, known, NOW).new == 0
        other = self.root / str(self.folders) / FILE
        self.folders += 1
        assert import_attempts(other, known, NOW).new == len(known)
        assert Record(other).attempts() == self.record.attempts()

    @rule()
    def forget_all(self) -> None:
        forget(self.path, Forgetting("default"), NOW)
        self.acknowledged.clear()
        assert (self.record.attempts(), self.record.unfinished()) == ((), ())
        self.open()
        self.anew(10)

    @rule()
    def back_up(self) -> None:
        back_up_daily(self.path, NOW)

    @precondition(lambda self: bool(backups(self.path)))
    @rule()
    def restore_and_restore_back(self) -> None:
        kept = restore(self.path, backups(self.path)[-1].path, NOW)
        if kept is not None:
            restore(self.path, kept, NOW)
        else:
            self.acknowledged.clear()
            self.open()
            self.anew(11)

    @invariant()
    def everything_acknowledged_is_there(self) -> None:
        if not hasattr(self, "record"):
            return
        found = {each.attempt: each for each in self.record.attempts()}
        for name, (answer, right) in self.acknowledged.items():
            assert answer == found[name].answer
            assert right in (None, found[name].right)
        assert self.record.news() == ()


def stands(attempt: Attempt) -> tuple[str, object]:
    return as_json(answer_as_data(attempt.form, attempt.answer)), attempt.right if attempt.marked else None


def bare(attempt: Attempt) -> Attempt:
    return attempt if attempt.committed else replace(attempt, id="")


def alike(one: Session, other: Session) -> bool:
    return [bare(each) for each in one.attempts] == [bare(each) for each in other.attempts] and (
        one.position == other.position
    )


RecordMachine.TestCase.settings = settings(
    max_examples=scaled(12), stateful_step_count=25, deadline=None, phases=[Phase.generate]
)


@pytest.mark.slow
class TestRecordMachine(RecordMachine.TestCase):  # type: ignore[misc, valid-type]
    """The machine as a test."""

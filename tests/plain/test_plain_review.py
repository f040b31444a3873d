"""Practice in line mode: what is due is asked anew, and is due later after that."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path

from quizapp.plain import play_plainly
from quizapp.plain.review import review_plainly
from quizapp.record.place import FILE
from quizapp.record.record import Record
from quizapp.review.today import Today, today
from tests.support.decks.transcript import COMMIT, ENTER, PICK, SURE, deck

TWO = deck(PICK, PICK.replace("fact", "other").replace("Halves shrink.", "Doubles shrink."))


def what_is_due(record: Record, days: int) -> Today:
    return today([TWO], record.attempts(), datetime.now().astimezone() + timedelta(days=days))


def test_what_is_due_is_practised_and_kept_as_practice(tmp_path: Path) -> None:
    path = tmp_path / FILE
    first = io.StringIO("".join(f"{line}\n" for line in ("2", SURE, COMMIT, ENTER)))
    play_plainly([TWO], 1, first, io.StringIO(), record=Record(path))
    found = what_is_due(Record(path), 1)
    assert (found.due, found.certain_and_wrong) == (1, 1)
    out, source = io.StringIO(), io.StringIO("".join(f"{line}\n" for line in ("1", SURE, COMMIT, ENTER)))
    assert review_plainly(found, Record(path), source, out) == 0
    assert "Today: 1 due today · 1 certain and wrong · 1 new in" in " ".join(out.getvalue().split())
    assert "1 of 1 answer right in full" in out.getvalue()
    kept = Record(path).attempts()
    assert [(each.question, each.kind, each.right) for each in kept] == [("fact", "play", 0), ("fact", "review", 1)]
    assert what_is_due(Record(path), 0).due == 0


def test_where_certainty_is_not_asked_for_two_lines_answer(tmp_path: Path) -> None:
    source = io.StringIO("".join(f"{line}\n" for line in ("1", COMMIT, ENTER)))
    play_plainly([TWO], 1, source, io.StringIO(), record=Record(tmp_path / FILE), asks_certainty=False)
    (kept,) = Record(tmp_path / FILE).attempts()
    assert (kept.certainty, kept.right) == (None, 1)

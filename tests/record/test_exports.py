"""Exports: what is written is read as the same answers, by us and by others, and merging never counts one twice."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.play.certainty import Certainty
from quizapp.play.session import start
from quizapp.record.columns import COLUMNS
from quizapp.record.exporting import BadExport, as_csv, as_json_text, read_export
from quizapp.record.importing import import_attempts
from quizapp.record.place import FILE
from quizapp.record.record import Record
from quizapp.record.recorded import MARK, RecordedAttempt
from tests.support.records import Clock, answered, every_type, handed_in

NOW = datetime(2026, 5, 1, tzinfo=UTC)
DECK = every_type()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[RecordedAttempt, ...]:
    """An answer to a question of each type, and one that was never marked."""
    clock = Clock()
    own = Record(tmp_path_factory.mktemp("kept") / FILE, "=SUM(1+1)", now=clock, clock=clock.seconds)
    session = start(DECK, 3, id="s")
    for position in range(len(session.attempts) - 1):
        session = answered(session.at(position), keep=own.keep)
        own.keep(session)
    own.keep(handed_in(start(DECK, 4, id="t"), Certainty.LOW))
    own.close()
    return own.attempts()


@pytest.mark.parametrize("write", [as_csv, as_json_text])
def test_what_is_written_is_read_as_the_same(kept: tuple[RecordedAttempt, ...], write: object, tmp_path: Path) -> None:
    renamed = tuple(each._replace(profile="anna") for each in kept)
    file = tmp_path / "answers"
    file.write_bytes(write(renamed).encode())  # type: ignore[operator]
    assert read_export(file) == renamed
    assert len({each.type for each in renamed}) == 7


CELLS = st.text(min_size=1, max_size=8, alphabet=st.sampled_from("=+-@'\"aé,;＝ "))


@given(CELLS, CELLS)
def test_no_cell_is_a_formula_and_every_text_comes_back(
    kept: tuple[RecordedAttempt, ...], tmp_path_factory: pytest.TempPathFactory, deck: str, question: str
) -> None:
    answer = kept[0]._replace(profile="anna", deck=deck, question=question)
    text = as_csv([answer])
    file = tmp_path_factory.getbasetemp() / "cells.csv"
    file.write_bytes(text.encode())
    assert read_export(file) == (answer,)
    cells = pandas.read_csv(file, dtype=str, keep_default_na=False).iloc[0]
    assert not any(str(cell)[:1] in tuple("=+-@\t\r＝") for cell in cells)


def test_pandas_reads_the_columns_as_what_they_are(kept: tuple[RecordedAttempt, ...], tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_bytes(as_csv(kept).encode())
    table = pandas.read_csv(file, parse_dates=["committed_at", "marked_at"])
    assert list(table.columns) == [column.name for column in COLUMNS]
    assert table["credit"].sum() == sum(each.credit or 0 for each in kept)
    assert table["right"].isna().sum() == 1
    assert table["committed_at"].is_monotonic_increasing
    assert set(table["profile"]) == {"'=SUM(1+1)"}
    assert [json.loads(text)["form"] for text in table["answer"]][:2] == ["pick_many", "enter_number"]
    objects = pandas.json_normalize(json.loads(as_json_text(kept))["answers"])
    assert list(objects["right"].dropna()) == list(table["right"].dropna())


def merged(path: Path, attempts: tuple[RecordedAttempt, ...]) -> tuple[int, int]:
    done = import_attempts(path, attempts, NOW)
    return done.new, done.known


def test_an_export_is_merged_once(kept: tuple[RecordedAttempt, ...], tmp_path: Path) -> None:
    path = tmp_path / FILE
    assert merged(path, kept) == (len(kept), 0)
    assert merged(path, kept[::-1]) == (0, len(kept))
    assert Record(path).attempts(everybody=True) == kept


def test_a_mark_that_was_missing_comes_with_a_later_export(kept: tuple[RecordedAttempt, ...], tmp_path: Path) -> None:
    path = tmp_path / FILE
    merged(path, tuple(RecordedAttempt(**{**each._asdict(), **dict.fromkeys(MARK)}) for each in kept))
    assert merged(path, kept) == (0, len(kept))
    assert Record(path).attempts(everybody=True) == kept


def wrong(path: Path, text: str) -> str:
    path.write_bytes(text.encode())
    with pytest.raises(BadExport) as error:
        read_export(path)
    return str(error.value).replace(str(path), "F")


def test_what_is_no_export_is_said_where(kept: tuple[RecordedAttempt, ...], tmp_path: Path) -> None:
    file, lines = tmp_path / "answers.csv", as_csv([kept[0]._replace(profile="anna")]).split("\r\n")
    header, row = lines[:2]
    assert "F:1: lacks attempt, profile," in wrong(file, "name,score\nanna,7\n")
    assert "has the unknown name, score" in wrong(file, "name,score\nanna,7\n")
    assert wrong(file, "").startswith("F:1: lacks attempt")
    assert wrong(file, header.replace("credit", "points")).startswith("F:1: lacks credit; has the unknown points; ")
    assert wrong(file, f"{header},attempt\n").startswith("F:1: has twice attempt")
    assert wrong(file, f"{header}\n{row}\n1,2\n") == f"F:3: has 2 cells, and the first line {len(COLUMNS)}"
    assert wrong(file, f"{header}\n{row.replace(',high,', ',very,')}\n") == (
        'F:2: certainty must be one of low, middle, high, not "very"'
    )
    assert wrong(file, f"{header}\n{row.replace(',play,', ',,')}\n") == (
        "F:2: kind must be one of play, review, exam, pre, post, and is empty"
    )
    assert wrong(file, "{nonsense").startswith("F:1:2: is no JSON")
    assert wrong(file, "{}") == 'F: must have "format": "quizapp-answers", "version": 1 and a list of "answers"'
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadExport, match="is no UTF-8 text"):
        read_export(file)


@given(st.data())
def test_a_hostile_value_is_read_or_said_where(
    kept: tuple[RecordedAttempt, ...], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    rows = json.loads(as_json_text([kept[0]._replace(profile="anna")]))
    name = data.draw(st.sampled_from([column.name for column in COLUMNS]))
    some = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.just("\ud800")
    rows["answers"][0][name] = data.draw(
        some | st.lists(some, max_size=2) | st.dictionaries(st.text(), some, max_size=2)
    )
    file = tmp_path_factory.getbasetemp() / "hostile.json"
    file.write_text(json.dumps(rows))
    try:
        (back,) = read_export(file)
    except BadExport as error:
        said = str(error)
        assert said.startswith(f"{file}: answer 1: {name} ")
        return
    path = tmp_path_factory.mktemp("hostile") / FILE
    import_attempts(path, [back], NOW)
    assert Record(path).attempts(everybody=True) == (back,)

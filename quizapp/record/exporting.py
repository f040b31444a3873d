"""Answers as CSV and JSON, in the columns of `columns`, and back: what is written is read as the same answers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from quizapp.record.columns import COLUMNS, Column
from quizapp.record.recorded import MARK, RecordedAttempt, parsed

#: What a spreadsheet takes for the start of a formula; cells that begin so, or with the guard itself, get the guard.
FORMULA, GUARD = tuple("=+-@\t\r＝＋－＠"), "'"
WORD = "quizapp-answers"
MOST_BYTES = 2**30
MOST_TOLD = 10


class BadExport(Exception):
    """A file that is no export of answers: each mistake with its place, a line each."""


def as_csv(attempts: Iterable[RecordedAttempt]) -> str:
    """Answers as CSV with a line of column names; parts are JSON, and no cell is a formula."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(column.name for column in COLUMNS)
    writer.writerows([_cell(value) for value in attempt] for attempt in attempts)
    return sink.getvalue()


def _cell(value: Any) -> Any:
    return GUARD + value if isinstance(value, str) and value.startswith((*FORMULA, GUARD)) else value


def as_json_text(attempts: Iterable[RecordedAttempt]) -> str:
    """Answers as strict JSON: one object each, in which parts are lists and objects."""
    rows = [{column.name: _value(column, each) for column, each in zip(COLUMNS, row, strict=True)} for row in attempts]
    return json.dumps({"format": WORD, "version": 1, "answers": rows}, indent=1, allow_nan=False) + "\n"


def _value(column: Column, value: Any) -> Any:
    return parsed(value) if column.is_json and isinstance(value, str) else value


def read_export(path: Path) -> tuple[RecordedAttempt, ...]:
    """The answers in a file that was exported as CSV or JSON; BadExport with all that is wrong with it."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadExport(f"{path}: is larger than any export")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadExport(f"{path}: is no UTF-8 text; give a file that `quizapp results --export` wrote") from None
    rows = _json_rows(path, text) if text.lstrip()[:1] == "{" else _csv_rows(path, text)
    return _read(rows)


def _read(rows: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[RecordedAttempt, ...]:
    found: list[RecordedAttempt] = []
    mistakes: list[str] = []
    for place, row in rows:
        values: list[Any] = []
        for column in COLUMNS:
            try:
                values.append(column.read(row.get(column.name)))
            except ValueError as error:
                mistakes.append(f"{place}: {column.name} {error}")
        if len(values) == len(COLUMNS):
            found.append(RecordedAttempt._make(values))
            mistakes.extend(
                f"{place}: {missing} is empty, and other parts of the mark are not" for missing in _half(found[-1])
            )
    if mistakes:
        more = [f"and {len(mistakes) - MOST_TOLD} more"] if len(mistakes) > MOST_TOLD else []
        raise BadExport("\n".join([*mistakes[:MOST_TOLD], *more]))
    return tuple(found)


def _half(attempt: RecordedAttempt) -> list[str]:
    """What a mark lacks, if there is one."""
    values = attempt._asdict()
    empty = [name for name in MARK if values[name] is None]
    return empty if len(empty) < len(MARK) else []


def _csv_rows(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = next(reader, [])
        _check_names(f"{path}:1", names)
        for row in reader:
            if row and len(row) != len(names):
                raise BadExport(f"{path}:{reader.line_num}: has {len(row)} cells, and the first line {len(names)}")
            if row:
                yield f"{path}:{reader.line_num}", dict(zip(names, map(_unguarded, row), strict=True))
    except csv.Error as error:
        raise BadExport(f"{path}:{reader.line_num}: is no line of CSV ({error})") from None


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith(GUARD) else cell


def _json_rows(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadExport(f"{path}:{error.lineno}:{error.colno}: is no JSON ({error.msg})") from None
    except (RecursionError, ValueError):
        raise BadExport(f"{path}: is no JSON that quizapp wrote") from None
    rows = data.get("answers")
    if data.get("format") != WORD or data.get("version") != 1 or not isinstance(rows, list):
        raise BadExport(f'{path}: must have "format": "{WORD}", "version": 1 and a list of "answers"')
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise BadExport(f"{path}: answer {number}: must be an object")
        _check_names(f"{path}: answer {number}", list(row))
        yield f"{path}: answer {number}", row


def _check_names(place: str, names: Sequence[str]) -> None:
    """Refuse other columns than those of an export: what is missing cannot be made up, nor what is unknown be kept."""
    known = [column.name for column in COLUMNS]
    missing = [name for name in known if name not in names]
    other = [name for name in names if name not in known]
    twice = sorted({name for name in names if names.count(name) > 1})
    problems = [
        f"{what} {', '.join(each[:30] for each in found[:8])}"
        for what, found in (("lacks", missing), ("has the unknown", other), ("has twice", twice))
        if found
    ]
    if problems:
        columns = "the columns of an export are listed in docs/results.md"
        raise BadExport(f"{place}: {'; '.join(problems)}; {columns}")

"""Each benchmark runs in its tiny form, so that none rots; and the table says in its place what could not be measured.

Nothing here looks at how long anything takes.
"""

import math
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import discovery, table
from benchmarks.discovery import chosen, rows_by_name
from benchmarks.processes import output_of
from benchmarks.table import Measured, Missing, Row, Size, markdown_line, result_of
from benchmarks.terminal import Terminal
from benchmarks.timing import in_turn, ratios
from tests.support.every_program.sitecustomize import LOOPBACK

FOLDER = Path(command.__file__).parent
TINY = rows_by_name(Size.TINY)
needs_a_terminal = pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals of this kind")


def failing(error: Exception) -> Callable[[], Measured]:
    def measure() -> Measured:
        raise error

    return measure


def a_row(name: str = "", value: float = 1.0, at_most: float | None = None) -> Row:
    return Row(name, f"row {name}", lambda: Measured((value,), "detail"), at_most=at_most)


@pytest.fixture
def table_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, Row]], None]:
    """Puts other rows in the place of the benchmarks."""
    return lambda rows: monkeypatch.setattr(command, "rows_by_name", lambda size: rows)


@pytest.mark.slow
@pytest.mark.usefixtures("marks_known")
@pytest.mark.parametrize("name", TINY)
def test_every_row_runs_in_tiny_form(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name.startswith(("room/", "claims_on_workers")):
        monkeypatch.setenv(LOOPBACK, "1")  # rooms and clusters are reached by this machine's own addresses
    result = result_of(TINY[name])
    if result.is_missing:
        pytest.skip(result.reason)
    assert result.measured is not None, result.reason
    assert result.measured.values
    assert all(map(math.isfinite, result.measured.values))


def test_a_module_with_rows_is_a_benchmark() -> None:
    with_rows = {path.stem for path in FOLDER.glob("*.py") if "\ndef rows(size: Size)" in path.read_text()}
    assert {name.partition("/")[0] for name in TINY} == with_rows


def test_tiny_and_full_form_have_rows_of_the_same_names() -> None:
    assert list(rows_by_name(Size.FULL)) == list(TINY)


def test_rows_are_chosen_by_their_own_name_or_that_of_their_benchmark() -> None:
    rows = {"a/x": a_row("x"), "a/y": a_row("y"), "b": a_row()}
    assert list(chosen(rows, ["b", "a/y"])) == ["a/y", "b"]
    assert list(chosen(rows, ["a"])) == ["a/x", "a/y"]
    with pytest.raises(KeyError, match="x"):
        chosen(rows, ["x"])


def test_a_benchmark_that_cannot_be_imported_is_a_row_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "module_names", lambda package: ["no_such_benchmark", "command_help"])
    broken, whole = rows_by_name(Size.TINY).items()
    assert whole[0] == "command_help"
    assert broken[0] == "no_such_benchmark"
    result = result_of(broken[1])
    assert not result.is_missing
    assert "no_such_benchmark" in result.reason


@pytest.mark.parametrize(
    ("error", "words", "is_missing"),
    [
        (TimeoutError("waited 30 s in vain for x\nand what was seen"), "waited 30 s in vain for x", False),
        (ValueError("a mistake"), "ValueError: a mistake", False),
        (Missing("There is one core only."), "There is one core only.", True),
        (ModuleNotFoundError("No module named 'torch'", name="torch"), "No module named 'torch'", True),
        (ModuleNotFoundError("No module named 'sim.gone'", name="sim.gone"), "No module named 'sim.gone'", False),
    ],
)
def test_whatever_goes_wrong_is_told_in_the_rows_place(error: Exception, words: str, is_missing: bool) -> None:
    result = result_of(Row("", "a row", failing(error)))
    assert words in result.reason
    assert "\n" not in result.reason
    assert result.is_missing == is_missing == result.is_fine
    assert result.cells[1] == "not measured"


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([a_row(value=2.0, at_most=3.0)], 0),
        ([a_row(value=2.0)], 0),
        ([a_row(value=2.0, at_most=1.0), a_row()], 1),
        ([a_row(value=math.nan)], 1),
        ([Row("", "broken", failing(RuntimeError("no"))), a_row()], 1),
        ([Row("", "missing", failing(Missing("no"))), a_row()], 0),
    ],
)
def test_the_exit_status_tells_of_missed_targets_and_failures_and_all_rows_are_printed(
    rows: list[Row], status: int, table_of: Callable[[dict[str, Row]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    table_of({str(number): row for number, row in enumerate(rows)})
    assert command.main([]) == status
    printed = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in printed[-len(rows) :]] == [row.what.strip() for row in rows]


def test_a_row_in_markdown_keeps_its_columns(
    table_of: Callable[[dict[str, Row]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    table_of({"a": Row("", "a | b", lambda: Measured((3.0, 1.0, 2.0), "c"), at_most=4)})
    assert command.main(["--markdown"]) == 0
    _, _, *lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == r"| a \| b | 2.00 | 1.00..3.00 | <= 4 | met | c |"
    assert len({line.replace(r"\|", "").count("|") for line in lines}) == 1
    assert lines[0] == markdown_line(table.COLUMNS)


def test_the_list_names_each_row_and_measures_none(
    table_of: Callable[[dict[str, Row]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    table_of({"a/x": Row("x", "what", failing(AssertionError("measured")), at_most=2), "b": a_row()})
    assert command.main(["--list"]) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [["a/x", "what", "<=", "2"], ["b", "row"]]


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        command.main(["nothing"])
    assert "'nothing'" in capsys.readouterr().err


def test_things_are_measured_in_turn_and_compared_turn_by_turn() -> None:
    order: list[str] = []
    values = {"a": iter([9.0, 2.0, 6.0]), "b": iter([9.0, 1.0, 2.0])}

    def measure(name: str) -> float:
        order.append(name)
        return next(values[name])

    turns = in_turn({name: lambda name=name: measure(name) for name in values}, times=2)  # type: ignore[misc]
    assert order == ["a", "b"] * 3
    assert ratios(turns, "a", "b") == (2.0, 3.0)


def test_a_command_that_does_not_end_is_given_up() -> None:
    with pytest.raises(TimeoutError, match=r"python\S* .* had not ended after 0\.2 s"):
        output_of([sys.executable, "-c", "import time; time.sleep(60)"], longest=0.2)


def test_a_command_that_fails_is_told_with_its_last_words() -> None:
    with pytest.raises(RuntimeError, match="ended with status 3: last words"):
        output_of([sys.executable, "-c", "import sys; print('last words', file=sys.stderr); sys.exit(3)"])


@needs_a_terminal
def test_a_terminal_gives_up_what_is_never_seen() -> None:
    with Terminal([sys.executable, "-c", "input('15 questions')"]) as terminal:
        terminal.sees("15 questions")
        with pytest.raises(TimeoutError, match=r"waited 0\.1 s in vain for '18 questions' on the screen"):
            terminal.sees("18 questions", longest=0.1)


@needs_a_terminal
def test_a_terminal_gives_up_a_program_that_is_never_quiet() -> None:
    with Terminal([sys.executable, "-c", "while True: print('.')"]) as terminal:
        terminal.sees(".")
        with pytest.raises(TimeoutError, match=r"waited 0\.1 s in vain for 5 s without output"):
            terminal.drain(quiet=5, longest=0.1)


@needs_a_terminal
def test_a_terminal_waits_no_longer_than_the_program_lives() -> None:
    with (
        Terminal([sys.executable, "-c", "print('seen')"]) as terminal,
        pytest.raises(ChildProcessError, match=r"ended with status 0 before 'never' on the screen"),
    ):
        terminal.sees("never")

"""`quizapp results` with what is under it, and `quizapp items`."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizapp.play.certainty import Certainty
from quizapp.play.session import start
from quizapp.record.backups import back_up_daily
from quizapp.record.columns import COLUMNS
from quizapp.record.record import Record
from quizapp.review.pictures import PICTURES
from tests.support.command_line import Command
from tests.support.records import Clock, answered, every_type

DECK = every_type()


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record with answers of two profiles."""
    monkeypatch.setenv("QUIZAPP_DATA_DIR", str(tmp_path / "data"))
    path = tmp_path / "data" / "record.sqlite3"
    for profile, positions in (("default", range(6)), ("anna", range(2))):
        own = Record(path, profile, now=Clock())
        session = start(DECK, 3, id=profile)
        for position in positions:
            session = answered(session.at(position), list(Certainty)[position % 3])
        own.keep(session)
        own.close()
    return path


@pytest.mark.usefixtures("record")
def test_results_are_told_in_lines_that_fit(command: Command) -> None:
    status, out, err = command("results")
    assert (status, err) == (0, "")
    assert out.startswith("6 answers scored, ")
    for words in ("How certain", "<67% sure", "Certain and wrong", "By deck:", "By objective:", "By tag:", "By day:"):
        assert words in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.usefixtures("record")
def test_results_are_drawn_where_that_is_asked_for_and_told_in_words_anyway(command: Command) -> None:
    words, drawn = command("results", "--plain").out, command("results", "--charts", "--ascii").out
    assert words == command("results").out
    assert drawn.startswith(words)
    for title in ("right by certainty", "day by day", "by deck, percent", "by objective, percent", "by tag, percent"):
        assert title in drawn
        assert title not in words
    for told in ("You were right in", "Brier score", "no grade", "Retention", "Certain and wrong"):
        assert told in words
    assert drawn[len(words) :].isascii()
    assert max(map(len, drawn.splitlines())) <= 80
    assert command("results", "--plain", "--charts").status == 2


@pytest.mark.usefixtures("record")
def test_all_that_is_told_is_in_the_json(command: Command) -> None:
    data = json.loads(command("results", "--json").out)
    assert {"retention", "keeps_failing", "look_at_again", "not_marked", "disputed", "sentences"} <= set(data)
    assert set(data["sentences"]) == {each.name for each in PICTURES}
    assert data["calibration"][0]["ideal"] == [0.0, 0.67]


@pytest.mark.usefixtures("record")
def test_results_are_those_of_a_profile_and_a_deck(command: Command) -> None:
    assert json.loads(command("results", "--json", "--profile", "anna").out)["answers"] == 2
    assert json.loads(command("results", "--json", "--deck", "deck.yaml").out)["answers"] == 6
    assert command("results", "--deck", "other", "--profile", "anna").out == (
        "No answers of anna to other are kept yet; `quizapp play` asks questions.\n"
    )


def test_without_a_record_there_is_nothing_to_show_and_none_is_made(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZAPP_DATA_DIR", str(tmp_path / "none"))
    assert command("results").out == "No answers are kept yet; `quizapp play` asks questions.\n"
    assert command("results", "restore").out.startswith("There are no backups of ")
    assert command("results", "forget", "--all").err == "Error: there are no such answers of default\n"
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("name", ["../anna", "a/b", ""])
def test_a_name_with_slashes_is_a_sentence(command: Command, name: str) -> None:
    status, out, err = command("results", "--profile", name)
    assert (status, out) == (1, "")
    assert err.startswith("Error: --profile: a profile's name has ")
    assert err.count("\n") == 1


def test_an_export_is_merged_elsewhere_and_once(command: Command, record: Path, tmp_path: Path) -> None:
    for form in ("csv", "json"):
        file = tmp_path / f"answers.{form}"
        assert command("results", "--export", form, "--output", str(file)) == (0, "", "exported 6 answers\n")
        assert command("results", "import", str(file)).out == "0 new answers; 6 were known\n"
    record.unlink()
    assert command("results", "import", str(tmp_path / "answers.csv")).out == "6 new answers; 0 were known\n"
    assert command("results", "import", "--profile", "eva", str(tmp_path / "answers.csv")).out.startswith("0 new")
    assert json.loads(command("results", "--json").out)["answers"] == 6


@pytest.mark.usefixtures("record")
def test_an_export_goes_to_standard_output(command: Command) -> None:
    out = command("results", "--export", "csv").out
    assert out.splitlines()[0] == ",".join(column.name for column in COLUMNS)


@pytest.mark.usefixtures("record")
def test_what_is_no_export_is_said_where_and_nothing_is_merged(command: Command, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("name,score\nanna,7\n")
    status, out, err = command("results", "import", "other.csv")
    assert (status, out) == (1, "")
    assert err.startswith("Error: other.csv:1: lacks attempt, ")
    assert command("results", "import", "missing.csv").err == "Error: missing.csv: No such file or directory\n"


def test_forgetting_asks_first_and_says_where_the_backup_is(
    command: Command, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for said in ("n", ""):
        monkeypatch.setattr("click.termui.visible_prompt_func", lambda _, said=said: said)
        status, _, err = command("results", "forget", "--all")
        assert status == 1
        assert "nothing was forgotten; answer y, or say --yes" in err
    status, out, _ = command("results", "forget", "--all", "--yes")
    assert out.startswith("forgot 6 answers\na backup from before is ")
    assert command("results").out.startswith("No answers are kept yet")
    assert len(Record(record, "anna").attempts()) == 2


@pytest.mark.parametrize("options", [[], ["--all", "--deck", "deck"], ["--before", "soon"]])
@pytest.mark.usefixtures("record")
def test_what_to_forget_has_to_be_said(command: Command, options: list[str]) -> None:
    status, out, err = command("results", "forget", *options, "--yes")
    assert (status, out) == (1 if "soon" in options else 2, "")
    assert "say what to forget" in err or err == "Error: --before: a date is written as in 2026-01-31, not 'soon'\n"


def test_backups_are_listed_and_one_can_go_back(command: Command, record: Path) -> None:
    back_up_daily(record, datetime(2026, 5, 1, 12, tzinfo=UTC))
    command("results", "forget", "--before", "2027-01-01", "--yes")
    listed = command("results", "restore").out
    assert [line.split()[3:6] for line in listed.splitlines()[:2]] == [
        ["before-forget", "8", "answers"],
        ["daily", "8", "answers"],
    ]
    assert command("results", "restore", "7").err == "Error: there is no backup 7; `quizapp results restore` lists 2\n"
    assert command("results", "restore", "2", "--yes").out.startswith("restored 8 answers\nwhat was there before is ")
    assert json.loads(command("results", "--json").out)["answers"] == 6


def test_what_is_no_backup_is_refused(command: Command, record: Path, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("nonsense " * 100)
    assert command("results", "restore", "other", "--yes").err == "Error: other is damaged\n"
    assert json.loads(command("results", "--json").out)["answers"] == 6


def test_a_record_of_a_newer_version_is_said_by_each_command(command: Command, record: Path, tmp_path: Path) -> None:
    command("results", "--export", "csv", "--output", "mine.csv")
    with closing(sqlite3.connect(record)) as newer:
        newer.execute("PRAGMA user_version = 99")
    for arguments in (["results"], ["results", "forget", "--all"], ["results", "import", "mine.csv"]):
        status, out, err = command(*arguments)
        assert (status, out) == (1, "")
        assert "written by a newer quizapp (record version 99" in err


@pytest.mark.usefixtures("record")
def test_items_are_told_from_the_exports_of_several_learners(command: Command, tmp_path: Path) -> None:
    command("results", "--export", "csv", "--output", "one.csv")
    command("results", "--export", "json", "--output", "two.json", "--profile", "anna")
    status, out, err = command("items", "one.csv", "two.json")
    assert (status, err) == (0, "")
    assert out.startswith(
        "2 learners, 6 questions; of each learner the first answer counts.\nWhere there are fewer than 10"
    )
    assert max(map(len, out.splitlines())) <= 100
    assert "deck: multiple (multiple, revision 1)\n  right in full   " in out
    assert "no KR-20, as 1 answered all questions, fewer than 10." in out
    data = json.loads(command("items", "one.csv", "two.json", "--json").out)
    assert (data["learners"], len(data["items"])) == (2, 6)
    assert all(item["too_few"] and item["discrimination"] is None for item in data["items"])
    assert command("items", "one.csv", "--deck", "other").err == "Error: there are no answers in these files to other\n"


@pytest.mark.parametrize(
    "name",
    [["results"], ["results", "import"], ["results", "forget"], ["results", "restore"], ["items"]],
)
def test_every_help_fits_80_columns_and_profiles_say_that_they_have_no_password(
    command: Command, name: list[str]
) -> None:
    out = command(*name, "--help").out
    assert max(map(len, out.splitlines())) <= 80
    if name == ["results"]:
        assert "no passwords" in out


def test_a_damaged_record_is_named_and_the_results_are_empty(command: Command, record: Path) -> None:
    record.write_bytes(b"nonsense" * 1000)
    status, out, err = command("results")
    assert status == 0
    assert "The record of your answers was damaged. It is kept as " in err
    assert out.startswith("No answers are kept yet")
    shutil.rmtree(record.parent)

"""What is read of a room afterwards is what happened in it."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from quizapp.__main__ import main
from quizapp.cli import quizapp
from quizapp.room.report.purging import deletable, overdue
from quizapp.room.store.lock import locked
from tests.support.rooms import RIGHT, WRONG, made, serving


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A room in which two of three people changed their minds on one question, and all were asked of each form once."""
    folder = tmp_path_factory.mktemp("played")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUIZAPP_TESTS_LOOPBACK", "1")
        with serving(folder, nicknames=True) as room:
            people = [room.person() for _ in range(2)]
            people.append(room.person(joined=False))
            people[2].join("=HYPERLINK(1)")
            room.asks("one")
            for person in people:
                person.vote(1, WRONG["one"])
            people[0].vote(1, WRONG["one"], certainty="<67%")
            room.go("round2")
            for person in people[:2]:
                person.vote(2, RIGHT["one"], certainty=">80%")
            people[2].vote(2, WRONG["one"])
            for question in list(RIGHT)[1:]:
                room.asks(question)
                people[0].vote(1, RIGHT[question])
                people[2].vote(1, WRONG[question])
            room.go("reveal")
    return folder / "a.room"


def report(path: Path, *options: str) -> str:
    done = CliRunner().invoke(quizapp, ["room", "report", str(path), *options], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_json_holds_one_entry_a_vote_of_record_and_round(played: Path) -> None:
    votes = json.loads(report(played, "--json"))["votes"]
    assert [(vote["question"], vote["round"]) for vote in votes].count(("one", 1)) == 3
    assert len({(vote["question"], vote["round"], vote["participant"]) for vote in votes}) == len(votes) == 6 + 2 * 5
    one = next(vote for vote in votes if vote["question"] == "one" and vote["certainty"] == "<67%")
    assert one["choice"] == ["little"]
    assert next(vote for vote in votes if vote["question"] == "std")["answer"]["number"]["value"] == 0.5


def test_the_rounds_are_compared_and_every_form_is_marked(played: Path) -> None:
    questions = {each["question"]: each for each in json.loads(report(played, "--json"))["questions"]}
    one = questions["one"]
    assert (one["first"]["right"], one["second"]["right"]) == (0, 2)
    assert one["moves"]["gain"] == pytest.approx(2 / 3)
    assert {
        name: (each["first"]["right"], each["first"]["judged"]) for name, each in questions.items() if name != "one"
    } == dict.fromkeys(list(RIGHT)[1:], (1, 2))


def test_the_csv_has_a_row_a_vote_and_no_cell_is_a_formula(played: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(report(played, "--csv", "--names"))))
    assert len(rows) == 16
    assert {row["right"] for row in rows} == {"0", "1"}
    names = {row["name"] for row in rows}
    assert "'=HYPERLINK(1)" in names
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


def test_names_that_people_chose_are_left_out_unless_they_are_asked_for(played: Path) -> None:
    for form in ("--csv", "--json", "--html"):
        assert "HYPERLINK" not in report(played, form, *(["--no-runs"] if form == "--html" else []))


def test_the_text_and_the_page_tell_the_same_sums(played: Path) -> None:
    text, page = report(played), report(played, "--html")
    for words in ("3 people voted twice: 0% right before, 67% after; normalised gain 0.67", "from B: 2 to "):
        assert words.split("B")[0] in text
        assert words.split("B")[0] in page
    assert page.count("<svg") > 2 * 6
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")


def test_first_votes_feed_the_analysis_of_items(played: Path) -> None:
    done = CliRunner().invoke(quizapp, ["items", str(played), "--json"], catch_exceptions=False)
    found: Any = json.loads(done.stdout)
    assert done.exit_code == 0
    assert {"one", "std", "turn"} <= {each["question"] for each in found["items"]}


def test_raised_hands_are_in_every_report_and_said_to_be_left_out_of_the_analysis(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(tmp_path) as room:
        room.asks("one")
        person = room.person()
        person.vote(1, WRONG["one"])
        room.do("hands", round=1, counts={"he": 12, "little": 5})
        room.go("reveal")
    path = tmp_path / "a.room"
    text = report(path)
    assert "1 person, 1 vote cast, 17 hands counted" in text
    assert "18 answers, 17 of them by hand, 67% right" in text
    rows = [row for row in csv.DictReader(io.StringIO(report(path, "--csv"))) if row["participant"] == "hands"]
    assert sorted((row["count"], row["right"]) for row in rows) == [("12", "1"), ("5", "0")]
    assert json.loads(report(path, "--json"))["hands"] == [
        {"question": "one", "round": 1, "counts": {"he": 12, "little": 5}}
    ]
    assert main(["items", str(path)]) == 0
    assert "17 raised hands are left out" in capsys.readouterr().err


def test_a_file_that_is_no_room_is_a_line_and_not_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("nothing of that kind")
    for name in ("other", "missing"):
        done = CliRunner().invoke(quizapp, ["room", "report", str(tmp_path / name)])
        assert done.exit_code == 1
        assert "Error" in done.output


def test_old_rooms_are_deleted_with_all_that_belongs_to_them_and_young_ones_are_not(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room")
    path.with_name("a.room.token").write_text("token")
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    assert deletable([tmp_path], timedelta(days=7), begun + timedelta(days=6)) == []
    assert [old.path for old in deletable([tmp_path], timedelta(days=7), begun + timedelta(days=8))] == [path]
    done = CliRunner().invoke(quizapp, ["room", "purge", str(tmp_path), "--older-than", "7d", "--yes"])
    assert done.exit_code == 0
    assert list(tmp_path.iterdir()) == []


def test_rooms_that_were_to_be_kept_no_longer_are_deleted_when_another_begins(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    path, forever = made(tmp_path / "a.room", keep_days=30), made(tmp_path / "b.room")
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    assert overdue(tmp_path, begun + timedelta(days=29)) == []
    assert [old.path for old in overdue(tmp_path, begun + timedelta(days=31))] == [path]
    assert forever.exists()


def test_a_room_that_is_being_served_is_not_deleted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = made(tmp_path / "a.room")
    lock = locked(path)
    status = main(["room", "purge", str(tmp_path), "--older-than", "1h", "--yes"])
    lock.release()
    assert status == 1
    assert path.exists()
    assert "another process" in capsys.readouterr().err


def test_purging_asks_and_understands_an_age_or_says_how_it_is_written(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room")
    runner = CliRunner()
    assert runner.invoke(quizapp, ["room", "purge", str(tmp_path), "--older-than", "1h"], input="n\n").exit_code != 0
    assert path.exists()
    wrong = runner.invoke(quizapp, ["room", "purge", str(tmp_path), "--older-than", "soon"])
    assert wrong.exit_code == 2
    assert "7d" in wrong.output

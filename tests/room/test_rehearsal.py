"""A rehearsal goes through a whole session as people would, and says everywhere that it is one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizapp.__main__ import main
from tests.support.rooms import DECK

pytestmark = pytest.mark.slow


def test_simulated_learners_answer_every_round_of_every_form_and_gain_by_talking(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    room = tmp_path / "a.room"
    assert main(["rehearse", str(DECK), "--bots", "20", "--seconds", "0", "--headless", "--data", str(room)]) == 0
    assert "REHEARSAL" in capsys.readouterr().out
    assert main(["room", "report", str(room), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["rehearsal"] is True
    assert [(each["first"]["answered"], each["second"]["answered"]) for each in report["questions"]] == [(20, 20)] * 6
    assert sum(each["second"]["right"] - each["first"]["right"] for each in report["questions"]) > 0
    assert len(report["votes"]) == 240


def test_the_same_seed_rehearses_the_same_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = []
    for name in ("a.room", "b.room"):
        command = ["rehearse", str(DECK), "--bots", "5", "--seconds", "0", "--headless", "--data", str(tmp_path / name)]
        assert main(command) == 0
        capsys.readouterr()
        assert main(["room", "report", str(tmp_path / name), "--json"]) == 0
        answers.append([(each["first"], each["second"]) for each in json.loads(capsys.readouterr().out)["questions"]])
    assert answers[0] == answers[1]

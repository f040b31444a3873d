"""What of a deck a workshop has time for."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quizapp.__main__ import main
from quizapp.deck.finder import bundled_decks
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_deck, read_text
from quizapp.room.before.plan import OPENING, plan
from quizapp.room.before.plan_text import plan_lines
from quizapp.room.before.timing import minutes_of
from tests.support.bundled import FIRST

BUNDLED = read_deck(FIRST)
WRONG = {"correct": False, "if_chosen": "No."}


def single(name: str, *objectives: str, run: bool = True, mistakes: bool = True, **parts: Any) -> dict[str, Any]:
    """A question that takes 8 minutes with a run and 7 without one."""
    wrong = [{"id": f"w{n}", "text": f"Wrong {n}.", **WRONG} for n in range(2)]
    wrong = wrong if mistakes else [{key: part for key, part in each.items() if key != "if_chosen"} for each in wrong]
    right = {"id": "r", "text": "Right.", "correct": True, **({"experiment": "net"} if run else {})}
    asked = {"id": name, "type": "single", "prompt": "Which?", "choices": [right, *wrong], **parts}
    return {**asked, "objectives": list(objectives)}


def deck(*questions: dict[str, Any]) -> Deck:
    head = "format: 1\ntitle: T\nexperiments: {net: {depth: 3, width: 4, steps: 0}}\n"
    return read_text(head + yaml.safe_dump({"questions": list(questions)}))


def asked(made: Deck, minutes: float) -> list[str]:
    return [row.id for row in plan(made, minutes).asked]


def test_an_ordinary_question_takes_the_eight_minutes_of_the_method() -> None:
    minutes = minutes_of(deck(single("a")).questions[0])
    assert (minutes.vote, minutes.discuss, minutes.again, minutes.simulate, minutes.explain) == (1, 3, 1, 1, 2)
    assert minutes.total == 8


def test_long_texts_hard_questions_and_knobs_take_longer_and_what_runs_nothing_is_shorter() -> None:
    usual, long, hard, silent = deck(
        single("a"), single("b", prompt="word " * 225), single("c", difficulty=5), single("d", run=False)
    ).questions
    assert minutes_of(long).vote == minutes_of(usual).vote + 1
    assert minutes_of(hard).total > minutes_of(usual).total > minutes_of(silent).total
    by_type = {question.type: minutes_of(question).total for question in BUNDLED.questions}
    assert by_type["tune"] == max(by_type.values())


def test_objectives_stay_covered_by_the_fewest_questions_when_time_is_short() -> None:
    made = deck(single("a", "V1"), single("b", "V1", "E1"), single("c", "E1"), single("d", "S1"))
    assert asked(made, OPENING + 16) == ["b", "d"]
    assert asked(made, OPENING + 32) == ["a", "b", "c", "d"]
    assert plan(made, OPENING + 16).lost == ()
    assert plan(made, OPENING + 16).skip_first == "d"
    assert plan(made, OPENING + 8).lost == ("S1",)


def test_of_two_with_the_same_objective_the_one_with_a_run_and_with_mistakes_is_kept() -> None:
    for worse in (single("worse", "V1", run=False), single("worse", "V1", mistakes=False)):
        assert asked(deck(worse, single("better", "V1")), OPENING + 8) == ["better"]


def test_it_says_why_each_is_left_out() -> None:
    made = deck(single("a", "V1", "E1"), single("b", "V1", run=False), single("c", "S1"), single("d", mistakes=False))
    why = {row.id: row.dropped for row in plan(made, OPENING + 8).left_out}
    assert why == {
        "b": "V1 covered by a; no networks to watch",
        "c": "it would add S1, but others add more for their minutes",
        "d": "it names no objective; few mistakes to discuss",
    }


def test_an_isomorph_is_asked_after_its_question_and_has_no_turn_of_its_own() -> None:
    made = plan(deck(single("a", isomorph="b"), single("b"), single("c")), 60)
    assert [row.id for row in made.rows] == ["a", "c"]
    with_it, without = made.rows
    assert (with_it.follow_up, with_it.minutes.total - without.minutes.total) == ("b", 2)


@given(st.lists(st.one_of(st.none(), st.integers(0, 5)), min_size=6, max_size=6))
def test_however_questions_follow_one_another_each_is_planned_once(links: list[int | None]) -> None:
    made = deck(
        *(
            {**single(f"q{n}"), **({} if link is None or link == n else {"isomorph": f"q{link}"})}
            for n, link in enumerate(links)
        )
    )
    rows = plan(made, 600).rows
    planned = [row.id for row in rows] + [row.follow_up for row in rows if row.follow_up]
    assert sorted(planned) == sorted(question.id for question in made.questions)


@pytest.mark.parametrize("minutes", [1, 10, 30, 45, 90, 300])
def test_the_plan_of_the_bundled_deck_fits_the_slot_and_80_columns(minutes: int) -> None:
    made = plan(BUNDLED, minutes)
    assert made.total <= max(minutes, OPENING)
    assert len(made.asked) + len(made.left_out) == len(BUNDLED.questions)
    assert all(row.dropped for row in made.left_out)
    lines = plan_lines(made)
    assert max(map(len, lines)) <= 80
    assert not made.left_out or not made.asked or any(line.startswith("To leave out") for line in lines)


def part_of_the_guide(minutes: int) -> str:
    guide = (Path(__file__).parents[3] / "docs" / "workshops.md").read_text("utf-8")
    return guide.partition(f"## A plan for {minutes} minutes")[2].partition("\n## ")[0]


def rows_of(part: str) -> list[tuple[str, float]]:
    rows = re.findall(r"^\| \d:\d\d \| `([a-z-]+)`.* \| ([0-9.]+) \|$", part, re.MULTILINE)
    return [(name, float(minutes)) for name, minutes in rows]


def test_the_plan_for_45_minutes_in_the_guide_is_that_which_the_command_makes() -> None:
    assert rows_of(part_of_the_guide(45)) == [(row.id, row.minutes.total) for row in plan(BUNDLED, 45).asked]


def test_the_deck_for_90_minutes_in_the_guide_fits_and_is_planned_as_it_says(tmp_path: Path) -> None:
    for path in bundled_decks():
        shutil.copy(path, tmp_path)
    part = part_of_the_guide(90)
    written = part.partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "day.yaml").write_text(written, encoding="utf-8")
    made = plan(read_deck(tmp_path / "day.yaml"), 90)
    assert not made.left_out
    assert rows_of(part) == [(row.id, row.minutes.total) for row in made.asked]


def test_the_command_prints_a_table_or_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "weight-initialization", "--minutes", "45", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["total"] <= found["minutes"] == 45
    assert found["questions"][0]["at"] == OPENING
    assert main(["plan", "weight-initialization", "--minutes", "5"]) == 0
    assert "Give at least --minutes 10." in " ".join(capsys.readouterr().out.split())


def test_a_deck_that_is_not_there_and_minutes_that_are_none_end_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "weight-initialisation"]) == 1
    assert "did you mean" in capsys.readouterr().err
    assert main(["plan", "weight-initialization", "--minutes", "0"]) == 1
    assert "--minutes" in capsys.readouterr().err

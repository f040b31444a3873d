"""What terminals show of a room: bars, films, and the code in large letters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.charts import plain, render
from quizapp.charts.as_data import chart_as_data
from quizapp.room.course.tally import Given, Tally
from quizapp.room.server.codes import ALPHABET
from quizapp.room.shown.bars import bars, chart_rows
from quizapp.room.shown.film import films
from quizapp.room.shown.large import FONT, large
from tests.support.charts_to_draw import THEORY as BARS


def tally(*counts: int, right: int | None = None, answered: int | None = None) -> Tally:
    given = tuple(Given(n, n.upper(), n, count, 0, None if right is None else i == right) for i, (n, count) in
                  enumerate(zip("abc", counts, strict=True)))  # fmt: skip
    total = sum(counts) if answered is None else answered
    return Tally(total, 0 if right is None else total, 0 if right is None else counts[right], given, ())


def test_bars_say_in_words_which_answer_is_right_and_where_it_stood_before() -> None:
    chart = bars(tally(5, 4, 21, right=2), tally(15, 4, 9, right=2))
    lines = plain(render(chart, 78)).splitlines()
    assert [line.split()[0] for line in lines[1:4]] == ["A", "B", "right"]
    assert lines[3].split()[1] == "C"
    assert [word for word in ("70 %", "32 %", "21") if word not in lines[3]] == []
    assert chart.sentence == "30 people answered, 70 % of them right; before the discussion 32 %. Most gave C (21)."


def test_before_the_reveal_bars_say_nothing_of_what_is_right() -> None:
    chart = bars(tally(1, 2, 3))
    assert "right" not in plain(render(chart, 78)) + chart.sentence


def test_shares_are_of_people_where_each_may_pick_several() -> None:
    assert [row.value for row in bars(tally(2, 2, 1, answered=2)).rows] == [100, 100, 50]


def test_an_answer_that_nobody_gave_again_stays_in_sight() -> None:
    before = Tally(1, 0, 0, (Given("text gone", "gone", "gone", 1),), ())
    after = Tally(2, 0, 0, (Given("text new", "new", "new", 2),), ())
    assert [(row.label, row.value, row.control) for row in bars(after, before).rows] == [
        ("new", 100, 0),
        ("gone", 0, 100),
    ]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_chart_gets_the_rows_that_it_needs(width: int) -> None:
    chart = bars(tally(5, 4, 21, right=2), tally(15, 4, 9, right=2))
    assert "100" in plain(render(chart, width - 4, chart_rows(chart, width))).splitlines()[-1]


def run(name: str, right: bool | None, chosen: int | None) -> dict[str, object]:
    moments = [{"step": step, "sentence": "", "chart": chart_as_data(BARS), "svg": ""} for step in (0, 10)]
    return {"name": name, "about": "", "right": right, "chosen": chosen, "words": [], "steps": 10, "moments": moments}


def test_the_film_shows_a_right_answer_beside_the_wrong_one_that_most_chose() -> None:
    shown = films([run("A", True, 3), run("B", False, 2), run("C", False, 9), run("D", True, 4)])
    assert [film.heading for film in shown] == ["right: D (4 chose it)", "wrong: C (9 chose it)"]
    assert [film.moment_words(n) for film in shown[:1] for n in (0, 1)] == ["before training", "step 10 of 10"]


def test_the_sentence_of_a_moment_says_where_in_its_run_it_is_once() -> None:
    shown = films([run("A", True, 3)])[0]
    assert shown.sentence(1).startswith("Step 10 of 10: ")
    told = replace(shown, charts=(replace(shown.charts[0], sentence="Before training: it falls."),))
    assert told.sentence(0) == "Before training: it falls."


def test_without_a_wrong_or_a_right_answer_the_first_two_are_shown() -> None:
    assert [film.name for film in films([run("A", None, None), run("B", None, None), run("C", None, None)])] == [
        "A",
        "B",
    ]
    assert [film.name for film in films([run("A", True, 1), run("B", True, 2)])] == ["B", "A"]


def test_every_letter_of_a_code_has_a_shape_of_its_own() -> None:
    assert set(ALPHABET) <= set(FONT)
    assert len(set(FONT.values())) == len(FONT)


@pytest.mark.parametrize(("width", "rows"), [(76, 5), (40, 5), (20, 1)])
def test_a_code_is_as_large_as_there_is_room_for(width: int, rows: int) -> None:
    lines = large("KMPTX", width)
    assert len(lines) == rows
    assert max(map(len, lines)) <= width

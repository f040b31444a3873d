"""The films that the facilitator sees: which two, at which moment, and that they are those of the projector."""

from __future__ import annotations

from typing import Any

import pytest

from quizapp.room.host.screening import Screening, screening_of
from quizapp.room.shown.film import films

CHART = {
    "class": "Table",
    "title": "t",
    "header": ["a"],
    "rows": [["1"]],
    "sentence": "s",
    "row": "row",
    "warning": "",
}


def _run(name: str, right: bool | None, chosen: int | None, moments: int) -> dict[str, Any]:
    steps = [{"step": step, "sentence": f"{name} {step}", "chart": CHART, "svg": ""} for step in range(moments)]
    return {"name": name, "right": right, "chosen": chosen, "words": [], "about": "a", "steps": 9, "moments": steps}


def _names(screening: Screening) -> list[str]:
    return [film.name for film in screening.shown]


def _moments(screening: Screening) -> list[str]:
    return [film.moment_words(screening.moment_of(film)) for film in screening.shown]


def test_a_film_plays_the_right_run_beside_the_wrong_one_that_was_chosen_and_stops_at_its_end() -> None:
    runs = [_run("A", True, 7, 3), _run("B", True, 0, 3), _run("C", False, 4, 5)]
    screening = screening_of({"question": "q", "status": "ready", "runs": runs})
    assert _names(screening) == ["A", "C"]
    seen = []
    while screening.playing:
        seen.append(_moments(screening))
        screening = screening.ticked()
    assert seen[0] == ["before training"] * 2
    assert seen[-1] == ["step 2 of 9", "step 4 of 9"]
    assert len(seen) == 5
    assert screening.toggled().at == 0
    assert _moments(screening.stepped(-1)) == ["step 2 of 9", "step 3 of 9"]
    assert _names(screening.beside(1)) == ["A", "B"]


@pytest.mark.parametrize(("look", "names"), [(1, ["A", "B"]), (2, ["A", "C"]), (0, ["A", "C"]), (7, ["A", "C"])])
def test_a_film_that_is_fetched_anew_shows_the_run_that_was_looked_at(look: int, names: list[str]) -> None:
    runs = [_run("A", True, 7, 3), _run("B", True, 0, 3), _run("C", False, 4, 5)]
    assert _names(screening_of({"question": "q", "status": "ready", "runs": runs}, look)) == names


def test_the_facilitator_sees_the_films_that_the_projector_shows() -> None:
    runs = [_run("A", True, 1, 3), _run("B", True, 6, 3), _run("C", False, 2, 3), _run("D", False, 5, 3)]
    screening = screening_of({"question": "q", "status": "ready", "runs": runs})
    assert _names(screening) == [film.name for film in films(runs)] == ["B", "D"]
    assert _names(screening.beside(1)) == ["A", "B"]


def test_one_run_alone_and_none_at_all_are_films_too() -> None:
    assert _names(screening_of({"question": "q", "status": "ready", "runs": [_run("A", None, None, 1)]})) == ["A"]
    assert _names(screening_of({"question": "q", "status": "ready", "runs": []}).stepped(1).ticked()) == []

"""The projector's page as it leaves the server: which networks stand side by side, and how one joins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import html

from quizapp.room.course.seen import Told
from quizapp.room.screen.bars import live_bars
from quizapp.room.screen.page import side_by_side
from quizapp.room.server import telling
from quizapp.room.server.room import Front, Room
from tests.support.rooms import DECK, RIGHT, WRONG, Person, serving


def run(right: bool | None, chosen: int | None) -> dict[str, Any]:
    return {"right": right, "chosen": chosen}


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        ([run(True, 3), run(False, 5), run(False, 9)], [0, 2]),
        ([run(True, 0), run(True, 4), run(False, 1)], [1, 2]),
        ([run(True, 3), run(True, 2)], [0, 1]),
        ([run(False, 3), run(False, 7)], [1, 0]),
        ([run(None, None)] * 5, [0, 1, 2, 3]),
        ([run(True, 3)], [0]),
        ([], []),
    ],
)
def test_the_right_networks_stand_beside_those_that_most_chose(runs: list[dict[str, Any]], shown: list[int]) -> None:
    assert side_by_side(runs) == shown


@pytest.mark.parametrize(("look", "shown"), [(None, [0, 2]), (1, [0, 1]), (2, [0, 2]), (0, [0, 2]), (9, [0, 2])])
def test_the_networks_that_the_facilitator_looks_at_stand_beside_the_right_ones(
    look: int | None, shown: list[int]
) -> None:
    assert side_by_side([run(True, 3), run(False, 5), run(False, 9)], look) == shown


def test_a_look_is_told_to_everybody_until_another_question_comes_and_never_before_the_reveal(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        room.go("round1")
        assert room.do("look", run=1).status_code == 409
        room.go("reveal")
        for wrong in (-1, True, "1", None, 10**6):
            assert room.do("look", run=wrong).status_code == 400
        assert room.do("look", run=1).json()["look"] == 1
        room.go("simulate")
        assert room.client.get(f"{room.base}/state").json()["look"] == 1
        room.go("round1")
        assert room.client.get(f"{room.base}/state").json()["look"] is None


def test_the_lobby_shows_address_and_code_and_a_qr_code_of_both(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        page = html.fromstring(room.client.get(f"{room.base}/screen").text)
        code = room.room.about.code
    assert code in page.text_content()
    assert page.xpath("//svg//title/text()") == [f"QR code of http://testserver/r/{code}"]


def test_bars_are_as_long_as_the_share_that_gave_an_answer_and_say_what_is_right(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        people = [room.person() for _ in range(4)]
        room.go("round1")
        for person, answer in zip(people, (RIGHT, WRONG, WRONG, WRONG), strict=True):
            person.vote(1, answer["one"])
        room.go("round2")
        for person in people:
            person.vote(2, RIGHT["one"])
        room.go("reveal")
        page = html.fromstring(room.client.get(f"{room.base}/screen").text)
    (row,) = page.xpath("//li[@class='right']")
    assert "He" in row.text_content()
    assert "✓ right" in row.text_content()
    assert "1 → 4" in row.text_content()
    assert row.xpath(".//rect/@width") == ["25.0%", "100.0%"]
    assert [each.text_content().strip() for each in page.xpath("//p[@class='legend']/span")] == [
        "round 1: 1 of 4 right",
        "round 2: 4 of 4 right",
    ]


def test_a_word_with_networks_has_them_shown_as_those_of_the_answer(tmp_path: Path) -> None:
    claim = '"signal[3] / signal[0] > 0.1"'
    shown = f"answer: symmetry\n    experiment: still\n    claim: {claim}\n    says: It stays.\n    if_right: Yes."
    with serving(tmp_path, DECK.read_text().replace("answer: symmetry", shown)) as room:
        room.asks("word")
        room.person().vote(1, RIGHT["word"])
        room.go("reveal")
        room.go("simulate")
        room.until(lambda: room.client.get(f"{room.base}/runs").json()["runs"], "the networks")
        page = html.fromstring(room.client.get(f"{room.base}/screen").text)
    (heading,) = page.xpath("//figure/h2")
    assert heading.text_content() == "The answer: ✓ right, chosen by 1"


def test_what_is_told_is_made_once_for_all_who_ask_and_anew_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    make = telling._made_to_tell

    def made_to_tell(room: Room, front: Front) -> Told:
        made.append(front.question)
        return make(room, front)

    monkeypatch.setattr(telling, "_made_to_tell", made_to_tell)
    with serving(tmp_path) as room:
        person = room.person()
        room.go("round1")
        person.vote(1, RIGHT["one"])
        room.go("reveal")
        room.until(lambda: person.state()["reveal"]["known"] and person.state()["reveal"]["runs"] == "ready", "all")
        room.until(lambda: _quiet(person, made), "no change between two")
        assert person.state()["reveal"]["before"]["right"] == 1
        many = len(made)
        room.asks("many")
        person.vote(1, RIGHT["many"])
        room.go("reveal")
        assert person.state()["reveal"]["before"]["answered"] == 1
        assert len(made) > many


def _quiet(person: Person, made: list[str]) -> bool:
    person.state()
    before = len(made)
    for _ in range(5):
        person.client.get(person.base)
    return len(made) == before


def test_rounds_say_how_a_question_is_answered(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        room.asks("many")
        page = room.client.get(f"{room.base}/screen").text
        assert room.seen()["question"]["how"] in page


def test_bars_of_numbers_add_up_to_all_who_answered() -> None:
    given = [{"id": str(n), "name": str(n), "text": str(n), "count": 9 - n} for n in range(8)]
    answered = sum(range(2, 10))
    page = html.fromstring(live_bars({"form": "enter_number"}, {"answered": answered, "given": given}))
    rows = [
        (each.find_class("text")[0].text_content().strip(), each.find_class("count")[0].text_content())
        for each in page.iter("li")
    ]
    assert rows[-1] == ("others", "5")
    assert sum(int(count) for _, count in rows) == answered


def test_the_end_counts_nobody(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        room.go("round1")
        room.do("end")
        page = html.fromstring(room.client.get(f"{room.base}/screen").text)
    assert "The session is over." in page.text_content()
    assert " here" not in page.text_content()

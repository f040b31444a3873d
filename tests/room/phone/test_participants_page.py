"""The participants' page as it leaves the server: how much it weighs, and what hostile words become in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from quizapp.charts.vector import STYLE
from quizapp.room.markup import prose, tag
from quizapp.room.phone.page import STATIC
from quizapp.room.store.writer import NotWritten
from tests.support.rooms import DECK, RIGHT, serving

MOST_BYTES = 30_000
EVIL = "<img src=x onerror=alert(1)>\"'&`<b>`"


@pytest.mark.parametrize("question", RIGHT)
def test_page_script_and_style_weigh_less_than_30_kilobytes_together(tmp_path: Path, question: str) -> None:
    with serving(tmp_path) as room:
        room.asks(question)
        page = room.person().client.get(room.base).content
    files = sum(each.stat().st_size for each in STATIC.iterdir())
    assert len(page) + files + len(STYLE.encode()) < MOST_BYTES


def test_a_page_asks_for_nothing_from_elsewhere_and_holds_no_script_or_style_of_its_own(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        room.go("round1")
        page = html.fromstring(room.person().client.get(room.base).text)
    addresses = [each.get("src") or each.get("href") or "" for each in page.iter("script", "link", "img")]
    assert all(each.startswith(("/phone/", "/charts.css", "data:")) for each in addresses)
    assert not [each for each in page.iter("script", "style") if (each.text or "").strip()]
    assert not page.xpath("//@style | //@onclick | //@onload")


def test_words_stay_words_whatever_they_look_like() -> None:
    found = html.fromstring(tag("p", prose(EVIL), title=EVIL))
    assert [each.tag for each in found.iter()] == ["p", "code"]
    assert found.get("title") == EVIL
    assert found.text_content() == EVIL.replace("`", "")


def test_a_prompt_and_a_name_with_markup_are_shown_as_they_were_typed(tmp_path: Path) -> None:
    deck = DECK.read_text().replace("Which start lets the signal through?", "'Does <script>alert(1)</script> run?'")
    with serving(tmp_path, deck, nicknames=True) as room:
        room.go("round1")
        person = room.person(joined=False)
        person.join("<i>Eve</i>")
        page = html.fromstring(person.client.get(room.base).text)
    assert "Does <script>alert(1)</script> run?" in page.text_content()
    assert "<i>Eve</i>" in page.text_content()
    assert not list(page.iter("i"))


@pytest.mark.parametrize(
    ("nicknames", "days", "kept"), [(False, 7, "for 7 days"), (True, None, "until they delete them")]
)
def test_the_join_page_says_what_is_kept_and_asks_for_a_name_only_where_names_are_allowed(
    tmp_path: Path, nicknames: bool, days: int | None, kept: str
) -> None:
    with serving(tmp_path, nicknames=nicknames, keep_days=days) as room:
        page = html.fromstring(room.another().get(room.base).text)
    assert bool(page.xpath("//input[@name='nickname']")) is nicknames
    assert kept in page.text_content()
    assert "not encrypted" in page.text_content()


def test_a_part_is_the_page_without_what_never_changes(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        room.go("round1")
        client = room.person().client
        whole, part = html.fromstring(client.get(room.base).text), client.get(f"{room.base}?part=1").text
    assert part.startswith("<main ")
    assert html.fromstring(part).text_content() == whole.get_element_by_id("room").text_content()


def test_a_form_of_somebody_who_has_not_joined_leads_to_the_page_where_one_joins(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        room.go("round1")
        response = room.another().post(
            f"{room.base}/vote", data={"round": "1", "question": "one", "key": "k", "choice": "he"}
        )
    assert response.status_code == 200
    assert "Join" in response.text


def test_a_form_that_cannot_be_written_down_is_said_not_to_be_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*row: object) -> None:
        raise NotWritten("the disk is full")

    with serving(tmp_path) as room:
        room.go("round1")
        person = room.person()
        monkeypatch.setattr(room.room.writer, "vote", full)
        response = person.client.post(
            f"{room.base}/vote", data={"round": "1", "question": "one", "key": "k", "choice": "he"}
        )
    assert "Not saved: the disk of the room takes no more." in response.text


def test_the_end_of_a_session_is_said_on_phones_and_on_the_projector(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        room.go("round1")
        person = room.person()
        assert room.do("end").status_code == 200
        for address in (room.base, f"{room.base}/screen"):
            assert "The session is over." in person.client.get(address).text


@pytest.mark.parametrize("question", RIGHT)
def test_every_phase_of_every_form_is_a_page_with_one_heading_and_its_question(tmp_path: Path, question: str) -> None:
    with serving(tmp_path) as room:
        person = room.person()
        room.asks(question)
        person.vote(1, RIGHT[question], certainty=">80%")
        for phase in ("round1", "round1_closed", "discuss", "round2", "round2_closed", "reveal", "simulate", "explain"):
            if phase != "round1":
                room.go(phase)
            for address in (room.base, f"{room.base}/screen"):
                page = html.fromstring(person.client.get(address).text)
                assert len(page.xpath("//h1")) == 1, (phase, address)
            assert page.get_element_by_id("room").get("data-phase") == phase

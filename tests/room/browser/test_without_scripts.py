"""Phones without JavaScript: the page is a form, and the server renders all of it."""

from __future__ import annotations

from typing import Any

import pytest
from selenium.webdriver.support.ui import Select

from tests.support.browsers import Hosted, Page

GIVEN: dict[str, dict[str, Any]] = {
    "many": {"form": "pick_many", "picked": ["little", "nothing"]},
    "std": {"form": "enter_number", "number": {"text": "0.4", "value": 0.4}},
    "word": {"form": "enter_text", "text": "0.4"},
    "sizes": {"form": "put_in_order", "order": ["nothing", "little", "he"]},
    "turn": {"form": "turn_knobs", "knobs": {"std": 0.4}},
}


@pytest.fixture
def plain(phone: Page) -> Page:
    """A phone that runs no scripts."""
    phone.cdp("Emulation.setScriptExecutionDisabled", value=True)
    return phone


def test_one_joins_votes_and_reads_the_result_without_scripts(fresh: Hosted, plain: Page) -> None:
    plain.open(fresh.url)
    plain.type("#code", fresh.code)
    plain.click(".send")
    plain.click("form .send")
    plain.says("#head", "The first question comes soon.")
    fresh.asks("one")
    plain.click("noscript a")
    plain.pick("little")
    plain.send()
    plain.says("#note", "Your answer is saved.")
    plain.says("#saved", "Your saved answer: ")
    plain.pick("he")
    plain.send()
    plain.until(lambda: len(fresh.votes("one")) == 2, "two votes")
    assert [answer["picked"] for _, _, answer, _ in fresh.votes("one")] == [["little"], ["he"]]
    fresh.go("reveal")
    plain.click("noscript a")
    plain.says("#outcome", "Right")

    def drawn() -> bool:
        plain.click("noscript a")
        return bool(plain.all("#run svg.chart"))

    fresh.go("simulate")
    plain.until(drawn, "a chart")


@pytest.mark.parametrize("question", GIVEN)
def test_every_form_of_answer_can_be_given_without_scripts(room: Hosted, plain: Page, question: str) -> None:
    room.asks(question)
    plain.join(room.room)
    if question == "many":
        plain.pick("little")
        plain.pick("nothing")
    elif question == "sizes":
        for place, option in enumerate(("nothing", "little", "he"), 1):
            Select(plain.find(f"#place-{option}")).select_by_value(str(place))
    else:
        plain.type({"std": "#number", "word": "#text", "turn": "#knob-std"}[question], "0.4")
    plain.send()
    plain.says("#note", "Your answer is saved.")
    assert [answer for _, _, answer, _ in room.votes(question)] == [GIVEN[question]]


def test_a_number_that_is_none_is_said_not_to_be_saved(room: Hosted, plain: Page) -> None:
    room.asks("std")
    plain.join(room.room)
    plain.type("#number", "a lot")
    plain.send()
    plain.says("#note", "Not saved: ")


def test_the_projector_shows_how_things_stand_without_scripts(room: Hosted, plain: Page) -> None:
    plain.open(f"{room.room}/screen")
    plain.says("#room", room.code)

"""No page of the room has a fault that axe-core finds (WCAG 2.2 AA), in a light and in a dark look."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.browsers import Hosted, Page

#: Names the script of axe-core where it is not in ./node_modules.
VARIABLE = "QUIZAPP_TESTS_AXE"
AXE = Path(os.environ.get(VARIABLE) or "node_modules/axe-core/axe.min.js")
pytestmark = pytest.mark.skipif(not AXE.is_file(), reason=f"no axe-core (npm install axe-core, or {VARIABLE}=FILE)")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: arguments[0]}).then((found) => done(found.violations.map(
  (each) => `${each.id}: ${each.help}: ${each.nodes.map((node) => node.html).join(" | ")}`)));
"""


def faults(page: Page) -> list[str]:
    found: list[str] = []
    for dark in (False, True):
        page.look(dark=dark)
        page.run(AXE.read_text(encoding="utf-8"))
        found += page.driver.execute_async_script(LOOK, RULES)
    return found


def test_the_pages_on_which_one_joins_have_none(room: Hosted, phone: Page) -> None:
    assert faults(phone) == []
    phone.open(room.room)
    assert faults(phone) == []


@pytest.mark.parametrize("question", ["many", "std", "word", "sizes", "turn"])
def test_the_page_on_which_one_votes_has_none_in_any_form(room: Hosted, phone: Page, question: str) -> None:
    room.asks(question)
    phone.join(room.room)
    phone.find("#vote")
    assert faults(phone) == []
    for field in ("#number", "#text"):
        if phone.all(field):
            phone.type(field, "0.5")
    if question == "many":
        phone.pick("little")
    phone.send()
    phone.says("#status", "Saved")
    assert faults(phone) == []


def test_the_page_of_the_result_has_none(fresh: Hosted, phone: Page) -> None:
    fresh.asks("one")
    phone.join(fresh.room)
    phone.pick("little")
    phone.send()
    phone.says("#status", "Saved")
    fresh.go("reveal")
    fresh.go("explain")
    phone.find("#run svg")
    phone.find("#why")
    assert faults(phone) == []


def test_a_phone_whose_room_is_away_has_none(room: Hosted, phone: Page) -> None:
    phone.join(room.room)
    phone.network(False)
    phone.says("#line", "The room does not answer.")
    assert faults(phone) == []


def test_the_projector_has_none_in_any_phase(fresh: Hosted, phone: Page) -> None:
    phone.size(1280, 720)
    phone.open(f"{fresh.room}/screen")
    fresh.asks("many")
    for phase in ("round1", "discuss", "reveal", "simulate", "explain"):
        if phase != "round1":
            fresh.go(phase)
        phone.find(f"#room[data-phase={phase}]")
        assert faults(phone) == [], phase
    phone.size(360, 740)

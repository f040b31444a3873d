"""Phones whose network comes and goes: a vote arrives once, and the page finds back by itself."""

from __future__ import annotations

from pathlib import Path

from tests.support.browsers import Hosted, Page, host, hosting
from tests.support.rooms import DECK

#: What the page finds where a proxy lets no WebSocket through.
BLOCKED = """
window.WebSocket = class { constructor() { setTimeout(() => this.onclose && this.onclose({}), 0); } close() {} };
"""
#: Votes go out, and no answer to them comes back.
NO_RECEIPTS = """
WebSocket.prototype.send = () => {};
const ask = window.fetch;
window.fetch = (...all) => ask(...all).then(() => { throw new Error("lost"); });
"""


def test_a_vote_without_a_network_is_kept_and_sent_once_when_the_network_is_back(room: Hosted, phone: Page) -> None:
    room.asks("one")
    phone.join(room.room)
    phone.network(False)
    phone.pick("he")
    phone.send()
    phone.says("#status", "Not saved yet; trying again")
    phone.says("#line", "The room does not answer. Your answer is kept on this phone and will be sent.")
    assert room.votes("one") == []
    phone.network(True)
    phone.says("#status", "Saved")
    phone.says("#saved", "Your saved answer: ")
    assert phone.text("#line") == ""
    assert [answer["picked"] for _, _, answer, _ in room.votes("one")] == [["he"]]


def test_a_vote_that_was_kept_when_the_tab_was_closed_is_sent_by_the_next_one(room: Hosted, phone: Page) -> None:
    room.asks("many")
    phone.join(room.room)
    phone.network(False)
    phone.pick("he")
    phone.send()
    phone.says("#status", "Not saved yet")
    phone.tab_instead()
    phone.open(room.room)
    phone.says("#status", "Saved")
    assert [answer["picked"] for _, _, answer, _ in room.votes("many")] == [["he"]]


def test_a_vote_whose_receipt_is_lost_is_counted_once(room: Hosted, phone: Page) -> None:
    room.asks("sizes")
    phone.join(room.room)
    phone.run(NO_RECEIPTS)
    phone.send()
    phone.until(lambda: room.votes("sizes"), "a vote")
    phone.says("#status", "Not saved yet")
    phone.open(room.room)
    phone.says("#status", "Saved")
    assert len(room.votes("sizes")) == 1


def test_a_vote_that_comes_after_the_round_is_said_not_to_count(room: Hosted, phone: Page) -> None:
    room.asks("word")
    phone.join(room.room)
    phone.network(False)
    phone.type("#text", "symmetry")
    phone.send()
    phone.says("#status", "Not saved yet")
    room.go("round1_closed")
    phone.network(True)
    phone.says("#status", "Not saved: the round was closed before your answer arrived.")
    phone.says("#head", "Round 1 is closed")
    assert room.votes("word") == []


def test_a_phone_that_slept_through_a_phase_shows_the_next_one_when_it_wakes(room: Hosted, phone: Page) -> None:
    room.asks("turn")
    phone.join(room.room)
    phone.find("#vote")
    phone.cdp("Page.setWebLifecycleState", state="frozen")
    room.go("discuss")
    phone.cdp("Page.setWebLifecycleState", state="active")
    phone.says("#head", "Discuss")
    phone.says("#saved", "You have not answered.")


def test_without_websockets_the_page_asks_again_and_again_and_votes_all_the_same(room: Hosted, phone: Page) -> None:
    script = phone.cdp("Page.addScriptToEvaluateOnNewDocument", source=BLOCKED)
    try:
        room.asks("std")
        phone.join(room.room)
        phone.type("#number", "0.5")
        phone.send()
        phone.says("#status", "Saved")
        room.go("discuss")
        phone.says("#head", "Discuss")
        assert len(room.votes("std")) == 1
    finally:
        phone.cdp("Page.removeScriptToEvaluateOnNewDocument", identifier=script["identifier"])


def test_phones_find_back_by_themselves_when_the_room_was_killed_and_goes_on(tmp_path: Path, phone: Page) -> None:
    with hosting(tmp_path, DECK) as first:
        first.asks("one")
        phone.join(first.room)
        phone.find("#vote")
        first.stop()
        phone.pick("he")
        phone.send()
        phone.says("#line", "The room does not answer. Your answer is kept")
        port = int(first.url.rpartition(":")[2])
        second = host("--resume", str(first.path), path=first.path, port=port)
        try:
            phone.says("#saved", "Your saved answer: ")
            second.go("discuss")
            phone.says("#head", "Discuss")
            assert len(second.votes("one")) == 1
        finally:
            second.stop()

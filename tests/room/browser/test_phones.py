"""Phones in a real browser: joining, voting, changing a vote, and what is told once the answer is revealed."""

from __future__ import annotations

import pytest

from tests.support.browsers import Hosted, Page


def picked(room: Hosted, question: str) -> list[list[str]]:
    return [answer["picked"] for _, _, answer, _ in room.votes(question)]


def test_one_joins_by_typing_the_code_in_small_letters_and_hears_of_the_first_question(
    fresh: Hosted, phone: Page
) -> None:
    phone.open(fresh.url)
    phone.type("#code", fresh.code.lower())
    phone.click(".send")
    phone.says("main", "30 days")
    phone.click(".send")
    phone.says("#head", "The first question comes soon.")
    fresh.asks("one")
    phone.says("#prompt", "Which start lets the signal through?")


def test_the_qr_code_on_the_projector_leads_into_the_room(fresh: Hosted, phone: Page, other_phone: Page) -> None:
    other_phone.open(f"{fresh.room}/screen")
    phone.join(other_phone.got(".qr title", "textContent").removeprefix("QR code of "))
    assert phone.driver.current_url == fresh.room


def test_a_wrong_code_is_said_to_lead_nowhere_and_can_be_typed_again(room: Hosted, phone: Page) -> None:
    phone.type("#code", "QQQQQ")
    phone.click(".send")
    phone.says("main", "No room has this code")
    phone.type("#code", room.code)
    phone.click(".send")
    phone.says("main", "Join")


def test_a_vote_is_said_to_be_saved_and_can_be_changed_while_the_round_is_open(room: Hosted, phone: Page) -> None:
    room.asks("one")
    phone.join(room.room)
    phone.pick("little")
    phone.click("#certainty input[value='67-80%']")
    phone.says("#status", "Not sent yet")
    phone.send()
    phone.says("#status", "Saved")
    phone.says("#saved", "Your saved answer: ")
    phone.pick("he")
    phone.send()
    phone.until(lambda: len(room.votes("one")) == 2)
    assert picked(room, "one") == [["little"], ["he"]]
    assert [certainty for *_, certainty in room.votes("one")] == ["67-80%", "67-80%"]


def test_two_tabs_are_one_participant_and_each_shows_what_the_other_saved(room: Hosted, phone: Page) -> None:
    room.asks("many")
    phone.join(room.room)
    name = phone.text("footer")
    phone.tab()
    phone.open(room.room)
    assert phone.text("footer") == name
    phone.pick("little")
    phone.send()
    phone.says("#saved", "Your saved answer: ")
    first, _ = phone.driver.window_handles
    phone.driver.switch_to.window(first)
    phone.says("#saved", "Your saved answer: ")
    phone.says("#vote .send", "Send the changed answer")


def test_whoever_closes_the_tab_comes_back_to_their_answer(room: Hosted, phone: Page) -> None:
    room.asks("std")
    phone.join(room.room)
    name = phone.text("footer")
    phone.type("#number", "1/4")
    phone.send()
    phone.says("#status", "Saved")
    phone.tab_instead()
    phone.open(room.room)
    assert phone.text("footer") == name
    phone.says("#saved", "1/4")
    assert phone.got("#number", "value") == "1/4"


def test_what_is_being_typed_keeps_its_place_and_the_focus_while_the_room_changes(room: Hosted, phone: Page) -> None:
    room.asks("word")
    phone.join(room.room)
    phone.type("#text", "symm")
    room.do("time", seconds=90)
    phone.says("#left", "left")
    assert phone.run("return document.activeElement.id") == "text"
    phone.find("#text").send_keys("etry")
    phone.send()
    phone.says("#status", "Saved")
    assert [answer["text"] for _, _, answer, _ in room.votes("word")] == ["symmetry"]


def test_an_answer_that_was_picked_and_not_sent_is_sent_when_time_runs_out(room: Hosted, phone: Page) -> None:
    room.asks("word")
    phone.join(room.room)
    phone.type("#text", "late")
    room.do("time", seconds=2)
    phone.says("#head", "Round 1 is closed")
    assert [answer["text"] for _, _, answer, _ in room.votes("word")] == ["late"]


def test_options_are_put_in_order_by_buttons_that_keep_the_focus(room: Hosted, phone: Page) -> None:
    room.asks("sizes")
    phone.join(room.room)
    letters = [each.text for each in phone.all(".order .letter")]
    phone.click(".order li:nth-child(3) .up")
    phone.run("document.activeElement.click()")
    assert [each.text for each in phone.all(".order .letter")] == [letters[2], letters[0], letters[1]]
    phone.send()
    phone.says("#saved", ", ".join([letters[2], letters[0], letters[1]]))


def test_a_knob_on_a_log_scale_is_turned_by_a_slider_or_typed(room: Hosted, phone: Page) -> None:
    room.asks("turn")
    phone.join(room.room)
    phone.run(
        "const s = document.querySelector('[type=range]'); s.value = 0.5; "
        "s.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    assert phone.got("#knob-std", "value") == "0.141"  # the geometric mean of 0.01 and 2
    phone.send()
    phone.says("#status", "Saved")
    assert [answer["knobs"] for _, _, answer, _ in room.votes("turn")] == [{"std": 0.141}]


def test_the_reveal_tells_what_became_of_an_answer_and_why_with_a_chart_and_its_sentence(
    fresh: Hosted, phone: Page
) -> None:
    fresh.asks("one")
    phone.join(fresh.room)
    phone.pick("little")
    phone.send()
    phone.says("#status", "Saved")
    fresh.go("reveal")
    phone.says("#outcome", "The answer: He.")
    phone.says("#options", "Too small.")
    assert not phone.all("#run")
    fresh.go("simulate")
    phone.until(lambda: phone.all("#run svg.chart"))
    assert phone.got("#run svg.chart", "role") == "img"
    desc = phone.got("#run svg desc", "textContent")
    assert desc in phone.text("#run figcaption")
    assert not phone.all("#why")
    fresh.go("explain")
    phone.says("#why", "He keeps the size of the signal.")


def test_everything_that_is_pressed_is_as_large_as_a_finger(room: Hosted, phone: Page) -> None:
    room.asks("sizes")
    phone.join(room.room)
    for css in (".order button", ".send", ".option"):
        sizes = [each.size for each in phone.all(css)]
        assert sizes
        assert all(min(each["width"], each["height"]) >= 44 for each in sizes), (css, sizes)


@pytest.mark.parametrize("question", ["many", "std", "word", "sizes", "turn"])
def test_nothing_is_cut_off_on_a_screen_of_320_points(room: Hosted, phone: Page, question: str) -> None:
    room.asks(question)
    phone.size(320, 568)
    try:
        phone.join(room.room)
        assert phone.run("return document.documentElement.scrollWidth") <= 320
    finally:
        phone.size(360, 740)


def test_sending_nothing_says_what_is_missing(room: Hosted, phone: Page) -> None:
    room.asks("one")
    phone.join(room.room)
    phone.send()
    phone.says("#status", "Not sent: pick an answer first.")
    room.asks("many")
    phone.says("#prompt", "signal")
    phone.send()
    phone.says("#status", "Nothing is ticked.")
    phone.send()
    phone.says("#status", "Saved")
    assert picked(room, "many") == [[]]


def test_another_phase_is_read_from_its_heading(room: Hosted, phone: Page) -> None:
    room.asks("one")
    phone.join(room.room)
    phone.run("scrollTo(0, document.body.scrollHeight)")
    room.go("discuss")
    phone.says(".phase", "Discuss")
    phone.until(lambda: phone.run("return scrollY") == 0)

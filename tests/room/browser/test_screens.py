"""The projector in a real browser: it follows by itself, tells nothing too early, and plays the networks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.support.browsers import Hosted, Page, hosting
from tests.support.rooms import DECK

BLOCKED = """
window.WebSocket = class { constructor() { setTimeout(() => this.onclose && this.onclose({}), 0); } close() {} };
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, _loopback_for_all: None) -> Iterator[Hosted]:
    """A room whose networks train for a few steps, so that there is something to play."""
    folder = tmp_path_factory.mktemp("moving")
    deck = folder / "moving.yaml"
    deck.write_text(DECK.read_text().replace("steps: 0}", "steps: 6, learning_rate: 0.01}"))
    with hosting(folder, deck) as hosted:
        yield hosted


@pytest.fixture
def screen(phone: Page, room: Hosted) -> Iterator[Page]:
    """A projector on the room's page."""
    phone.size(1280, 720)
    phone.open(f"{room.room}/screen")
    yield phone
    phone.size(360, 740)


def everybody_votes(room: Hosted, number: int, *choices: str) -> None:
    for choice in choices:
        with httpx2.Client() as client:
            client.post(f"{room.room}/join", json={})
            said = client.post(f"{room.room}/vote", json={"round": number, "key": "k", "choice": [choice]})
            assert said.status_code == 200, said.text


def fits(screen: Page) -> bool:
    return bool(
        screen.run(
            "const s = document.querySelector('section'); "
            "return s.scrollHeight <= s.clientHeight + 1 && document.body.scrollWidth <= innerWidth"
        )
    )


def test_a_question_is_followed_from_the_lobby_to_the_explanation(room: Hosted, screen: Page) -> None:
    screen.says("#room", room.code)
    screen.says(".address", room.url)
    room.asks("one")
    room.do("time", seconds=300)
    screen.says(".prompt", "Which start lets the signal through?")
    screen.says("#left", "4:")
    everybody_votes(room, 1, "little", "little", "he")
    screen.says("#counts", "3 answered")
    assert not screen.all(".bar")
    room.go("round1_closed")
    room.do("show", shown=True)
    screen.until(lambda: len(screen.all(".bar")) == 3, "bars")
    assert "right" not in screen.text("section")
    assert fits(screen)
    room.go("discuss")
    room.go("round2")
    everybody_votes(room, 2, "he", "he", "little")
    room.go("reveal")
    screen.says(".legend", "round 1: 1 of 3 right")
    screen.says(".legend", "round 2: 2 of 3 right")
    row = screen.find(".bars li.right").text
    assert "He" in row
    assert "✓ right" in row
    assert "1 → 2" in row
    assert fits(screen)
    room.go("simulate")
    screen.says("figure:nth-child(1)", "✓ right, chosen by 2")
    screen.says("figure:nth-child(2)", "✗ wrong, chosen by 1")
    assert fits(screen)
    room.go("explain")
    screen.says(".why", "He keeps the size of the signal.")
    assert fits(screen)


def test_the_networks_play_their_moments_and_end_with_their_sentence(room: Hosted, screen: Page) -> None:
    room.asks("many")
    room.go("reveal")
    room.go("simulate")
    screen.says("figcaption", "Step ")
    screen.until(lambda: _are_at_their_end(screen, room), "the last moments")


def _are_at_their_end(screen: Page, room: Hosted) -> bool:
    """Whether the sentences below the charts are those of the last moments."""
    runs = httpx2.get(f"{room.room}/runs").json()["runs"]
    shown = {each.text for each in screen.all("figcaption")}
    return shown <= {run["moments"][-1]["sentence"] for run in runs}


def test_who_wants_no_motion_sees_the_last_moments_at_once(room: Hosted, screen: Page) -> None:
    screen.look(still=True)
    room.asks("sizes")
    room.go("reveal")
    room.go("simulate")
    screen.until(lambda: screen.all("figure"), "charts")
    assert _are_at_their_end(screen, room)
    assert fits(screen)


def test_a_projector_without_websockets_follows_all_the_same(room: Hosted, screen: Page) -> None:
    script = screen.cdp("Page.addScriptToEvaluateOnNewDocument", source=BLOCKED)
    try:
        room.asks("std")
        screen.open(f"{room.room}/screen")
        screen.says("h1", "Round 1")
        room.go("discuss")
        screen.says("h1", "Discuss")
    finally:
        screen.cdp("Page.removeScriptToEvaluateOnNewDocument", identifier=script["identifier"])


def test_a_projector_says_that_the_room_is_away_and_follows_again_when_it_is_back(room: Hosted, screen: Page) -> None:
    room.asks("turn")
    screen.says("h1", "Round 1")
    screen.network(False)
    screen.says("#line", "The room does not answer")
    room.go("discuss")
    screen.network(True)
    screen.says("h1", "Discuss")
    assert screen.text("#line") == ""


def test_the_look_of_a_projector_is_turned_by_a_key_or_by_the_address(room: Hosted, screen: Page) -> None:
    screen.open(f"{room.room}/screen?look=dark")
    dark = screen.run("return getComputedStyle(document.body).backgroundColor")
    screen.find("body").send_keys("d")
    assert screen.run("return getComputedStyle(document.body).backgroundColor") != dark


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768)])
def test_a_question_with_much_to_say_is_seen_whole(tmp_path: Path, phone: Page, size: tuple[int, int]) -> None:
    with hosting(tmp_path, Path(DECK).with_name("layout.yaml")) as room:
        phone.size(*size)
        phone.open(f"{room.room}/screen")
        room.go("round1")
        phone.says("h1", "Round 1")
        assert fits(phone)
        room.go("reveal")
        phone.says("h1", "The answer")
        assert fits(phone)
        phone.size(360, 740)


def test_thirty_layers_can_be_read_from_the_last_seat(tmp_path: Path, phone: Page) -> None:
    text = DECK.read_text().replace("depth: 4", "depth: 30")
    (tmp_path / "deep.yaml").write_text(text)
    with hosting(tmp_path, tmp_path / "deep.yaml") as room:
        phone.size(1280, 720)
        phone.open(f"{room.room}/screen")
        room.asks("many")
        room.go("reveal")
        for phase in ("simulate", "explain"):
            room.go(phase)
            phone.until(lambda: phone.all(".film svg text"), "charts")
            height = phone.run(
                "const svg = [...document.querySelectorAll('.film svg')].find((each) => each.clientHeight);"
                "return 12 * svg.getScreenCTM().a"
            )
            assert height >= 16, phase
            assert fits(phone)
        phone.size(360, 740)

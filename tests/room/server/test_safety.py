"""Who is let in, and what keeps the others out: names, pages, codes, tokens, cookies and headers."""

from __future__ import annotations

import asyncio
import hmac
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from quizapp.room.phone.page import STATIC as PHONE_FILES
from quizapp.room.screen.page import STATIC as SCREEN_FILES
from quizapp.room.server import codes, telling
from quizapp.room.server import guesses as wrong_codes
from quizapp.room.server.app import application
from quizapp.room.server.asking import COOKIE
from quizapp.room.server.guards import HEADERS, POLICY
from quizapp.room.server.pace import Pace
from tests.support.rooms import CODE, NAME, RIGHT, made, opened, served, serving


def answered(client: TestClient, path: str, method: str = "GET", **headers: str) -> Any:
    return client.request(method, path, headers=headers, follow_redirects=False)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "192.168.1.9"]
)
def test_another_name_does_not_lead_here(tmp_path: Path, host: str) -> None:
    with serving(tmp_path) as room:
        assert answered(room.client, f"{room.base}/state", host=host).status_code == 403
        assert answered(room.client, f"{room.base}/state", host=f"{NAME}:8000").status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://testserver.evil.example", "file://", "http://["]
)
def test_a_page_of_another_site_cannot_speak_for_a_participant(tmp_path: Path, origin: str) -> None:
    with serving(tmp_path) as room:
        person = room.person()
        assert answered(person.client, f"{room.base}/vote", "POST", origin=origin).status_code == 403
        with (
            pytest.raises(WebSocketDisconnect),
            person.client.websocket_connect(f"{room.base}/live", headers={"origin": origin}),
        ):
            pass
        own = {"origin": f"http://{NAME}"}
        # The test client cancels what has not ended by itself yet.
        with suppress(CancelledError), person.client.websocket_connect(f"{room.base}/live", headers=own) as live:
            assert live.receive_text()


def test_where_all_addresses_of_the_machine_are_served_they_lead_here_and_names_do_not(tmp_path: Path) -> None:
    room = opened(made(tmp_path / "a.room"))
    with TestClient(application({CODE: room}, ["localhost"], any_address=True)) as client:
        for host, status in (("192.168.1.9:8000", 200), ("[fe80::1]:80", 200), ("evil.example", 403)):
            assert answered(client, f"/r/{CODE}/state", host=host).status_code == status


def test_a_public_page_that_is_passed_on_by_another_machine_may_speak(tmp_path: Path) -> None:
    room = opened(made(tmp_path / "a.room"))
    with TestClient(application({CODE: room}, ["127.0.0.1"], pages=["quiz.example.org"])) as client:
        for origin, status in (("https://quiz.example.org", 200), ("https://other.example.org", 403)):
            response = answered(client, f"/r/{CODE}/join", "POST", host="127.0.0.1:8000", origin=origin)
            assert response.status_code == status


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        (f"/r/{CODE}", 200),
        ("/phone/nothing", 404),
        ("/nothing", 404),
        ("/r/WRONG", 404),
        ("/r/WRONG/x", 404),
    ],
)
def test_every_answer_carries_the_headers_that_keep_pages_apart(tmp_path: Path, path: str, status: int) -> None:
    with serving(tmp_path) as room:
        for method in ("GET", "DELETE"):
            response = answered(room.another(), path, method)
            assert response.status_code == (
                status if method == "GET" else 405 if status == 200 else response.status_code
            )
            for name, value in HEADERS:
                assert response.headers[name.decode()] == value.decode()


def test_static_files_carry_them_too_and_the_policy_allows_nothing_but_our_own(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        for folder, files in (("phone", PHONE_FILES), ("projector", SCREEN_FILES)):
            for file in Path(files).iterdir():
                response = answered(room.client, f"/{folder}/{file.name}")
                assert response.status_code == 200
                assert response.headers["content-security-policy"] == POLICY
    assert "default-src 'none'" in POLICY
    assert "unsafe" not in POLICY


def test_a_mistake_of_the_server_is_a_sentence_with_the_same_headers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(room: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr(telling, "everybody", fail)
    room = opened(made(tmp_path / "a.room"))
    app = application({CODE: room}, [NAME])
    with TestClient(app, raise_server_exceptions=False) as client:
        response = answered(client, f"/r/{CODE}/state")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert response.headers["content-security-policy"] == POLICY


@pytest.mark.parametrize("secure", [False, True])
def test_the_cookie_is_for_its_room_alone_and_for_no_script_and_no_other_site(tmp_path: Path, secure: bool) -> None:
    room = opened(made(tmp_path / "a.room"))
    with TestClient(application({CODE: room}, [NAME], secure=secure)) as client:
        cookie = client.post(f"/r/{CODE}/join").headers["set-cookie"].lower()
    parts = {part.strip() for part in cookie.split(";")}
    assert {"httponly", "samesite=strict", f"path=/r/{CODE.lower()}"} <= parts
    assert ("secure" in parts) == secure
    assert len(bytes.fromhex(cookie.partition("=")[2].partition(";")[0])) == 16


def test_a_code_in_small_letters_leads_to_the_page_by_its_usual_address(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        for tail in ("", "/screen"):
            response = answered(room.client, f"/r/{CODE.lower()}{tail}")
            assert response.headers["location"] == f"/r/{CODE}{tail}"
        assert room.client.get(f"/r/{CODE.lower()}/state").status_code == 200


def test_the_token_is_compared_in_constant_time_and_no_part_of_it_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return one == other

    token = "a" * 64
    monkeypatch.setattr(hmac, "compare_digest", compare)
    wrong = [None, "", "Bearer", f"Bearer {token[:-1]}", f"bearer {token}", f"Bearer {token} ", token, "Bearer \xff"]
    assert not any(codes.is_bearer(header, token) for header in wrong)
    assert codes.is_bearer(f"Bearer {token}", token)
    assert len(compared) == len(wrong)  # all but the one that is no header at all


@pytest.mark.parametrize(
    "message", [{"to": "reveal"}, {"do": "end"}, {"phase": "reveal"}, {"facilitator": True, "to": "round1"}]
)
def test_what_a_facilitator_says_is_nothing_from_a_participant(tmp_path: Path, message: dict[str, Any]) -> None:
    with serving(tmp_path) as room:
        person = room.person()
        with person.live("?role=facilitator") as live:
            assert "facilitator" not in live.receive_json()
            live.send_json(message)
            assert live.receive_json()["refused"]["code"] == "bad"
        for path in ("phase", "control"):
            assert person.client.post(f"{room.base}/{path}", json=message).status_code == 401
        assert "facilitator" not in person.state(role="facilitator")
        assert person.state()["phase"] == "lobby"


def test_a_cookie_of_another_room_or_a_made_up_one_is_nobody(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        person = room.person(joined=False)
        for secret in ("0" * 32, "", "x" * 3000, "p0"):
            person.client.cookies.set(COOKIE, secret)
            assert person.vote(1, RIGHT["one"]).status_code == 401


async def test_a_wrong_code_waits_a_little_and_many_of_them_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    guesses = Pace(*wrong_codes.GUESSES, most=200.0, clock=lambda: 0.0)
    for _ in range(500):
        await wrong_codes.wait_for_guess(guesses)
    assert waited[0] == wrong_codes.GUESS_DELAY
    assert waited == sorted(waited)
    assert waited[100] > 5
    assert waited[-1] == wrong_codes.GUESS_DELAY + wrong_codes.TOO_MANY_DELAY


def test_right_codes_do_not_wait_while_others_guess(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrong_codes, "GUESS_DELAY", 3600.0)
    with serving(tmp_path) as room:
        assert room.client.portal is not None
        guess = room.client.portal.start_task_soon(wrong_codes.wait_for_guess, Pace(1, 1))
        person = room.person()
        assert person.state()["phase"] == "lobby"
        assert not guess.done()
        guess.cancel()


def test_nicknames_are_taken_where_they_are_allowed_only_and_are_cleaned(tmp_path: Path) -> None:
    hostile = "=1+1\x1b[31m\u202e<b>\u200b\ufeffz\u0300\u0301\u0302\u0303"
    for allowed in (True, False):
        (tmp_path / str(allowed)).mkdir()
        with serving(tmp_path / str(allowed), nicknames=allowed) as room:
            name = room.person(joined=False).join(hostile)["you"]["name"]
            assert not set("\x1b\u202e\u200b\ufeff\u0302") & set(name)
            assert ("<b>" in name) == allowed


def test_how_long_votes_are_kept_is_said_to_everybody(tmp_path: Path) -> None:
    with served(made(tmp_path / "a.room", keep_days=30)) as room:
        assert room.person(joined=False).state()["keep_days"] == 30

"""Messages and requests of any kind: each is answered by a sentence, and the room goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.websockets import WebSocketDisconnect

from quizapp.room.server.asking import COOKIE
from quizapp.room.server.messages import LONGEST, BadMessage, read_json
from tests.support.examples import USUAL
from tests.support.rooms import RIGHT, WRONG, Served, said, serving

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
#: What parts of a message are made of: what they should be, and anything else.
KEYS = ("round", "key", "question", "choice", "answer", "certainty", "to", "do", "nickname", "seconds", "counts")
part = (
    st.sampled_from(
        [1, 2, "1", "tap", "one", "std", "he", "round1", "undo", ">80%", -1, 2**63, 10**400, 1e999, "\ud800"]
    )
    | st.sampled_from([RIGHT[each].get("answer", RIGHT[each].get("choice")) for each in RIGHT])
    | anything
)
messages = st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), part, max_size=7)
#: Votes that are right but in one or two of their parts.
votes = st.tuples(st.sampled_from(sorted(RIGHT)), st.dictionaries(st.sampled_from(KEYS[:6]), part, max_size=2)).map(
    lambda pair: {"round": 1, "key": "tap", **RIGHT[pair[0]], **pair[1]}
)
NESTED = "[" * 2000 + "]" * 2000
BODIES = [
    "",
    "null",
    "[]",
    "{",
    NESTED,
    '{"round": 1, "key": "k", "answer": ' + '{"a":' * 600 + "1" + "}" * 601,
    '{"round": 1, "key": "k", "choice": NaN}',
    '{"round": 1e999, "key": "k"}',
    '{"round": 1, "key": "k", "choice": ["\\ud800"]}',
    '{"round": 1, "key": "\\u0000"}',
    '{"round": ' + "9" * 4000 + "}",
    '{"nickname": "\\ud83d"}',
]


@pytest.fixture(scope="module", params=sorted(RIGHT))
def room(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("quizapp.room.server.room.BURST", 1e9)
        with serving(tmp_path_factory.mktemp("room"), nicknames=True) as served:
            served.asks(request.param)
            yield served


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(message=messages | votes | anything)
def test_no_message_is_more_than_a_mistake_of_its_sender(room: Served, message: object) -> None:
    person = room.person()
    for path in ("vote", "join", "phase", "control"):
        response = person.client.post(
            f"{room.base}/{path}", content=json.dumps(message), headers={"content-type": "application/json"}
        )
        assert response.status_code in (200, 400, 401, 409, 413), response.text
        json.loads(response.text)
    if room.seen()["phase"] != "round1":
        raise AssertionError("a participant moved the room")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(message=messages)
def test_a_facilitators_mistake_is_told_and_changes_nothing_that_cannot_be_shown(room: Served, message: Any) -> None:
    for path in ("phase", "control"):
        body = {key: each for key, each in message.items() if (key, each) not in (("do", "end"), ("to", "reveal"))}
        response = room.client.post(f"{room.base}/{path}", content=json.dumps(body), headers=room.token)
        assert response.status_code in (200, 400, 409, 413), response.text
    assert room.client.get(f"{room.base}/state").status_code == 200
    if not room.seen()["open"]:
        room.try_to_go("round1")


@pytest.mark.parametrize("body", BODIES)
def test_a_hostile_body_is_refused_by_each_address(room: Served, body: str) -> None:
    person = room.person()
    for path in ("vote", "join", "phase", "control"):
        for sender in (person.client, room.client):
            response = sender.post(f"{room.base}/{path}", content=body, headers=room.token)
            assert response.status_code in (200, 400, 401, 409), response.text


@pytest.mark.parametrize("body", BODIES)
def test_a_hostile_message_on_a_live_connection_is_answered_and_the_next_vote_is_taken(room: Served, body: str) -> None:
    person = room.person()
    with person.live() as live:
        live.receive_text()
        live.send_text(body)
        assert "refused" in said(live.receive_text())
        question = room.seen()["question"]["id"]
        live.send_json({"round": 1, "key": "good", **WRONG[question]})
        assert said(live.receive_text())["receipt"]["key"] == "good"


def test_bytes_on_a_live_connection_end_it_and_nothing_else(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        person = room.person()
        with person.live() as live:
            live.receive_text()
            live.send_bytes(b"\xff\x00")
            with pytest.raises(WebSocketDisconnect):
                live.receive_text()
        assert person.state()["phase"] == "lobby"


@pytest.mark.parametrize("path", ["vote", "join", "phase", "control"])
@pytest.mark.parametrize("how", ["with its length", "in pieces"])
def test_a_body_that_is_too_long_is_refused_with_and_without_its_length(tmp_path: Path, path: str, how: str) -> None:
    long = b"x" * (LONGEST + 1)
    with serving(tmp_path) as room:
        person = room.person()
        content: Any = long if how == "with its length" else iter([long[:3000], long[3000:]])
        assert person.client.post(f"{room.base}/{path}", content=content, headers=room.token).status_code == 413
        assert person.state()["phase"] == "lobby"


METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "PROPFIND")
names = st.sampled_from(
    [
        *("", "/", "/r", "/r/", "/r/KMPTX", "/r/kmptx", "/r/KMPTX/", "/r/KMPT\u017f", "/r/KMPTX/nothing", "/phone"),
        *(f"/r/KMPTX/{each}" for each in ("join", "vote", "state", "mine", "runs", "screen", "phase", "live")),
        *("/phone/../app.py", "/phone/%2e%2e/page.py", "/phone/%00", "/projector/" + "a" * 400, "/phone//etc/passwd"),
        *("/?code=kmptx", "/?code=%0d%0aSet-Cookie:x", "/?code=" + "A" * 3000, "/r/KMPTX/state?since=%00&role=\u2028"),
    ]
)
NAMES = (
    "accept authorization content-length content-type cookie origin host if-modified-since range upgrade "
    "x-forwarded-for transfer-encoding if-none-match"
)
VALUES = (
    *("", "text/html", "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"),
    *("http://testserver", "http://[", "//", "null", "testserver", "[::1", "bytes=0-,-5,9-", "-1", "1e3", "\xff"),
    *("Bearer \xff", f"{COOKIE}=\xff; {COOKIE}=\\777", "a=b; ;;=", "Thu, 99 Foo 2026", "\u00b2", "websocket"),
)
headers = st.dictionaries(st.sampled_from(NAMES.split()), st.sampled_from(VALUES), max_size=4)
forms = st.sampled_from(["round=1&key=k&choice=he", "round=%ff&key=%00", "a=" * 300, "&&&=;", "nickname=%F0%9F", "{}"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=4 * USUAL)
@given(
    path=names, method=st.sampled_from(METHODS), sent=headers, body=forms | st.binary(max_size=60), joined=st.booleans()
)
@example(path="/r/KMPTX/state", method="GET", sent={"origin": "http://["}, body="", joined=False)
@example(path="/r/KMPT\u017f", method="GET", sent={}, body="", joined=False)
def test_no_request_breaks_the_server(
    plain: Served, path: str, method: str, sent: dict[str, str], body: str | bytes, joined: bool
) -> None:
    client = plain.person(joined).client
    encoded = {name.encode(): value.encode("latin-1") for name, value in sent.items()}
    response = client.request(method, path or "/", headers=encoded, content=body, follow_redirects=False)
    assert response.status_code < 500
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy", "cache-control"):
        assert name in response.headers, (response.status_code, path)
    assert "\r" not in response.headers.get("location", "")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("quizapp.room.server.guesses.GUESS_DELAY", 0.0)
        patch.setattr("quizapp.room.server.app.GUESSES", (1e9, 1e9))
        with serving(tmp_path_factory.mktemp("room")) as served:
            served.go("round1")
            yield served


@pytest.mark.parametrize(
    "path", ["/", "/phone/phone.js", "/projector/x", "/r/NOPEX/live", "/r/KMPTX/state", "/r/KMPTX"]
)
def test_a_live_connection_to_any_other_address_is_refused(plain: Served, path: str) -> None:
    with pytest.raises(WebSocketDisconnect), plain.client.websocket_connect(path):
        pass


@given(st.text() | st.binary())
def test_whatever_is_read_as_a_message_is_an_object_or_a_mistake(text: str | bytes) -> None:
    with suppress(BadMessage):
        assert isinstance(read_json(text), dict)

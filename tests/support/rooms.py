"""Rooms for tests: served within the test, with hands for a facilitator and for people with phones."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient, WebSocketTestSession

from quizapp.room.runs.desk import Desk
from quizapp.room.server.app import application
from quizapp.room.server.codes import written_token
from quizapp.room.server.room import Room
from quizapp.room.store import file
from quizapp.room.store.file import About

DECK = Path(__file__).parent / "decks" / "room.yaml"
CODE, SEED, NAME = "KMPTX", 7, "testserver"
#: How often something is looked for before a test gives up, and how many seconds apart.
PATIENCE, APART = 1500, 0.02
#: A right and a wrong answer to each question of the deck, as a message has it.
RIGHT: Mapping[str, Mapping[str, Any]] = {
    "one": {"choice": ["he"]},
    "many": {"choice": ["little", "nothing"]},
    "std": {"answer": {"form": "enter_number", "number": {"text": "0.5", "value": 0.5}}},
    "word": {"answer": {"form": "enter_text", "text": "symmetry"}},
    "sizes": {"answer": {"form": "put_in_order", "order": ["nothing", "little", "he"]}},
    "turn": {"answer": {"form": "turn_knobs", "knobs": {"std": 0.4}}},
}
WRONG: Mapping[str, Mapping[str, Any]] = {
    "one": {"choice": ["little"]},
    "many": {"choice": ["he"]},
    "std": {"answer": {"form": "enter_number", "number": {"text": "1/4", "value": 0.25}}},
    "word": {"answer": {"form": "enter_text", "text": "sameness"}},
    "sizes": {"answer": {"form": "put_in_order", "order": ["he", "little", "nothing"]}},
    "turn": {"answer": {"form": "turn_knobs", "knobs": {"std": 0.02}}},
}


def made(path: Path, deck: str | None = None, **settings: Any) -> Path:
    """The file of a new room."""
    text = DECK.read_text() if deck is None else deck
    file.create(path, About(CODE, DECK.name, text, SEED, "2026-01-01T00:00:00+00:00", settings)).close()
    return path


def opened(path: Path, **desk: Any) -> Room:
    """The room of a file, not served yet."""
    connection = file.opened(path)
    about = file.about(connection)
    return Room(about, path, connection, written_token(path), Desk(about.deck, about.deck_name, about.seed, **desk))


@dataclass
class Person:
    """Somebody with a phone."""

    client: TestClient
    base: str
    taps: int = 0
    you: dict[str, Any] = field(default_factory=dict)

    def join(self, nickname: str | None = None) -> dict[str, Any]:
        """Join the room."""
        state: dict[str, Any] = self.client.post(
            f"{self.base}/join", json={"nickname": nickname} if nickname else {}
        ).json()
        self.you = state.get("you", {})
        return state

    def state(self, **query: str) -> dict[str, Any]:
        """How things stand."""
        found: dict[str, Any] = self.client.get(f"{self.base}/state", params=query).json()
        return found

    @contextmanager
    def live(self, query: str = "") -> Iterator[WebSocketTestSession]:
        """A live connection."""
        # The test client cancels what has not ended by itself yet.
        with suppress(CancelledError), self.client.websocket_connect(f"{self.base}/live{query}") as session:
            yield session

    def mine(self) -> dict[str, Any]:
        """What became of the answer."""
        found: dict[str, Any] = self.client.get(f"{self.base}/mine").json()
        return found

    def vote(self, round: int, body: Mapping[str, Any], key: str | None = None, **more: Any) -> Any:  # noqa: A002
        """Vote, with a new key unless one is given; the response."""
        self.taps += 1
        message = {"round": round, "key": key or f"tap-{self.taps}", **body, **more}
        return self.client.post(f"{self.base}/vote", json=message)


@dataclass
class Served:
    """A room that is being served, with the facilitator's hands."""

    room: Room
    client: TestClient
    app: Any

    @property
    def base(self) -> str:
        """The room's address."""
        return f"/r/{self.room.about.code}"

    @property
    def token(self) -> dict[str, str]:
        """The facilitator's header."""
        return {"Authorization": f"Bearer {self.room.token}"}

    def person(self, joined: bool = True) -> Person:
        """Somebody new."""
        person = Person(self.another(), self.base)
        if joined:
            person.join()
        return person

    def another(self) -> TestClient:
        """Another browser, within the same run of the server."""
        client = TestClient(self.app)
        client.portal = self.client.portal
        return client

    def go(self, to: str, question: str | None = None) -> dict[str, Any]:
        """Go to a phase, which is possible; what the facilitator sees then."""
        response = self.try_to_go(to, question)
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    def try_to_go(self, to: str, question: str | None = None) -> Any:
        """Ask for a phase."""
        body = {"to": to, **({"question": question} if question else {})}
        return self.client.post(f"{self.base}/phase", json=body, headers=self.token)

    def do(self, what: str, **more: Any) -> Any:
        """Do something else as the facilitator."""
        return self.client.post(f"{self.base}/control", json={"do": what, **more}, headers=self.token)

    def seen(self) -> dict[str, Any]:
        """What the facilitator sees."""
        found: dict[str, Any] = self.client.get(f"{self.base}/state", headers=self.token).json()
        return found

    def asks(self, question: str) -> None:
        """Open the first round of a question of the deck, whatever was before."""
        state = self.seen()
        if state["phase"] not in ("lobby", "reveal", "simulate", "explain"):
            self.go("reveal")
        self.go("round1", question)

    def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Wait until something is so."""
        for _ in range(PATIENCE):
            if condition():
                return
            time.sleep(APART)
        raise AssertionError(f"never came: {what}")


@contextmanager
def served(path: Path, **desk: Any) -> Iterator[Served]:
    """The room of a file, served within the test."""
    room = opened(path, **desk)
    app = application({room.about.code: room}, [NAME])
    with TestClient(app) as client:
        yield Served(room, client, app)


@contextmanager
def serving(folder: Path, deck: str | None = None, **settings: Any) -> Iterator[Served]:
    """A new room, served within the test."""
    with served(made(folder / "a.room", deck, **settings)) as room:
        yield room


def said(message: str) -> dict[str, Any]:
    """A message of the live connection."""
    found: dict[str, Any] = json.loads(message)
    return found

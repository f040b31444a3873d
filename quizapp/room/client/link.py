"""A link to a room: what it says as it changes, for as long as one listens, and what is said to it.

A connection that breaks is made again by itself, a little later each time and not at the same moment as all others.
"""

from __future__ import annotations

import asyncio
import json
import random
import secrets
import ssl
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import httpx2
import websockets

from quizapp.room.client.address import Address

#: Seconds that a request may take, and between two tries to connect: at first, and at most.
PATIENCE, FIRST, LONGEST = 10.0, 0.25, 5.0
#: The cookie by which a participant is known (`server.app.COOKIE`).
COOKIE = "quizapp_room"
#: How long a message from the server may be: a state with its question, and no more.
MOST_BYTES = 2**22


class Refusal(Exception):
    """What the server refused, in its words; `code` is for programs ('closed', 'no-room', 'not-joined' ...)."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


class Unreachable(Exception):
    """Nobody answers at the address, and what to look at."""


@dataclass(frozen=True)
class Away:
    """The connection is broken, and is being made again; `why` is for people."""

    why: str


def tap() -> str:
    """A key for one vote: made once, and sent again with it until it is acknowledged."""
    return secrets.token_urlsafe(12)


@dataclass
class Link:
    """A link to one room, as a participant (after `join`), as the facilitator (with the token) or as a screen."""

    address: Address
    token: str | None = None
    role: str | None = None
    secret: str | None = None
    verify: ssl.SSLContext | bool = True
    _http: httpx2.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        """Prepare for requests; nothing is sent yet."""
        self._http = httpx2.AsyncClient(timeout=PATIENCE, verify=self.verify, trust_env=False)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._http.aclose()

    @property
    def headers(self) -> dict[str, str]:
        """What every request carries."""
        found = {}
        if self.token:
            found["Authorization"] = f"Bearer {self.token}"
        if self.secret:
            found["Cookie"] = f"{COOKIE}={self.secret}"
        return found

    async def join(self, nickname: str | None = None) -> dict[str, Any]:
        """Join the room, or come back to it; how things stand, with "you"."""
        response = await self._send("POST", "join", {"nickname": nickname} if nickname else {})
        self.secret = response.cookies.get(COOKIE) or self.secret
        return self._read(response)

    async def state(self) -> dict[str, Any]:
        """How things stand."""
        role = f"?role={self.role}" if self.role else ""
        return self._read(await self._send("GET", f"state{role}"))

    async def vote(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Send a vote, and give its receipt; the same message may be sent again until there is one."""
        return self._read(await self._send("POST", "vote", message))

    async def mine(self) -> dict[str, Any]:
        """What became of this participant's answer."""
        return self._read(await self._send("GET", "mine"))

    async def runs(self) -> dict[str, Any]:
        """The networks that are shown once the answer is told."""
        return self._read(await self._send("GET", "runs?as=chart"))

    async def go(self, to: str, question: str | None = None) -> dict[str, Any]:
        """Take the room to a phase, as the facilitator; how things stand then."""
        return self._read(await self._send("POST", "phase", {"to": to, **({"question": question} if question else {})}))

    async def control(self, do: str, **more: Any) -> dict[str, Any]:
        """Do something else as the facilitator (`server.controls`); how things stand then."""
        return self._read(await self._send("POST", "control", {"do": do, **more}))

    async def _send(self, method: str, what: str, data: Mapping[str, Any] | None = None) -> httpx2.Response:
        url = f"{self.address.room}/{what}"
        try:
            return await self._http.request(method, url, json=data, headers=self.headers)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            raise Unreachable(why_unreachable(error, self.address)) from None

    def _read(self, response: httpx2.Response) -> dict[str, Any]:
        try:
            data = response.json()
        except ValueError:
            data = None
        if not isinstance(data, dict):
            raise Refusal("no-room", f"{self.address.base} answers, but not as a room does ({response.status_code})")
        if response.is_error:
            raise Refusal(str(data.get("code", "")), str(data.get("error", response.status_code)))
        return data

    async def live(self) -> AsyncGenerator[dict[str, Any] | Away, None]:
        """Whatever the server says, as it says it, and Away whenever the connection breaks; it is made again."""
        wait = FIRST
        while True:
            try:
                async with aclosing(self._connected()) as messages:
                    async for message in messages:
                        wait = FIRST
                        yield message
                why = "the server closed the connection"
            except (OSError, TimeoutError, websockets.WebSocketException) as error:
                why = why_unreachable(error, self.address)
            yield Away(why)
            await asyncio.sleep(wait * random.uniform(0.5, 1.5))
            wait = min(2 * wait, LONGEST)

    async def _connected(self) -> AsyncGenerator[dict[str, Any], None]:
        role = f"?role={self.role}" if self.role else ""
        secure = (
            self.verify if self.address.live.startswith("wss") and isinstance(self.verify, ssl.SSLContext) else None
        )
        async with websockets.connect(
            f"{self.address.live}{role}",
            additional_headers=self.headers,
            open_timeout=PATIENCE,
            max_size=MOST_BYTES,
            compression=None,
            proxy=None,
            ssl=secure,
        ) as socket:
            async for text in socket:
                if (message := _said(text)) is not None:
                    yield message


def _said(text: str | bytes) -> dict[str, Any] | None:
    """The object that a message is, or None for what no room says."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None


def why_unreachable(error: BaseException, address: Address) -> str:
    """Why nobody answers, and what to look at."""
    refused = isinstance(error, ConnectionRefusedError)
    what = "nothing listens there" if refused else str(error) or type(error).__name__
    return f"{address.base} does not answer ({what}); is this machine in the same network, and the room still open?"

"""What every request has to pass, whatever it is for: whom it was sent to, where it came from, how long it is.

One page of another site must not speak for somebody who has a room open, and no name of another machine may lead
here (DNS rebinding).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, MutableMapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),  # with none, browsers send forms with the origin "null"
    (b"cache-control", b"no-store"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


class Guards:
    """Lets an application be reached under its own names only, by its own pages, with short messages."""

    def __init__(
        self, app: App, hosts: Collection[str], longest: int, any_address: bool = False, pages: Collection[str] = ()
    ) -> None:
        """`hosts` are names without a port, in small letters; `longest` is the size of a message in bytes.

        `any_address` lets all addresses lead here, which no page can point elsewhere as it can a name; `pages` are
        the hosts, with their ports, whose pages are ours although another machine passes them on.
        """
        self._app, self._hosts, self._longest = app, frozenset(hosts), longest
        self._any_address, self._pages = any_address, frozenset(each.lower() for each in pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(headers)
        if refusal is not None:
            await _refuse(scope, receive, send, 403, refusal)
        elif _too_long(headers, self._longest):
            await _refuse(scope, receive, send, 413, f"a message has at most {self._longest} bytes")
        else:
            await self._app(scope, _limited(receive, self._longest), _with_headers(send))

    def _refusal(self, headers: dict[bytes, str]) -> str | None:
        host = headers.get(b"host", "")
        name = hostname(host)
        if name not in self._hosts and not (self._any_address and _is_address(name)):
            return "this server is not called by that name"
        origin = headers.get(b"origin")
        if origin is not None and _host_of(origin) not in (host.lower(), *self._pages):
            return "this came from a page of another site"
        return None


def _is_address(name: str) -> bool:
    try:
        return bool(ip_address(name))
    except ValueError:
        return False


def _host_of(origin: str) -> str | None:
    """The host of a page of the web, with its port; None of any other page."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    return parts.netloc.lower() if parts.scheme in ("http", "https") and parts.netloc else None


def hostname(host: str) -> str:
    """A host without its port, in small letters: '[::1]:80' is '::1'."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _too_long(headers: dict[bytes, str], longest: int) -> bool:
    length = headers.get(b"content-length", "0")
    return not length.isascii() or not length.isdigit() or int(length[:20]) > longest


class TooLong(Exception):
    """A body that goes on after it should have ended."""


def _limited(receive: Receive, longest: int) -> Receive:
    got = 0

    async def limited() -> Message:
        nonlocal got
        message = await receive()
        if message["type"] == "http.request":
            got += len(message.get("body", b""))
            if got > longest:
                raise TooLong
        return message

    return limited


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {name.lower() for name, _ in message["headers"]}
            message["headers"] = [*message["headers"], *(each for each in HEADERS if each[0] not in present)]
        await send(message)

    return sent


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, why: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": why})
        return
    body = f"{why}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

"""One tiny page at an address, and who opened it: whether a phone reaches this computer, only a phone can tell."""

from __future__ import annotations

import queue
import re
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

from quizapp.deck.reader.problems import printable
from quizapp.room.before.doctor.findings import Finding

PAGE = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>It works</title><style>body{font:1.5rem sans-serif;margin:3rem 1.5rem;color:#000;background:#fff}</style></head>
<body><h1>It works</h1><p>This device reaches the computer of the workshop. You can close this page.</p></body></html>
"""
NOBODY = Finding(
    "fix",
    "No other device opened it.",
    "Is the phone in the same Wi-Fi, with mobile data off? Then the firewall, or the Wi-Fi itself, keeps them apart: "
    "open a hotspot or bring a travel router, join it with both, and try again.",
)
#: Seconds after which a connection that says nothing is given up, and how many visits are remembered.
SECONDS, MOST = 5.0, 100
#: What a browser's own words are taken for, the first that is found.
DEVICES = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
}
LONGEST = 40


@dataclass(frozen=True)
class Visit:
    """Somebody opened the page: from where, and with what."""

    address: str
    agent: str


class _Handler(BaseHTTPRequestHandler):
    """Answers with the page, and remembers who asked for it."""

    timeout = SECONDS
    server: _Server
    server_version, sys_version = "quizapp", ""

    def do_GET(self) -> None:
        """Answer with the page at its own address, and with nothing elsewhere."""
        if self.path.partition("?")[0] != "/":
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(PAGE)))
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(PAGE)
        address = self.client_address[0].partition("%")[0].removeprefix("::ffff:")
        self.server.saw(Visit(address, shortly(self.headers.get("User-Agent", ""))))

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Say nothing: what there is to say is said of visits."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: str, port: int) -> None:
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._visits: queue.Queue[Visit] = queue.Queue(MOST)
        super().__init__((address, port), _Handler)

    def saw(self, visit: Visit) -> None:
        """Remember a visit, unless there are more than anybody wants to know of."""
        if not self._visits.full():
            self._visits.put(visit)

    def next_visit(self, seconds: float) -> Visit | None:
        """The next visit, or None if there is none within so many seconds."""
        try:
            return self._visits.get(timeout=max(seconds, 0.0))
        except queue.Empty:
            return None

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that breaks off is nobody's mistake."""


@contextmanager
def doorway(address: str, port: int) -> Iterator[_Server]:
    """The page being served at a port of an address (any free one for 0); OSError if that cannot be."""
    server = _Server(address, port)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def visits(
    next_visit: Callable[[float], Visit | None],
    own: Collection[str],
    seconds: float,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[tuple[Visit, bool]]:
    """Visits within so many seconds, each with whether it came from another device, which is the last one told."""
    end = clock() + seconds
    while (visit := next_visit(end - clock())) is not None:
        other = visit.address not in own and not ip_address(visit.address).is_loopback
        yield visit, other
        if other or clock() >= end:
            return


def shortly(agent: str) -> str:
    """The device and the browser that a browser says it is: 'iPhone, Safari'; else the beginning of what it says."""
    device = next((name for word, name in DEVICES.items() if word in agent), None)
    browser = next((name for word, name in BROWSERS.items() if f"{word}/" in agent), None)
    if browser is None and re.search(r"Version/\S+ .*Safari/", agent):
        browser = "Safari"
    known = ", ".join(filter(None, (device, browser)))
    return known or printable(agent[:LONGEST]) or "says nothing of itself"

"""Many phones in one process: raw connections that join, hear phases and vote, and note when they heard of it.

`python -m benchmarks.room_phones` is told on one line of JSON what to do, and prints on one line what it measured.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

#: Connections that are made at the same time, and seconds after which phones are given up.
AT_ONCE, LONGEST = 50, 60.0
#: No phase of a room, where none is waited for.
NONE = "none"
CLOSE, PING, PONG, TEXT = 8, 9, 10, 1


class Phone(asyncio.Protocol):
    """One live connection; `heard` gets every message with the moment at which it came."""

    def __init__(self, head: bytes, heard: Callable[[Phone, bytes, float], None]) -> None:
        self._head, self._heard, self._got = head, heard, b""
        self.open, self.lost = asyncio.Event(), asyncio.Event()
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the live connection."""
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(self._head)

    def connection_lost(self, error: Exception | None) -> None:
        """It is over."""
        self.lost.set()

    def data_received(self, data: bytes) -> None:
        """Read whatever frames are there."""
        now = time.perf_counter()
        self._got += data
        if not self.open.is_set():
            head, end, rest = self._got.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head.split(b"\r\n")[0]:
                self.transport.close()
                return
            self._got = rest
            self.open.set()
        while (frame := self._frame()) is not None:
            kind, payload = frame
            if kind == TEXT:
                self._heard(self, payload, now)
            elif kind == PING:
                self._write(PONG, payload)
            elif kind == CLOSE:
                self.transport.close()

    def say(self, text: bytes) -> None:
        """Send a message."""
        self._write(TEXT, text)

    def _write(self, kind: int, payload: bytes) -> None:
        length = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2, "big")
        self.transport.write(bytes([0x80 | kind]) + length + bytes(4) + payload)  # a mask of zeros

    def _frame(self) -> tuple[int, bytes] | None:
        got = self._got
        if len(got) < 2:
            return None
        length, begin = got[1], 2
        if length >= 126:
            begin = 4 if length == 126 else 10
            length = int.from_bytes(got[2:begin], "big")
        if len(got) < begin + length or len(got) < begin:
            return None
        self._got = got[begin + length :]
        return got[0] & 15, got[begin : begin + length]


@dataclass
class Crowd:
    """People with phones at a room, or at an echo where `code` is empty."""

    port: int
    code: str = ""
    token: str = ""
    cookies: list[str] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    screens: list[Phone] = field(default_factory=list)
    acknowledged: dict[str, float] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    _phase: str = NONE
    _told: int = 0
    _last_told: float = 0.0
    _waiting: asyncio.Event = field(default_factory=asyncio.Event)
    _wanted: int = 0

    async def join(self, people: int) -> None:
        """Let so many people join."""
        todo = iter(range(people))

        async def some() -> None:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            for _ in todo:
                head, _body = await self._request(reader, writer, "join", {}, "")
                cookie = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"set-cookie:"))
                self.cookies.append(cookie.split(b":", 1)[1].split(b";")[0].strip().decode())
            writer.close()
            await writer.wait_closed()

        await asyncio.gather(*(some() for _ in range(min(20, people))))

    async def connect(self, people: Sequence[int]) -> None:
        """Open a live connection for each of these people."""
        loop, limit = asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)

        async def one(person: int) -> Phone:
            async with limit:
                head = self._head(self.cookies[person] if self.cookies else "")
                _, phone = await loop.create_connection(lambda: Phone(head, self._heard), "127.0.0.1", self.port)
                await asyncio.wait_for(phone.open.wait(), LONGEST)
                return phone

        self.phones = list(await asyncio.gather(*(one(each) for each in people)))

    async def watch(self) -> None:
        """Open the projector and the facilitator's screen, which hear all counts."""
        loop = asyncio.get_running_loop()
        for query, more in (("?role=screen", ""), ("", f"Authorization: Bearer {self.token}\r\n")):
            head = self._head("", query, more)
            _, screen = await loop.create_connection(lambda head=head: Phone(head, _ignored), "127.0.0.1", self.port)  # type: ignore[misc]
            await asyncio.wait_for(screen.open.wait(), LONGEST)
            self.screens.append(screen)

    async def close(self) -> None:
        """Hang up."""
        everybody, self.phones, self.screens = (*self.phones, *self.screens), [], []
        for phone in everybody:
            phone.transport.abort()
        for phone in everybody:
            await phone.lost.wait()

    async def go(self, to: str) -> float:
        """Go to a phase; the milliseconds until the last phone has heard of it."""
        self._phase, self._told = to, 0
        self._wait_for(len(self.phones))
        began = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        await self._request(reader, writer, "phase", {"to": to}, f"Authorization: Bearer {self.token}\r\n")
        writer.close()
        await writer.wait_closed()
        if self.phones:
            await asyncio.wait_for(self._waiting.wait(), LONGEST)
        self._phase = NONE
        return 1e3 * (self._last_told - began)

    async def vote(self, number: int, seconds: float, name: str) -> list[float]:
        """Let everybody vote in a round, spread over so many seconds; the milliseconds to each receipt."""
        loop, sent = asyncio.get_running_loop(), dict[str, float]()
        self._wait_for(len(self.phones) + len(self.acknowledged))

        def say(phone: Phone, key: str) -> None:
            sent[key] = time.perf_counter()
            phone.say(_message(number, key))

        for place, phone in enumerate(self.phones):
            loop.call_later(seconds * place / len(self.phones), say, phone, f"{name}-{place}")
        await asyncio.wait_for(self._waiting.wait(), LONGEST)
        return [1e3 * (self.acknowledged[key] - moment) for key, moment in sent.items()]

    def _wait_for(self, count: int) -> None:
        self._wanted = count
        self._waiting.clear()

    def _heard(self, phone: Phone, text: bytes, now: float) -> None:
        if text.startswith((b'{"receipt"', b'{"round"')):
            said = json.loads(text)
            self.acknowledged[(said.get("receipt") or said)["key"]] = now
            if len(self.acknowledged) >= self._wanted:
                self._waiting.set()
        elif text.startswith(b'{"refused"'):
            self.refused.append(text.decode())
        elif text.startswith(f'{{"phase": "{self._phase}"'.encode()):
            self._told, self._last_told = self._told + 1, now
            if self._told >= self._wanted:
                self._waiting.set()

    def _head(self, cookie: str, query: str = "", more: str = "") -> bytes:
        return (
            f"GET /r/{self.code or 'x'}/live{query} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
            f"{more}Cookie: {cookie}\r\n\r\n"
        ).encode()

    async def _request(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, what: str, data: Any, more: str
    ) -> tuple[bytes, bytes]:
        body = json.dumps(data).encode()
        writer.write(
            f"POST /r/{self.code}/{what} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{more}"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n")[0]:
            raise RuntimeError(f"{what} was refused: {head.decode().splitlines()[0]}")
        length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        return head, await reader.readexactly(int(length.split(b":")[1]))


def _ignored(phone: Phone, text: bytes, now: float) -> None:
    return


def _message(number: int, key: str) -> bytes:
    return json.dumps({"round": number, "key": key, "choice": ["abcd"[hash(key) % 4]], "certainty": ">80%"}).encode()


def memory_of(pid: int) -> float:
    """The resident memory of a process in KiB, where the system tells it so."""
    try:
        with open(f"/proc/{pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024
    except OSError:
        return float("nan")


async def measured(port: int, code: str, token: str, pid: int, people: int, rounds: int) -> dict[str, Any]:
    """Votes over a second and at one instant, phases, and memory; at an echo the votes alone."""
    crowd, found = Crowd(port, code, token), dict[str, list[float]](second=[], instant=[], phase=[])
    if code:
        await crowd.join(people)
    before = memory_of(pid)
    await crowd.connect(range(people))
    if code:
        await crowd.watch()
    await asyncio.sleep(0.5)
    memory = (memory_of(pid) - before) / people
    for number in range(rounds):
        if code:
            found["phase"].append(await crowd.go("round1"))
        found["second"] += await crowd.vote(1, 1.0, f"second-{number}")
        if code:
            found["phase"].append(await crowd.go("round2"))
        found["instant"] += await crowd.vote(2, 0.0, f"instant-{number}")
        if code:
            found["phase"].append(await crowd.go("reveal"))
    acknowledged = len(crowd.acknowledged)
    await crowd.close()
    return {**found, "memory": memory, "acknowledged": acknowledged, "refused": len(crowd.refused)}


def main() -> None:
    """Do what standard input says."""
    wanted = json.loads(sys.stdin.readline())
    try:
        import uvloop
    except ImportError:
        loop = None
    else:
        loop = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=loop) as runner:
        print(json.dumps(runner.run(measured(**wanted))))


if __name__ == "__main__":
    main()

"""The server as a process of its own: found beside its file, begun, and ended. It outlives the screen that began it."""

from __future__ import annotations

import os
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx2
from filelock import FileLock, Timeout

from quizapp.room.client.address import Address
from quizapp.room.store import serving
from quizapp.room.store.file import Unusable
from quizapp.room.store.serving import Serving

#: Seconds for which a server may take to begin, to answer, and to end.
BEGIN, ANSWER, END = 60.0, 3.0, 15.0


@dataclass(frozen=True)
class Wish:
    """How a server is to be begun: at which address and port, and further options of `quizapp host`."""

    address: str | None = None
    port: int | None = None
    more: tuple[str, ...] = ()

    def command(self, path: Path) -> list[str]:
        """The command that serves a room's file so."""
        where = ["--address", self.address] if self.address else []
        port = ["--port", str(self.port)] if self.port is not None else []
        return [sys.executable, "-m", "quizapp", "host", "--headless", "--resume", str(path), *where, *port, *self.more]


def found(path: Path) -> Serving | None:
    """The server that serves a room's file now; None where none answers."""
    at = serving.read(path)
    if at is None or not is_served(path):
        return None
    try:
        url = f"{Address(at.local, at.code).room}/state"
        response = httpx2.get(url, headers=bearer(path), timeout=ANSWER, verify=trusted(at), trust_env=False)
        is_ours = response.status_code == 200 and "facilitator" in response.json()
    except (httpx2.HTTPError, OSError, ValueError):
        return None
    return at if is_ours else None


def begun(path: Path, wish: Wish) -> Serving:
    """Begin to serve a room's file in a session of its own, and wait until it is served; Unusable if it is not."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            wish.command(path),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
        line = _first_line(process)
        at = serving.read(path)
        if not line or at is None:
            process.wait()
            raise Unusable(_why(errors))
    threading.Thread(target=process.wait, daemon=True).start()  # so that it is no zombie once it has ended
    return at


def begun_where_it_was(path: Path, wish: Wish) -> Serving:
    """Begin to serve where a server was that was cut off, as phones wait for it there, unless another place is wished.

    Where that cannot be any more, as in another network, it is begun as wished.
    """
    was = serving.read(path)
    if was is not None and wish.address is None and wish.port is None:
        with suppress(Unusable):
            return begun(path, Wish(was.address, was.port, wish.more or was.more))
    return begun(path, wish)


def _first_line(process: subprocess.Popen[bytes]) -> bytes:
    """What the server prints once it serves; nothing if it ends before or takes too long."""
    assert process.stdout is not None
    too_long = threading.Timer(BEGIN, process.kill)
    too_long.start()
    try:
        with process.stdout as output:
            return output.readline()
    finally:
        too_long.cancel()


def _why(errors: IO[bytes]) -> str:
    errors.seek(0)
    said = errors.read().decode(errors="replace").strip().splitlines()
    return said[-1].removeprefix("Error: ") if said else "the server ended without a word; try it again"


def ended(path: Path) -> None:
    """End the server of a room's file, if there is one, and wait until it has; Unusable if it does not end."""
    at = serving.read(path)
    if at is None or not is_served(path):
        return
    with suppress(ProcessLookupError):
        os.kill(at.pid, signal.SIGTERM)
    try:
        with FileLock(_lock(path)).acquire(timeout=END):
            pass
    except Timeout:
        raise Unusable(f"the server (process {at.pid}) does not end; end it by hand: kill -9 {at.pid}") from None


def is_served(path: Path) -> bool:
    """Whether a process holds the lock of a room's file, which the system takes from it when it ends."""
    lock = FileLock(_lock(path), mode=0o600)
    try:
        with lock.acquire(timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        return False


def _lock(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def token(path: Path) -> str:
    """The facilitator's token of a room's file."""
    return path.with_name(f"{path.name}.token").read_text().strip()


def bearer(path: Path) -> dict[str, str]:
    """The header that carries the token."""
    with suppress(OSError):
        return {"Authorization": f"Bearer {token(path)}"}
    return {}


def trusted(at: Serving) -> ssl.SSLContext | bool:
    """How to know the server by its own certificate, which need not be made out to this machine's loopback address."""
    if at.certificate is None:
        return True
    context = ssl.create_default_context(cafile=at.certificate)
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context

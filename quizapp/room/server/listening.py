"""Where a room is served, and the sockets that are listened on there."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from quizapp.room.server.addresses import EVERYWHERE, LOOPBACK, is_loopback
from quizapp.room.store.file import Unusable

#: The port that is tried first where none is named, and how many are tried after it before any other is taken.
PORT, PORTS = 8000, 20
#: Connections that may wait to be taken while a whole class joins at once.
BACKLOG = 4096
#: Bytes that the system keeps for a connection that does not take them; by itself it would keep megabytes.
KEPT_BY_SYSTEM = 128 * 1024
#: Seconds for which the system tries to send something to a connection that does not take it.
UNTAKEN = 30


@dataclass(frozen=True)
class Where:
    """At which address a room is served, under which other names it may be reached, and with which certificate.

    Without a port it is the usual one or the next that is free, and with 0 any that is.
    """

    address: str = LOOPBACK
    port: int | None = None
    names: tuple[str, ...] = ()
    public_url: str | None = None
    certificate: Path | None = None
    key: Path | None = None

    @property
    def scheme(self) -> str:
        """http, or https where there is a certificate."""
        return "https" if self.certificate else "http"


def listening(where: Where) -> list[socket.socket]:
    """The sockets that are listened on: at the address, and for this machine itself, whatever becomes of its network.

    Unusable if the port is taken or the address is not of this machine.
    """
    for port in _ports(where.port):
        try:
            return _at_port(where.address, port)
        except OSError as error:
            is_last = where.port is not None or port == 0 or not _is_taken(error)
            if is_last:
                raise Unusable(_why_not(where.address, port, error)) from None
        except OverflowError as error:
            raise Unusable(_why_not(where.address, port, error)) from None
    raise AssertionError("the last port is any that is free")


def _ports(port: int | None) -> Iterator[int]:
    yield from (*range(PORT, PORT + PORTS), 0) if port is None else (port,)


def _is_taken(error: OSError) -> bool:
    return error.errno in (errno.EADDRINUSE, errno.EACCES)


def _at_port(address: str, port: int) -> list[socket.socket]:
    main = _bound(address, port)
    if address in EVERYWHERE or is_loopback(address):
        return [main]
    try:
        return [main, _bound(LOOPBACK, main.getsockname()[1])]
    except OSError:
        main.close()
        raise


def _bound(address: str, port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    with suppress(OSError):
        if os.name == "posix":  # elsewhere it would let two programs have one port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KEPT_BY_SYSTEM)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # taken over by every connection
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1000 * UNTAKEN)
    try:
        found.bind((address, port))
        found.listen(BACKLOG)
    except (OSError, OverflowError):
        found.close()
        raise
    found.setblocking(False)
    return found


def _why_not(address: str, port: int, error: Exception) -> str:
    why = getattr(error, "strerror", None) or str(error)
    lists = "; `quizapp doctor` lists this machine's addresses" if _is_foreign(error) else ""
    return f"{address} port {port}: {why}; name another with --port or --address{lists}"


def _is_foreign(error: Exception) -> bool:
    return isinstance(error, OSError) and (error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror))

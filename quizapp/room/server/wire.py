"""Connections that cannot hold on to more memory, or for longer, than one of them may.

A head that never ends, pings whose answers are never read, and a connection that is closed but does not take what was
sent to it: each of them is cut off.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

#: Bytes that the head of a request may have, and that may wait for a connection to take them.
LONGEST_HEAD, MOST_UNREAD = 16 * 1024, 4 * 2**20
#: Seconds in which a head has to be there, and a connection that is closed has to take what is left.
HEAD_PATIENCE, LAST_PATIENCE = 20.0, 3.0


class Http(HttpToolsProtocol):
    """A connection for requests, whose heads are short and come soon."""

    _in_head, _head = False, 0
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """A head begins."""
        if not self._in_head:
            self._await_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._in_head, self._head = False, 0
        self._stop_waiting()
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """Read on, unless the head is too long."""
        super().data_received(data)
        self._head = self._head + len(data) if self._in_head else 0
        if self._head > LONGEST_HEAD or _unread(self.transport) > MOST_UNREAD:
            self.transport.abort()

    def _await_head(self) -> None:
        self._in_head = True
        self._timer = self.loop.call_later(HEAD_PATIENCE, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class Socket(WebSocketsSansIOProtocol):
    """A live connection, which is gone soon after it is closed, and takes what it asks for."""

    def data_received(self, data: bytes) -> None:
        """Read on, unless the answers to pings are not taken."""
        super().data_received(data)
        if _unread(self.transport) > MOST_UNREAD:
            self.transport.abort()

    def keepalive_timeout(self) -> None:
        """The other end does not answer."""
        super().keepalive_timeout()
        self._end_soon()

    def on_task_complete(self, task: asyncio.Task[Any]) -> None:
        """The application is done with this connection."""
        super().on_task_complete(task)
        self._end_soon()

    def _end_soon(self) -> None:
        if not self.disconnected:
            self.loop.call_later(LAST_PATIENCE, self.transport.abort)


def _unread(transport: asyncio.Transport) -> int:
    return 0 if transport.is_closing() else transport.get_write_buffer_size()

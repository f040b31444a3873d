"""What a room's server cannot be faster than: a bare Starlette that echoes, and the disk. `python -m` serves."""

from __future__ import annotations

import asyncio
import os
import socket
import tempfile
import time

#: Seconds for which the disk is tried.
TRIED = 0.5


def syncs_a_second() -> float:
    """How often a second 64 bytes more of a file are brought to the disk."""
    with tempfile.NamedTemporaryFile() as file:
        began, done = time.perf_counter(), 0
        while time.perf_counter() - began < TRIED:
            file.write(64 * b"x")
            file.flush()
            getattr(os, "fdatasync", os.fsync)(file.fileno())
            done += 1
        return done / (time.perf_counter() - began)


def main() -> None:
    """Serve on a free port, and print it."""
    import uvicorn
    from starlette.applications import Starlette
    from starlette.routing import WebSocketRoute
    from starlette.websockets import WebSocket

    from quizapp.room.server.serve import _loop

    async def echo(connection: WebSocket) -> None:
        await connection.accept()
        async for text in connection.iter_text():
            await connection.send_text(text)

    async def serve() -> None:
        listening = socket.create_server(("127.0.0.1", 0), backlog=4096)
        app = Starlette(routes=[WebSocketRoute("/r/{code}/live", echo)])
        config = uvicorn.Config(
            app, log_level="critical", ws="websockets-sansio", ws_per_message_deflate=False, lifespan="off"
        )
        print(listening.getsockname()[1], flush=True)
        await uvicorn.Server(config).serve(sockets=[listening])

    with asyncio.Runner(loop_factory=_loop()) as runner:
        runner.run(serve())


if __name__ == "__main__":
    main()

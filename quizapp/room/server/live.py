"""The live connection: the state as it changes, and votes with their receipts."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from quizapp.room.server import hearers, telling
from quizapp.room.server.asking import error_data, is_facilitator, person_of
from quizapp.room.server.codes import usual
from quizapp.room.server.guesses import wait_for_guess
from quizapp.room.server.hearers import FACILITATOR, PERSON, SCREEN, Hearer
from quizapp.room.server.messages import BadMessage, read_json
from quizapp.room.server.pace import Bucket, Pace
from quizapp.room.server.room import Refused, Room
from quizapp.room.server.votes import receipt_data
from quizapp.room.store.file import Person
from quizapp.room.store.writer import NotWritten

#: Messages of one live connection: so many at once, then so many a second; the others wait.
MESSAGES = (30.0, 20.0)


async def serve_live(socket: WebSocket, rooms: Mapping[str, Room], guesses: Pace) -> None:
    """The state as it changes, and votes with their receipts, on one connection."""
    room = rooms.get(usual(socket.path_params["code"]))
    if room is None:
        await wait_for_guess(guesses)
        await socket.close(4404, "there is no room with this code")
        return
    hearer = _hearer(socket, room)
    await socket.accept()
    hearer.hear(_first(room, hearer, person_of(socket, room)))
    room.hearers.add(hearer)
    room.changed = True
    sending = asyncio.create_task(hearer.serve())
    hearing = asyncio.create_task(_hear(socket, room))
    try:
        await asyncio.wait((sending, hearing), return_when=asyncio.FIRST_COMPLETED)
    finally:
        room.hearers.remove(hearer)
        room.changed = True
        for task in (sending, hearing):
            task.cancel()
        await asyncio.gather(sending, hearing, return_exceptions=True)
        with suppress(Exception):  # it may be gone already, which is what is wanted
            await asyncio.wait_for(socket.close(), 1)


def _hearer(socket: WebSocket, room: Room) -> Hearer:
    if is_facilitator(socket, room):
        return Hearer(socket, FACILITATOR)
    if socket.query_params.get("role") == SCREEN:
        return Hearer(socket, SCREEN)
    person = person_of(socket, room)
    return Hearer(socket, PERSON, person.id if person else None)


def _first(room: Room, hearer: Hearer, person: Person | None) -> str:
    if hearer.role == FACILITATOR:
        return telling.for_facilitator(room)
    if hearer.role == SCREEN:
        return telling.for_screen(room)
    you = {"you": telling.you(room, person)} if person else {}
    return json.dumps({**telling.everybody(room), **you})


async def _hear(socket: WebSocket, room: Room) -> None:
    """Take votes until the connection ends; what is no vote is answered by what is wrong with it."""
    person = person_of(socket, room)
    pace, clock = Bucket(*MESSAGES, level=MESSAGES[0], last=time.monotonic()), time.monotonic
    # KeyError: a frame of bytes where text is spoken. What does not take its receipts is no longer read, and dropped.
    with suppress(WebSocketDisconnect, KeyError, TimeoutError):
        while True:
            text = await socket.receive_text()
            if (seconds := pace.wait(clock())) > 0:
                await asyncio.sleep(seconds)
            receipt = json.dumps(await _heard(room, person, text))
            async with asyncio.timeout(hearers.PATIENCE):
                await socket.send_text(receipt)


async def _heard(room: Room, person: Person | None, text: str) -> dict[str, Any]:
    key = None
    try:
        data = read_json(text)
        key = data.get("key") if isinstance(data.get("key"), str) else None
        if person is None:
            raise Refused(401, "not-joined", "join the room first")
        return {"receipt": {"key": key, **receipt_data(await room.vote(person, data))}}
    except BadMessage as error:
        return {"refused": {"key": key, **error_data("bad", str(error))}}
    except Refused as error:
        return {"refused": {"key": key, **error_data(error.code, str(error))}}
    except NotWritten as error:
        return {"refused": {"key": key, **error_data("not-saved", str(error))}}

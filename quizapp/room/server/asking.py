"""Who asks, and what of: cookies, tokens, and the bodies of requests."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.websockets import WebSocket

from quizapp.room.server.codes import is_bearer
from quizapp.room.server.messages import read_json
from quizapp.room.server.room import Refused, Room
from quizapp.room.store.file import Person

COOKIE = "quizapp_room"


def error_data(code: str, why: str) -> dict[str, str]:
    """What is wrong, as a program reads it."""
    return {"code": code, "error": why}


def person_of(request: Request | WebSocket, room: Room) -> Person | None:
    """The participant who asks, if it is one."""
    return room.person(request.cookies.get(COOKIE))


def person_or_refuse(request: Request, room: Room) -> Person:
    """The participant who asks; Refused if it is none."""
    person = person_of(request, room)
    if person is None:
        raise Refused(401, "not-joined", "join the room first")
    return person


def is_facilitator(request: Request | WebSocket, room: Room) -> bool:
    """Whether the facilitator asks."""
    return is_bearer(request.headers.get("authorization"), room.token)


def refuse_others(request: Request, room: Room) -> None:
    """Refused unless the facilitator asks."""
    if not is_facilitator(request, room):
        raise Refused(401, "no-token", "this takes the facilitator's token")


def is_form(request: Request) -> bool:
    """Whether what is sent is a plain form."""
    return request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")


async def body_of(request: Request) -> dict[str, Any]:
    """The JSON that is sent; BadMessage if it cannot be read."""
    body = await request.body()
    return read_json(body) if body else {}


async def fields_of(request: Request) -> dict[str, Any]:
    """What is sent, as JSON or by a plain form."""
    return dict(await request.form(max_fields=50)) if is_form(request) else await body_of(request)

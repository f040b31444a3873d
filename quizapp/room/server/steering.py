"""What the facilitator has the room do."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from quizapp.room.server import controls, telling
from quizapp.room.server.asking import body_of, refuse_others
from quizapp.room.server.messages import BadMessage
from quizapp.room.server.room import Room


async def answer_phase(request: Request, room: Room) -> Response:
    """Go to a phase."""
    refuse_others(request, room)
    data = await body_of(request)
    to, question = data.get("to"), data.get("question")
    if not isinstance(to, str) or not isinstance(question, str | None):
        raise BadMessage('"to" is a phase; "question", if another one is meant, its id')
    await room.go(to, question)
    return Response(telling.for_facilitator(room), media_type="application/json")


async def answer_control(request: Request, room: Room) -> Response:
    """Do something else as the facilitator."""
    refuse_others(request, room)
    await controls.do(room, await body_of(request))
    return Response(telling.for_facilitator(room), media_type="application/json")

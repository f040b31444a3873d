"""How things stand, as programs ask for it: the state, one's own result, the networks."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from quizapp.room.server import telling
from quizapp.room.server.asking import is_facilitator, person_of, person_or_refuse
from quizapp.room.server.hearers import SCREEN
from quizapp.room.server.room import Refused, Room

#: What of each moment of a run is left out where only the other is asked for.
PARTS = {"svg": "chart", "chart": "svg"}


async def answer_state(request: Request, room: Room) -> Response:
    """How things stand; only that nothing has changed since a version that the client has."""
    facilitator, role = is_facilitator(request, room), request.query_params.get("role")
    if facilitator:
        return Response(telling.for_facilitator(room), media_type="application/json")
    if role == SCREEN:
        return Response(telling.for_screen(room), media_type="application/json")
    if (person := person_of(request, room)) is not None:
        room.hearers.polled(person.id)
    if request.query_params.get("since") == str(room.version):
        return JSONResponse({"phase": room.state.phase.value, "version": room.version, "unchanged": True})
    you = {"you": telling.you(room, person)} if person else {}
    return JSONResponse({**telling.everybody(room), **you})


async def answer_mine(request: Request, room: Room) -> Response:
    """A participant's own result, once it may be told."""
    mine = telling.mine(room, person_or_refuse(request, room))
    if mine is None:
        raise Refused(409, "not-told", "the answer is not revealed yet")
    return JSONResponse(mine)


async def answer_runs(request: Request, room: Room) -> Response:
    """The networks that are shown: their charts as data and as SVG, or as one of them where `as` names it."""
    if not room.state.phase.is_told or (front := room.front) is None:
        raise Refused(409, "not-told", "the answer is not revealed yet")
    key = ("runs", front.question)
    kind = request.query_params.get("as", "")
    known = (room.version, room.desk.status(key), kind if kind in PARTS else "")
    if known not in room.written_runs:  # once for all who ask: it may be megabytes
        how = {"question": front.question, "status": known[1], "why": room.desk.why(key)}
        runs = [_without(PARTS.get(kind), run) for run in telling.chosen_runs(room)]
        others = {each: text for each, text in room.written_runs.items() if each[:2] == known[:2]}
        room.written_runs = {**others, known: bytes(JSONResponse({**how, "runs": runs}).body)}
    return Response(room.written_runs[known], media_type="application/json")


def _without(name: str | None, run: dict[str, Any]) -> dict[str, Any]:
    """A run with all but one part of its moments, which are large."""
    if name is None:
        return run
    moments = [{part: value for part, value in moment.items() if part != name} for moment in run["moments"]]
    return {**{part: value for part, value in run.items() if part != "whole"}, "moments": moments}

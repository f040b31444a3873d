"""Joining and voting, by programs and by plain forms."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from quizapp.room.server import telling
from quizapp.room.server.asking import COOKIE, body_of, fields_of, is_form, person_of, person_or_refuse
from quizapp.room.server.forms import vote_of_form
from quizapp.room.server.messages import BadMessage
from quizapp.room.server.room import Refused, Room
from quizapp.room.store.writer import NotWritten, Receipt


async def answer_join(request: Request, room: Room) -> Response:
    """Join, and get a cookie; who has one is known already."""
    data = await fields_of(request)
    nickname = data.get("nickname")
    if nickname is not None and not isinstance(nickname, str):
        raise BadMessage('"nickname" is text')
    person, secret = person_of(request, room), request.cookies.get(COOKIE, "")
    if person is None:
        secret, person = await room.join(nickname)
    response: Response
    if is_form(request):
        response = RedirectResponse(f"/r/{room.about.code}", 303)
    else:
        response = JSONResponse({**telling.everybody(room), "you": telling.you(room, person)})
    response.set_cookie(
        COOKIE,
        secret,
        path=f"/r/{request.path_params['code']}",
        httponly=True,
        samesite="strict",
        secure=request.app.state.secure,
    )
    return response


async def answer_vote(request: Request, room: Room) -> Response:
    """Take a vote, and say that it is saved."""
    if is_form(request):
        note = await _note_of_form(request, room)
        return RedirectResponse(f"/r/{room.about.code}?note={note}", 303)
    return JSONResponse(receipt_data(await room.vote(person_or_refuse(request, room), await body_of(request))))


async def _note_of_form(request: Request, room: Room) -> str:
    """What became of a vote by a plain form, as a word for the page that comes next."""
    attempt = room.front.attempt if room.front else None
    try:
        person = person_or_refuse(request, room)
        await room.vote(person, vote_of_form(attempt, await request.form(max_fields=200)))
    except BadMessage:
        return "incomplete"
    except Refused as error:
        return error.code
    except NotWritten:
        return "not-saved"
    return "saved"


def receipt_data(receipt: Receipt) -> dict[str, Any]:
    """A receipt, as a program reads it."""
    row = receipt.row
    return {
        "seq": receipt.seq,
        "duplicate": receipt.duplicate,
        "question": row.question,
        "round": row.round,
        "answer": json.loads(row.answer),
        "certainty": row.certainty,
    }

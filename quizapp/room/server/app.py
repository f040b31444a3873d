"""The server as an application: which address does what. All that is decided is decided in `Room`."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketClose, WebSocketDisconnect

from quizapp.charts.vector import STYLE
from quizapp.room.phone.page import STATIC as PHONE_FILES
from quizapp.room.phone.page import join_page, no_room_page, participant_page
from quizapp.room.screen.page import STATIC as SCREEN_FILES
from quizapp.room.screen.page import screen_page
from quizapp.room.server import controls, hearers, telling
from quizapp.room.server.codes import is_bearer, usual
from quizapp.room.server.forms import vote_of_form
from quizapp.room.server.guards import HEADERS, Guards, TooLong
from quizapp.room.server.hearers import FACILITATOR, PERSON, SCREEN, Hearer
from quizapp.room.server.messages import LONGEST, BadMessage, read_json
from quizapp.room.server.pace import Bucket, Pace
from quizapp.room.server.room import Refused, Room
from quizapp.room.store.file import Person
from quizapp.room.store.writer import NotWritten, Receipt

COOKIE = "quizapp_room"
#: Wrong codes of all connections together: so many at once, then so many a second. Right codes never wait.
GUESSES = (20.0, 10.0)
#: Messages of one live connection: so many at once, then so many a second; the others wait.
MESSAGES = (30.0, 20.0)
#: Seconds for which a wrong code waits in any case.
GUESS_DELAY = 0.25
#: And for which each waits where more wait already than are kept in line.
TOO_MANY_DELAY = 20.0
#: What of each moment of a run is left out where only the other is asked for.
PARTS = {"svg": "chart", "chart": "svg"}
Rooms = Mapping[str, Room]
Answer = Callable[[Request, Room], Awaitable[Response]]


def application(
    rooms: Rooms,
    hosts: Collection[str],
    secure: bool = False,
    url: str = "",
    any_address: bool = False,
    pages: Collection[str] = (),
) -> Starlette:
    """An application that serves rooms by their codes, under these names; `secure` if it is reached by HTTPS.

    `url` is the address to show to people, or that by which the projector's page was asked for; `any_address` and
    `pages` are as `guards.Guards` has them.
    """
    guesses = Pace(*GUESSES, most=200.0)

    def to(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        return partial(_in_room, rooms=rooms, answer=answer, guesses=guesses)

    routes = [
        Route("/", _front, methods=["GET"]),
        Mount("/phone", _files(PHONE_FILES)),
        Route("/charts.css", _chart_style, methods=["GET"]),
        Mount("/projector", _files(SCREEN_FILES)),
        Route("/r/{code}", to(_page), methods=["GET"]),
        Route("/r/{code}/screen", to(_screen), methods=["GET"]),
        Route("/r/{code}/join", to(_join), methods=["POST"]),
        Route("/r/{code}/vote", to(_vote), methods=["POST"]),
        Route("/r/{code}/state", to(_state), methods=["GET"]),
        Route("/r/{code}/mine", to(_mine), methods=["GET"]),
        Route("/r/{code}/runs", to(_runs), methods=["GET"]),
        Route("/r/{code}/phase", to(_phase), methods=["POST"]),
        Route("/r/{code}/control", to(_control), methods=["POST"]),
        WebSocketRoute("/r/{code}/live", partial(_live, rooms=rooms, guesses=guesses)),
    ]
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(
                Guards,
                hosts=[host.lower() for host in hosts],
                longest=LONGEST,
                any_address=any_address,
                pages=pages,
            )
        ],
        exception_handlers={TooLong: _too_long, Exception: _broken},
        lifespan=partial(_lifespan, rooms=rooms),
    )
    app.state.secure, app.state.url = secure, url
    return app


@asynccontextmanager
async def _lifespan(app: Starlette, rooms: Rooms) -> AsyncIterator[None]:
    for room in rooms.values():
        room.open()
    yield
    for room in rooms.values():
        await room.close()


def _files(folder: Path) -> ASGIApp:
    """The files of a folder, which speak no WebSocket."""
    files = StaticFiles(directory=folder)

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        await (WebSocketClose() if scope["type"] == "websocket" else files)(scope, receive, send)

    return serve


async def _broken(request: Request, error: Exception) -> Response:
    """Something that should not be; nothing of it is told but that it is."""
    headers = {name.decode(): value.decode() for name, value in HEADERS}
    return PlainTextResponse("this went wrong in the room's server; the room goes on\n", 500, headers)


async def _too_long(request: Request, error: Exception) -> Response:
    return PlainTextResponse(f"a message has at most {LONGEST} bytes\n", 413)


async def _in_room(request: Request, rooms: Rooms, answer: Answer, guesses: Pace) -> Response:
    """What a room answers; a code that leads nowhere waits, and says so to people and to programs."""
    room = rooms.get(usual(request.path_params["code"]))
    if room is None:
        await _guessed(guesses)
        wants_page = "text/html" in request.headers.get("accept", "")
        return no_room_page() if wants_page else JSONResponse(_error("no-room", "there is no room with this code"), 404)
    room.asked += 1
    try:
        return await answer(request, room)
    except BadMessage as error:
        return JSONResponse(_error("bad", str(error)), 400)
    except Refused as error:
        return JSONResponse(_error(error.code, str(error)), error.status)
    except NotWritten as error:
        return JSONResponse(_error("not-saved", str(error)), 503)


async def _guessed(guesses: Pace) -> None:
    await asyncio.sleep(seconds_of_a_guess(guesses))


def seconds_of_a_guess(guesses: Pace) -> float:
    """For how long a wrong code waits until it hears that it is wrong: longer, the more of them there are."""
    wait = guesses.wait("all")
    return GUESS_DELAY + (TOO_MANY_DELAY if wait is None else wait)


def _error(code: str, why: str) -> dict[str, str]:
    return {"code": code, "error": why}


async def _front(request: Request) -> Response:
    """The page on which a code is typed; with one, the way to its room."""
    code = "".join(each for each in request.query_params.get("code", "") if each.isascii() and each.isalnum())
    return RedirectResponse(f"/r/{usual(code)}", 303) if code else join_page()


def _person(request: Request | WebSocket, room: Room) -> Person | None:
    return room.person(request.cookies.get(COOKIE))


def _must_be_person(request: Request, room: Room) -> Person:
    person = _person(request, room)
    if person is None:
        raise Refused(401, "not-joined", "join the room first")
    return person


def _is_facilitator(request: Request | WebSocket, room: Room) -> bool:
    return is_bearer(request.headers.get("authorization"), room.token)


def _must_be_facilitator(request: Request, room: Room) -> None:
    if not _is_facilitator(request, room):
        raise Refused(401, "no-token", "this takes the facilitator's token")


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")


async def _body(request: Request) -> dict[str, Any]:
    body = await request.body()
    return read_json(body) if body else {}


def _by_usual_code(request: Request, room: Room) -> Response | None:
    """The way to the page whose address has the code in capitals: cookies are kept by it."""
    code = request.path_params["code"]
    if code == room.about.code:
        return None
    return RedirectResponse(request.url.path.replace(code, room.about.code, 1), 307)


async def _page(request: Request, room: Room) -> Response:
    """A participant's page, or with `?part=1` what changes in it as the room moves on."""
    if (elsewhere := _by_usual_code(request, room)) is not None:
        return elsewhere
    person, asked = _person(request, room), request.query_params
    return participant_page(
        telling.everybody(room),
        telling.you(room, person) if person else None,
        telling.mine(room, person) if person else None,
        asked.get("note"),
        secure=request.app.state.secure,
        part="part" in asked,
        people=room.hearers.here,
    )


async def _chart_style(request: Request) -> Response:
    return Response(STYLE, media_type="text/css")


async def _screen(request: Request, room: Room) -> Response:
    """The projector's page, or with `?part=1` what changes in it."""
    if (elsewhere := _by_usual_code(request, room)) is not None:
        return elsewhere
    asked, told = request.query_params, room.state.phase.is_told
    runs = telling.chosen_runs(room) if told else []
    url = request.app.state.url or str(request.base_url)
    return screen_page(telling.on_screen(room), runs, url, look=asked.get("look"), part="part" in asked)


async def _join(request: Request, room: Room) -> Response:
    """Join, and get a cookie; who has one is known already."""
    data = await _fields(request)
    nickname = data.get("nickname")
    if nickname is not None and not isinstance(nickname, str):
        raise BadMessage('"nickname" is text')
    person, secret = _person(request, room), request.cookies.get(COOKIE, "")
    if person is None:
        secret, person = await room.join(nickname)
    response: Response
    if _is_form(request):
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


async def _fields(request: Request) -> dict[str, Any]:
    return dict(await request.form(max_fields=50)) if _is_form(request) else await _body(request)


async def _vote(request: Request, room: Room) -> Response:
    if _is_form(request):
        note = await _note_of_form(request, room)
        return RedirectResponse(f"/r/{room.about.code}?note={note}", 303)
    return JSONResponse(_receipt(await room.vote(_must_be_person(request, room), await _body(request))))


async def _note_of_form(request: Request, room: Room) -> str:
    """What became of a vote by a plain form, as a word for the page that comes next."""
    attempt = room.front.attempt if room.front else None
    try:
        person = _must_be_person(request, room)
        await room.vote(person, vote_of_form(attempt, await request.form(max_fields=200)))
    except BadMessage:
        return "incomplete"
    except Refused as error:
        return error.code
    except NotWritten:
        return "not-saved"
    return "saved"


def _receipt(receipt: Receipt) -> dict[str, Any]:
    row = receipt.row
    return {
        "seq": receipt.seq,
        "duplicate": receipt.duplicate,
        "question": row.question,
        "round": row.round,
        "answer": json.loads(row.answer),
        "certainty": row.certainty,
    }


async def _state(request: Request, room: Room) -> Response:
    """How things stand; only that nothing has changed since a version that the client has."""
    facilitator, role = _is_facilitator(request, room), request.query_params.get("role")
    if facilitator:
        return Response(telling.for_facilitator(room), media_type="application/json")
    if role == SCREEN:
        return Response(telling.for_screen(room), media_type="application/json")
    if (person := _person(request, room)) is not None:
        room.hearers.polled(person.id)
    if request.query_params.get("since") == str(room.version):
        return JSONResponse({"phase": room.state.phase.value, "version": room.version, "unchanged": True})
    you = {"you": telling.you(room, person)} if person else {}
    return JSONResponse({**telling.everybody(room), **you})


async def _mine(request: Request, room: Room) -> Response:
    mine = telling.mine(room, _must_be_person(request, room))
    if mine is None:
        raise Refused(409, "not-told", "the answer is not revealed yet")
    return JSONResponse(mine)


async def _runs(request: Request, room: Room) -> Response:
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


async def _phase(request: Request, room: Room) -> Response:
    _must_be_facilitator(request, room)
    data = await _body(request)
    to, question = data.get("to"), data.get("question")
    if not isinstance(to, str) or not isinstance(question, str | None):
        raise BadMessage('"to" is a phase; "question", if another one is meant, its id')
    await room.go(to, question)
    return Response(telling.for_facilitator(room), media_type="application/json")


async def _control(request: Request, room: Room) -> Response:
    _must_be_facilitator(request, room)
    await controls.do(room, await _body(request))
    return Response(telling.for_facilitator(room), media_type="application/json")


async def _live(socket: WebSocket, rooms: Rooms, guesses: Pace) -> None:
    """The state as it changes, and votes with their receipts, on one connection."""
    room = rooms.get(usual(socket.path_params["code"]))
    if room is None:
        await _guessed(guesses)
        await socket.close(4404, "there is no room with this code")
        return
    hearer = _hearer(socket, room)
    await socket.accept()
    hearer.hear(_first(room, hearer, _person(socket, room)))
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
    if _is_facilitator(socket, room):
        return Hearer(socket, FACILITATOR)
    if socket.query_params.get("role") == SCREEN:
        return Hearer(socket, SCREEN)
    person = _person(socket, room)
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
    person = _person(socket, room)
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
        return {"receipt": {"key": key, **_receipt(await room.vote(person, data))}}
    except BadMessage as error:
        return {"refused": {"key": key, **_error("bad", str(error))}}
    except Refused as error:
        return {"refused": {"key": key, **_error(error.code, str(error))}}
    except NotWritten as error:
        return {"refused": {"key": key, **_error("not-saved", str(error))}}

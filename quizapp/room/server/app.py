"""The server as an application: which address does what. All that is decided is decided in `Room`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from quizapp.room.phone.page import STATIC as PHONE_FILES
from quizapp.room.phone.page import no_room_page
from quizapp.room.screen.page import STATIC as SCREEN_FILES
from quizapp.room.server.asking import error_data
from quizapp.room.server.codes import usual
from quizapp.room.server.guards import HEADERS, Guards, TooLong
from quizapp.room.server.guesses import GUESSES, wait_for_guess
from quizapp.room.server.live import serve_live
from quizapp.room.server.messages import LONGEST, BadMessage
from quizapp.room.server.pace import Pace
from quizapp.room.server.pages import chart_style, front_page, page_of_person, page_of_screen
from quizapp.room.server.room import Refused, Room
from quizapp.room.server.states import answer_mine, answer_runs, answer_state
from quizapp.room.server.steering import answer_control, answer_phase
from quizapp.room.server.votes import answer_join, answer_vote
from quizapp.room.store.writer import NotWritten

NO_ROOM = "there is no room with this code"
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
    app = Starlette(
        routes=_routes(rooms),
        middleware=[Middleware(Guards, [host.lower() for host in hosts], LONGEST, any_address, pages)],
        exception_handlers={TooLong: _too_long, Exception: _broken},
        lifespan=partial(_lifespan, rooms=rooms),
    )
    app.state.secure, app.state.url = secure, url
    return app


def _routes(rooms: Rooms) -> list[BaseRoute]:
    guesses = Pace(*GUESSES, most=200.0)

    def to(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        return partial(_in_room, rooms=rooms, answer=answer, guesses=guesses)

    return [
        Route("/", front_page, methods=["GET"]),
        Mount("/phone", _files(PHONE_FILES)),
        Route("/charts.css", chart_style, methods=["GET"]),
        Mount("/projector", _files(SCREEN_FILES)),
        Route("/r/{code}", to(page_of_person), methods=["GET"]),
        Route("/r/{code}/screen", to(page_of_screen), methods=["GET"]),
        Route("/r/{code}/join", to(answer_join), methods=["POST"]),
        Route("/r/{code}/vote", to(answer_vote), methods=["POST"]),
        Route("/r/{code}/state", to(answer_state), methods=["GET"]),
        Route("/r/{code}/mine", to(answer_mine), methods=["GET"]),
        Route("/r/{code}/runs", to(answer_runs), methods=["GET"]),
        Route("/r/{code}/phase", to(answer_phase), methods=["POST"]),
        Route("/r/{code}/control", to(answer_control), methods=["POST"]),
        WebSocketRoute("/r/{code}/live", partial(serve_live, rooms=rooms, guesses=guesses)),
    ]


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
        await wait_for_guess(guesses)
        wants_page = "text/html" in request.headers.get("accept", "")
        return no_room_page() if wants_page else JSONResponse(error_data("no-room", NO_ROOM), 404)
    room.asked += 1
    try:
        return await answer(request, room)
    except BadMessage as error:
        return JSONResponse(error_data("bad", str(error)), 400)
    except Refused as error:
        return JSONResponse(error_data(error.code, str(error)), error.status)
    except NotWritten as error:
        return JSONResponse(error_data("not-saved", str(error)), 503)

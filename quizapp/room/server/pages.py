"""The pages that a room serves: joining, the participant's, and the projector's."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from quizapp.charts.vector import STYLE
from quizapp.room.phone.page import join_page, participant_page
from quizapp.room.screen.page import screen_page
from quizapp.room.server import telling
from quizapp.room.server.asking import person_of
from quizapp.room.server.codes import usual
from quizapp.room.server.room import Room


async def front_page(request: Request) -> Response:
    """The page on which a code is typed; with one, the way to its room."""
    code = "".join(each for each in request.query_params.get("code", "") if each.isascii() and each.isalnum())
    return RedirectResponse(f"/r/{usual(code)}", 303) if code else join_page()


def _by_usual_code(request: Request, room: Room) -> Response | None:
    """The way to the page whose address has the code in capitals: cookies are kept by it."""
    code = request.path_params["code"]
    if code == room.about.code:
        return None
    return RedirectResponse(request.url.path.replace(code, room.about.code, 1), 307)


async def page_of_person(request: Request, room: Room) -> Response:
    """A participant's page, or with `?part=1` what changes in it as the room moves on."""
    if (elsewhere := _by_usual_code(request, room)) is not None:
        return elsewhere
    person, asked = person_of(request, room), request.query_params
    return participant_page(
        telling.everybody(room),
        telling.you(room, person) if person else None,
        telling.mine(room, person) if person else None,
        asked.get("note"),
        secure=request.app.state.secure,
        part="part" in asked,
        people=room.hearers.here,
    )


async def chart_style(request: Request) -> Response:
    """How charts look, once for all pages."""
    return Response(STYLE, media_type="text/css")


async def page_of_screen(request: Request, room: Room) -> Response:
    """The projector's page, or with `?part=1` what changes in it."""
    if (elsewhere := _by_usual_code(request, room)) is not None:
        return elsewhere
    asked, told = request.query_params, room.state.phase.is_told
    runs = telling.chosen_runs(room) if told else []
    url = request.app.state.url or str(request.base_url)
    return screen_page(telling.on_screen(room), runs, url, look=asked.get("look"), part="part" in asked)

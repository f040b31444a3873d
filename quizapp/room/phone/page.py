"""The participants' page as HTML, made from what `server.telling` tells everybody and one participant."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.responses import HTMLResponse

STATIC = Path(__file__).parent / "static"


def join_page() -> HTMLResponse:
    """The page on which a room's code is typed."""
    return HTMLResponse("")


def no_room_page() -> HTMLResponse:
    """The page that says that no room has this code."""
    return HTMLResponse("", 404)


def participant_page(
    state: Mapping[str, Any], you: Mapping[str, Any] | None, mine: Mapping[str, Any] | None, note: str | None
) -> HTMLResponse:
    """A participant's page as things stand; the form to join for somebody who has not."""
    return HTMLResponse("")

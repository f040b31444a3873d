"""The projector's page as HTML; what is on it comes by way of the live connection."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import HTMLResponse

STATIC = Path(__file__).parent / "static"


def screen_page(code: str) -> HTMLResponse:
    """The page for a room's projector."""
    return HTMLResponse("")

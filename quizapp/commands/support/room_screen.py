"""The facilitator's screen on a room's file: on the server that serves it, or on one that is begun."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizapp.room.host.running import Wish
    from quizapp.room.server.listening import Where
    from quizapp.room.store.serving import Serving


def must_have_screen() -> None:
    """Complain where a screen cannot be drawn."""
    from quizapp.text.terminal import why_not_full_screen

    if (reason := why_not_full_screen()) is not None:
        raise click.ClickException(f"the screen cannot be drawn here, because {reason}; --headless serves without one")


def on_screen(path: Path, where: Where, address: str | None = None, hands: bool = False, stays: bool = True) -> int:
    """Open the facilitator's screen until it is left, and say what becomes of the room; `address` is the one wished.

    Unless it `stays`, whoever asked for the screen ends the room with it.
    """
    from quizapp.room.host.running import Wish
    from quizapp.room.server.serve import options
    from quizapp.text.terminal import left_as_found

    path = path.absolute()
    if not path.is_file():
        raise click.ClickException(f"there is no file {str(path)!r}; name the room's file, or a deck to begin a room")
    at = _served(path, Wish(address, where.port, options(where)))
    from quizapp.room.host.app import resume_command, run_host

    with left_as_found():
        app = run_host(path, at, hands, stays)
    if app.served and stays:
        click.echo(f"The room is still open at {app.serving.url}. Come back to it with\n  {resume_command(path)}")
    else:
        click.echo(f"The room has ended; all votes are in\n  {path}")
    return app.return_code or 0


def _served(path: Path, wish: Wish) -> Serving:
    """The server of a room's file, at the address that is wished."""
    from quizapp.room.host import running

    at = running.found(path)
    if at is None:
        click.echo("The room opens ...", err=True)
        return running.begun_where_it_was(path, wish)
    if wish.address in (None, at.address):
        return at
    running.ended(path)
    port = at.port if wish.port is None else wish.port
    return running.begun(path, running.Wish(wish.address, port, wish.more or at.more))

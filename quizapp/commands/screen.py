"""`quizapp screen`: what is shown in front of a room, in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizapp.room.screen.terminal.watcher import Watcher

IN_A_BROWSER = "any browser shows the same at URL/screen"


@click.command(short_help="Show a room in front, in a terminal.")
@click.argument("url")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw with the letters of ASCII alone.")
def screen(url: str, ascii_only: bool) -> int:
    """Show in front what a room is at: how to come in, the question, the answers, and the networks side by side.

    It follows the facilitator by itself, and tells no names, and nothing of the key too early.
    """
    from quizapp.room.client.address import BadAddress, address_of
    from quizapp.text.terminal import why_not_full_screen

    try:
        address = address_of(url)
    except BadAddress as error:
        raise click.ClickException(str(error)) from None
    if (reason := why_not_full_screen()) is not None:
        raise click.ClickException(f"the room cannot be drawn here, because {reason}; {IN_A_BROWSER}")
    from quizapp.room.client.link import Link
    from quizapp.room.screen.terminal.watcher import Watcher

    return _shown(Watcher(Link(address, role="screen")), ascii_only)


async def _begun(watcher: Watcher) -> None:
    """Look how things stand, or say in a line why that cannot be."""
    from quizapp.room.client.link import Refusal, Unreachable
    from quizapp.room.client.state import BadState

    try:
        await watcher.begin()
    except (Refusal, Unreachable, BadState) as error:
        raise click.ClickException(str(error)) from None
    if watcher.stand is not None and watcher.stand.over:
        raise click.ClickException("the session is over")


def _shown(watcher: Watcher, ascii_only: bool) -> int:
    import asyncio

    from quizapp.room.screen.terminal.app import ScreenApp
    from quizapp.text.terminal import left_as_found, locale_is_ascii_only

    async def all_of_it() -> int:
        try:
            await _begun(watcher)
            app = ScreenApp(watcher, ascii_only or locale_is_ascii_only())
            await app.run_async()
            return app.return_code or 0
        finally:
            await watcher.link.close()

    with left_as_found():
        return asyncio.run(all_of_it())


COMMAND = screen

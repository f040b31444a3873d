"""`quizapp join`: take part in a room, on the whole screen or line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quizapp.room.join.member import Member

PLAIN_INSTEAD = "`quizapp join URL --plain` takes part line by line"


@click.command(short_help="Take part in a room.")
@click.argument("url")
@click.option("--plain", is_flag=True, help="Line by line, for screen readers and pipes.")
@click.option("--name", "nickname", metavar="NICKNAME", help="What to be called, where the room lets people choose.")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw with the letters of ASCII alone.")
def join(url: str, plain: bool, nickname: str | None, ascii_only: bool) -> int:
    """Take part in a room from this terminal, by the rules of the phones; URL is the address shown in front.

    Who joins again from here is the same participant, and an answer that was not saved is sent again.
    """
    from quizapp.room.client.address import BadAddress, address_of

    try:
        address = address_of(url)
    except BadAddress as error:
        raise click.ClickException(str(error)) from None
    if not plain:
        _must_have_screen()
    from quizapp.room.client.link import Link
    from quizapp.room.join.kept import kept_of
    from quizapp.room.join.member import Member

    member = Member(Link(address), kept_of(address))
    return _line_by_line(member, nickname, ascii_only) if plain else _on_whole_screen(member, nickname, ascii_only)


def _must_have_screen() -> None:
    from quizapp.text.terminal import why_not_full_screen

    if (reason := why_not_full_screen()) is not None:
        raise click.ClickException(f"the room cannot be drawn here, because {reason}; {PLAIN_INSTEAD}")


async def _joined(member: Member, nickname: str | None) -> None:
    """Join, or say in a line why that cannot be."""
    from quizapp.room.client.link import Refusal, Unreachable
    from quizapp.room.client.state import BadState
    from quizapp.room.join.words import OVER

    try:
        await member.join(nickname)
    except (Refusal, Unreachable, BadState) as error:
        raise click.ClickException(str(error)) from None
    if member.stand is not None and member.stand.over:
        raise click.ClickException(OVER)


def _line_by_line(member: Member, nickname: str | None, ascii_only: bool) -> int:
    import asyncio
    import sys

    from quizapp.plain.console import console_on
    from quizapp.room.join.plain import take_part

    if sys.stdin is None:
        raise click.ClickException("standard input is closed, and answers are read from it; use < FILE, or a terminal")
    console = console_on(sys.stdin, sys.stdout, False, ascii_only)

    async def all_of_it() -> int:
        try:
            await _joined(member, nickname)
            return await take_part(console, member, nickname)
        finally:
            await member.link.close()

    return asyncio.run(all_of_it())


def _on_whole_screen(member: Member, nickname: str | None, ascii_only: bool) -> int:
    import asyncio

    from quizapp.room.join.tui.app import JoinApp
    from quizapp.room.join.words import NOT_SAVED
    from quizapp.text.terminal import left_as_found, locale_is_ascii_only

    async def all_of_it() -> int:
        try:
            await _joined(member, nickname)
            app = JoinApp(member, nickname, ascii_only or locale_is_ascii_only())
            await app.run_async()
            return app.return_code or 0
        finally:
            await member.link.close()

    with left_as_found():
        status = asyncio.run(all_of_it())
    if member.ballots.waiting:
        raise click.ClickException(NOT_SAVED)
    return status


COMMAND = join

"""`quizapp room`: what belongs to rooms beside hosting them; each command is a file of `of_room`."""

from __future__ import annotations

import click

from quizapp.discovery import discover


@click.group(short_help="Read a workshop's votes (report), or delete old ones (purge).")
def room() -> None:
    """Read what a room left behind, or delete it."""


for _, command in discover("quizapp.commands.of_room", "COMMAND"):
    room.add_command(command)

COMMAND = room

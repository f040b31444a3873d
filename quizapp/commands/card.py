"""`quizapp card`: a page to print or project that leads into a room."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizapp.commands.support.option_values import new_file, read_by, whole

if TYPE_CHECKING:
    from quizapp.room.client.address import Address


def _address(text: str) -> Address:
    from quizapp.room.client.address import address_of

    return address_of(text)


@click.command(short_help="Write a page to print that leads into a room: QR code, address, code, Wi-Fi.")
@click.argument("address", metavar="URL", callback=read_by(_address))
@click.option("--title", metavar="TEXT", default="Join with your phone", help="What stands on top.")
@click.option("--wifi", metavar="NAME", help="The Wi-Fi network to join first.")
@click.option("--keep-days", metavar="N", callback=whole(1, 3650), help="Say that answers are deleted after so long.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=new_file,
    metavar="FILE",
    help="The file to write, .svg for the drawing alone.  [default: HTML on the standard output]",
)
def card(address: Address, title: str, wifi: str | None, keep_days: int | None, output: Path | None) -> None:
    """Write a page of A4 that leads into the room at URL, as it is shown in front: http://192.168.1.23:8000/r/KMPTX.

    It is black on white, one file, and loads nothing.
    """
    from quizapp.room.before.card import join_card, join_card_svg, stored

    is_drawing = output is not None and output.suffix.lower() == ".svg"
    try:
        made = (join_card_svg if is_drawing else join_card)(address.room, address.code, title, wifi, stored(keep_days))
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    if output is None:
        click.echo(made, nl=False)
    else:
        output.write_text(made, encoding="utf-8")


COMMAND = card

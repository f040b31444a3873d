"""`quizapp room card`: a page to print, by which people find into a room."""

from __future__ import annotations

from pathlib import Path

import click

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(short_help="Print a card with the QR code and the address of a room.")
@click.argument("address")
@click.option("--wifi", metavar="NAME", help="The Wi-Fi network that people join first.")
@click.option("--title", default="Join the quiz", show_default=True, help="What stands at the top.")
@click.option("--svg", is_flag=True, help="As one SVG, and not as a page of HTML.")
@click.option("--output", metavar="PATH", type=FILE, help="Write it to a file.")
def card(address: str, wifi: str | None, title: str, svg: bool, output: Path | None) -> None:
    """Make the card for a room at ADDRESS, which stands on the facilitator's screen: http://192.168.1.23:8000/r/KMPTX."""
    from quizapp.room.before.card import join_card, join_card_svg
    from quizapp.room.client.address import BadAddress, address_of

    try:
        room = address_of(address)
        made = (join_card_svg if svg else join_card)(room.room, room.code, title, wifi)
    except (BadAddress, ValueError) as error:
        raise click.ClickException(str(error)) from None
    if output is None:
        click.echo(made, nl=False)
    else:
        output.write_text(made, encoding="utf-8")
        click.echo(f"{output} is written; open it in a browser to print it", err=True)


COMMAND = card

"""`quizapp plan`: what of a deck a workshop has time for."""

from __future__ import annotations

import click

from quizapp.commands.support.option_values import whole


@click.command(short_help="Say what of a deck a workshop has time for, and what to leave out.")
@click.argument("deck")
@click.option(
    "--minutes", metavar="N", default="45", show_default=True, callback=whole(1, 1440), help="How long the session is."
)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to print it.")
def plan(deck: str, minutes: int, format_: str) -> None:
    """Give each question of DECK its minutes, and say which to leave out so that the rest fits.

    A question takes some 8 minutes: vote, discuss, vote again, watch the networks, explain. Kept are those that cover
    most objectives, with networks to watch and mistakes that people really make.
    """
    import json

    from quizapp.commands.support.files import one_deck
    from quizapp.deck.reader.problems import printable
    from quizapp.room.before.plan import plan as planned
    from quizapp.room.before.plan_text import plan_as_data, plan_lines

    made = planned(one_deck(deck), minutes)
    if format_ == "json":
        click.echo(json.dumps(plan_as_data(made), indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(map(printable, plan_lines(made))))


COMMAND = plan

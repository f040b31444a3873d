"""`quizapp schema`: what a deck file may say, for editors."""

from __future__ import annotations

import click


@click.command(short_help="Print the JSON Schema of deck files.")
def schema() -> None:
    """Print the JSON Schema of deck files, from which editors complete and underline."""
    import json

    from quizapp.schema.deck_schema import deck_schema

    click.echo(json.dumps(deck_schema(), indent=2, ensure_ascii=False))


COMMAND = schema

"""A command that has an option for every field of an experiment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


class WithFields(click.Command):
    """A command whose options begin with the fields of an experiment, which are read when they are needed.

    Where it has an option of that name itself, its own is meant.
    """

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Its parameters, those of the experiment first."""
        from quizapp.commands.support.experiment_options import field_options

        own = super().get_params(ctx)
        taken = {each.name for each in own}
        return [*(each for each in field_options() if each.name not in taken), *own]


def command_with_fields(short_help: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a function such a command, which may also start from an experiment of a deck."""

    def made(function: Callable[..., Any]) -> click.Command:
        experiment = click.option("--experiment", metavar="NAME", help="The name of that experiment.")
        deck = click.option("--deck", metavar="DECK", help="Start from an experiment of this deck: a file or a name.")
        command = click.command(
            cls=WithFields,
            short_help=short_help,
            context_settings={"token_normalize_func": lambda token: token.replace("_", "-")},
        )
        return command(deck(experiment(function)))

    return made

"""A command that has an option for every field of an experiment."""

from __future__ import annotations

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

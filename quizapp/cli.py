"""The commands of `quizapp`; each is a file of `quizapp.commands`."""

from __future__ import annotations

import difflib

import click

from quizapp import __version__
from quizapp.discovery import discover


class _Commands(click.Group):
    """A group that knows which command was meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            near = difflib.get_close_matches(name[:60], self.commands, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(self.commands)}"
            ctx.fail(f"there is no command {name[:60]!r}; {hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="quizapp")
@click.pass_context
def quizapp(context: click.Context) -> int | None:
    """Predict what a network does, watch it train, and read why.

    A quiz on how neural networks start, in which a live simulation marks the paper. Without a command it opens on
    the decks to choose from.
    """
    if context.invoked_subcommand is not None:
        return None
    from quizapp.commands.play import open_home

    return open_home()


for _, command in discover("quizapp.commands", "COMMAND"):
    quizapp.add_command(command)

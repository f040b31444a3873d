"""The commands of `quizapp`; each is a file of `quizapp.commands` that imports what it needs only when it runs."""

from __future__ import annotations

import difflib

import click

from quizapp import __version__
from quizapp.commands.check import check
from quizapp.commands.decks import decks
from quizapp.commands.export import export
from quizapp.commands.import_ import import_
from quizapp.commands.lab import lab
from quizapp.commands.new import new
from quizapp.commands.play import open_home, play
from quizapp.commands.preview import preview
from quizapp.commands.schema import schema
from quizapp.commands.simulate import simulate


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
    return open_home() if context.invoked_subcommand is None else None


for command in (play, decks, lab, check, new, preview, simulate, export, import_, schema):
    quizapp.add_command(command)

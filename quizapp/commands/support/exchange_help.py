"""Commands whose help says of every format what it carries, asked of the formats only when help is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

#: The names of formats, each with what it carries.
Carried = Callable[[], Sequence[tuple[str, str]]]


class FormatCommand(click.Command):
    """A command with a section of its help for the formats that it knows."""

    def __init__(self, *arguments: Any, carried: Carried, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.carried = carried

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each format carries."""
        with formatter.section("What is carried over"):
            formatter.write_dl(self.carried())

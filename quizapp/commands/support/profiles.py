"""The option that says whose answers are meant, the same for every command that keeps or reads them."""

from __future__ import annotations

import click

from quizapp.commands.support.option_values import read_by
from quizapp.record.place import NOBODY_ELSE, checked_profile

profile_option = click.option(
    "--profile",
    metavar="NAME",
    default=NOBODY_ELSE,
    show_default=True,
    callback=read_by(checked_profile),
    help="Whose answers: for several people at one machine. There are no passwords.",
)

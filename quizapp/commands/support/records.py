"""What the commands about the record share: whose it is, where it lies, and what is said where it cannot be used."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from quizapp.commands.support.option_values import read_by
from quizapp.record.place import NOBODY_ELSE, checked_profile

if TYPE_CHECKING:
    from datetime import datetime

    from quizapp.settings.file import Found
    from quizapp.settings.model import Settings

Decorated = TypeVar("Decorated", bound=Callable[..., object])


def profile_option(
    about: str = "Whose answers, where several people share a machine; without a password.",
) -> Callable[[Decorated], Decorated]:
    """The option `--profile NAME`."""
    return click.option(
        "--profile",
        metavar="NAME",
        callback=_profile,
        help=f"{about}  [default: that of the settings, {NOBODY_ELSE} at first]",
    )


def _profile(context: click.Context, option: click.Parameter, text: str | None) -> object:
    own = settings_in_force().settings.word("profile")
    return _read_profile(context, option, text) if text is not None else own if own != NOBODY_ELSE else None


_read_profile = read_by(checked_profile)


def settings_in_force() -> Found:
    """The settings of who runs the command; from now on the record lies where they say, unless the environment does."""
    from quizapp.record.place import VARIABLE
    from quizapp.settings.file import read_settings

    found = read_settings()
    folder = found.settings.word("data_folder")
    if folder:
        os.environ.setdefault(VARIABLE, str(Path(folder).expanduser().absolute()))
    return found


def settings_told() -> Settings:
    """The settings in force; what is wrong with them is said on stderr."""
    found = settings_in_force()
    for note in found.notes:
        click.echo(note, err=True)
    return found.settings


def yes_option() -> Callable[[Decorated], Decorated]:
    """The option `--yes`."""
    return click.option("--yes", is_flag=True, help="Do it without asking.")


def record_path() -> Path:
    """Where the record lies; a message where there is no place for one."""
    from quizapp.record.place import FILE, VARIABLE, record_folder

    settings_in_force()
    folder = record_folder()
    if folder is None:
        raise click.ClickException(f"the system names no folder for your answers; name one in {VARIABLE}")
    return folder / FILE


@contextmanager
def told_if_unusable() -> Iterator[None]:
    """Let a record that cannot be used end the command with a message."""
    from quizapp.record.database import Unusable

    try:
        yield
    except Unusable as why:
        raise click.ClickException(str(why)) from None


def confirmed(question: str, yes: bool, otherwise: str) -> None:
    """Ask, unless `yes` was said before; a message with what was not done if the answer is not yes."""
    if yes:
        return
    try:
        agreed = click.confirm(question, err=True)
    except click.Abort:
        agreed = False
    if not agreed:
        raise click.ClickException(f"{otherwise}; answer y, or say --yes")


def deck_name(text: str | None) -> str | None:
    """The name of a deck as the record has it, given as that or as its file."""
    from quizapp.deck.finder import ENDINGS
    from quizapp.record.recorded import storable

    if text is None:
        return None
    path = Path(text)
    return storable(path.stem if path.suffix in ENDINGS else text)


def now_here() -> datetime:
    """This moment, where the learner is."""
    from datetime import datetime

    return datetime.now().astimezone()

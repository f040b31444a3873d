"""Values of options: what they accept, and one line that names the option and what is allowed when they do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

Reader = Callable[[str], object]
Callback = Callable[[click.Context, click.Parameter, "str | None"], object]


class BadOption(click.BadParameter):
    """A value that an option cannot have, in a message of one line that begins with the option."""

    def format_message(self) -> str:
        """The message as it is."""
        return self.message


def read_by(read: Reader) -> Callback:
    """A callback for an option whose text is read by a function that raises ValueError with what is allowed."""

    def callback(context: click.Context, option: click.Parameter, text: str | None) -> object:
        try:
            return None if text is None else read(text)
        except ValueError as error:
            raise BadOption(f"{option.opts[0]}: {str(error).removeprefix('it ')}", context, option) from None

    return callback


def whole(low: int, high: int) -> Callback:
    """A callback for an option that takes a whole number from `low` to `high`."""

    def read(text: str) -> int:
        from quizapp.experiments import scalars
        from sim.registry import Range

        return int(Range(low, high).check("it", scalars.whole(text)))

    return read_by(read)


def new_file(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    """A callback for what names a file to be written: one that every system can have, and every terminal show."""
    from quizapp.text.file_names import BadName, checked

    try:
        return None if path is None else checked(path)
    except BadName as error:
        where = option.opts[0] if option.opts[0].startswith("-") else option.human_readable_name
        raise BadOption(f"{where}: the name {error}", context, option) from None

"""Values of options: what they accept, and one line that names the option and what is allowed when they do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


class BadOption(click.BadParameter):
    """A value that an option cannot have, in a message of one line that begins with the option."""

    def format_message(self) -> str:
        """The message as it is."""
        return self.message


class Value(click.ParamType):
    """A value read by a function that raises ValueError with what is allowed."""

    def __init__(self, name: str, read: Callable[[str], Any]) -> None:
        self.name = name
        self._read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value, or an error that names the option."""
        option = param.opts[0] if param is not None and param.opts else "value"
        try:
            return self._read(value) if isinstance(value, str) else value
        except ValueError as error:
            raise BadOption(f"{option}: {str(error).removeprefix('it ')}", ctx, param) from None


def whole(low: int, high: int) -> Value:
    """A whole number from `low` to `high`."""

    def read(text: str) -> int:
        from quizapp import scalars
        from sim.registry import Range

        number = scalars.whole(text)
        Range(low, high).check("it", number)
        return int(str(number))

    return Value("NUMBER", read)

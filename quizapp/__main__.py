"""The `quizapp` command: whatever goes wrong ends in a line on stderr and an exit status, never in a traceback.

Status 0 is fine, 1 is something wrong with what was given, 2 is a command line that cannot be understood, and 130
is ctrl+c.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from quizapp.cli import quizapp

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    _print_what_can_be_printed()
    try:
        status = _run(arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _run(arguments: Sequence[str] | None) -> int:
    try:
        status = quizapp.main(arguments, prog_name="quizapp", standalone_mode=False)
    except click.MissingParameter as error:
        return _failed(error.format_message(), error.exit_code)
    except click.BadParameter as error:
        return _failed(error.format_message(), 1)
    except click.UsageError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        return _failed(error.format_message(), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except (OSError, MemoryError) as error:
        return _failed(_reason(error), 1)
    return status if isinstance(status, int) else 0


def _reason(error: OSError | MemoryError) -> str:
    if isinstance(error, MemoryError):
        return "there is not enough memory for this"
    return f"{error.filename}: {error.strerror}" if error.filename else str(error)


def _failed(message: str, status: int) -> int:
    click.echo(f"Error: {message}", err=True)
    return status


def _print_what_can_be_printed() -> None:
    """A character that the terminal's encoding does not have becomes a question mark instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    sys.exit(main())

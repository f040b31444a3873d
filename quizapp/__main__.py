"""The `quizapp` command: whatever goes wrong ends in a line on stderr and an exit status, never in a traceback.

Status 0 is fine, 1 is something wrong with what was given, 2 is a command line that cannot be understood, 130 is
ctrl+c, and 128 + N is signal N: the program was told to end, and what it had begun has been ended first.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

import click

from quizapp.cli import quizapp
from quizapp.text.streams import prepare_streams, why_not_written

INTERRUPTED = 130
#: Seconds in which a program that was told to end brings what it has begun to an end.
GRACE = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    prepare_streams()
    if sys.stdout is None:
        return _failed("standard output is closed; use > FILE to keep what is printed, or > /dev/null to drop it", 1)
    with _ends_in_order():
        status = _run(arguments)
        lost = why_not_written(sys.stdout)
        if lost is not None and status == 0:
            status = 1 if isinstance(lost, BrokenPipeError) else _failed(_unwritten(lost), 1)
        why_not_written(sys.stderr)
        return status


def _run(arguments: Sequence[str] | None) -> int:
    try:
        status = quizapp.main(arguments, prog_name="quizapp", standalone_mode=False)
    except click.MissingParameter as error:
        return _failed(error.format_message(), error.exit_code)
    except click.BadParameter as error:
        return _failed(error.format_message(), 1)
    except click.UsageError as error:
        with suppress(OSError):
            error.show()
        return error.exit_code
    except click.ClickException as error:
        return _failed(error.format_message(), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except _ToldToEnd as told:
        return 128 + told.number
    except BrokenPipeError:
        return 1
    except (OSError, MemoryError) as error:
        return _failed(_reason(error), 1)
    return status if isinstance(status, int) else 0


def _reason(error: OSError | MemoryError) -> str:
    if isinstance(error, MemoryError):
        return "there is not enough memory for this"
    if error.filename:
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, FileNotFoundError):
        return "the folder that this was started in is gone; change to another"
    lost = why_not_written(sys.stdout)
    return _unwritten(lost) if lost is not None else error.strerror or str(error)


def _unwritten(error: OSError) -> str:
    return f"standard output cannot be written to: {error.strerror or error}"


def _failed(message: str, status: int) -> int:
    with suppress(OSError):
        click.echo(f"Error: {message}", err=True)
    return status


class _ToldToEnd(BaseException):
    """The program was told to end, by a signal of this number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def _ends_in_order() -> Iterator[None]:
    """Let the signals that end a program be exceptions, so that processes and half-written files go with it.

    One that is ignored, as under nohup, still is; and Windows has none of them.
    """
    ends = [signal.SIGTERM, signal.SIGHUP] if hasattr(signal, "alarm") else []
    caught = [number for number in ends if signal.getsignal(number) is signal.SIG_DFL]
    try:
        for number in caught:
            signal.signal(number, _tell)
        yield
    finally:
        for number in caught:
            signal.signal(number, signal.SIG_DFL)


def _tell(number: int, frame: FrameType | None) -> None:
    """Unwind what is being done; where Python loses the exception, as in a destructor, the alarm ends the program."""
    signal.alarm(GRACE)
    signal.signal(number, signal.SIG_DFL)
    raise _ToldToEnd(number)


if __name__ == "__main__":
    sys.exit(main())

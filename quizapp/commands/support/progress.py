"""A bar on stderr while something takes long."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def progress_bar(label: str = "running networks") -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr if somebody is watching, with the time that is left."""
    with click.progressbar(
        length=1, label=label, file=sys.stderr, hidden=not sys.stderr.isatty(), show_percent=True
    ) as bar:

        def show(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update((done if total else 1) - bar.pos)

        yield show

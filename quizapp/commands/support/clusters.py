"""The option that names a Dask cluster, and its use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from quizapp.runs.cluster import Cluster


def scheduler_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--scheduler` to a command."""
    option = click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="Run on the Dask cluster whose scheduler is at this address, as in tcp://host:8786, instead of here.",
    )
    return option(command)


@contextmanager
def cluster_or_none(address: str | None) -> Iterator[Cluster | None]:
    """The cluster at an address, or None where none is named; what is wrong with it ends the command in a line."""
    if address is None:
        yield None
        return
    from quizapp.runs.cluster import ClusterError, cluster_at

    try:
        with cluster_at(address, lambda text: click.echo(text, err=True)) as cluster:
            count = cluster.workers
            click.echo(f"running on {count} worker{'s' * (count != 1)} of {address}", err=True)
            yield cluster
    except ClusterError as error:
        raise click.ClickException(str(error)) from None

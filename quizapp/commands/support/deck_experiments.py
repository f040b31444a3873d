"""An experiment that two options name: the deck, and the name of one of its experiments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sim.experiment import Experiment


def named_experiment(deck: str | None, name: str | None) -> Experiment:
    """The experiment of that name, of the deck or of one of its questions; where values vary, of the first variant."""
    from quizapp.commands.support.files import deck_files, read_or_complain
    from sim.registry import nearest

    if deck is None or name is None:
        raise click.UsageError("--deck and --experiment go together: the deck, and the name of one of its experiments")
    decks = read_or_complain(deck_files([deck]))
    if not decks:
        raise click.exceptions.Exit(1)
    known: dict[str, Experiment] = {}
    for each in decks:
        for question in each.questions:
            known = {**each.variants(question)[0].experiments, **known}
        known = {**known, **each.experiments}
    if name not in known:
        raise click.ClickException(f"--experiment: {deck} has no experiment {name[:60]!r}{nearest(name, known)}")
    return known[name]

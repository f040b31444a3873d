"""What is said on stderr before and while a check runs: what will take long, and how long it still takes."""

from __future__ import annotations

from collections.abc import Sequence

import click

from quizapp.checking.forecast import Work, duration
from quizapp.evidence.results import FEW
from sim.speed import seconds_per_cost

#: Seconds from which on a check, and a question in it, is worth a word before.
LONG, LONG_QUESTION = 5.0, 3.0
MOST_TOLD = 6
#: The cost of what is surely quick, on whatever machine: no time is spent on measuring how fast this one is.
SURELY_QUICK = 1e9
#: Seconds that two processes take to start.
START = 1.0


def tell(works: Sequence[Work], seeds: int | None, jobs: int) -> None:
    """Say which questions will take long, if any will, and what would be quicker."""
    if sum(work.cost for work in works) < SURELY_QUICK:
        return
    speed = seconds_per_cost(max(works, key=lambda work: work.cost).costliest)
    seconds = {work: work.cost_on(jobs) * speed for work in works}
    whole = sum(seconds.values()) + START * (jobs > 1)
    if whole < LONG:
        return
    long = sorted((work for work in works if seconds[work] >= LONG_QUESTION), key=lambda work: -seconds[work])
    for work in long[:MOST_TOLD]:
        click.echo(f"{work.question}: {in_words(work)}, about {duration(seconds[work])}", err=True)
    processes = f" on {jobs} processes" if jobs > 1 else ""
    quicker = [] if seeds is not None and seeds <= FEW else [f"--seeds {FEW} is quicker"]
    quicker += ["--question ID checks one question"] if len(works) > 1 else []
    advice = f"; {', '.join(quicker)}" if quicker else ""
    click.echo(f"about {duration(whole)} in all{processes}{advice}", err=True)


def in_words(work: Work) -> str:
    """What is run for a question: 'about 13 experiments x 5 to 20 networks x 200 steps'."""
    about = "about " if work.tried else ""
    networks = f"{work.few} to {work.networks}" if work.tried and work.few < work.networks else f"{work.networks}"
    steps = f" x {work.steps} steps" if work.steps else ""
    several = "s" if work.experiments != 1 else ""
    return f"{about}{work.experiments} experiment{several} x {networks} networks{steps}"

"""How many times faster the claims of many decks are judged on two workers of a Dask cluster than on one.

The workers are separate processes of this machine; a sweep on two processes of its own stands beside it in the detail.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.table import Measured, Missing, Row, Size
from benchmarks.timing import in_turn, medians, seconds_of
from quizapp.checking.claims import check_decks
from quizapp.deck.finder import bundled_decks
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_deck
from quizapp.runs.cluster import cluster_at


def rows(size: Size) -> Iterator[Row]:
    """One row."""
    decks, seeds, times = size.of((None, 5, 2), tiny=(1, 2, 1))
    what = "claims of all bundled decks, on one worker / on two"
    yield Row("", what, lambda: _measure(_decks(decks), seeds, times), at_least=1.4)


def _decks(most: int | None) -> Sequence[Deck]:
    decks = [read_deck(path) for path in sorted(bundled_decks())[:most]]
    return decks if most is None else [deck.only(each.id for each in deck.questions[:2]) for deck in decks]


def _measure(decks: Sequence[Deck], seeds: int, times: int) -> Measured:
    if (os.cpu_count() or 1) < 2:
        raise Missing("There is one core only.")
    try:
        from distributed import LocalCluster
    except ImportError:
        raise Missing("Dask is not installed (the extra sweep).") from None
    with tempfile.TemporaryDirectory() as folder:
        options: dict[str, Any] = {"threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}
        with (
            LocalCluster(n_workers=1, local_directory=Path(folder, "one"), **options) as one,  # type: ignore[no-untyped-call]
            LocalCluster(n_workers=2, local_directory=Path(folder, "two"), **options) as two,  # type: ignore[no-untyped-call]
            cluster_at(one.scheduler_address) as on_one,
            cluster_at(two.scheduler_address) as on_two,
        ):
            works = {
                "one": lambda: seconds_of(lambda: check_decks(decks, seeds, cluster=on_one)),
                "two": lambda: seconds_of(lambda: check_decks(decks, seeds, cluster=on_two)),
                "processes": lambda: seconds_of(lambda: check_decks(decks, seeds, 2)),
            }
            turns = in_turn(works, times, warm_up=0)
    seconds = medians(turns)
    detail = (
        f"{seconds['one']:.1f} s / {seconds['two']:.1f} s; {seconds['processes']:.1f} s on two processes without Dask; "
        f"{sum(len(deck.questions) for deck in decks)} questions"
    )
    return Measured(tuple(a / b for a, b in zip(turns["one"], turns["two"], strict=True)), detail)

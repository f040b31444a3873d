"""Checking runs what is needed, once, on any number of processes, and leaves none behind."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import fields
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from quizapp.checking.claims import check_deck, check_decks
from quizapp.checking.report import Report
from quizapp.deck.reader import read_deck
from quizapp.runs.batch import chunks_of, ends_of, first_and_last
from quizapp.runs.observation import joined
from sim import Experiment, Frame, Layers, run
from tests.support.halves_and_doubles import DECK


def test_an_experiment_that_no_claim_needs_does_not_run(check: Callable[..., Report], tmp_path: Path) -> None:
    check()
    counts: list[tuple[int, int]] = []
    check_deck(read_deck(tmp_path / "deck.yaml"), 6, progress=lambda done, total: counts.append((done, total)))
    whole = counts[0][1]
    assert [round(4 * done / whole, 6) for done, _ in counts] == [0, 1, 2, 3, 4, 4]
    assert {total for _, total in counts} == {whole}


def _noted(totals: list[int], done: int, total: int) -> None:
    totals.append(total)


def test_decks_share_the_experiments_that_they_have_in_common(tmp_path: Path) -> None:
    totals: dict[int, list[int]] = {1: [], 2: []}
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(DECK)
    decks = [read_deck(tmp_path / name) for name in ("a.yaml", "b.yaml")]
    for number, seen in totals.items():
        reports = check_decks(decks[:number], 3, progress=partial(_noted, seen))
    assert [report.path.name for report in reports] == ["a.yaml", "b.yaml"]
    assert totals[1] == totals[2]


def test_two_processes_find_what_one_finds(check: Callable[..., Report]) -> None:
    alone, together = check(jobs=1, seeds=5), check(jobs=2, seeds=5)
    assert [each.judged.measured for each in alone.claims] == [each.judged.measured for each in together.claims]
    assert multiprocessing.active_children() == []


def test_a_failure_while_processes_run_leaves_none_behind() -> None:
    def fail(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    slow = Experiment(depth=20, width=64, steps=1000)
    with pytest.raises(KeyboardInterrupt):
        ends_of([Experiment(depth=1, width=1, steps=0), slow, slow.replace(seed=100)], 8, jobs=2, progress=fail)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(("seeds", "sizes"), [(20, [8, 8, 4]), (8, [8]), (3, [3]), (17, [8, 8, 1])])
def test_chunks_have_no_more_networks_than_the_experiment(seeds: int, sizes: list[int]) -> None:
    chunks = chunks_of(Experiment(seeds=8, seed=5), seeds)
    assert [chunk.seeds for chunk in chunks] == sizes
    assert [chunk.seed for chunk in chunks] == [5, 13, 21][: len(sizes)]


def test_seeds_go_round_after_the_last_one() -> None:
    assert [chunk.seed for chunk in chunks_of(Experiment(seeds=8, seed=2**32 - 1), 16)] == [2**32 - 1, 7]


def test_chunks_joined_are_the_networks_of_one_run() -> None:
    whole = Experiment(depth=3, width=4, samples=8, steps=3, seeds=5)
    parts = [list(run(whole.replace(seeds=2))), list(run(whole.replace(seed=2, seeds=3)))]
    for step, expected in enumerate(run(whole)):
        assert_close(joined([parts[0][step], parts[1][step]]), expected)


def assert_close(left: Frame, right: Frame) -> None:
    assert left.step == right.step
    assert left.divergences == right.divergences
    for name in ("loss", "accuracy", "input_signal"):
        np.testing.assert_allclose(getattr(left, name), getattr(right, name), rtol=1e-9)
    for field in fields(Layers):
        np.testing.assert_allclose(
            getattr(left.layers, field.name), getattr(right.layers, field.name), rtol=1e-9, atol=1e-15
        )


def test_an_experiment_without_steps_ends_where_it_begins() -> None:
    first, last = first_and_last(Experiment(steps=0, seeds=1))
    assert first is last
    assert first.step == 0

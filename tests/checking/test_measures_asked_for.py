"""A deck whose claims look at steps, at held-out examples and at the Jacobian: checked, kept, and shown live alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from quizapp.checking.claims import check_decks
from quizapp.deck.reader import read_deck
from quizapp.evidence.needs import needed_to_judge, watched_experiments
from quizapp.evidence.results import claim_result
from quizapp.runs.disk_cache import Cache
from quizapp.runs.live_run import new_run
from quizapp.runs.store import RunStore
from sim import ends_only, run

DECK = """
format: 1
title: A deck
experiments:
  net: {depth: 4, width: 8, samples: 32, steps: 40, learning_rate: 0.5, seeds: 3, test_samples: 32}
  still: {extends: net, learning_rate: 0.0001}
  rotated: {extends: net, init: orthogonal, activation: identity}
questions:
  - {id: at, type: true_false, prompt: So., answer: true, experiment: net, control: still,
     claim: "at(30).loss / initial.loss < 0.99"}
  - {id: until, type: true_false, prompt: So., answer: true, experiment: net, control: still,
     claim: "steps_until(loss / initial.loss < 0.98) < 35"}
  - {id: held, type: true_false, prompt: So., answer: true, experiment: net, control: still,
     claim: "test_loss / initial.test_loss < 0.999 and loss < initial.loss / 1.01"}
  - {id: square, type: true_false, prompt: So., answer: true, experiment: rotated, control: net,
     claim: "initial.jacobian_max / initial.jacobian_min < 1.001"}
  - {id: key, type: numeric, prompt: How many?, experiment: net,
     answer: {measure: "steps_until(loss / initial.loss < 0.98)", within: 30}}
  - {id: order, type: order, prompt: Order., order_by: "at(20).loss", min_gap: 1.05x,
     items: [{id: a, text: A, experiment: still}, {id: b, text: B, experiment: net}]}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "deck.yaml"
    path.write_text(DECK, encoding="utf-8")
    return path


def test_a_deck_is_checked_the_same_anew_and_from_what_was_kept(path: Path, tmp_path: Path) -> None:
    deck, cache = read_deck(path), Cache(tmp_path / "cache", key=b"k" * 32)
    planned: list[int] = []

    def counted(done: float, of: float) -> None:
        planned.append(int(of))

    first, again = (check_decks([deck], seeds=4, cache=cache, progress=counted)[0] for _ in range(2))
    assert [each.judged.verdict.count for each in first.claims] == [4, 4, 4, 4]
    assert [each.judged.control.count for each in first.claims if each.judged.control] == [0, 0, 0, 0]
    for one, other in zip(first.claims, again.claims, strict=True):
        np.testing.assert_array_equal(one.judged.verdict.margin, other.judged.verdict.margin)
    assert first.problems == again.problems == ()
    assert planned[0] > 0 == planned[-1]


def test_what_is_watched_live_comes_to_what_is_judged(path: Path) -> None:
    deck, store = read_deck(path), RunStore()
    for question in deck.questions[:4]:
        ((_, evidence),) = question.evidence_by_option()
        live = new_run(watched_experiments(deck.experiments, evidence), still=True, runner=store.run)
        live.compute()
        seen = live.latest.take()
        assert seen is not None
        needed = needed_to_judge(deck.experiments, evidence)
        judged = claim_result(deck.experiments, evidence, seen)
        assert judged is not None
        assert judged.verdict.count == judged.verdict.of
        assert all(store.get(each) for each in needed.values())


def test_nothing_more_is_run_of_an_experiment_of_which_nothing_is_asked(path: Path) -> None:
    deck = read_deck(path)
    plain = list(run(deck.experiments["net"], ends_only))
    assert [frame.step for frame in plain] == [0, 40]
    assert all(frame.jacobian is None and not frame.trace for frame in plain)

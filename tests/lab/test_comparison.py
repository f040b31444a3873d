"""A comparison: two experiments of the same draws, and nothing lost that was done to them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from quizapp.lab import comparison as comparisons
from quizapp.lab.comparison import Comparison, Pair, Side, start
from quizapp.lab.presets import preset
from quizapp.lab.repairs import repairs
from sim import Experiment
from sim.network import initialize
from sim.registry import BadValue
from tests.support.experiments_in_the_lab import knob, troubles


@pytest.mark.slow
def test_it_starts_with_a_vanishing_and_an_exploding_network_of_the_same_draws() -> None:
    pair = start().pair
    assert "vanishing" in troubles(pair.a)
    assert "exploding" in troubles(pair.b)
    a, b = (initialize(experiment).weights[3] for experiment in (pair.a, pair.b))
    np.testing.assert_allclose(a * 5, b)


def test_every_change_can_be_undone_and_done_again() -> None:
    std = knob(start().experiment, "init.std")
    actions: list[Callable[[Comparison], Comparison]] = [
        lambda comparison: comparisons.turn(comparison, std, up=True),
        comparisons.switch,
        lambda comparison: comparisons.type_in(comparison, knob(comparison.experiment, "depth"), "5"),
        comparisons.copy_a_to_b,
        lambda comparison: comparisons.reset(comparison, knob(comparison.experiment, "activation")),
        lambda comparison: comparisons.put(comparison, preset("symmetric").experiment),
        lambda comparison: comparisons.changed(comparison, repairs(comparison.experiment)[0].change),
    ]
    pairs, comparison = [start().pair], start()
    for action in actions:
        comparison = action(comparison)
        if comparison.pair != pairs[-1]:
            pairs.append(comparison.pair)
    assert len(pairs) >= 6
    for pair in reversed(pairs[:-1]):
        comparison = comparisons.undo(comparison)
        assert comparison.pair == pair
    assert comparisons.undo(comparison) == comparison
    for pair in pairs[1:]:
        comparison = comparisons.redo(comparison)
        assert comparison.pair == pair
    assert comparisons.redo(comparison) == comparison


def test_many_turns_of_one_knob_are_undone_as_one_and_another_knob_begins_anew() -> None:
    comparison = start()
    for path in ("init.std", "gain", "init.std"):
        for _ in range(10):
            comparison = comparisons.turn(comparison, knob(comparison.experiment, path), up=True)
    assert len(comparison.past) == 3
    once = comparisons.turn(
        comparisons.switch(comparisons.switch(comparison)), knob(comparison.experiment, "init.std"), up=True
    )
    assert len(once.past) == 4


def test_what_cannot_be_leaves_the_bench_as_it_was() -> None:
    comparison = start()
    with pytest.raises(BadValue, match="over the limit"):
        comparisons.type_in(
            comparisons.type_in(comparison, knob(comparison.experiment, "width"), "512"),
            knob(comparison.experiment, "depth"),
            "200",
        )
    assert comparison == start()


def test_seeds_are_shared_so_that_both_are_made_of_the_same_draws() -> None:
    comparison = comparisons.type_in(start(), knob(start().experiment, "seed"), "7")
    assert comparison.pair.b.seed == 7
    comparison = comparisons.put(comparisons.switch(comparison), preset("healthy").experiment.replace(seed=3, seeds=2))
    assert (comparison.pair.b.seed, comparison.pair.b.seeds) == (7, 8)


def test_seeds_that_the_other_cannot_follow_are_refused_with_its_name() -> None:
    large = Experiment(depth=100, width=64, seeds=8, samples=64)
    comparison = Comparison(Pair(Experiment(), large))
    with pytest.raises(BadValue, match="B cannot follow: this needs"):
        comparisons.type_in(comparison, knob(comparison.experiment, "seeds"), "64")


def test_a_knob_that_only_one_has_differs() -> None:
    comparison = comparisons.type_in(start(), knob(start().experiment, "init"), "zeros")
    assert comparisons.setting(comparison, Side.A, "init.std") == ""
    assert comparisons.setting(comparison, Side.B, "init.std") == "0.5"
    assert comparisons.differs(comparison, knob(comparison.experiment, "init"))
    assert comparisons.differs(comparisons.switch(comparison), knob(comparison.other, "init.std"))
    assert not comparisons.differs(comparison, knob(comparison.experiment, "depth"))
    assert not any(comparisons.differs(comparisons.copy_a_to_b(comparison), each) for each in comparison.knobs())


def test_experiments_that_are_brought_share_their_draws_and_can_be_taken_back() -> None:
    a, b = Experiment(seed=3, seeds=4), Experiment(seed=9, depth=5)
    comparison = comparisons.brought(start(), a, b)
    assert comparison.pair == Pair(a, b.replace(seed=3, seeds=4))
    assert comparisons.undo(comparison).pair == start().pair


def test_an_experiment_brought_alone_is_compared_with_the_weights_that_suit_it() -> None:
    a = Experiment(activation="relu", init={"name": "normal", "std": 0.01}, gain=2.0)
    assert comparisons.brought(start(), a).pair.b == a.replace(init="he_normal", gain=1.0)


def test_a_change_after_an_undo_forgets_what_was_undone() -> None:
    gain = knob(start().experiment, "gain")
    comparison = comparisons.undo(comparisons.turn(start(), gain, up=True))
    assert comparison.future
    assert not comparisons.turn(comparison, gain, up=False).future

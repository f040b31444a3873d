"""The bench: two experiments of the same draws, and nothing lost that was done to them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from quizapp.lab import bench as benches
from quizapp.lab.bench import Bench, Pair, Side, start
from quizapp.lab.presets import preset
from quizapp.lab.repairs import repairs
from sim import Experiment
from sim.network import sample
from sim.registry import BadValue
from tests.experiments_in_the_lab import knob, troubles


@pytest.mark.slow
def test_it_starts_with_a_vanishing_and_an_exploding_network_of_the_same_draws() -> None:
    pair = start().pair
    assert "vanishing" in troubles(pair.a)
    assert "exploding" in troubles(pair.b)
    a, b = (sample(experiment).weights[3] for experiment in (pair.a, pair.b))
    np.testing.assert_allclose(a * 5, b)


def test_every_change_can_be_undone_and_done_again() -> None:
    std = knob(start().experiment, "init.std")
    actions: list[Callable[[Bench], Bench]] = [
        lambda bench: benches.turn(bench, std, up=True),
        benches.switch,
        lambda bench: benches.type_in(bench, knob(bench.experiment, "depth"), "5"),
        benches.copy_a_to_b,
        lambda bench: benches.reset(bench, knob(bench.experiment, "activation")),
        lambda bench: benches.put(bench, preset("symmetric").experiment),
        lambda bench: benches.changed(bench, repairs(bench.experiment)[0].change),
    ]
    pairs, bench = [start().pair], start()
    for action in actions:
        bench = action(bench)
        if bench.pair != pairs[-1]:
            pairs.append(bench.pair)
    assert len(pairs) >= 6
    for pair in reversed(pairs[:-1]):
        bench = benches.undo(bench)
        assert bench.pair == pair
    assert benches.undo(bench) == bench
    for pair in pairs[1:]:
        bench = benches.redo(bench)
        assert bench.pair == pair
    assert benches.redo(bench) == bench


def test_many_turns_of_one_knob_are_undone_as_one_and_another_knob_begins_anew() -> None:
    bench = start()
    for path in ("init.std", "gain", "init.std"):
        for _ in range(10):
            bench = benches.turn(bench, knob(bench.experiment, path), up=True)
    assert len(bench.past) == 3
    once = benches.turn(benches.switch(benches.switch(bench)), knob(bench.experiment, "init.std"), up=True)
    assert len(once.past) == 4


def test_what_cannot_be_leaves_the_bench_as_it_was() -> None:
    bench = start()
    with pytest.raises(BadValue, match="over the limit"):
        benches.type_in(
            benches.type_in(bench, knob(bench.experiment, "width"), "512"), knob(bench.experiment, "depth"), "200"
        )
    assert bench == start()


def test_seeds_are_shared_so_that_both_are_made_of_the_same_draws() -> None:
    bench = benches.type_in(start(), knob(start().experiment, "seed"), "7")
    assert bench.pair.b.seed == 7
    bench = benches.put(benches.switch(bench), preset("healthy").experiment.replace(seed=3, seeds=2))
    assert (bench.pair.b.seed, bench.pair.b.seeds) == (7, 8)


def test_seeds_that_the_other_cannot_follow_are_refused_with_its_name() -> None:
    large = Experiment(depth=100, width=64, seeds=8, samples=64)
    bench = Bench(Pair(Experiment(), large))
    with pytest.raises(BadValue, match="B cannot follow: this needs"):
        benches.type_in(bench, knob(bench.experiment, "seeds"), "64")


def test_a_knob_that_only_one_has_differs() -> None:
    bench = benches.type_in(start(), knob(start().experiment, "init"), "zeros")
    assert benches.setting(bench, Side.A, "init.std") == ""
    assert benches.setting(bench, Side.B, "init.std") == "0.5"
    assert benches.differs(bench, knob(bench.experiment, "init"))
    assert benches.differs(benches.switch(bench), knob(bench.other, "init.std"))
    assert not benches.differs(bench, knob(bench.experiment, "depth"))
    assert not any(benches.differs(benches.copy_a_to_b(bench), each) for each in bench.knobs())


def test_experiments_that_are_brought_share_their_draws_and_can_be_taken_back() -> None:
    a, b = Experiment(seed=3, seeds=4), Experiment(seed=9, depth=5)
    bench = benches.brought(start(), a, b)
    assert bench.pair == Pair(a, b.replace(seed=3, seeds=4))
    assert benches.undo(bench).pair == start().pair


def test_an_experiment_brought_alone_is_compared_with_the_weights_that_suit_it() -> None:
    a = Experiment(activation="relu", init={"name": "normal", "std": 0.01}, gain=2.0)
    assert benches.brought(start(), a).pair.b == a.replace(init="he_normal", gain=1.0)

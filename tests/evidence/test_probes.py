"""Probes: what has to run for a quantity or a claim, and the numbers read off, for networks whose numbers are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.evidence.evidence import Evidence
from quizapp.evidence.needs import needed_to_judge
from quizapp.evidence.probes import Probe, all_experiments, experiments_for, unseen, with_settings
from sim import Experiment, run
from sim.registry import BadValue
from tests.support.probes import measure_probes

#: The signal of a linear network with identity weights is multiplied by exactly the gain in each layer.
HALF = Experiment(
    depth=3, width=2, samples=8, activation="identity", init="identity", gain=0.5, steps=0, seeds=4, seed=10
)
NETWORKS = {"half": HALF, "double": HALF.replace(gain=2.0)}


def value(probe: Probe) -> list[float]:
    """In the networks that the experiments have themselves."""
    return [float(each) for each in measure_probes([probe], NETWORKS, HALF.seeds)[probe.id]]


def test_a_quantity_is_measured_in_every_network() -> None:
    assert value(Probe("p", "half", quantity="signal[3] / signal[0]")) == pytest.approx([1 / 8] * 4)
    assert value(Probe("p", "double", quantity="log10(signal[3] / signal[0])")) == pytest.approx([3 * np.log10(2)] * 4)


def test_a_claim_is_1_where_it_holds_and_0_where_it_fails() -> None:
    assert value(Probe("p", "half", claim="signal[3] < signal[0]")) == [1, 1, 1, 1]
    assert value(Probe("p", "double", claim="signal[3] < signal[0]")) == [0, 0, 0, 0]


def test_another_experiment_is_run_beside_and_paired_network_by_network() -> None:
    probe = Probe("p", "half", quantity="double.signal[3] / signal[3]")
    assert list(experiments_for(probe, NETWORKS)) == ["half", "double"]
    assert value(probe) == pytest.approx([64] * 4)


@given(st.floats(0.01, 100))
def test_a_turned_knob_is_what_is_measured(gain: float) -> None:
    probe = Probe("p", "half", quantity="signal[1] / signal[0]", settings=(("gain", gain),))
    assert value(probe) == pytest.approx([gain] * 4)


def test_turning_leaves_the_other_experiments_as_they_are() -> None:
    probe = Probe("p", "half", quantity="double.signal[1] / signal[1]", settings=(("gain", 4.0),))
    assert value(probe) == pytest.approx([0.5] * 4)


def test_unseen_networks_are_others_in_every_experiment_and_still_paired() -> None:
    probe = Probe("p", "half", quantity="double.signal[1] / signal[1]", unseen=True)
    assert {(each.seed, each.seeds) for each in experiments_for(probe, NETWORKS).values()} == {(14, 4)}
    assert value(probe) == pytest.approx([4] * 4)


@pytest.mark.parametrize("looked_at", [False, True])
@pytest.mark.parametrize(("own", "judged"), [(1, 20), (8, 20), (64, 64)])
def test_a_probe_is_measured_on_the_networks_that_check_judges_on(looked_at: bool, own: int, judged: int) -> None:
    probe = Probe("p", "half", quantity="signal[1] / signal[0]", unseen=looked_at)
    assert len(measure_probes([probe], {"half": HALF.replace(seeds=own)})["p"]) == judged


@given(st.integers(0, 2**32 - 1), st.integers(1, 64))
def test_unseen_seeds_do_not_overlap_those_that_were_seen(seed: int, seeds: int) -> None:
    experiment = HALF.replace(seed=seed, seeds=seeds)
    other = unseen(experiment)
    shown = {(seed + each) % 2**32 for each in range(seeds)}
    assert shown.isdisjoint((other.seed + each) % 2**32 for each in range(seeds))
    assert other.replace(seed=seed) == experiment


def test_parameters_are_turned_by_their_path_and_whole_numbers_are_rounded() -> None:
    normal = HALF.replace(init={"name": "normal", "std": 0.1})
    assert dict(with_settings(normal, (("init.std", 0.3),)).init.parameters)["std"] == 0.3
    assert with_settings(normal, (("depth", 4.4), ("width", 7.6))) == normal.replace(depth=4, width=8)
    assert with_settings(normal, ()) == normal


@pytest.mark.parametrize("path", ["init.std", "activation", "nothing", "init", "residual", ""])
def test_what_is_no_number_of_the_experiment_cannot_be_turned(path: str) -> None:
    with pytest.raises(BadValue, match="has no number"):
        with_settings(HALF, ((path, 1.0),))


def test_each_experiment_runs_once_for_all_probes() -> None:
    probes = [
        Probe("a", "half", quantity="loss"),
        Probe("b", "half", claim="loss < double.loss"),
        Probe("c", "half", quantity="loss", settings=(("gain", 2.0),)),
    ]
    assert all_experiments(probes, NETWORKS) == [HALF, NETWORKS["double"]]


def test_a_diverged_network_has_no_number_and_counts_for_neither_side() -> None:
    wild = HALF.replace(depth=60, gain=1e6, steps=2)
    found = measure_probes(
        [
            Probe("loss", "wild", quantity="loss"),
            Probe("below", "wild", claim="loss < 1"),
            Probe("above", "wild", claim="loss >= 1"),
        ],
        {"wild": wild},
    )
    assert not np.isfinite(found["loss"]).any()
    assert np.isnan([found["below"], found["above"]]).all()


TRAINED = Experiment(depth=3, width=4, samples=16, batch_size=4, steps=5, seeds=3)
SOME = {"net": TRAINED, "other": TRAINED.replace(gain=2.0)}


@pytest.mark.parametrize(
    ("claim", "steps"),
    [
        ("initial.delta[1] < 1", {"net": 0, "other": 0}),
        ("loss < 1", {"net": 5, "other": 5}),
        ("not diverged", {"net": 5, "other": 5}),
        ("initial.loss < other.loss * 9", {"net": 0, "other": 5}),
        ("initial.loss * depth < 99", {"net": 0, "other": 0}),
    ],
)
def test_what_is_looked_at_only_at_the_start_is_not_trained(claim: str, steps: dict[str, int]) -> None:
    needed = needed_to_judge(SOME, Evidence("net", True, claim, control="other"))
    assert {name: each.steps for name, each in needed.items()} == steps


@given(st.sampled_from(["none", "batch", "layer"]), st.booleans(), st.sampled_from(["adam", "sgd"]), st.integers(0, 99))
def test_a_network_begins_the_same_whether_it_trains_or_not(
    normalization: str, residual: bool, optimizer: str, seed: int
) -> None:
    made = TRAINED.replace(normalization=normalization, residual=residual, optimizer=optimizer, seed=seed)
    trained, still = next(run(made)), next(run(made.replace(steps=0)))
    np.testing.assert_array_equal(trained.loss, still.loss)
    np.testing.assert_array_equal(trained.layers.delta, still.layers.delta)
    np.testing.assert_array_equal(trained.layers.weight_gradient, still.layers.weight_gradient)

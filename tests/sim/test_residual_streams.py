"""Branch scales, positions of a normalisation and its affine part: seen against differences and formulas."""

import math
from typing import Any

import numpy as np
import pytest

from sim import ACTIVATIONS, BadValue, Experiment, draw_data, ends_only, forward, initial_arrays, initialize, run
from sim.affine import AFFINES
from sim.architecture import architecture_of
from sim.branches import BRANCH_SCALES
from sim.loss import cross_entropy
from sim.network import backward
from tests.support.joined import random_experiment

STEP = 1e-5


@pytest.mark.parametrize("number", range(100, 124))
def test_all_gradients_are_central_differences(number: int) -> None:
    experiment = random_experiment(number)
    phi, architecture = ACTIVATIONS.build(experiment.activation)(), architecture_of(experiment)
    parameters, (x, y) = initialize(experiment), draw_data(experiment)
    rng = np.random.default_rng(number)
    for part in parameters.learned.values():  # away from 0 and 1
        part += rng.normal(size=part.shape) / 4

    def loss() -> np.ndarray:
        return cross_entropy(forward(parameters, x, phi, architecture=architecture).output, y)

    done = forward(parameters, x, phi, architecture=architecture)
    found = backward(parameters, done, y, phi, architecture=architecture).gradients.flat
    for column in range(parameters.flat.shape[1]):
        kept = parameters.flat[:, column].copy()
        parameters.flat[:, column] = kept + STEP
        above = loss()
        parameters.flat[:, column] = kept - STEP
        expected = (above - loss()) / (2 * STEP)
        parameters.flat[:, column] = kept
        assert found[:, column] == pytest.approx(expected, rel=1e-5, abs=1e-9)


def linear_stream(**fields: Any) -> np.ndarray:
    """The mean square of h_0 .. h_(L-1) of wide linear networks whose branches keep the size of their input."""
    given: dict[str, Any] = {"depth": 13, "width": 256, "task": "signal", "samples": 32, "seeds": 4, "steps": 0}
    experiment = Experiment(**{**given, "activation": "identity", "init": "lecun_normal", "residual": True, **fields})
    (frame,) = run(experiment)
    sizes = np.column_stack([frame.input_signal, frame.layers.signal[:, :-1]])
    return np.asarray(np.square(sizes).mean(axis=0))


def test_at_scale_1_each_block_doubles_the_variance_of_the_stream() -> None:
    q = linear_stream()
    assert q[1:] / q[:-1] == pytest.approx(2.0, rel=0.1)
    assert q[-1] / q[0] == pytest.approx(2.0**12, rel=0.25)


def test_at_1_by_the_root_of_the_depth_the_variance_grows_to_nearly_e() -> None:
    q = linear_stream(branch_scale="inverse_sqrt_depth")
    assert q[-1] / q[0] == pytest.approx((1 + 1 / 12) ** 12, rel=0.05)
    deep = linear_stream(branch_scale="inverse_sqrt_depth", depth=41, width=128)
    assert deep[-1] / deep[0] == pytest.approx(math.e, rel=0.05)


def test_the_scale_is_that_of_the_branches_that_there_are() -> None:
    """The first of the hidden layers has no skip unless the input is as wide."""
    for task, branches in (("blobs", 3), ("signal", 4)):
        net = Experiment(depth=5, width=7, task=task, residual=True, branch_scale="inverse_sqrt_depth")
        assert architecture_of(net).branch_scale.start == pytest.approx(1 / math.sqrt(branches))


def test_under_skip_init_every_block_starts_as_the_identity_and_then_leaves_it() -> None:
    net = Experiment(depth=8, width=16, residual=True, branch_scale="skip_init", activation="relu", init="he_normal")
    arrays = initial_arrays(net)
    for layer in range(2, 8):
        assert np.array_equal(arrays[f"h{layer}"], arrays["h1"])
        assert not arrays[f"dW{layer}"].any()
        assert arrays[f"dalpha{layer}"].all()
    frames = list(run(net.replace(steps=100), ends_only))
    assert (frames[-1].loss < frames[0].loss).all()
    assert (frames[-1].layers.weight_gradient[:, 1:-1] > 0).all()


def test_zero_gamma_starts_branches_as_the_identity_but_no_layer_that_has_no_skip() -> None:
    net = Experiment(depth=6, width=16, residual=True, normalization="batch", affine="zero_gamma", activation="relu")
    arrays = initial_arrays(net)
    assert arrays["h1"].any()
    assert all(np.array_equal(arrays[f"h{layer}"], arrays["h1"]) for layer in range(2, 6))
    pre = initial_arrays(net.replace(normalization="layer", normalization_position="pre"))
    assert all(np.array_equal(pre[f"h{layer}"], pre["h1"]) for layer in range(2, 6))
    assert pre["h1"].any()
    assert pre["z6"].any()
    plain = initial_arrays(net.replace(residual=False))
    assert (plain["gamma3"] == 1).all()


def test_without_skips_pre_and_post_are_the_same_network() -> None:
    net = Experiment(depth=5, width=9, normalization="layer", affine="learned", bias_init="normal", steps=6)
    ends = [list(run(net.replace(normalization_position=where), ends_only))[-1] for where in ("pre", "post")]
    assert np.array_equal(ends[0].loss, ends[1].loss)


def test_after_the_addition_the_stream_keeps_its_size_and_before_the_weights_it_grows() -> None:
    net = Experiment(depth=20, width=64, task="signal", residual=True, normalization="layer", seeds=2, steps=0)
    signal = {
        where: next(run(net.replace(normalization_position=where))).layers.signal[:, :-1] for where in ("pre", "post")
    }
    assert signal["post"] == pytest.approx(1.0, abs=1e-4)
    assert (np.diff(signal["pre"]) > 0).all()
    assert (signal["pre"][:, -1] > 2 * signal["pre"][:, 0]).all()


def test_a_gamma_of_1_changes_nothing_at_the_start() -> None:
    net = Experiment(depth=5, width=9, normalization="layer", residual=True, bias_init="normal", steps=0)
    one, other = next(run(net)), next(run(net.replace(affine="learned")))
    assert np.array_equal(one.layers.delta, other.layers.delta)


@pytest.mark.parametrize("value", [0.3, "0.3", "3e-1", {"name": "constant", "value": 0.3}, "constant(value=0.3)"])
def test_a_number_is_a_constant_scale(value: Any) -> None:
    assert str(Experiment(branch_scale=value).branch_scale) == "constant(value=0.3)"


@pytest.mark.parametrize("value", [-1, "1e7", "nan", True, "0.3x", "", float("inf"), 10**400, "constant(0.3)"])
def test_what_is_no_scale_is_refused(value: Any) -> None:
    with pytest.raises(BadValue, match="branch_scale: "):
        Experiment(branch_scale=value)


def test_all_that_is_registered_is_built() -> None:
    for name in BRANCH_SCALES.names:
        assert architecture_of(Experiment(branch_scale=name, residual=True)).branch_scale == BRANCH_SCALES.build(name)(
            1
        )
    for name in AFFINES.names:
        assert architecture_of(Experiment(affine=name)).affine == AFFINES.build(name)()

"""Networks as arrays: what the passes compute, what they keep, and what they leave alone."""

import math
from itertools import cycle, pairwise

import numpy as np
import pytest

from sim import (
    ACTIVATIONS,
    INITIALIZERS,
    TASKS,
    Experiment,
    backward,
    draw_data,
    forward,
    initial_arrays,
    initialize,
    run,
)
from sim.architecture import Architecture
from sim.loss import cross_entropy
from sim.normalization import NORMALIZATIONS
from sim.parameters import zero_parameters, zeros_like

STEP = 1e-5


def textbook(experiment: Experiment, arrays: dict[str, np.ndarray], **nudged: np.ndarray) -> dict[str, np.ndarray]:
    """The forward pass of the first network of tanh units as the definitions say it; `nudged` is put in place of z."""
    found = {"h0": arrays["x"][0]}
    for layer in range(1, experiment.depth + 1):
        below, W, b = found[f"h{layer - 1}"], arrays[f"W{layer}"][0], arrays[f"b{layer}"][0]
        plain = layer == experiment.depth or experiment.normalization == "none"
        after = experiment.normalization == "batch" and layer < experiment.depth
        z = found[f"z{layer}"] = nudged.get(f"z{layer}", below @ W + (0.0 if after else b))
        axis = 1 if experiment.normalization == "layer" else 0
        u = z if plain else (z - z.mean(axis, keepdims=True)) / np.sqrt(z.var(axis, keepdims=True) + 1e-5)
        u = u + (b if after else 0.0)
        skip = experiment.residual and below.shape == z.shape
        found[f"h{layer}"] = z if layer == experiment.depth else np.tanh(u) + (below if skip else 0.0)
    return found


JOINED = [(residual, normalization) for residual in (False, True) for normalization in NORMALIZATIONS]


@pytest.mark.parametrize(("residual", "normalization"), JOINED)
@pytest.mark.parametrize("task", ["blobs", "signal"])
def test_the_forward_pass_is_the_definition_of_residuals_and_normalization(
    task: str, residual: bool, normalization: str
) -> None:
    experiment = Experiment(
        depth=4, width=5, samples=7, seeds=1, task=task, bias_init="normal", residual=residual,
        normalization=normalization,
    )  # fmt: skip
    arrays = initial_arrays(experiment)
    for name, expected in textbook(experiment, arrays).items():
        assert arrays[name][0] == pytest.approx(expected, rel=1e-11, abs=1e-13), name


@pytest.mark.parametrize(("residual", "normalization"), JOINED)
def test_delta_is_by_z_before_it_is_normalized(residual: bool, normalization: str) -> None:
    experiment = Experiment(
        depth=4, width=4, samples=3, seeds=1, task="signal", residual=residual, normalization=normalization
    )
    arrays = initial_arrays(experiment)
    for layer, example, unit in [(1, 0, 0), (2, 1, 2), (3, 2, 1), (4, 2, 3)]:
        losses = []
        for nudge in (STEP, -STEP):
            z = arrays[f"z{layer}"][0].copy()
            z[example, unit] += nudge
            logits = textbook(experiment, arrays, **{f"z{layer}": z})[f"h{experiment.depth}"]
            losses.append(cross_entropy(logits[None], arrays["y"][:1]).item())
        slope = (losses[0] - losses[1]) / (2 * STEP)
        assert arrays[f"delta{layer}"][0, example, unit] == pytest.approx(slope, rel=1e-6, abs=1e-10)


@pytest.mark.parametrize(("residual", "normalization"), JOINED)
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_pytorch_gets_the_same_loss_and_gradients(activation: str, residual: bool, normalization: str) -> None:
    """Its layer_norm without scale and shift, and its batch_norm with the layer's bias as the shift."""
    torch = pytest.importorskip("torch")
    experiment = Experiment(
        depth=5, width=8, samples=9, seeds=1, activation=activation, task="signal", bias_init="normal",
        residual=residual, normalization=normalization,
    )  # fmt: skip
    arrays = initial_arrays(experiment)
    parts = {name: torch.tensor(array[0], requires_grad=name[0] in "Wb") for name, array in arrays.items()}
    h = parts["x"]
    for layer in range(1, 6):
        z, b = h @ parts[f"W{layer}"], parts[f"b{layer}"]
        u = z + b
        if normalization == "layer":
            u = torch.nn.functional.layer_norm(z + b, (8,))
        elif normalization == "batch":
            u = torch.nn.functional.batch_norm(z, None, None, bias=b, training=True)
        h = z + b if layer == 5 else getattr(torch, activation)(u) + (h if residual else 0)
    loss = torch.nn.functional.cross_entropy(h, parts["y"])
    loss.backward()
    assert arrays["loss"].item() == pytest.approx(loss.item(), rel=1e-12)
    for layer in range(1, 6):
        for ours, theirs in (("dW", "W"), ("db", "b")):
            expected = parts[f"{theirs}{layer}"].grad.numpy()
            assert arrays[f"{ours}{layer}"][0] == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_the_forward_pass_is_the_textbooks_sum_over_units() -> None:
    arrays = initial_arrays(Experiment(depth=3, width=3, samples=2, seeds=2, bias_init="normal(std=0.3)"))
    for network in range(2):
        for example in range(2):
            h = arrays["x"][network, example].tolist()
            for layer in (1, 2, 3):
                W, b = arrays[f"W{layer}"][network], arrays[f"b{layer}"][network]
                z = [sum(h[i] * W[i, j] for i in range(len(h))) + b[j] for j in range(len(b))]
                assert arrays[f"z{layer}"][network, example] == pytest.approx(z, rel=1e-12)
                h = [math.tanh(number) for number in z] if layer < 3 else z
                assert arrays[f"h{layer}"][network, example] == pytest.approx(h, rel=1e-12)


@pytest.mark.parametrize("architecture", [Architecture(*joined) for joined in JOINED], ids=str)
def test_writing_into_old_arrays_gives_the_same_numbers_as_making_new_ones(architecture: Architecture) -> None:
    one, two = Experiment(depth=4, width=5), Experiment(depth=4, width=5, seed=50)
    phi = ACTIVATIONS.build("tanh")()
    (x, y), parameters = draw_data(two), initialize(two)
    fresh = forward(parameters, x, phi, architecture=architecture)
    gradients = backward(parameters, fresh, y, phi, architecture=architecture).gradients.flat
    used = forward(initialize(one), draw_data(one)[0], phi, architecture=architecture)
    spent = backward(initialize(one), used, draw_data(one)[1], phi, architecture=architecture)
    again = forward(parameters, x, phi, used, architecture)
    assert all(np.array_equal(a, b) for a, b in zip(again.z, fresh.z, strict=True))
    assert np.array_equal(backward(parameters, again, y, phi, spent, architecture).gradients.flat, gradients)


def test_a_plain_network_keeps_no_array_twice() -> None:
    done = forward(initialize(Experiment(depth=4)), draw_data(Experiment(depth=4))[0], ACTIVATIONS.build("tanh")())
    assert done.hidden_u is done.hidden_z
    assert done.hidden_a is done.hidden_h


def test_a_residual_network_of_zero_weights_hands_on_its_first_layer() -> None:
    """He et al. 2016, section 3.1: if the best is to change nothing, a skip needs only weights of 0."""
    arrays = initial_arrays(Experiment(depth=6, width=5, task="signal", init="zeros", residual=True))
    assert all(np.array_equal(arrays[f"h{layer}"], arrays["x"]) for layer in range(1, 6))
    wide = initial_arrays(Experiment(depth=6, width=5, init="zeros", residual=True, bias_init="constant(value=1)"))
    for layer in range(1, 6):
        assert wide[f"h{layer}"] == pytest.approx(np.full((8, 256, 5), layer * math.tanh(1.0)), rel=1e-14)


def test_the_passes_leave_parameters_and_data_as_they_are() -> None:
    experiment = Experiment(activation="sigmoid")
    phi = ACTIVATIONS.build("sigmoid")()
    (x, y), parameters = draw_data(experiment), initialize(experiment)
    before = [array.copy() for array in (x, y, parameters.flat)]
    backward(parameters, forward(parameters, x, phi), y, phi)
    assert all(np.array_equal(a, b) for a, b in zip(before, (x, y, parameters.flat), strict=True))


def test_weights_and_biases_are_views_of_one_array() -> None:
    parameters = zero_parameters((3, 5, 2), 4, "float32")
    assert parameters.flat.shape == (4, 3 * 5 + 5 + 5 * 2 + 2)
    for index, part in enumerate((*parameters.weights, *parameters.biases), start=1):
        part += index
    assert sorted(set(parameters.flat[1].tolist())) == [1, 2, 3, 4]
    assert [weights.shape for weights in parameters.weights] == [(4, 3, 5), (4, 5, 2)]
    assert [biases.shape for biases in parameters.biases] == [(4, 5), (4, 2)]
    assert zeros_like(parameters).flat.dtype == np.float32


@pytest.mark.parametrize(
    ("init", "task"),
    [
        *zip(INITIALIZERS.names, cycle(TASKS), strict=False),
        *(("lsuv", task) for task in TASKS),  # the one that looks at the data
    ],
)
def test_each_network_of_a_batch_is_drawn_as_if_it_were_alone(init: str, task: str) -> None:
    experiment = Experiment(init=init, bias_init="normal", task=task, seeds=3, seed=7, width=4)
    together = initialize(experiment)
    for network in range(3):
        alone = initialize(experiment.replace(seeds=1, seed=7 + network))
        assert np.array_equal(together.flat[network], alone.flat[0])


def test_initial_arrays_have_the_shapes_of_the_layers_and_hold_every_layer() -> None:
    experiment = Experiment(depth=3, width=5, samples=7, seeds=2)
    arrays = initial_arrays(experiment)
    for layer, (n, m) in enumerate(pairwise(experiment.layer_sizes), start=1):
        assert arrays[f"W{layer}"].shape == arrays[f"dW{layer}"].shape == (2, n, m)
        assert arrays[f"b{layer}"].shape == arrays[f"db{layer}"].shape == (2, m)
        assert arrays[f"z{layer}"].shape == arrays[f"h{layer}"].shape == arrays[f"delta{layer}"].shape == (2, 7, m)
    assert arrays["x"].shape == arrays["h0"].shape == (2, 7, 2)
    assert arrays["y"].shape == (2, 7)
    assert arrays["loss"].shape == (2,)
    assert len(arrays) == 3 + 3 * 7 + 1


def test_the_arrays_of_a_minibatch_run_are_those_of_its_first_batch() -> None:
    experiment = Experiment(depth=3, width=5, samples=7, batch_size=2, seeds=2)
    arrays, frame = initial_arrays(experiment), next(run(experiment))
    assert arrays["x"].shape == arrays["h0"].shape == (2, 2, 2)
    for layer in (1, 2, 3):
        error = np.sqrt(np.square(arrays[f"delta{layer}"]).mean(axis=(1, 2)))
        assert frame.layers.delta[:, layer - 1] == pytest.approx(error, rel=1e-12)

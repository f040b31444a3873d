"""Jacobians and partial batches of networks with all that joins layers, against differences and single passes."""

import numpy as np
import pytest

from sim import ACTIVATIONS, Experiment, draw_data, forward, initialize, jacobian_singular_values
from sim.architecture import architecture_of
from sim.training import Training
from tests.support.joined import random_experiment

STEP = 1e-6


@pytest.mark.parametrize("number", range(200, 230))
def test_singular_values_are_those_of_the_matrix_of_central_differences(number: int) -> None:
    """The statistics of batches are held fixed, as in a network that is no longer trained."""
    experiment = random_experiment(number)
    phi, architecture = ACTIVATIONS.build(experiment.activation)(), architecture_of(experiment)
    parameters, (x, _) = initialize(experiment), draw_data(experiment)
    rng = np.random.default_rng(number)
    for part in parameters.learned.values():
        part += rng.normal(size=part.shape) / 4
    done = forward(parameters, x, phi, architecture=architecture)
    known = done if architecture.mixes_examples else None
    last = int(rng.integers(1, experiment.depth + 1))

    def outputs(nudged: np.ndarray) -> np.ndarray:
        return forward(parameters, nudged, phi, None, architecture, known).h[last]

    columns = []
    for unit in range(x.shape[2]):
        nudge = STEP * np.eye(x.shape[2])[unit]
        columns.append((outputs(x + nudge) - outputs(x - nudge)) / (2 * STEP))
    expected = np.linalg.svd(np.stack(columns, axis=2), compute_uv=False)
    found = jacobian_singular_values(parameters, done, phi, architecture, 0, last)
    assert found == pytest.approx(expected, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("where", ["inside", "pre", "post"])
def test_under_batch_normalisation_every_example_is_seen_among_a_batch_of_training(where: str) -> None:
    net = Experiment(depth=4, width=6, normalization="batch", normalization_position=where, residual=True,
                     samples=41, batch_size=16, seeds=2, affine="learned", steps=0)  # fmt: skip
    training = Training(net)
    training.evaluate(0)
    seen = training.over_all_samples()
    for rows, batch in ((slice(16), slice(16)), (slice(16, 25), slice(16, 32)), (slice(25, 41), slice(25, 41))):
        part = forward(training.parameters, training.x[:, batch], training.activation, None, training.architecture)
        count = rows.stop - (rows.start or 0)
        first = (rows.start or 0) - (batch.start or 0) if batch.start != 25 else 0
        for name in ("hidden_h", "hidden_u", "hidden_z"):
            expected = getattr(part, name)[:, :, first : first + count]
            assert getattr(seen, name)[:, :, rows] == pytest.approx(expected, rel=1e-12), name

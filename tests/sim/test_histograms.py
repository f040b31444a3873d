"""How the outputs of a layer are spread: histograms and sizes, against counting by hand."""

from itertools import product

import numpy as np
import pytest

from sim import ACTIVATIONS, Experiment, initial_arrays, run
from sim.measures import HISTOGRAM_BINS, SIZE_QUANTILES


@pytest.mark.parametrize(
    ("activation", "depth"),
    [*((name, 13) for name in ACTIVATIONS.names), *product(["tanh", "relu"], [1, 2, 40])],
)
def test_histograms_hold_every_output_of_up_to_twelve_layers(activation: str, depth: int) -> None:
    found = next(run(Experiment(activation=activation, depth=depth, width=6, samples=30, steps=0, seeds=2))).histograms
    assert found.shares.shape == (len(found.layers), HISTOGRAM_BINS + 2)
    assert found.shares.sum(axis=1) == pytest.approx(np.ones(len(found.layers)), rel=1e-12)
    assert len(found.layers) == min(max(depth - 1, 1), 12)
    assert list(found.layers) == sorted(set(found.layers))
    assert (found.layers[0], found.layers[-1]) == (1, max(depth - 1, 1))


def test_a_histogram_counts_as_counting_by_hand_does() -> None:
    experiment = Experiment(activation="tanh", init="normal(std=1)", depth=2, samples=50, steps=0, seeds=1)
    found = next(run(experiment)).histograms
    outputs = initial_arrays(experiment)["h1"][0].ravel().tolist()
    width = (found.high - found.low) / HISTOGRAM_BINS
    counts = [0] * (HISTOGRAM_BINS + 2)
    for output in outputs:
        counts[1 + min(int((output - found.low) / width), HISTOGRAM_BINS - 1)] += 1
    assert found.shares[0] == pytest.approx(np.array(counts) / len(outputs))


def test_outputs_beyond_the_span_are_counted_at_the_ends_and_lost_numbers_are_missing() -> None:
    exploded = Experiment(
        activation="identity", init="constant(value=1e6)", depth=80, width=4, steps=0, seeds=1, samples=9
    )
    found = next(run(exploded)).histograms
    assert found.shares[0, 1:-1].sum() == 0
    assert found.shares[0].sum() == 1
    assert found.shares[-1].sum() == 0


def test_sizes_of_outputs_part_them_as_counting_does() -> None:
    experiment = Experiment(activation="tanh", init="normal(std=1)", depth=2, width=40, samples=50, steps=0, seeds=2)
    found = next(run(experiment)).histograms
    outputs = np.abs(initial_arrays(experiment)["h1"][0]).ravel()
    for share, size in zip(SIZE_QUANTILES, found.sizes[0], strict=True):
        assert (outputs <= size).mean() == pytest.approx(share, abs=1 / len(outputs))
    assert found.sizes.shape == (1, 5)


def test_sizes_of_many_outputs_are_about_those_of_all() -> None:
    experiment = Experiment(activation="identity", init="normal(std=1)", depth=2, width=64, samples=2000, steps=0)
    found = next(run(experiment)).histograms.sizes[0]
    outputs = np.abs(initial_arrays(experiment)["h1"][0]).ravel()
    shares = [float((outputs <= size).mean()) for size in found]
    assert shares == pytest.approx(list(SIZE_QUANTILES), abs=0.08)


def test_sizes_of_nothing_but_lost_numbers_are_lost() -> None:
    exploded = Experiment(activation="identity", init="constant(value=1e6)", depth=80, width=4, steps=0, samples=9)
    assert np.isnan(next(run(exploded)).histograms.sizes[-1]).all()

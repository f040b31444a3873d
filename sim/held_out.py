"""Examples that a network never learns from: other draws of the same task, and what a network makes of them."""

from __future__ import annotations

import numpy as np

from sim.activations import Activation
from sim.architecture import Architecture
from sim.experiment import Experiment
from sim.frames import Numbers
from sim.loss import Labels, accuracy, cross_entropy
from sim.network import DATA, HELD_OUT, Array, forward, random_stream
from sim.parameters import Parameters
from sim.passes import Forward, empty_forward
from sim.tasks import TASKS, Data


def draw_held_out(experiment: Experiment) -> tuple[Array, Labels]:
    """Inputs (S, test_samples, n_0) and class indices (S, test_samples), for each network by itself.

    They are drawn anew; of a task that has only so many examples they are those that come after the ones learnt from.
    """
    drawn = [_drawn(experiment, network) for network in range(experiment.seeds)]
    return np.stack([x for x, _ in drawn]).astype(experiment.precision), np.stack([y for _, y in drawn])


def _drawn(experiment: Experiment, network: int) -> Data:
    task = TASKS[experiment.task]
    if task.examples is None:
        rng = random_stream(experiment, network, HELD_OUT)
        return task.draw(rng, experiment.test_samples, experiment.width)
    rng = random_stream(experiment, network, DATA)
    x, y = task.draw(rng, experiment.samples + experiment.test_samples, experiment.width)
    return x[experiment.samples :], y[experiment.samples :]


def in_batches(
    parameters: Parameters, x: Array, activation: Activation, architecture: Architecture, batch: int, done: Forward
) -> Forward:
    """The networks run forward on all of x, written into `done`.

    Under batch normalisation the samples come in batches of this size, each normalised by its own statistics (which are
    not kept); where the last would not be full, samples before it fill it up.
    """
    samples = x.shape[1]
    if not architecture.mixes_examples:
        return forward(parameters, x, activation, done, architecture)
    for end in [*range(batch, samples, batch), samples]:
        rows = slice(max(end - batch, 0), end)
        done.put(rows, forward(parameters, x[:, rows], activation, None, architecture))
    return done


class HeldOut:
    """The held-out examples of a run, and what its networks make of them at any time."""

    def __init__(self, experiment: Experiment, parameters: Parameters, architecture: Architecture) -> None:
        self.x, self.y = draw_held_out(experiment)
        self._batch, self._architecture = experiment.batch, architecture
        self._done = empty_forward(parameters, self.x, architecture)

    def measured(self, parameters: Parameters, activation: Activation) -> tuple[Numbers, Numbers]:
        """(S,) the loss and (S,) the accuracy on the held-out examples."""
        done = in_batches(parameters, self.x, activation, self._architecture, self._batch, self._done)
        return cross_entropy(done.output, self.y), accuracy(done.output, self.y)

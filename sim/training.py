"""Running an experiment: a generator that trains all its networks at once and yields frames of measured numbers.

Numbers that are not finite are an outcome: a network that produces one is recorded as diverged, at a step and a
layer, and the run ends early once all have. Nothing is printed and nothing warns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

from sim.activations import ACTIVATIONS, Activation
from sim.experiment import Experiment
from sim.frames import Divergence, Frame, Numbers
from sim.measures import histograms, measure_layers, rms
from sim.network import (
    BATCHES,
    Array,
    Backward,
    Forward,
    Labels,
    Parameters,
    accuracy,
    backward,
    cross_entropy,
    draw_data,
    empty_backward,
    empty_forward,
    forward,
    random_stream,
    sample,
)
from sim.optimizers import OPTIMIZERS

Wanted = Callable[[int], bool]


def every(interval: int) -> Wanted:
    """Ask for the frames of every `interval`-th step."""
    return lambda step: step % interval == 0


def all_steps(step: int) -> bool:
    """Ask for every frame."""
    return True


def ends_only(step: int) -> bool:
    """Ask for no frame but the first and the last."""
    return False


def run(experiment: Experiment, wanted: Wanted = all_steps) -> Iterator[Frame]:
    """Train the networks of an experiment, and yield the frames of the steps that are `wanted`.

    The frame at initialisation (step 0) comes first and the frame after the last update comes last, wanted or not.
    `wanted(step)` is called once before each step between them; close the generator to stop.
    """
    use_one_blas_thread()
    training = Training(experiment)
    for step in range(experiment.steps + 1):
        if step:
            training.update()
        training.evaluate(step)
        last = step == experiment.steps or training.all_diverged
        if step == 0 or last or wanted(step):
            yield training.frame(step)
        if last:
            return


@cache
def use_one_blas_thread() -> None:
    """Keep this process's matrix multiplications to one thread: small ones are slowed down by more."""
    ThreadpoolController().limit(limits=1, user_api="blas")


class Training:
    """The arrays of a run: parameters, gradients and updates, overwritten by each step."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.activation: Activation = ACTIVATIONS.build(experiment.activation)()
        self.x, self.y = draw_data(experiment)
        self.parameters = sample(experiment)
        self.divergences: list[Divergence | None] = [None] * experiment.seeds
        self._batches = _batches(experiment, self.x, self.y)
        self._forward = empty_forward(self.parameters, self.x[:, : experiment.batch])
        self._backward = empty_backward(self.parameters, self._forward)
        self._optimizer = OPTIMIZERS.build(experiment.optimizer)()
        self._updates = _zeros_like(self.parameters)
        self._memory = _zeros_like(self.parameters)

    @property
    def all_diverged(self) -> bool:
        """Whether no network is left that computes finite numbers."""
        return all(self.divergences)

    def evaluate(self, step: int) -> None:
        """Compute the gradients of the next batch, and the update that they call for."""
        x, y = next(self._batches)
        self._forward = forward(self.parameters, x, self.activation, self._forward)
        self._backward = backward(self.parameters, self._forward, y, self.activation, self._backward)
        self._record_divergences(step)
        self._plan_update()

    @np.errstate(all="ignore")
    def update(self) -> None:
        """Take the planned update off the parameters."""
        for values, update in zip(_arrays(self.parameters), _arrays(self._updates), strict=True):
            values -= update

    @np.errstate(all="ignore")
    def _plan_update(self) -> None:
        gradients = Parameters(self._backward.weights, self._backward.biases)
        factor = _clip_factor(gradients, self.experiment.clip_norm)
        arrays = zip(*map(_arrays, (gradients, self.parameters, self._memory, self._updates)), strict=True)
        for index, (gradient, values, memory, update) in enumerate(arrays):
            np.multiply(gradient, _per_network(factor, gradient), out=update)
            if self.experiment.weight_decay and index < self.experiment.depth:
                update += self.experiment.weight_decay * values
            self._optimizer(update, memory)
            update *= self.experiment.learning_rate

    def _record_divergences(self, step: int) -> None:
        finite = np.isfinite(self._forward.z[-1]).all(axis=(1, 2)) & np.isfinite(self._backward.biases[0]).all(axis=1)
        for network in np.flatnonzero(~finite):
            if self.divergences[network] is None:
                layer = _first_bad_layer(self._forward, self._backward, int(network))
                self.divergences[network] = Divergence(step, layer)

    def frame(self, step: int) -> Frame:
        """Measure the networks as they are now, over all samples."""
        done, back = self._over_all_samples()
        return Frame(
            step=step,
            loss=cross_entropy(done.z[-1], self.y),
            accuracy=accuracy(done.z[-1], self.y),
            input_signal=rms(self.x),
            layers=measure_layers(self.parameters, done, back, self._updates.weights, self.activation),
            histograms=histograms(done, self.activation),
            divergences=tuple(self.divergences),
        )

    def _over_all_samples(self) -> tuple[Forward, Backward]:
        if self.experiment.batch == self.experiment.samples:
            return self._forward, self._backward
        done = forward(self.parameters, self.x, self.activation)
        return done, backward(self.parameters, done, self.y, self.activation)


def _first_bad_layer(done: Forward, back: Backward, network: int) -> int:
    """The layer (from 1) where a network's numbers first stop being finite: on the way forward, then backward."""
    for layer, z in enumerate(done.z, start=1):
        if not np.isfinite(z[network]).all():
            return layer
    for layer in range(len(back.delta), 1, -1):
        if not np.isfinite(back.delta[layer - 1][network]).all():
            return layer
    return 1


def _batches(experiment: Experiment, x: Array, y: Labels) -> Iterator[tuple[Array, Labels]]:
    """The batch of each step: all samples, or the next part of each network's own shuffled order."""
    if experiment.batch == experiment.samples:
        while True:
            yield x, y
    streams = [random_stream(experiment, network, BATCHES) for network in range(experiment.seeds)]
    networks = np.arange(experiment.seeds)[:, None]
    while True:
        order = np.stack([rng.permutation(experiment.samples) for rng in streams])
        for start in range(0, experiment.samples - experiment.batch + 1, experiment.batch):
            chosen = order[:, start : start + experiment.batch]
            yield x[networks, chosen], y[networks, chosen]


def _clip_factor(gradients: Parameters, clip_norm: float | None) -> Numbers:
    """(S,) factors that bring each network's whole gradient to a norm of at most `clip_norm` (Pascanu et al. 2013)."""
    if clip_norm is None:
        return np.ones(len(gradients.weights[0]))
    lengths = np.stack([rms(array) * np.sqrt(array[0].size) for array in _arrays(gradients)])
    largest = np.where(lengths.max(axis=0) > 0, lengths.max(axis=0), 1.0)
    norm = largest * np.sqrt(np.square(lengths / largest).sum(axis=0))
    return np.asarray(np.minimum(1.0, clip_norm / np.where(norm > 0, norm, clip_norm)))


def _per_network(factor: Numbers, like: Array) -> Array:
    return factor.reshape(-1, *[1] * (like.ndim - 1)).astype(like.dtype)


def _arrays(parameters: Parameters) -> tuple[Array, ...]:
    return (*parameters.weights, *parameters.biases)


def _zeros_like(parameters: Parameters) -> Parameters:
    return Parameters(
        tuple(np.zeros_like(weights) for weights in parameters.weights),
        tuple(np.zeros_like(biases) for biases in parameters.biases),
    )


def initial_arrays(experiment: Experiment) -> dict[str, np.ndarray[Any, Any]]:
    """Every array at initialisation by name: x, y, W1.., b1.., z1.., h0.., delta1.., dW1.., db1.., loss.

    Their first axis counts the networks; y are class indices.
    """
    use_one_blas_thread()
    training = Training(experiment)
    training.evaluate(0)
    done, back = training._over_all_samples()
    counted = {
        "W": training.parameters.weights,
        "b": training.parameters.biases,
        "z": done.z,
        "delta": back.delta,
        "dW": back.weights,
        "db": back.biases,
    }
    arrays = {f"{name}{layer}": array for name, layers in counted.items() for layer, array in enumerate(layers, 1)}
    outputs = {f"h{layer}": array for layer, array in enumerate(done.h)}
    return {"x": training.x, "y": training.y, **arrays, **outputs, "loss": cross_entropy(done.z[-1], training.y)}

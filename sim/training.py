"""Running an experiment: a generator that trains all its networks at once and yields frames of measured numbers.

Numbers that are not finite are an outcome: a network that produces one is recorded as diverged, at a step and a
layer, and keeps the measures of that step in all later frames, as if its run had ended there, whatever the networks
beside it do; the run itself ends early once all have diverged. Nothing is printed and nothing warns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

from sim.activations import ACTIVATIONS, Activation
from sim.architecture import architecture_of
from sim.experiment import Experiment
from sim.frames import Divergence, Frame, Numbers
from sim.held_out import HeldOut, in_batches
from sim.jacobian import has_spectrum, spectrum
from sim.layer_steps import steps_of
from sim.loss import Labels, accuracy, cross_entropy
from sim.measures import histograms, measure_layers
from sim.network import (
    BATCHES,
    Array,
    backward,
    draw_data,
    forward,
    initialize,
    random_stream,
)
from sim.optimizers import OPTIMIZERS, Optimizer
from sim.parameters import Parameters, zeros_like
from sim.passes import Backward, Forward, empty_backward, empty_forward
from sim.plane import kept_weights
from sim.sizes import all_finite, rms
from sim.tracing import Trace

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

    The frame at initialisation (step 0) comes first and the frame after the last update comes last, wanted or not;
    so do those of the moments that the experiment asks for.
    `wanted(step)` is called once before each step between them; close the generator to stop.
    """
    use_one_blas_thread()
    training = Training(experiment)
    for step in range(experiment.steps + 1):
        if step:
            training.update()
        training.evaluate(step)
        last = step == experiment.steps or training.all_diverged
        if step == 0 or last or wanted(step) or step in experiment.asked.moments:
            yield training.frame(step)
        if last:
            return


@cache
def use_one_blas_thread() -> None:
    """Limit BLAS to one thread in this process, because more threads slow down small matrix products."""
    ThreadpoolController().limit(limits=1, user_api="blas")


class Training:
    """The arrays of a run: parameters, gradients and updates, overwritten by each step."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.activation: Activation = ACTIVATIONS.build(experiment.activation)()
        self.architecture = architecture_of(experiment)
        self.x, self.y = draw_data(experiment)
        self.parameters = initialize(experiment)
        self.divergences: list[Divergence | None] = [None] * experiment.seeds
        self._last_to_diverge: Frame | None = None
        self._batches = _batches(experiment, self.x, self.y)
        self.batch = self.x, self.y
        self._forward = empty_forward(self.parameters, self.x[:, : experiment.batch], self.architecture)
        self._backward = empty_backward(self.parameters, self._forward)
        self._all_samples: Forward | None = None
        self._optimizer: Optimizer = OPTIMIZERS.build(experiment.optimizer)()
        self._updates = zeros_like(self.parameters)
        flat = self.parameters.flat
        self._steps = steps_of(experiment, self.parameters)
        self._optimizer_state = np.zeros((self._optimizer.state_size, *flat.shape), flat.dtype)
        tested = experiment.test_samples > 0
        self._held_out = HeldOut(experiment, self.parameters, self.architecture) if tested else None
        self._trace = Trace(experiment.asked.traced, experiment.steps, experiment.seeds)

    @property
    def all_diverged(self) -> bool:
        """Whether no network is left that computes finite numbers."""
        return all(self.divergences)

    def evaluate(self, step: int) -> None:
        """Compute the gradients of the next batch, the update that follows from them, and which networks diverged."""
        self.batch = x, y = next(self._batches)
        before = self.divergences
        forward(self.parameters, x, self.activation, self._forward, self.architecture)
        backward(self.parameters, self._forward, y, self.activation, self._backward, self.architecture)
        self.divergences = diverged_by(step, self._forward, self._backward, before)
        if self.experiment.asked.traced:
            self._trace.record(step, self._of_all, np.array([each is not None for each in self.divergences]))
        self._plan_update(step + 1)
        if self.divergences != before:
            self._last_to_diverge = self.frame(step)

    @np.errstate(all="ignore")
    def update(self) -> None:
        """Subtract the planned update from the parameters."""
        np.subtract(self.parameters.flat, self._updates.flat, out=self.parameters.flat)

    @np.errstate(all="ignore")
    def _plan_update(self, count: int) -> None:
        update, experiment = self._updates.flat, self.experiment
        np.copyto(update, self._backward.gradients.flat)
        self._steps.to_trained(update)
        if experiment.clip_value is not None:
            np.clip(update, -experiment.clip_value, experiment.clip_value, out=update)
        if experiment.clip_norm is not None:
            update *= _clip_factor(update, experiment.clip_norm)
        if not self._optimizer.decoupled:
            self._decay()
        self._optimizer.step(update, self._optimizer_state, count)
        if self._optimizer.decoupled:
            self._decay()
        update *= experiment.learning_rate * warm_up(count, experiment.warmup_steps)
        self._steps.to_weights(update)

    def _decay(self) -> None:
        if self.experiment.weight_decay:
            layers = zip(self._updates.weights, self.parameters.weights, self._steps.multipliers, strict=True)
            for change, weights, multiplier in layers:
                change += self.experiment.weight_decay / multiplier * weights

    def frame(self, step: int) -> Frame:
        """The measures of each network at this step, or at the step at which it diverged."""
        now, earlier = self._measured(step), self._last_to_diverge
        if earlier is None:
            return now
        return now.keeping(earlier, np.array([found is not None and found.step < step for found in self.divergences]))

    def _measured(self, step: int) -> Frame:
        """Measure the networks as they are now: forward over all samples, backward over the batch of this step."""
        done, back = self.over_all_samples(), self._backward
        test_loss, test_accuracy = self._tested()
        return Frame(
            step=step,
            loss=cross_entropy(done.output, self.y),
            accuracy=accuracy(done.output, self.y),
            input_signal=rms(self.x),
            layers=measure_layers(self.parameters, done, back, self._updates.weights, self.activation),
            histograms=histograms(done, self.activation),
            divergences=tuple(diverged_by(step, done, back, self.divergences)),
            weights=kept_weights(self.experiment, self.parameters),
            test_loss=test_loss,
            test_accuracy=test_accuracy,
            jacobian=self._spectrum() if self._asks_jacobian(step) else None,
            trace=self._trace.until(step),
        )

    def _tested(self) -> tuple[Numbers, Numbers] | tuple[None, None]:
        return (None, None) if self._held_out is None else self._held_out.measured(self.parameters, self.activation)

    def _of_all(self, names: Sequence[str]) -> dict[str, Numbers]:
        """Loss and accuracy by name, of the examples learnt from and of those held out, as far as they are named."""
        found: dict[str, Numbers] = {}
        if {"loss", "accuracy"} & set(names):
            output = self.over_all_samples().output
            found |= {"loss": cross_entropy(output, self.y), "accuracy": accuracy(output, self.y)}
        test_loss, test_accuracy = self._tested() if {"test_loss", "test_accuracy"} & set(names) else (None, None)
        if test_loss is not None and test_accuracy is not None:
            found |= {"test_loss": test_loss, "test_accuracy": test_accuracy}
        return {name: numbers for name, numbers in found.items() if name in names}

    def _asks_jacobian(self, step: int) -> bool:
        asked, ends = self.experiment.asked, (0, self.experiment.steps)
        return asked.jacobian and (step in ends or step in asked.moments) and has_spectrum(self.experiment)

    def _spectrum(self) -> Numbers:
        return spectrum(self.parameters, self.x[:, : self.experiment.batch], self.activation, self.architecture)

    @property
    def of_batch(self) -> tuple[Forward, Backward]:
        """The passes of the newest batch, those that the coming update follows from; overwritten by the next."""
        return self._forward, self._backward

    def over_all_samples(self) -> Forward:
        """The networks as they are now, run forward on every sample.

        Under batch normalisation they come in batches as large as those of training.
        """
        samples, batch = self.experiment.samples, self.experiment.batch
        if batch == samples:
            return self._forward
        self._all_samples = done = self._all_samples or empty_forward(self.parameters, self.x, self.architecture)
        return in_batches(self.parameters, self.x, self.activation, self.architecture, batch, done)


def diverged_by(
    step: int, done: Forward, back: Backward, before: Sequence[Divergence | None]
) -> list[Divergence | None]:
    """Where each network has diverged, `before` or in this pass, and None for those that have not."""
    finite = np.logical_and.reduce([all_finite(part) for part in (*done.z, back.gradients.flat)])
    return [
        known if known or fine else Divergence(step, _first_bad_layer(done, back, network))
        for network, (known, fine) in enumerate(zip(before, finite, strict=True))
    ]


def _first_bad_layer(done: Forward, back: Backward, network: int) -> int:
    """The layer (from 1) where a network's numbers first stop being finite: on the way forward, then backward."""
    layers = range(1, len(done.z) + 1)
    passes = [(layer, done.z[layer - 1]) for layer in layers]
    for layer in reversed(layers):
        passes += [(layer, part[layer - 1]) for part in (back.delta, back.gradients.weights, back.gradients.biases)]
        passes += [(layer, part[:, layer - 1]) for part in back.gradients.learned.values() if layer < len(layers)]
    return next(layer for layer, values in passes if not np.isfinite(values[network]).all())


def _batches(experiment: Experiment, x: Array, y: Labels) -> Iterator[tuple[Array, Labels]]:
    """The batch of each step: all samples, or the next part of each network's own shuffled order."""
    if experiment.batch == experiment.samples:
        while True:
            yield x, y
    streams = [random_stream(experiment, network, BATCHES) for network in range(experiment.seeds)]
    rows, labels = x.reshape(-1, x.shape[2]), y.ravel()
    first = experiment.samples * np.arange(experiment.seeds)[:, None]
    while True:
        order = first + np.stack([rng.permutation(experiment.samples) for rng in streams])
        for start in range(0, experiment.samples - experiment.batch + 1, experiment.batch):
            chosen = order[:, start : start + experiment.batch]
            yield rows.take(chosen, axis=0), labels.take(chosen)


def warm_up(count: int, steps: int) -> float:
    """The share of the learning rate in update number `count`: linear up to 1 in update `steps` (Goyal et al. 2017)."""
    return min(1.0, count / steps) if steps else 1.0


def _clip_factor(gradient: Array, clip_norm: float) -> Array:
    """(S, 1) factors that bring gradients (S, P) to a norm of at most `clip_norm` (Pascanu et al. 2013)."""
    factor = np.minimum(1.0, clip_norm / rms(gradient) / np.sqrt(gradient.shape[1]))
    return np.asarray(factor[:, None], gradient.dtype)


def initial_arrays(experiment: Experiment) -> dict[str, np.ndarray[Any, Any]]:
    """Every array of the first training step by name: x, y, W1.., b1.., z1.., h0.., delta1.., dW1.., db1.., loss.

    Of what else hidden layers learn: alpha1.. of branches, gamma1.., beta1.., and dalpha1.., dgamma1.., dbeta1...
    Their first axis counts the networks; y are class indices. Where there is a `batch_size`, they are of its batch.
    """
    use_one_blas_thread()
    training = Training(experiment)
    training.evaluate(0)
    (x, y), (done, back) = training.batch, training.of_batch
    counted = {
        "W": training.parameters.weights,
        "b": training.parameters.biases,
        "z": done.z,
        "delta": back.delta,
        "dW": back.gradients.weights,
        "db": back.gradients.biases,
    }
    arrays = {f"{name}{layer}": array for name, layers in counted.items() for layer, array in enumerate(layers, 1)}
    for name, part in _learned(training.parameters, back.gradients):
        arrays |= {f"{name}{layer}": part[:, layer - 1] for layer in range(1, experiment.depth)}
    outputs = {f"h{layer}": array for layer, array in enumerate(done.h)}
    return {"x": x, "y": y, **arrays, **outputs, "loss": cross_entropy(done.output, y)}


def _learned(parameters: Parameters, gradients: Parameters) -> Iterator[tuple[str, Array]]:
    """What is learned besides weights and biases, and its gradients, each (S, L - 1, ...)."""
    for prefix, of in (("", parameters), ("d", gradients)):
        for name, part in of.learned.items():
            yield prefix + {"scales": "alpha"}.get(name, name), part

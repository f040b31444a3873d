"""What an experiment costs to run, in multiply-adds of a matrix product, by a model whose numbers were measured.

costs.whole_cost(experiment) * sim.speed.seconds_per_cost(experiment)    # how long it takes here
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from sim.activations import ACTIVATIONS
from sim.initializers import metadata_of
from sim.layer_starts import starts_of
from sim.optimizers import OPTIMIZERS
from sim.registry import Named

if TYPE_CHECKING:
    from sim.experiment import Experiment

#: Measured costs in multiply-adds: of drawing a weight, of sorting it, of drawing a matrix; and, for each example, of
#: an output of a unit (more for some activations), of a layer, and of the rest of a pass.
WEIGHT_COST, SORTING_COST, MATRIX_COST = 80, 180, 50_000
OUTPUT_COST, LAYER_COST, EXAMPLE_COST = 55, 350, 1400
#: Measured costs in multiply-adds of normalising an output, of scaling and shifting it, and of scaling a branch; and,
#: for each step, of a weight and of a number of optimizer state.
NORMALIZING_COST, AFFINE_COST, BRANCH_COST, UPDATE_COST, STATE_COST = 45, 45, 12, 12, 16
#: The cost of the singular values of a matrix of n x n, in its products with another one; and of how many examples.
SINGULAR_VALUES_COST, EXAMPLES = 20, 4
#: The cost of fitting the weights to the data, at most, in training steps.
FITTING_STEPS = 2


def whole_cost(experiment: Experiment) -> int:
    """The cost of a run from its first frame to its last, if it does not end early."""
    return first_cost(experiment) + steps_cost(experiment) + _watching_cost(experiment)


def _watching_cost(experiment: Experiment) -> int:
    """The cost of what is asked of a run beside its frames: what is traced, and the Jacobian at some of its steps."""
    asked = experiment.asked
    learnt = experiment.samples if {"loss", "accuracy"} & set(asked.traced) else 0
    tested = experiment.test_samples if {"test_loss", "test_accuracy"} & set(asked.traced) else 0
    passes = _training_cost(experiment, learnt * (experiment.batch < experiment.samples) + tested) // 3
    products = (experiment.depth + SINGULAR_VALUES_COST) * experiment.width**3 * EXAMPLES * experiment.seeds
    return experiment.steps * passes + asked.jacobian * (2 + len(asked.moments)) * products


def first_cost(experiment: Experiment) -> int:
    """The cost before the first frame: data and weights are drawn, and what they give is computed and measured."""
    drawn = sum(cost(experiment) for cost in (_drawing_cost, _fitting_cost, _measuring_cost))
    return drawn + _training_cost(experiment, experiment.samples + experiment.test_samples)


def steps_cost(experiment: Experiment) -> int:
    """The cost of all training steps."""
    return experiment.steps * step_cost(experiment)


def step_cost(experiment: Experiment) -> int:
    """The cost of one training step."""
    return _training_cost(experiment, experiment.batch) + _updating_cost(experiment)


def outputs(experiment: Experiment) -> float:
    """The outputs of units that are kept at once, all networks together."""
    kept = (
        experiment.samples
        + experiment.test_samples
        + (experiment.batch if experiment.batch < experiment.samples else 0)
    )
    return experiment.seeds * sum(experiment.layer_sizes) * kept * _arrays_by_layer(experiment) / 3


def weights(experiment: Experiment) -> int:
    """The weights of all networks together."""
    return experiment.seeds * sum(n * m for n, m in itertools.pairwise(experiment.layer_sizes))


def _arrays_by_layer(experiment: Experiment) -> int:
    """Arrays kept for each hidden layer: z, h and delta of a plain one."""
    return 3 + (experiment.normalization != "none") + experiment.residual


def _drawing_cost(experiment: Experiment) -> int:
    inputs = (experiment.samples + experiment.test_samples) * experiment.layer_sizes[0]
    cost = WEIGHT_COST * (weights(experiment) + experiment.seeds * inputs)
    cost += MATRIX_COST * experiment.seeds * experiment.depth
    return cost + experiment.seeds * sum(_extra_drawing_cost(*layer) for layer in _drawn(experiment))


def _drawn(experiment: Experiment) -> Iterator[tuple[int, int, tuple[Named, ...]]]:
    """Of each layer its fans, and what draws it: the usual initialiser, and its own twice if it has another."""
    for (n, m), start in zip(itertools.pairwise(experiment.layer_sizes), starts_of(experiment), strict=True):
        own = () if start.init == experiment.init else (start.init, start.init)
        yield n, m, (experiment.init, *own)


@lru_cache(1024)
def _extra_drawing_cost(n: int, m: int, inits: tuple[Named, ...]) -> int:
    """What drawing a layer of n x m weights costs beside its first numbers: more of these, sorting, factoring."""
    size, smaller = n * m, min(n, m)
    cost = (WEIGHT_COST * size + MATRIX_COST) * (len(inits) - 1)
    for init in map(metadata_of, inits):
        cost += SORTING_COST * size * init.sorts + (2 * MATRIX_COST + 3 * size * smaller // 2) * init.factors
    return cost


def _training_cost(experiment: Experiment, examples: int) -> int:
    *hidden, classes = experiment.layer_sizes[1:]
    outputs = OUTPUT_COST * (sum(hidden) + 2 * classes) + LAYER_COST * experiment.depth + EXAMPLE_COST
    outputs += _activation_cost(experiment.activation) * sum(hidden)
    if experiment.normalization != "none":
        outputs += NORMALIZING_COST * sum(hidden) + LAYER_COST * experiment.depth
        outputs += AFFINE_COST * sum(hidden) * (experiment.affine.name != "none")
    if experiment.residual:
        outputs += BRANCH_COST * sum(hidden) * (experiment.branch_scale.name != "constant")
    return examples * (weights(experiment) + experiment.seeds * outputs)


@lru_cache(256)
def _activation_cost(activation: Named) -> int:
    cost: int = ACTIVATIONS.build(activation)().cost
    return cost


def _fitting_cost(experiment: Experiment) -> int:
    if not any(metadata_of(start.init).fit for start in starts_of(experiment)):
        return 0
    return FITTING_STEPS * _training_cost(experiment, experiment.samples)


def _updating_cost(experiment: Experiment) -> int:
    """The cost of the update of all weights in one step, which does not depend on the number of examples."""
    state_size: int = OPTIMIZERS.build(experiment.optimizer)().state_size
    return weights(experiment) * (UPDATE_COST + STATE_COST * state_size)


def _measuring_cost(experiment: Experiment) -> int:
    """The cost of a Gram matrix of each layer's outputs: half a product, where training has three."""
    examples = experiment.samples
    return experiment.seeds * sum(examples * n * min(n, examples) for n in experiment.layer_sizes[1:]) // 6

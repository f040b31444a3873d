import math
import pickle
import warnings
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import (
    ACTIVATIONS,
    BIAS_INITIALIZERS,
    INITIALIZERS,
    OPTIMIZERS,
    TASKS,
    BadValue,
    Experiment,
    Frame,
    diagnose,
    draw_data,
    ends_only,
    every,
    run,
    sample,
)
from sim.experiment import FIELDS, FLAGS, RANGES, REGISTRIES, WHOLE
from sim.network import BATCHES, random_stream
from sim.normalization import NORMALIZATIONS
from sim.registry import Registry

Vector = list[float]
Matrix = list[Vector]


def last(experiment: Experiment) -> Frame:
    """The last frame of a run."""
    return list(run(experiment, ends_only))[-1]


def numbers(frame: Frame) -> dict[str, np.ndarray]:
    """Every array of a frame, by name."""
    arrays = {**vars(frame), **vars(frame.layers), "shares": frame.histograms.shares}
    return {name: array for name, array in arrays.items() if isinstance(array, np.ndarray)}


def same(one: Frame, two: Frame) -> bool:
    pairs = zip(numbers(one).values(), numbers(two).values(), strict=True)
    return one.step == two.step and all(np.array_equal(a, b, equal_nan=True) for a, b in pairs)


# --- the whole of training, against another implementation in plain Python -------------------------------------------


class PlainNetwork:
    """One network trained example by example on lists of floats, as a textbook writes it down."""

    def __init__(self, experiment: Experiment, network: int) -> None:
        drawn, (x, y) = sample(experiment), draw_data(experiment)
        self.asked = experiment
        self.W: list[Matrix] = [weights[network].tolist() for weights in drawn.weights]
        self.b: list[Vector] = [biases[network].tolist() for biases in drawn.biases]
        self.velocity, self.square = self.zeros(), self.zeros()
        self.count = 0
        self.x: Matrix = x[network].tolist()
        self.y: list[int] = y[network].tolist()

    def zeros(self) -> tuple[list[Matrix], list[Vector]]:
        return [[[0.0] * len(row) for row in W] for W in self.W], [[0.0] * len(b) for b in self.b]

    def phi(self, z: float) -> float:
        return math.tanh(z) if self.asked.activation.name == "tanh" else max(z, 0.0)

    def slope(self, z: float) -> float:
        return 1 - math.tanh(z) ** 2 if self.asked.activation.name == "tanh" else float(z > 0)

    def forward(self, example: Vector) -> tuple[Matrix, Matrix]:
        h, zs = [example], []
        for layer, (W, b) in enumerate(zip(self.W, self.b, strict=True), start=1):
            zs.append([sum(h[-1][i] * W[i][j] for i in range(len(W))) + b[j] for j in range(len(b))])
            h.append([self.phi(z) for z in zs[-1]] if layer < len(self.W) else zs[-1])
        return zs, h

    def softmax(self, logits: Vector) -> Vector:
        shares = [math.exp(z - max(logits)) for z in logits]
        return [share / sum(shares) for share in shares]

    def gradient(self, batch: list[int]) -> tuple[list[Matrix], list[Vector]]:
        dW, db = self.zeros()
        for example in batch:
            zs, h = self.forward(self.x[example])
            delta = [p - (k == self.y[example]) for k, p in enumerate(self.softmax(zs[-1]))]
            for layer in reversed(range(len(self.W))):
                for j, d in enumerate(delta):
                    db[layer][j] += d / len(batch)
                    for i, value in enumerate(h[layer]):
                        dW[layer][i][j] += value * d / len(batch)
                if layer:
                    back = [sum(W * d for W, d in zip(row, delta, strict=True)) for row in self.W[layer]]
                    delta = [d * self.slope(z) for d, z in zip(back, zs[layer - 1], strict=True)]
        return dW, db

    def loss(self) -> float:
        rows = [self.softmax(self.forward(x)[0][-1]) for x in self.x]
        return -sum(math.log(row[label]) for row, label in zip(rows, self.y, strict=True)) / len(rows)

    def update(self, batch: list[int]) -> None:
        dW, db = self.gradient(batch)
        asked = self.asked
        largest = asked.clip_value or math.inf
        flat = [v for W in dW for row in W for v in row] + [v for b in db for v in b]
        norm = math.sqrt(sum(min(v * v, largest**2) for v in flat))
        factor = min(1.0, (asked.clip_norm or math.inf) / norm)
        self.count += 1
        rate = asked.learning_rate * min(1.0, self.count / max(asked.warmup_steps, 1))
        for layer in range(len(self.W)):
            memories = zip(self.velocity[0][layer], self.square[0][layer], strict=True)
            rows = [(*row, asked.weight_decay) for row in zip(self.W[layer], dW[layer], memories, strict=True)]
            of_biases = (self.velocity[1][layer], self.square[1][layer])
            for values, slopes, (velocity, square), decay in [*rows, (self.b[layer], db[layer], of_biases, 0.0)]:
                for j in range(len(values)):
                    gradient = factor * max(-largest, min(largest, slopes[j])) + decay * values[j]
                    values[j] -= rate * self.step(gradient, velocity, square, j)

    def step(self, gradient: float, velocity: Vector, square: Vector, j: int) -> float:
        name, given = self.asked.optimizer.name, dict(self.asked.optimizer.parameters)
        if name == "adam":
            beta1, beta2 = given.get("beta1", 0.9), given.get("beta2", 0.999)
            velocity[j] = beta1 * velocity[j] + (1 - beta1) * gradient
            square[j] = beta2 * square[j] + (1 - beta2) * gradient**2
            mean, variance = velocity[j] / (1 - beta1**self.count), square[j] / (1 - beta2**self.count)
            return mean / (math.sqrt(variance) + given.get("epsilon", 1e-8))
        momentum = given.get("momentum", 0.9) if name != "sgd" else 0.0
        velocity[j] = momentum * velocity[j] + gradient
        return gradient + momentum * velocity[j] if name == "nesterov" else velocity[j]


def batches(experiment: Experiment, network: int) -> Iterator[list[int]]:
    """Each epoch is a new order, cut into whole batches."""
    rng = random_stream(experiment, network, BATCHES)
    while True:
        order = rng.permutation(experiment.samples).tolist() if experiment.batch_size else range(experiment.samples)
        for start in range(0, experiment.samples - experiment.batch + 1, experiment.batch):
            yield list(order[start : start + experiment.batch])


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"activation": "relu", "init": "he_normal", "depth": 3},
        {"depth": 1},
        {"optimizer": "momentum", "learning_rate": 0.05},
        {"optimizer": "momentum(momentum=0.5)", "weight_decay": 0.1, "clip_norm": 0.05},
        {"clip_norm": 0.02},
        {"weight_decay": 0.3},
        {"optimizer": "nesterov", "learning_rate": 0.05},
        {"optimizer": "adam", "learning_rate": 0.02},
        {"optimizer": "adam(beta1=0.5, beta2=0.9, epsilon=0.001)", "weight_decay": 0.1, "learning_rate": 0.02},
        {"clip_value": 0.01},
        {"clip_value": 0.02, "clip_norm": 0.05, "optimizer": "nesterov(momentum=0.5)"},
        {"warmup_steps": 5},
        {"warmup_steps": 50, "optimizer": "adam", "batch_size": 3, "learning_rate": 0.02},
        {"batch_size": 3},
        {"batch_size": 3, "optimizer": "momentum", "weight_decay": 0.1, "clip_norm": 0.2, "activation": "relu"},
    ],
    ids=str,
)
def test_a_whole_training_run_is_that_of_a_plain_loop_over_examples(fields: dict[str, Any]) -> None:
    base: dict[str, Any] = {
        "depth": 3,
        "width": 4,
        "samples": 8,
        "seeds": 2,
        "steps": 12,
        "learning_rate": 0.5,
        "bias_init": "normal",
    }
    experiment = Experiment(**{**base, **fields})
    frames = list(run(experiment))
    for network in range(2):
        plain, order = PlainNetwork(experiment, network), batches(experiment, network)
        for frame in frames:
            assert frame.loss[network] == pytest.approx(plain.loss(), rel=1e-10)
            dW, db = plain.gradient(list(range(experiment.samples)))
            for layer in range(experiment.depth):
                assert frame.layers.weight_gradient[network, layer] == pytest.approx(
                    root_mean_square(dW[layer]), rel=1e-9
                )
                assert frame.layers.bias_gradient[network, layer] == pytest.approx(
                    root_mean_square([db[layer]]), rel=1e-9
                )
            before = [[row.copy() for row in W] for W in plain.W]
            plain.update(next(order))
            for layer, (old, new) in enumerate(zip(before, plain.W, strict=True)):
                change = [[a - b for a, b in zip(*rows, strict=True)] for rows in zip(old, new, strict=True)]
                taken = root_mean_square(change) / root_mean_square(old)
                assert frame.layers.update_ratio[network, layer] == pytest.approx(taken, rel=1e-7)


def root_mean_square(rows: Matrix) -> float:
    values = [value for row in rows for value in row]
    return math.sqrt(sum(value * value for value in values) / len(values))


# --- which frames come, and what they are ----------------------------------------------------------------------------


def test_the_first_and_the_last_frame_always_come() -> None:
    assert [frame.step for frame in run(Experiment(steps=7), ends_only)] == [0, 7]
    assert [frame.step for frame in run(Experiment(steps=7))] == list(range(8))
    assert [frame.step for frame in run(Experiment(steps=7), every(3))] == [0, 3, 6, 7]
    assert [frame.step for frame in run(Experiment(steps=0), ends_only)] == [0]


def test_a_frame_is_the_same_whichever_others_were_asked_for() -> None:
    experiment = Experiment(steps=9, batch_size=32, optimizer="momentum")
    all_frames = list(run(experiment))
    assert all(same(frame, all_frames[frame.step]) for frame in run(experiment, every(4)))


class Asked:
    """A `wanted` that notes the steps it is asked about."""

    def __init__(self, first_wanted: float = math.inf) -> None:
        self.first_wanted = first_wanted
        self.steps: list[int] = []

    def __call__(self, step: int) -> bool:
        self.steps.append(step)
        return step >= self.first_wanted


def test_wanted_is_asked_once_for_each_step_between_the_ends_and_in_order() -> None:
    asked = Asked()
    list(run(Experiment(steps=5), asked))
    assert asked.steps == [1, 2, 3, 4]


def test_a_closed_run_does_no_further_step() -> None:
    asked = Asked(first_wanted=3)
    frames = run(Experiment(steps=5000, width=4, samples=8), asked)
    assert [next(frames).step, next(frames).step] == [0, 3]
    frames.close()  # type: ignore[attr-defined]
    assert asked.steps == [1, 2, 3]
    assert list(frames) == []


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"batch_size": 16},
        {"precision": "float32"},
        {"optimizer": "adam"},
        {"init": "lsuv", "normalization": "batch", "residual": True},
    ],
    ids=str,
)
def test_the_same_seed_gives_the_same_frames(fields: dict[str, Any]) -> None:
    experiment = Experiment(steps=6, samples=64, **fields)
    assert all(same(one, two) for one, two in zip(run(experiment), run(experiment), strict=True))
    assert not same(last(experiment), last(experiment.replace(seed=99)))


@pytest.mark.parametrize("fields", [
    {}, {"batch_size": 5}, {"width": 1}, {"clip_norm": 0.1, "weight_decay": 0.01}, {"precision": "float32"},
    {"normalization": "layer", "residual": True}, {"normalization": "batch", "batch_size": 5, "optimizer": "adam"},
    {"init": "lsuv", "bias_init": "normal", "task": "digits"}, {"optimizer": "nesterov", "clip_value": 1e-3},
    {"init": "orthogonal", "task": "signal"}, {"activation": "relu", "init": "normal(std=2)", "depth": 6, "steps": 40},
], ids=str)  # fmt: skip
def test_each_network_of_a_batch_trains_as_if_it_were_alone(fields: dict[str, Any]) -> None:
    experiment = Experiment(**{"steps": 8, "samples": 24, "width": 9, "seeds": 4, "seed": 11, **fields})
    frames = list(run(experiment))
    for network in range(4):
        for alone in run(experiment.replace(seeds=1, seed=11 + network)):
            together = frames[alone.step]
            assert together.divergences[network] == alone.divergences[0]
            for name, values in numbers(alone).items():
                if name != "shares":
                    assert np.array_equal(values[0], numbers(together)[name][network], equal_nan=True), name


def test_experiments_that_differ_only_in_scale_draw_the_same_numbers() -> None:
    one, two = (last(Experiment(activation="identity", init=f"normal(std={std})", steps=0)) for std in (0.1, 0.3))
    assert two.layers.signal == pytest.approx(one.layers.signal * 3.0 ** np.arange(1, 4), rel=1e-13)


def test_frames_are_copies_that_later_steps_do_not_touch() -> None:
    frames, kept = [], []
    for frame in run(Experiment(steps=5, batch_size=64)):
        frames.append(frame)
        kept.append(pickle.dumps(frame))
    assert [pickle.dumps(frame) for frame in frames] == kept


def test_frames_cannot_be_written_to() -> None:
    frame = last(Experiment(steps=1))
    for name, array in numbers(frame).items():
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
        assert array.base is None, f"{name} is a view of something that could be written to"


def test_a_minibatch_run_is_measured_on_all_samples() -> None:
    whole, parts = Experiment(steps=0), Experiment(steps=0, batch_size=16)
    one, two = numbers(last(whole)), numbers(last(parts))
    assert all(np.array_equal(one[name], two[name]) for name in one if name != "update_ratio")


# --- closed forms and papers -----------------------------------------------------------------------------------------


def linear(gain: float, **fields: Any) -> Frame:
    given: dict[str, Any] = {
        "depth": 9,
        "width": 8,
        "activation": "identity",
        "init": "identity",
        "task": "signal",
        "steps": 0,
    }
    return last(Experiment(gain=gain, **{**given, **fields}))


@pytest.mark.parametrize(("gain", "change"), [(1.5, 38.443359375), (0.5, 0.001953125)])
def test_nine_layers_of_a_scaled_identity_change_the_signal_by_exactly_the_ninth_power(
    gain: float, change: float
) -> None:
    frame = linear(gain)
    assert frame.layers.signal[:, -1] / frame.input_signal == pytest.approx(np.full(8, change), rel=1e-14)


def test_the_error_grows_by_exactly_the_gain_a_layer_and_the_weight_gradient_is_the_same_in_all() -> None:
    layers = linear(1.5).layers
    assert layers.delta[:, :-1] / layers.delta[:, 1:] == pytest.approx(np.full((8, 8), 1.5), rel=1e-13)
    assert layers.weight_gradient == pytest.approx(np.repeat(layers.weight_gradient[:, :1], 9, axis=1), rel=1e-13)


def relu_signal(init: str, **fields: Any) -> np.ndarray:
    frame = last(Experiment(init=init, activation="relu", task="signal", steps=0, **fields))
    return frame.layers.signal / frame.input_signal[:, None]


def test_lecun_against_he_on_the_same_draws_loses_exactly_half_the_square_a_layer() -> None:
    sizes: dict[str, Any] = {"depth": 20, "width": 16, "samples": 8, "seeds": 4}
    squares = np.square(relu_signal("lecun_normal", **sizes) / relu_signal("he_normal", **sizes))
    assert squares == pytest.approx(np.tile(0.5 ** np.arange(1, 21), (4, 1)), rel=1e-12)


def test_he_keeps_the_mean_square_but_the_typical_network_shrinks() -> None:
    """Hanin & Rolnick 2018: the mean over networks of |h|^2 stays, its spread grows with depth / width."""
    sizes: dict[str, Any] = {"depth": 11, "width": 32, "samples": 1, "seeds": 64}
    squares = np.concatenate([np.square(relu_signal("he_normal", seed=64 * part, **sizes))[:, 9] for part in range(8)])
    assert squares.mean() == pytest.approx(1, abs=0.3)
    assert np.median(squares) < 0.8
    assert np.exp(np.log(squares).mean()) == pytest.approx(math.exp(-10 / 2 * 5 / 32), rel=0.25)


def test_orthogonal_linear_networks_keep_every_norm_at_depth_100() -> None:
    """Saxe et al. 2013."""
    frame = linear(1.0, depth=100, init="orthogonal")
    assert frame.layers.signal == pytest.approx(np.repeat(frame.input_signal[:, None], 100, axis=1), rel=1e-12)
    assert frame.layers.delta == pytest.approx(np.repeat(frame.layers.delta[:, -1:], 100, axis=1), rel=1e-12)


def he_et_al(depth: int, init: str) -> Frame:
    """He et al. 2015, section 2.2, at a size that trains in seconds."""
    return last(
        Experiment(
            depth=depth, width=64, activation="relu", init=init, task="circles", steps=300, batch_size=64, samples=256,
            learning_rate=0.05, seeds=2,
        )
    )  # fmt: skip


def test_at_30_layers_of_relu_xavier_stays_at_chance_and_he_learns() -> None:
    assert he_et_al(30, "xavier_normal").loss == pytest.approx(np.full(2, math.log(2)), abs=0.01)
    assert np.median(he_et_al(30, "he_normal").accuracy) > 0.9


def test_at_10_layers_of_relu_both_xavier_and_he_learn() -> None:
    assert np.median(he_et_al(10, "xavier_normal").accuracy) > 0.9
    assert np.median(he_et_al(10, "he_normal").accuracy) > 0.9


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_equal_units_stay_equal_so_xor_is_never_learned(activation: str) -> None:
    """A hidden layer of equal units is one unit, monotone along one line: it gets three corners of four at most."""
    given: dict[str, Any] = {
        "depth": 2,
        "width": 8,
        "task": "xor",
        "activation": activation,
        "steps": 400,
        "learning_rate": 0.5,
    }
    equal = last(Experiment(init="constant(value=0.3)", **given))
    assert (equal.layers.distinct_units[:, 0] == 1).all()
    assert equal.accuracy.max() <= 0.8
    if activation != "sigmoid":
        assert last(Experiment(init="xavier_normal", **given)).accuracy.min() > 0.85


@pytest.mark.parametrize("activation", ["tanh", "relu", "identity"])
def test_from_zeros_only_the_output_bias_ever_learns(activation: str) -> None:
    start, *_, end = run(Experiment(init="zeros", activation=activation, depth=4, samples=51, steps=30), every(5))
    for frame in (start, end):
        assert not frame.layers.weight_gradient.any()
        assert not frame.layers.bias_gradient[:, :-1].any()
    assert (end.loss < start.loss).all()
    assert (end.layers.bias_gradient[:, -1] < start.layers.bias_gradient[:, -1]).all()


def test_relu_from_normal_one_half_diverges_in_most_seeds() -> None:
    wild = Experiment(depth=9, width=32, activation="relu", init="normal(std=0.5)", task="circles", seeds=20)
    assert last(wild).diverged.sum() >= 15


# --- nothing that is permitted goes wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("precision", "gain"), [("float32", 10.0), ("float32", 1e3), ("float32", 1e6), ("float64", 1e2), ("float64", 1e6)]
)
def test_a_growing_network_overflows_in_the_layer_that_the_logarithm_says(precision: str, gain: float) -> None:
    """Of identity weights of size g, h_l = g^l x is the first to be infinite where l log10 g > log10(max / |x|)."""
    largest = float(np.finfo(precision).max)
    depth = math.ceil(math.log10(largest) / math.log10(gain)) + 3
    experiment = Experiment(
        depth=depth, width=4, samples=4, activation="identity", init="identity", gain=gain, task="signal", seeds=4,
        precision=precision, steps=0,
    )  # fmt: skip
    room = [math.log10(largest) - math.log10(np.abs(x).max()) for x in draw_data(experiment)[0].astype(float)]
    expected = [math.floor(digits / math.log10(gain)) + 1 for digits in room]
    assert [found and found.layer for found in last(experiment).divergences] == expected


@pytest.mark.parametrize(("precision", "gain"), [("float32", 0.5), ("float32", 0.25), ("float64", 2.0**-7)])
def test_a_shrinking_network_is_exactly_0_from_the_layer_that_the_logarithm_says(precision: str, gain: float) -> None:
    """h_l = 2^(-kl) x is exact but for its last bits; it is 0 from where it is at most half the smallest number."""
    experiment = Experiment(
        depth=170, width=4, samples=4, activation="identity", init="identity", gain=gain, task="signal", seeds=4,
        precision=precision, steps=0,
    )  # fmt: skip
    smallest = math.log2(float(np.finfo(precision).smallest_subnormal))
    signal = last(experiment).layers.signal
    for network, x in enumerate(draw_data(experiment)[0].astype(float)):
        first = math.ceil((math.log2(np.abs(x).max()) - (smallest - 1)) / -math.log2(gain))
        assert np.flatnonzero(signal[network] == 0.0)[0] + 1 == pytest.approx(first, abs=1)
        assert (signal[network, : first - 2] > 0).all()
        assert not signal[network, first:].any()


def test_a_network_that_overflows_is_recorded_with_the_layer_where_it_does() -> None:
    """Growing 1e6-fold a layer from x, float64 ends after layer 51 and float32 after layer 6."""
    given: dict[str, Any] = {
        "activation": "identity",
        "init": "identity",
        "gain": 1e6,
        "width": 4,
        "task": "signal",
        "seeds": 2,
    }
    for precision, layer in (("float64", 52), ("float32", 7)):
        (frame,) = run(Experiment(depth=60, precision=precision, **given))
        assert [(found.step, found.layer) for found in frame.divergences if found] == [(0, layer)] * 2


def test_an_overflow_that_a_relu_hides_is_still_recorded() -> None:
    """In a network of width 1 an infinite z of negative sign is 0 after the ReLU, and all beyond looks healthy."""
    narrow = Experiment(
        depth=6, width=1, activation="relu", init="normal(std=1e6)", gain=1e6, precision="float32", seeds=64, samples=1,
        steps=0, task="signal",
    )  # fmt: skip
    end = last(narrow)
    assert (end.diverged & np.isfinite(end.loss)).any()
    assert np.array_equal(end.diverged, ~np.isfinite(end.layers.preactivation).all(axis=1))


def test_a_run_ends_when_every_network_has_diverged_and_goes_on_while_one_has_not() -> None:
    wild = Experiment(activation="relu", init="normal(std=0.5)", depth=9, seeds=20, steps=60)
    end = last(wild)
    assert end.diverged.any()
    assert (end.step == 60) == (not end.diverged.all())
    alone = last(wild.replace(seeds=1, seed=int(np.flatnonzero(end.diverged)[0])))
    assert alone.step < 60
    assert alone.first_divergence is not None
    assert alone.first_divergence.step == alone.step


def test_clipping_bounds_the_update_even_where_the_square_of_the_gradient_overflows() -> None:
    """Of a step of learning rate 1, each layer gets clip_norm times its share of the whole gradient's norm."""
    huge = Experiment(
        depth=40, width=4, activation="identity", task="signal", init="identity", gain=1e6, samples=1, clip_norm=1e6,
        learning_rate=1.0, steps=0, seeds=1,
    )  # fmt: skip
    layers = last(huge).layers
    weight_norms, bias_norms = 4 * layers.weight_gradient[0], 2 * layers.bias_gradient[0]
    assert weight_norms.min() > 1e160
    shares = weight_norms / math.hypot(*weight_norms, *bias_norms)
    weights = math.sqrt(4) * 1e6
    assert layers.update_ratio[0] * weights == pytest.approx(1e6 * shares, rel=1e-12)


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("init", ["normal(std=1e-3)", "normal(std=0.03)", "constant(value=1e-6)", "zeros"])
def test_a_signal_that_underflows_is_zero_and_no_accident(precision: str, init: str) -> None:
    deep = Experiment(
        depth=200, width=8, samples=8, seeds=2, init=init, activation="tanh", steps=0, precision=precision
    )
    end = last(deep)
    assert not end.diverged.any()
    assert end.layers.signal[:, -2] == pytest.approx(np.zeros(2), abs=1e-37)
    assert end.loss == pytest.approx(np.full(2, math.log(2)), abs=1e-2)


def value_of(registry: Registry[Any]) -> st.SearchStrategy[dict[str, Any]]:
    def with_parameters(name: str) -> st.SearchStrategy[dict[str, Any]]:
        ranges = {parameter.name: parameter.range for parameter in registry.parameters(name)}
        given = {key: st.floats(range_.low, range_.high) for key, range_ in ranges.items()}
        return st.fixed_dictionaries({"name": st.just(name)}, optional=given)

    return st.sampled_from(registry.all_names).flatmap(with_parameters)


def number_of(name: str) -> st.SearchStrategy[Any]:
    low, high = RANGES[name].low, min(RANGES[name].high, SMALL.get(name, math.inf))
    ends = st.sampled_from([low, high])
    numbers = st.integers(int(low), int(high)) if FIELDS[name].type in WHOLE else st.floats(low, high) | ends
    return numbers | st.none() if FIELDS[name].default is None else numbers


SMALL = {"depth": 8, "width": 6, "samples": 9, "batch_size": 9, "steps": 4, "seeds": 3}
FIELD_VALUES: dict[str, st.SearchStrategy[Any]] = {
    **{name: number_of(name) for name in RANGES},
    **{name: value_of(registry) for name, registry in REGISTRIES.items()},
    "task": st.sampled_from(list(TASKS)),
    "precision": st.sampled_from(["float64", "float32"]),
    "normalization": st.sampled_from(NORMALIZATIONS),
    **{name: st.booleans() for name in FLAGS},
}
SIZES = {name: FIELD_VALUES.pop(name) for name in SMALL}
PERMITTED = st.fixed_dictionaries(SIZES, optional=FIELD_VALUES).map(lambda fields: Experiment(**fields))


def assert_well_formed(experiment: Experiment, frame: Frame) -> None:
    fine, S, L = ~frame.diverged, experiment.seeds, experiment.depth
    assert frame.loss.shape == frame.accuracy.shape == frame.input_signal.shape == (S,)
    assert ((frame.accuracy[fine] >= 0) & (frame.accuracy[fine] <= 1)).all()
    for name, values in vars(frame.layers).items():
        assert values.shape == (S, L), name
        assert values.dtype == np.float64, name
        assert name == "example_cosine" or not (values < 0).any(), name
        assert np.isfinite(values[fine]).all() or name == "update_ratio", name
        assert not np.isnan(values[fine]).any(), name
    assert not (np.abs(frame.layers.example_cosine) > 1).any()
    assert (frame.layers.saturated <= 1).all()
    assert (frame.layers.dead <= 1).all()
    assert not (frame.layers.distinct_units > [max(n, 1) for n in experiment.layer_sizes[1:]]).any()
    assert frame.histograms.shares.sum(axis=1).max() <= 1 + 1e-9


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(PERMITTED)
def test_every_permitted_experiment_gives_well_formed_frames_and_a_diagnosis(experiment: Experiment) -> None:
    first = None
    for frame in run(experiment):
        first = first or frame
        assert_well_formed(experiment, frame)
        for found in diagnose(experiment, first, frame):
            assert found.name
            assert found.because
            assert f"{found.name} {found.because}".isprintable()
            assert not {"nan", "inf"} & set(found.because.replace(",", " ").split())


@pytest.mark.parametrize("fields", [
    {"depth": 200, "width": 8, "seeds": 1, "samples": 4, "steps": 2},
    {"width": 1}, {"samples": 1}, {"depth": 1}, {"width": 1, "samples": 1},
    {"init": "zeros"}, {"init": "normal(std=1e6)"}, {"gain": 0.0}, {"gain": 1e6, "depth": 60, "width": 8},
    {"learning_rate": 1e6}, {"learning_rate": 1e6, "weight_decay": 1e3}, {"init": "constant(value=-1e6)"},
    {"optimizer": "adam(epsilon=1e-15)", "learning_rate": 1e6}, {"optimizer": "adam", "gain": 1e6, "depth": 20},
    {"init": "lsuv", "gain": 0.0}, {"init": "lsuv", "bias_init": "constant(value=1e6)"}, {"init": "lsuv", "width": 1},
    {"normalization": "layer", "gain": 1e6, "depth": 60, "width": 8, "residual": True}, {"residual": True, "depth": 99},
    {"normalization": "batch", "samples": 1}, {"normalization": "layer", "width": 1}, {"clip_value": 1e-12},
    {"normalization": "batch", "init": "zeros", "learning_rate": 1e6}, {"task": "digits", "samples": 9},
], ids=str)  # fmt: skip
@pytest.mark.parametrize("activation", ACTIVATIONS.names)
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_the_edges_are_outcomes_with_words(fields: dict[str, Any], activation: str, precision: str) -> None:
    given: dict[str, Any] = {"samples": 16, "seeds": 2, "steps": 6, "activation": activation, "precision": precision}
    experiment = Experiment(**{**given, **fields})
    frames = list(run(experiment))
    for frame in frames:
        assert_well_formed(experiment, frame)
    assert all(found.because.isprintable() for found in diagnose(experiment, frames[0], frames[-1]))


def test_a_run_neither_prints_nor_warns_nor_changes_how_numpy_warns(capsys: pytest.CaptureFixture[str]) -> None:
    before = np.geterr()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in islice(run(Experiment(init="normal(std=1e6)", activation="relu", depth=99, width=4, samples=4)), 3):
            assert np.geterr() == before
    assert capsys.readouterr() == ("", "")


def test_what_is_refused_is_refused_before_anything_is_drawn() -> None:
    with pytest.raises(BadValue):
        Experiment(depth=10**9)
    assert {registry.what for registry in (INITIALIZERS, BIAS_INITIALIZERS, OPTIMIZERS)} <= {
        registry.what for registry in REGISTRIES.values()
    }

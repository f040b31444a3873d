"""The whole of training, against another implementation in plain Python."""

import math
from collections.abc import Iterator
from typing import Any

import pytest

from sim import Experiment, draw_data, initialize, run
from sim.network import BATCHES, random_stream

Vector = list[float]
Matrix = list[Vector]


class PlainNetwork:
    """One network trained example by example on lists of floats, as a textbook writes it down."""

    def __init__(self, experiment: Experiment, network: int) -> None:
        drawn, (x, y) = initialize(experiment), draw_data(experiment)
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
            states = zip(self.velocity[0][layer], self.square[0][layer], strict=True)
            rows = [(*row, asked.weight_decay) for row in zip(self.W[layer], dW[layer], states, strict=True)]
            of_biases = (self.velocity[1][layer], self.square[1][layer])
            for values, slopes, (velocity, square), decay in [*rows, (self.b[layer], db[layer], of_biases, 0.0)]:
                for j in range(len(values)):
                    clipped, pull = factor * max(-largest, min(largest, slopes[j])), decay * values[j]
                    apart = pull if asked.optimizer.name == "adamw" else 0.0
                    values[j] -= rate * (self.step(clipped + pull - apart, velocity, square, j) + apart)

    def step(self, gradient: float, velocity: Vector, square: Vector, j: int) -> float:
        name, given = self.asked.optimizer.name, dict(self.asked.optimizer.parameters)
        if name == "rmsprop":
            square[j] = given.get("alpha", 0.99) * square[j] + (1 - given.get("alpha", 0.99)) * gradient**2
            scaled = gradient / (math.sqrt(square[j]) + given.get("epsilon", 1e-8))
            velocity[j] = given.get("momentum", 0.0) * velocity[j] + scaled
            return velocity[j]
        if name in ("adam", "adamw"):
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
        {"optimizer": "adamw", "weight_decay": 0.3, "learning_rate": 0.02, "warmup_steps": 5, "clip_norm": 0.05},
        {"optimizer": "rmsprop", "weight_decay": 0.1, "learning_rate": 0.01},
        {"optimizer": "rmsprop(alpha=0.8, momentum=0.5)", "batch_size": 3, "learning_rate": 0.01},
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
            batch = next(order)
            dW, db = plain.gradient(batch)
            for layer in range(experiment.depth):
                assert frame.layers.weight_gradient[network, layer] == pytest.approx(
                    root_mean_square(dW[layer]), rel=1e-9
                )
                assert frame.layers.bias_gradient[network, layer] == pytest.approx(
                    root_mean_square([db[layer]]), rel=1e-9
                )
            before = [[row.copy() for row in W] for W in plain.W]
            plain.update(batch)
            for layer, (old, new) in enumerate(zip(before, plain.W, strict=True)):
                change = [[a - b for a, b in zip(*rows, strict=True)] for rows in zip(old, new, strict=True)]
                taken = root_mean_square(change) / root_mean_square(old)
                assert frame.layers.update_ratio[network, layer] == pytest.approx(taken, rel=1e-7)


def root_mean_square(rows: Matrix) -> float:
    values = [value for row in rows for value in row]
    return math.sqrt(sum(value * value for value in values) / len(values))

import math
from typing import Any

import numpy as np
import pytest

from sim import OPTIMIZERS
from sim.optimizers import Array


def steps_of(optimizer: str, gradients: list[float]) -> list[float]:
    """What the optimiser takes off a parameter, by step, for these gradients."""
    built, taken = OPTIMIZERS.build(optimizer)(), []
    state = np.zeros((built.state_size, 1, 1))
    for count, gradient in enumerate(gradients, start=1):
        update: Array = np.array([[gradient]])
        with np.errstate(all="ignore"):
            built.step(update, state, count)
        taken.append(update.item())
    return taken


def test_sgd_takes_off_the_gradient_itself() -> None:
    assert steps_of("sgd", [1.0, -2.0, 0.5]) == [1.0, -2.0, 0.5]


@pytest.mark.parametrize("share", [0.0, 0.5, 0.9])
def test_momentum_takes_off_the_sum_of_all_gradients_fading_by_age(share: float) -> None:
    gradients = [1.0, -2.0, 0.5, 0.0, 3.0]
    faded = [sum(share ** (now - then) * gradients[then] for then in range(now + 1)) for now in range(5)]
    assert steps_of(f"momentum(momentum={share})", gradients) == pytest.approx(faded, rel=1e-14)


def test_momentum_under_a_steady_gradient_comes_to_one_over_one_minus_momentum() -> None:
    assert steps_of("momentum", [1.0] * 300)[-1] == pytest.approx(10.0, rel=1e-12)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.9])
def test_nesterov_takes_off_the_gradient_and_the_momentum_of_the_next_step(share: float) -> None:
    gradients = [1.0, -2.0, 0.5, 0.0, 3.0]
    ahead = [g + share * v for g, v in zip(gradients, steps_of(f"momentum(momentum={share})", gradients), strict=True)]
    assert steps_of(f"nesterov(momentum={share})", gradients) == pytest.approx(ahead, rel=1e-14)


@pytest.mark.parametrize("size", [1e-2, 1.0, 1e100])
def test_adam_takes_steps_of_one_whatever_the_size_of_a_steady_gradient(size: float) -> None:
    """Kingma & Ba 2015, section 2.1: the bias correction makes the very first step as large as all others."""
    assert steps_of("adam(epsilon=1e-15)", [size] * 50) == pytest.approx([1.0] * 50, rel=1e-11)


def test_adam_is_the_ratio_of_the_weighted_means_written_out() -> None:
    """Algorithm 1 without its recursion: gradient i of t weighs beta^(t - i), and the weights add up to one."""
    gradients = [1.0, -2.0, 0.5, 0.0, 3.0]

    def mean(beta: float, values: list[float]) -> float:
        weights = [beta ** (len(values) - place) for place in range(1, len(values) + 1)]
        return sum(w * value for w, value in zip(weights, values, strict=True)) / sum(weights)

    expected = []
    for end in range(1, 6):
        seen = gradients[:end]
        expected.append(mean(0.8, seen) / (math.sqrt(mean(0.95, [g * g for g in seen])) + 0.01))
    assert steps_of("adam(beta1=0.8, beta2=0.95, epsilon=0.01)", gradients) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("size", [0.0, 5e-324, 1e-300, 1e-160, 1e160, 1e300])
@pytest.mark.parametrize("name", OPTIMIZERS.names)
def test_no_gradient_is_too_small_or_too_large_for_a_step(name: str, size: float) -> None:
    assert np.isfinite(steps_of(name, [size, -size, 0.0, size / 2])).all()


def in_torch(torch: Any, name: str, parameter: Any) -> Any:
    return {
        "sgd": lambda: torch.optim.SGD([parameter], lr=0.1),
        "momentum": lambda: torch.optim.SGD([parameter], lr=0.1, momentum=0.9),
        "nesterov": lambda: torch.optim.SGD([parameter], lr=0.1, momentum=0.9, nesterov=True),
        "adam": lambda: torch.optim.Adam([parameter], lr=0.1),
        "adamw": lambda: torch.optim.AdamW([parameter], lr=0.1, weight_decay=0.0),
        "rmsprop": lambda: torch.optim.RMSprop([parameter], lr=0.1),
    }[name]()


@pytest.mark.parametrize("name", OPTIMIZERS.names)
def test_pytorch_takes_the_same_steps(name: str) -> None:
    torch = pytest.importorskip("torch")
    gradients = np.random.default_rng(0).standard_normal(40).tolist()
    parameter = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer, before, taken = in_torch(torch, name, parameter), 0.0, []
    for gradient in gradients:
        parameter.grad = torch.tensor([gradient], dtype=torch.float64)
        optimizer.step()
        taken.append((before - parameter.item()) / 0.1)
        before = parameter.item()
    assert steps_of(name, gradients) == pytest.approx(taken, rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("name", OPTIMIZERS.names)
def test_an_optimizer_never_mixes_networks_or_parameters(name: str) -> None:
    gradients = np.random.default_rng(0).standard_normal((4, 2, 3))
    built = OPTIMIZERS.build(name)()
    state = np.zeros((built.state_size, 2, 3))
    for count, together in enumerate(gradients, start=1):
        update = together.copy()
        built.step(update, state, count)
    assert update[1, 2] == pytest.approx(steps_of(name, gradients[:, 1, 2].tolist())[-1], rel=1e-14)

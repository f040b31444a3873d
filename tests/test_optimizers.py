import numpy as np
import pytest

from sim import OPTIMIZERS
from sim.optimizers import Array


def steps_of(optimizer: str, gradients: list[float]) -> list[float]:
    """What the optimiser takes off a parameter, by step, for these gradients."""
    step, memory, taken = OPTIMIZERS.build(optimizer)(), np.zeros((1, 1)), []
    for gradient in gradients:
        update: Array = np.array([[gradient]])
        step(update, memory)
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


@pytest.mark.parametrize("name", OPTIMIZERS.names)
def test_an_optimizer_never_mixes_networks_or_parameters(name: str) -> None:
    rng = np.random.default_rng(0)
    gradients = rng.standard_normal((4, 2, 3))
    step, memory = OPTIMIZERS.build(name)(), np.zeros((2, 3))
    for together in gradients:
        update = together.copy()
        step(update, memory)
    assert update[1, 2] == pytest.approx(steps_of(name, gradients[:, 1, 2].tolist())[-1], rel=1e-14)

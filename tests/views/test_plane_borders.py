"""What is said of the border between two classes: straight, parallel, or curved, by known functions of the plane."""

from __future__ import annotations

import numpy as np
import pytest

from quizapp.views.plane import parallel_borders
from sim.frames import Numbers

SIDE = 41
ACROSS, UP = np.meshgrid(np.linspace(-1, 1, SIDE), np.linspace(1, -1, SIDE))


def shares_of(odds: Numbers) -> Numbers:
    """The shares of two classes on the grid, by the odds of the second."""
    share = 1 / (1 + np.exp(-np.clip(odds, -30, 30))).ravel()
    return np.stack([1 - share, share], axis=1)


@pytest.mark.parametrize("angle", [0.0, 0.3, 0.785, 1.2, 2.5])
def test_what_depends_on_one_direction_alone_has_parallel_borders(angle: float) -> None:
    along = np.cos(angle) * ACROSS + np.sin(angle) * UP
    assert parallel_borders(shares_of(4 * np.tanh(3 * (along - 0.2)))) == 1
    assert parallel_borders(shares_of(3 - 12 * np.abs(along))) == 2
    assert parallel_borders(shares_of(4 * np.sin(6 * along + 0.1))) in (3, 4)


@pytest.mark.parametrize("odds", [6 * (0.4 - ACROSS**2 - UP**2), 9 * ACROSS * UP, 5 * (UP - ACROSS**2)])
def test_a_circle_a_cross_and_a_parabola_bend(odds: Numbers) -> None:
    assert parallel_borders(shares_of(odds)) is None


def test_where_one_class_wins_everywhere_there_is_no_border() -> None:
    assert parallel_borders(shares_of(np.full((SIDE, SIDE), 2.0))) is None

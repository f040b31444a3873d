"""What is said of the borders between classes: straight, parallel, or curved, by known functions of the plane."""

from __future__ import annotations

import re

import numpy as np
import pytest

from quizapp.runs.observation import Observation
from quizapp.views.plane import answers, parallel_borders, words_of
from sim import run
from sim.experiment import experiment_from
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


def shares_by(*scores: Numbers) -> Numbers:
    """The shares of several classes on the grid, by their scores."""
    powers = np.exp(np.stack(scores) - np.max(scores, axis=0)).reshape(len(scores), -1).T
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


@pytest.mark.parametrize("angle", [0.0, 0.3, 0.785, 1.2, 2.5])
@pytest.mark.parametrize("size", [1, 20])
def test_three_classes_told_apart_along_one_direction_have_parallel_borders(angle: float, size: float) -> None:
    answer = np.tanh(2 * (np.cos(angle) * ACROSS + np.sin(angle) * UP))
    shares = shares_by(-4 * size * answer, size + 0 * answer, 4 * size * answer)
    assert parallel_borders(shares) == 2
    assert words_of(shares) == "parallel straight borders"


def test_three_classes_with_borders_in_three_directions_do_not_have_parallel_ones() -> None:
    around = [8 * np.tanh(ACROSS * np.cos(turn) + UP * np.sin(turn)) for turn in (0.1, 2.2, 4.3)]
    assert parallel_borders(shares_by(*around)) is None


def test_a_ring_around_a_disc_in_a_third_class_bends() -> None:
    away = ACROSS**2 + UP**2
    shares = shares_by(4 - 20 * away, 0 * away, 20 * away - 12)
    assert words_of(shares) == "borders that bend"


@pytest.mark.parametrize(("start", "bends"), [({"name": "constant", "value": 0.05}, False), ("xavier_normal", True)])
def test_a_network_whose_units_are_all_one_is_never_said_to_bend(start: object, bends: bool) -> None:
    fields = {"depth": 2, "width": 16, "activation": "tanh", "steps": 100, "samples": 128, "seeds": 2}
    for task in ("blobs", "xor", "circles"):
        experiment = experiment_from({**fields, "init": start, "task": task, "learning_rate": 0.5})
        *_, last = run(experiment)
        seen = answers(Observation("it", experiment, (last,)))
        assert seen is not None
        found = words_of(seen.shares)
        assert not re.search("bend|curved", found) or bends, found


def test_networks_that_learned_a_disc_have_a_border_that_bends() -> None:
    fields = {"depth": 3, "width": 16, "activation": "tanh", "steps": 400, "samples": 128, "seeds": 1}
    experiment = experiment_from({**fields, "init": "xavier_normal", "task": "circles", "learning_rate": 0.5})
    *_, last = run(experiment)
    seen = answers(Observation("it", experiment, (last,)))
    assert seen is not None
    assert words_of(seen.shares) == "a curved border"

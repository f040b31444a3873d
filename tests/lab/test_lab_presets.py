"""Presets: each shows what it is named for."""

from __future__ import annotations

import numpy as np
import pytest

from quizapp.lab.presets import Preset, preset, presets
from sim.training import initial_arrays
from tests.support.experiments_in_the_lab import troubles


@pytest.mark.slow
@pytest.mark.parametrize("each", [each for each in presets() if each.shows], ids=lambda each: str(each.name))
def test_a_preset_shows_what_it_is_named_for(each: Preset) -> None:
    assert each.shows in troubles(each.experiment)


def test_every_failure_and_every_framework_has_a_preset() -> None:
    names = [each.name for each in presets()]
    assert len(set(names)) == len(names)
    failures = {"vanishing", "exploding", "symmetric", "zeros", "saturated", "dead units", "diverged in float32"}
    assert failures | {"PyTorch default", "Keras default", "Flax default", "healthy"} == set(names)
    assert preset("diverged in float32").experiment.precision == "float32"


@pytest.mark.parametrize(
    ("name", "variance", "bias_variance"),
    [("PyTorch default", 1 / 3, 1 / 3), ("Keras default", 1.0, 0.0), ("Flax default", 1.0, 0.0)],
)
def test_a_frameworks_default_has_the_variance_that_its_documentation_gives(
    name: str, variance: float, bias_variance: float
) -> None:
    experiment = preset(name).experiment.replace(depth=3, width=128, samples=8)
    arrays = initial_arrays(experiment)
    assert np.var(arrays["W2"]) * 128 == pytest.approx(variance, rel=0.03)
    assert np.var(arrays["b2"]) * 128 == pytest.approx(bias_variance, rel=0.15)

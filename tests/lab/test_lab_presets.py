"""Presets: each ends in what it is named for."""

from __future__ import annotations

import numpy as np
import pytest

from quizapp.claims import Outcome, judge, parse_claim
from quizapp.lab.presets import Preset, preset, presets
from quizapp.lab.repairs import repairs
from quizapp.runs.observation import Observation
from sim import critical_sigma_w, diagnose, sigmas_of
from sim.training import initial_arrays
from tests.support.experiments_in_the_lab import ends_in_the_lab


@pytest.mark.slow
@pytest.mark.usefixtures("run_only_once")
@pytest.mark.parametrize("each", presets(), ids=lambda each: str(each.name))
def test_a_preset_ends_in_what_its_name_says(each: Preset) -> None:
    first, last = ends_in_the_lab(each.experiment)
    seen = {"a": Observation("a", each.experiment, (first, last))}
    verdict = judge(parse_claim(each.claim, {"a": each.experiment}, "a"), seen, "a")
    assert verdict.outcome() is Outcome.HOLDS, verdict.typical
    if each.shows:
        assert each.shows in {found.name for found in diagnose(each.experiment, first, last)}


def test_every_failure_and_every_framework_has_a_preset() -> None:
    names = [each.name for each in presets()]
    assert len(set(names)) == len(names)
    failures = {"vanishing", "exploding", "symmetric", "zeros", "saturated", "dead units", "diverged in float32"}
    deep = {"Xavier in 30 ReLU layers", "tanh at the edge of chaos"}
    assert failures | deep | {"PyTorch default", "Keras default", "Flax default", "healthy"} == set(names)
    assert preset("diverged in float32").experiment.precision == "float32"


def test_tanh_lies_on_theorys_edge_and_xavier_in_relu_at_half_of_what_keeps_the_error() -> None:
    edge = preset("tanh at the edge of chaos").experiment
    assert sigmas_of(edge) == pytest.approx((critical_sigma_w(edge.activation, 0.0), 0.0))
    xavier = preset("Xavier in 30 ReLU layers").experiment
    # chi = sigma_w^2 / 2 for ReLU, and sigma_w = 1 with Xavier's weights between layers of one size
    assert sigmas_of(xavier) == pytest.approx((1.0, 0.0))


@pytest.mark.slow
@pytest.mark.usefixtures("run_only_once")
def test_one_key_mends_xavier_in_30_relu_layers() -> None:
    failing = preset("Xavier in 30 ReLU layers")
    mended = repairs(failing.experiment)[0].change(failing.experiment)
    first, last = ends_in_the_lab(mended)
    assert {found.name for found in diagnose(mended, first, last)} <= {"healthy", "uneven"}
    assert np.median(last.accuracy) > 0.9


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

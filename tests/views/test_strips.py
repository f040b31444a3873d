"""Where histograms of outputs would show nothing, strips show how large these are."""

from __future__ import annotations

from typing import Any

import pytest

from quizapp.charts import Histograms, Strips
from quizapp.runs.observation import Observation
from quizapp.views import VIEWS, axes_for
from sim.experiment import Experiment
from sim.training import run


def drawn(**fields: Any) -> Histograms | Strips:
    experiment = Experiment(**{"depth": 6, "width": 24, "task": "circles", "steps": 0, "seeds": 2, **fields})
    frame = next(run(experiment))
    chart = VIEWS["histograms"].drawn(Observation("net", experiment, (frame,)), None, axes_for([frame]))
    assert isinstance(chart, Histograms | Strips)
    return chart


@pytest.mark.parametrize(
    ("activation", "init", "shape"),
    [
        ("tanh", "normal(std=0.05)", Strips),
        ("relu", "normal(std=1)", Strips),
        ("tanh", "xavier_normal", Histograms),
        ("tanh", "normal(std=1)", Histograms),
    ],
)
def test_numbers_in_one_place_or_far_out_become_strips(activation: str, init: str, shape: type) -> None:
    assert type(drawn(activation=activation, init=init)) is shape


def test_a_strip_falls_by_layer_as_the_rms_does() -> None:
    chart = drawn(activation="tanh", init="normal(std=0.05)")
    assert isinstance(chart, Strips)
    for row in chart.rows:
        assert row.value is not None
        assert list(row.quantiles) == sorted(row.quantiles)
        assert row.quantiles[1] < row.value < row.quantiles[4]
    assert [row.label for row in chart.rows] == ["5", "4", "3", "2", "1"]

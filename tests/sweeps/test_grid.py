"""What is to be varied: read from how it is written, and made into experiments that can run."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.sweeps.grid import MOST_VALUES, read_field, read_grid
from sim.experiment import Experiment
from sim.registry import BadValue, Named

NET = Experiment(depth=3, width=4, samples=8, steps=0)


@pytest.mark.parametrize(
    ("text", "path", "values"),
    [
        ("depth=3,5", "depth", ["3", "5"]),
        ("depth=5:50:15", "depth", ["5", "20", "35", "50"]),
        ("depth=5:12:5", "depth", ["5", "10"]),
        ("depth=2,10:30:10", "depth", ["2", "10", "20", "30"]),
        ("learning-rate=0.001:1:x10", "learning_rate", ["0.001", "0.01", "0.1", "1"]),
        ("gain=0.1:0.3:0.1", "gain", ["0.1", "0.2", "0.3"]),
        ("init=he_normal, xavier_normal", "init", ["he_normal", "xavier_normal"]),
        ("init=normal(std=0.1,mean=1),normal:std=0.2", "init", ["normal(std=0.1,mean=1)", "normal(std=0.2)"]),
        ("init.std=0.1", "init.std", ["0.1"]),
    ],
)
def test_values_are_written_one_by_one_or_as_a_range(text: str, path: str, values: list[str]) -> None:
    field = read_field(text)
    assert (field.path, list(field.values)) == (path, values)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("depth", "write it as in depth=5:50:5"),
        ("=3", "write it as in depth=5:50:5"),
        ("depth=", "write it as in depth=5:50:5"),
        ("depth=3,,5", "a comma too many"),
        ("depth=3,3", "the value '3' twice"),
        ("gain=0.1,1,1e-1", "the value '0.1' twice"),
        ("depth=1:x:2", "a range is LOW:HIGH:STEP"),
        ("depth=50:5:5", "it goes up"),
        ("depth=5:50:0", "a step is larger than 0"),
        ("gain=0:1:x2", "begins above 0, by a factor above 1"),
        ("gain=1:2:x1", "begins above 0, by a factor above 1"),
        ("gain=0:1:1e-9", "more than 1,000 values"),
        ("seeds=5,10", "--seeds says how many networks"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_write(text: str, message: str) -> None:
    with pytest.raises(BadValue, match=message):
        read_field(text)


@given(st.text(max_size=40))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    with suppress(BadValue):
        assert 0 < len(read_field(text).values) <= MOST_VALUES


@given(st.integers(1, 50), st.integers(0, 60), st.integers(1, 9))
def test_a_range_is_that_of_numpy(low: int, more: int, step: int) -> None:
    values = read_field(f"depth={low}:{low + more}:{step}").numbers
    assert values is not None
    np.testing.assert_allclose(values, np.arange(low, low + more + 1, step))


def test_a_grid_has_all_combinations_and_the_last_field_changes_fastest() -> None:
    grid = read_grid([read_field("init=zeros,ones"), read_field("depth=2,3")], NET, ["loss"])
    assert [place.values for place in grid.places] == [("zeros", "2"), ("zeros", "3"), ("ones", "2"), ("ones", "3")]
    assert [place.experiment for place in grid.places] == [
        NET.replace(init=init, depth=depth) for init in ("zeros", "ones") for depth in (2, 3)
    ]


def test_a_parameter_belongs_to_what_is_chosen_beside_it_whatever_the_order() -> None:
    grid = read_grid([read_field("init.std=0.5"), read_field("init=normal")], NET, ["loss"])
    assert grid.places[0].experiment.init == Named("normal", (("std", 0.5),))


def test_what_is_measured_at_the_start_is_not_trained() -> None:
    trained = NET.replace(steps=50)
    fields = [read_field("depth=2,3")]
    assert [each.steps for each in read_grid(fields, trained, ["initial.loss"]).needed()] == [0, 0]
    assert [each.steps for each in read_grid(fields, trained, ["loss"]).needed()] == [50, 50]


@pytest.mark.parametrize(
    ("fields", "measure", "message"),
    [
        (["depth=0"], "loss", "depth=0: depth must be from 1 to 200"),
        (["depht=3"], "loss", "did you mean 'depth'"),
        (["init.std=1"], "loss", "no field 'init.std'"),
        (["init=he_norml"], "loss", "did you mean 'he_normal'"),
        (["depth=2,3"], "delta[3]", r"delta\[3\]: run has 2 layers.*depth=2"),
        (["depth=2,3"], "delta[3] < 1", r"delta\[3\] < 1: run has 2 layers.*depth=2"),
        (["depth=2,3"], "delta[", "not a quantity"),
        (["depth=2,3"], " ", "--measure ' ' is empty; write it as in loss"),
        (["depth=2,3"], "0/0", "nothing in this is measured"),
        (["depth=2,3"], "1 < 2", "nothing in this is measured"),
        (["steps=30,20"], "at(25).loss", r"run is trained for 20 steps; 25 is not one of them \(steps=20\)"),
        (["depth=3,2"], "jacobian_max", r"of 2 layers does not have; .* \(depth=2\)"),
        (["depth=2,3"], "lsos", "unknown measure 'lsos'"),
        (["depth=2", "depth=3"], "loss", "varied twice"),
        (["depth=1:100:1", "width=1:500:1"], "loss", "50,000 combinations"),
    ],
)
def test_what_cannot_run_or_be_measured_is_refused_before_anything_runs(
    fields: list[str], measure: str, message: str
) -> None:
    with pytest.raises(BadValue, match=message):
        read_grid([read_field(text) for text in fields], NET, [measure])

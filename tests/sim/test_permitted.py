"""Nothing that is permitted goes wrong: every experiment gives well-formed frames and a diagnosis in words."""

import math
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
    BadValue,
    Experiment,
    Frame,
    diagnose,
    run,
    weight_variance,
)
from sim.experiment import ALLOWED, FIELDS, REGISTRIES
from sim.fields import FlagField, NumberField
from sim.registry import Registry
from tests.support.examples import scaled


def value_of(registry: Registry[Any]) -> st.SearchStrategy[dict[str, Any]]:
    def with_parameters(name: str) -> st.SearchStrategy[dict[str, Any]]:
        ranges = {parameter.name: parameter.range for parameter in registry.parameters(name)}
        given = {key: st.floats(range_.low, range_.high) for key, range_ in ranges.items()}
        return st.fixed_dictionaries({"name": st.just(name)}, optional=given)

    return st.sampled_from(registry.all_names).flatmap(with_parameters)


def number_of(field: NumberField) -> st.SearchStrategy[Any]:
    low, high = field.range.low, min(field.range.high, SMALL.get(field.name, math.inf))
    ends = st.sampled_from([low, high])
    numbers = st.integers(int(low), int(high)) if field.whole else st.floats(low, high) | ends
    return numbers | st.none() if field.optional else numbers


SMALL = {"depth": 8, "width": 6, "samples": 9, "test_samples": 9, "batch_size": 9, "steps": 4, "seeds": 3}
FIELD_VALUES: dict[str, st.SearchStrategy[Any]] = {
    **{name: number_of(field) for name, field in FIELDS.items() if isinstance(field, NumberField)},
    **{name: value_of(registry) for name, registry in REGISTRIES.items()},
    **{name: st.sampled_from(words) for name, words in ALLOWED.items()},
    **{name: st.booleans() for name, field in FIELDS.items() if isinstance(field, FlagField)},
}
#: Starts of the first layer and of the last; in a network of one layer only of this.
STARTS = st.fixed_dictionaries({}, optional={"init": FIELD_VALUES["init"], "gain": FIELD_VALUES["gain"]}).filter(bool)
FIELD_VALUES["layers"] = st.fixed_dictionaries({}, optional={"1": STARTS}) | st.fixed_dictionaries({"output": STARTS})
SIZES = {name: FIELD_VALUES.pop(name) for name in SMALL}


def normalises_one(fields: dict[str, Any]) -> bool:
    """Whether a batch of one example would be normalised, held out or not, which is refused."""
    examples = min(fields["batch_size"] or fields["samples"], fields["samples"])
    return fields.get("normalization") == "batch" and 1 in (examples, fields["test_samples"])


def has_no_width(fields: dict[str, Any]) -> bool:
    """Whether some weights have no variance that could be had at another width, which is then refused."""
    inits = [
        fields.get("init", "zeros"),
        *(start["init"] for start in fields.get("layers", {}).values() if "init" in start),
    ]
    unknown = [weight_variance(init, 6, 6) is None for init in inits]
    return fields.get("parametrization", "standard") != "standard" and any(unknown)


PERMITTED = (
    st.fixed_dictionaries(SIZES, optional=FIELD_VALUES)
    .filter(lambda fields: not normalises_one(fields) and not has_no_width(fields))
    .map(lambda fields: Experiment(**fields))
)


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
    assert not (frame.layers.saturated > 1).any()
    assert not (frame.layers.dead > 1).any()
    assert not (frame.layers.distinct_units > [max(n, 1) for n in experiment.layer_sizes[1:]]).any()
    assert frame.histograms.shares.sum(axis=1).max() <= 1 + 1e-9


@pytest.mark.slow
@settings(
    max_examples=scaled(60), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
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


EDGES: list[dict[str, Any]] = [
    {"depth": 200, "width": 8, "seeds": 1, "samples": 4, "steps": 2},
    {"width": 1}, {"samples": 1}, {"depth": 1}, {"width": 1, "samples": 1},
    {"init": "zeros"}, {"init": "normal(std=1e6)"}, {"gain": 0.0}, {"gain": 1e6, "depth": 60, "width": 8},
    {"learning_rate": 1e6}, {"learning_rate": 1e6, "weight_decay": 1e3}, {"init": "constant(value=-1e6)"},
    {"optimizer": "adam(epsilon=1e-15)", "learning_rate": 1e6}, {"optimizer": "adam", "gain": 1e6, "depth": 20},
    {"init": "lsuv", "gain": 0.0}, {"init": "lsuv", "bias_init": "constant(value=1e6)"}, {"init": "lsuv", "width": 1},
    {"normalization": "layer", "gain": 1e6, "depth": 60, "width": 8, "residual": True}, {"residual": True, "depth": 99},
    {"normalization": "batch", "samples": 2}, {"normalization": "layer", "width": 1}, {"clip_value": 1e-12},
    {"normalization": "batch", "init": "zeros", "learning_rate": 1e6}, {"task": "digits", "samples": 9},
    {"residual": True, "branch_scale": 1e6, "depth": 60, "width": 8},
    {"residual": True, "branch_scale": "learned", "gain": 1e6, "depth": 60, "width": 8, "learning_rate": 1e6},
    {"residual": True, "normalization": "batch", "normalization_position": "pre", "affine": "learned", "gain": 1e6},
    {"normalization": "layer", "normalization_position": "post", "affine": "learned(gamma=0)", "learning_rate": 1e6},
    {"depth": 1, "residual": True, "branch_scale": "learned", "normalization": "layer", "affine": "zero_gamma"},
    {"normalization": "batch", "affine": "learned(gamma=1e6)", "depth": 60, "width": 8, "optimizer": "adam"},
]  # fmt: skip
#: Activations that an edge cannot tell apart: those that end, those that go on in straight lines, and the rest.
SORTS = (
    ("tanh", "sigmoid", "relu6", "hard_tanh", "hard_sigmoid", "softsign", "erf"),
    ("identity", "relu", "leaky_relu"),
    ("elu", "selu", "gelu", "gelu_tanh", "silu", "mish", "softplus"),
)


def covering() -> Iterator[tuple[dict[str, Any], str, str]]:
    """Every edge with every sort of activation in either precision, and so every activation in either precision too."""
    for number, fields in enumerate(EDGES):
        for sort in SORTS:
            yield fields, sort[number % len(sort)], "float64"
            yield fields, sort[(number + 1) % len(sort)], "float32"


def test_every_activation_meets_edges_in_either_precision() -> None:
    met = {(activation, precision) for _, activation, precision in covering()}
    assert met == {(activation, precision) for activation in ACTIVATIONS.names for precision in ("float64", "float32")}


@pytest.mark.slow
@pytest.mark.parametrize(("fields", "activation", "precision"), list(covering()), ids=str)
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

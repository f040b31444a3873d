import dataclasses
import pickle
from typing import Any

import pytest

from sim import TASKS, BadValue, Experiment, experiment_from
from sim.experiment import ALLOWED, FIELDS, RANGES, REGISTRIES
from sim.fields import FlagField, NumberField
from sim.layer_starts import LayersField

NUMBERS = [name for name, field in FIELDS.items() if isinstance(field, NumberField)]
FLAGS = [name for name, field in FIELDS.items() if isinstance(field, FlagField)]
WHOLE = [field.name for field in FIELDS.values() if isinstance(field, NumberField) and field.whole]
NOT_NUMBERS: list[object] = [True, "3", [3], {"a": 1}, 3j, b"3", object(), [10**5000]]
OPTIONAL = {"batch_size", "clip_norm", "clip_value"}


def repr_of(value: object) -> str:
    return repr(value) if not isinstance(value, int) else type(value).__name__


def refusal(**fields: object) -> BadValue:
    with pytest.raises(BadValue) as caught:
        experiment_from(fields)
    assert str(caught.value).isprintable()
    return caught.value


def test_every_field_is_a_number_a_word_a_flag_or_a_name_and_says_what_it_is() -> None:
    starts = {name for name, field in FIELDS.items() if isinstance(field, LayersField)}
    assert set(FIELDS) == set(RANGES) | set(ALLOWED) | set(FLAGS) | set(REGISTRIES) | starts
    assert all(field.about.endswith(".") for field in FIELDS.values())


def test_every_description_agrees_with_the_dataclass() -> None:
    declared_fields = [each for each in dataclasses.fields(Experiment) if each.name != "asked"]
    for declared, field in zip(declared_fields, FIELDS.values(), strict=True):
        assert (field.name, field.default) == (declared.name, declared.default)
        if isinstance(field, NumberField):
            kind = "int" if field.whole else "float"
            assert declared.type == (f"{kind} | None" if field.optional else kind)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_may_lie_on_both_ends_of_its_range(name: str) -> None:
    small = Experiment(depth=1, width=1, steps=1, samples=1, seeds=1)
    for end in (RANGES[name].low, RANGES[name].high):
        whole = name in WHOLE
        assert getattr(small.replace(**{name: int(end) if whole else end}), name) == end


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_outside_its_range_is_refused_by_field_value_and_range(name: str) -> None:
    low, high = RANGES[name].low, RANGES[name].high
    outside: list[float] = [10**400, -(10**400), int(high) + 1, int(low) - 1]
    if name not in WHOLE:
        outside += [float("nan"), float("inf"), -float("inf")]
    for value in outside:
        error = refusal(**{name: value})
        assert error.path == (name,)
        assert str(error).startswith(f"{name} must be {RANGES[name]}, not ")
    assert str(refusal(**{name: int(high) + 1})).endswith(str(int(high) + 1))


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("value", NOT_NUMBERS, ids=lambda value: type(value).__name__)
def test_what_is_no_number_is_refused_by_field_value_and_range(name: str, value: object) -> None:
    error = refusal(**{name: value})
    assert error.path == (name,)
    assert str(error).startswith(f"{name} must be a ")
    assert str(RANGES[name]) in str(error)


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("value", [3.0, 3.5, float("nan"), float("inf")])
def test_a_whole_number_has_no_point(name: str, value: float) -> None:
    assert str(refusal(**{name: value})) == f"{name} must be a whole number {RANGES[name]}, not {value!r}"


@pytest.mark.parametrize("name", NUMBERS)
def test_only_a_field_that_may_be_left_out_can_be_none(name: str) -> None:
    if name in OPTIONAL:
        assert getattr(experiment_from({name: None}), name) is None
    else:
        assert refusal(**{name: None}).path == (name,)


@pytest.mark.parametrize("name", ALLOWED)
@pytest.mark.parametrize("value", ["", "nothing", -3, None, True, [], ["circles"], float("nan"), "\x1b[0m"])
def test_an_unknown_word_is_refused_with_the_words_there_are(name: str, value: object) -> None:
    error = refusal(**{name: value})
    assert error.path == (name,)
    assert name in str(error)
    assert any(word in str(error) for word in ALLOWED[name])


@pytest.mark.parametrize("name", FLAGS)
@pytest.mark.parametrize("value", ["true", "", 0, 1, 1.0, None, [True], float("nan"), 10**400], ids=repr_of)
def test_a_flag_is_true_or_false_and_nothing_else(name: str, value: object) -> None:
    assert getattr(experiment_from({name: True}), name) is True
    error = refusal(**{name: value})
    assert error.path == (name,)
    assert str(error).startswith(f"{name} must be true or false, not ")


@pytest.mark.parametrize("name", REGISTRIES)
@pytest.mark.parametrize(
    "value",
    ["", "nothing", -3, None, True, [], float("nan"), {}, {"name": 3}, "sgd(", 10**400],
    ids=lambda value: type(value).__name__,
)
def test_an_unknown_name_is_refused_by_field(name: str, value: object) -> None:
    error = refusal(**{name: value})
    assert error.path[0] == name
    assert str(error).startswith(f"{name}: ")


@pytest.mark.parametrize("name", REGISTRIES)
def test_every_parameter_of_every_name_is_checked(name: str) -> None:
    for entry in REGISTRIES[name].names:
        for parameter in REGISTRIES[name].parameters(entry):
            for value in (parameter.range.high * 2 + 1, float("nan"), "x", True, 10**400):
                error = refusal(**{name: {"name": entry, parameter.name: value}})
                assert error.path == (name, parameter.name)
                assert f"{name}: {parameter.name} must be" in str(error)
                assert str(parameter.range) in str(error)


def test_an_unknown_field_is_refused_with_the_nearest() -> None:
    error = refusal(learning_rat=1)
    assert str(error) == "unknown field 'learning_rat'; did you mean 'learning_rate'?"
    assert error.path == ("learning_rat",)


@pytest.mark.parametrize(
    ("fields", "lower"),
    [
        ({"depth": 200, "width": 512}, "weights, .*; lower depth, width or seeds"),
        ({"samples": 4096, "seeds": 64, "width": 64}, "lower depth, width, samples or seeds"),
        ({"samples": 2000, "seeds": 8, "depth": 8, "width": 60, "residual": True}, "outputs.*; lower depth"),
        ({"samples": 2000, "seeds": 8, "depth": 8, "width": 60, "normalization": "layer"}, "outputs.*; lower depth"),
        ({"samples": 500, "seeds": 4, "depth": 20, "width": 100, "init": "lsuv"}, "before its first frame.*; lower"),
        ({"depth": 9, "width": 250, "samples": 1, "seeds": 9, "optimizer": "adam", "steps": 3000}, "in all steps"),
        (
            {"depth": 30, "width": 64, "steps": 5000},
            "in all steps.*; lower depth, width, steps, seeds or the batch size",
        ),
    ],
)
def test_fields_that_are_fine_alone_but_too_much_together_are_refused_with_what_to_lower(
    fields: dict[str, Any], lower: str
) -> None:
    with pytest.raises(BadValue, match=lower):
        Experiment(**fields)


@pytest.mark.parametrize(
    ("fields", "cheaper"),
    [
        ({"samples": 2000, "seeds": 8, "depth": 8, "width": 60, "residual": True}, {"residual": False}),
        ({"samples": 2000, "seeds": 8, "depth": 8, "width": 60, "normalization": "batch"}, {"normalization": "none"}),
        ({"samples": 500, "seeds": 4, "depth": 20, "width": 100, "init": "lsuv"}, {"init": "orthogonal"}),
        (
            {"depth": 9, "width": 250, "samples": 1, "seeds": 9, "optimizer": "adam", "steps": 3000},
            {"optimizer": "sgd"},
        ),
    ],
    ids=str,
)
def test_what_costs_more_time_or_memory_counts_for_more(fields: dict[str, Any], cheaper: dict[str, Any]) -> None:
    with pytest.raises(BadValue, match="over the limit"):
        Experiment(**fields)
    Experiment(**{**fields, **cheaper})


@pytest.mark.parametrize(
    "fields",
    [
        {"depth": 200, "seeds": 4},
        {"depth": 200, "samples": 128},
        {"width": 512},
        {"seeds": 64},
        {"depth": 30, "width": 64, "seeds": 8, "samples": 256, "steps": 300, "batch_size": 64},
        {"depth": 50, "width": 64, "seeds": 8, "samples": 256},
        {"samples": 4096},
        {"depth": 2, "width": 8, "seeds": 1, "steps": 5000},
    ],
    ids=str,
)
def test_experiments_that_lessons_need_are_permitted(fields: dict[str, Any]) -> None:
    Experiment(**fields)


@pytest.mark.parametrize("task", TASKS)
def test_layer_sizes_go_from_the_tasks_inputs_to_its_classes(task: str) -> None:
    sizes = Experiment(task=task, depth=4, width=7).layer_sizes
    inputs, classes = TASKS[task].shape(7)
    assert sizes == (inputs, 7, 7, 7, classes)


def test_a_batch_is_never_larger_than_the_samples() -> None:
    assert Experiment(samples=10).batch == 10
    assert Experiment(samples=10, batch_size=4).batch == 4
    assert Experiment(samples=10, batch_size=99).batch == 10


def test_an_experiment_cannot_be_changed_but_replaced() -> None:
    experiment = Experiment()
    with pytest.raises(dataclasses.FrozenInstanceError):
        experiment.depth = 4  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        experiment.init = "zeros"  # type: ignore[misc]
    assert experiment.replace(depth=4, init="zeros").replace(depth=3, init="xavier_normal") == experiment


def test_plain_data_reads_back_as_the_same_experiment() -> None:
    experiment = Experiment(init="normal(std=0.2)", activation={"name": "leaky_relu", "slope": 0.1}, clip_norm=2.0)
    assert experiment_from(experiment.as_data()) == experiment
    assert experiment.as_data()["init"] == {"name": "normal", "std": 0.2}
    assert experiment.as_data()["optimizer"] == "sgd"


def test_equal_experiments_are_one_key_and_survive_pickling() -> None:
    one, two = Experiment(init="normal(std=0.2)"), Experiment(init={"name": "normal", "std": 0.2})
    assert {one: "seen"}[two] == "seen"
    assert pickle.loads(pickle.dumps(one)) == one


@pytest.mark.parametrize("dear", [
    {"activation": "gelu"}, {"activation": "erf"}, {"activation": "mish"}, {"init": "orthogonal"}, {"init": "lsuv"},
    {"init": "sparse", "width": 512, "samples": 64, "seeds": 1, "depth": 24}, {"normalization": "batch"},
], ids=str)  # fmt: skip
def test_what_costs_more_before_the_first_frame_is_refused_where_tanh_is_permitted(dear: dict[str, Any]) -> None:
    large: dict[str, Any] = {"depth": 39, "width": 128, "samples": 256, "seeds": 4, **dear}
    Experiment(**large | {"activation": "tanh", "init": "xavier_normal", "normalization": "none"})
    with pytest.raises(BadValue, match="multiplications before its first frame"):
        Experiment(**large)


@pytest.mark.parametrize(("first", "count"), [(0, 1), (7, 3), (2**32 - 1, 8)])
def test_some_of_the_networks_are_the_experiment_with_fewer_from_another_seed_on(first: int, count: int) -> None:
    whole = Experiment(seeds=8, seed=5, layers={"output": {"init": "zeros"}})
    part = whole.networks(first, count)
    expected = whole.replace(seed=first, seeds=count)
    assert part == expected
    assert hash(part) == hash(expected)
    assert pickle.loads(pickle.dumps(part)) == expected
    assert whole.seeds == 8


@pytest.mark.parametrize(("first", "count"), [(0, 0), (0, 9), (-1, 1), (2**32, 1), (0.5, 1)])
def test_networks_that_are_not_there_are_refused(first: Any, count: int) -> None:
    with pytest.raises(BadValue):
        Experiment(seeds=8).networks(first, count)


def test_a_hash_that_is_kept_goes_with_neither_a_change_nor_a_copy_for_another_process() -> None:
    first = Experiment(depth=4)
    assert hash(first) == hash(Experiment(depth=4))
    assert hash(first.replace(depth=5)) == hash(Experiment(depth=5))
    assert hash(first.networks(3, 2)) == hash(Experiment(depth=4, seed=3, seeds=2))
    assert pickle.dumps(first) == pickle.dumps(Experiment(depth=4))

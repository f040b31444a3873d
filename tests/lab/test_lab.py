"""The knobs: every field of an experiment, turned and typed, always to an experiment or to a reason why not."""

from __future__ import annotations

import pytest

from quizapp.experiments.field_knobs import COMMON, knob_at, knobs_of, shown, stepped, typed, value_of
from quizapp.experiments.knob_steps import counting, doubling, linear, logarithmic
from sim import Experiment
from sim.experiment import FIELDS, REGISTRIES
from sim.initializers import INITIALIZERS
from sim.registry import BadValue
from tests.support.experiments_in_the_lab import knob


def test_every_field_is_a_knob_and_the_common_ones_come_first() -> None:
    fields = list(dict.fromkeys(knob.field for knob in knobs_of(Experiment())))
    assert tuple(fields[: len(COMMON)]) == COMMON
    assert set(fields) == set(FIELDS)


def test_every_knob_says_what_it_does() -> None:
    for each in knobs_of(Experiment(init="normal", optimizer="momentum")):
        assert each.about.endswith(".") or each.is_parameter
        assert each.about


def test_the_parameters_of_whatever_is_chosen_are_knobs() -> None:
    for field, registry in REGISTRIES.items():
        for name in registry.names:
            paths = {each.path for each in knobs_of(Experiment().replace(**{field: name})) if each.field == field}
            assert paths == {field, *(f"{field}.{parameter.name}" for parameter in registry.parameters(name))}


def test_an_initialiser_that_is_added_appears_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(INITIALIZERS._entries, "brand_new", INITIALIZERS._entries["normal"])
    assert "brand_new" in knob(Experiment(), "init").choices
    assert knob_at(Experiment(init="brand_new"), "init.std")


@pytest.mark.parametrize("up", [True, False])
@pytest.mark.parametrize("big", [True, False])
def test_a_turned_knob_always_gives_an_experiment_or_says_why_not(up: bool, big: bool) -> None:
    for name in INITIALIZERS.names:
        begin = Experiment(init=name, seeds=2, samples=16, activation="leaky_relu", optimizer="momentum")
        for each in (each for each in knobs_of(begin) if name == "normal" or each.field == "init"):
            experiment = begin
            for _ in range(12):
                try:
                    experiment = stepped(experiment, each, up, big)
                except BadValue as error:
                    assert "over the limit" in str(error)  # noqa: PT017
                    break


@pytest.mark.parametrize("path", [each.path for each in knobs_of(Experiment(init="normal"))])
def test_a_knob_turned_up_and_down_again_is_where_it_was(path: str) -> None:
    begin = Experiment(init="normal", steps=10, batch_size=64, clip_norm=1.0, clip_value=1.0)
    there = stepped(begin, knob(begin, path), up=True)
    back = stepped(there, knob(there, path), up=False)
    assert value_of(back, knob(back, path)) == value_of(begin, knob(begin, path))


def test_numbers_are_turned_from_one_round_number_to_the_next() -> None:
    assert logarithmic(0.1, True, False) == 0.11
    assert logarithmic(0.1, False, False) == 0.09
    assert logarithmic(0.123, True, False) == 0.13
    assert logarithmic(0.1, True, True) == 0.2
    assert logarithmic(0.2, True, True) == 0.5
    assert logarithmic(-0.05, True, False) == -0.045
    assert logarithmic(-0.05, False, True) == -0.1
    assert counting(19, True, False) == 20
    assert counting(20, True, False) == 22
    assert counting(20, False, False) == 19
    assert counting(7, True, True) == 10
    assert doubling(32, True, False) == 48
    assert doubling(32, True, True) == 64
    assert doubling(33, False, True) == 32
    assert linear(0.9, True, False) == pytest.approx(0.91)
    assert linear(0.95, False, True) == pytest.approx(0.9)


def test_a_number_on_a_log_scale_reaches_0_and_comes_back() -> None:
    value, path = 1.0, []
    for _ in range(13):
        value = logarithmic(value, False, True)
        path.append(value)
    assert path[-1] == 0
    assert min(number for number in path if number) == 1e-4
    assert logarithmic(0, True, False) == 1e-4


def test_no_value_lies_above_the_largest() -> None:
    begin = Experiment()
    batches = knob(begin, "batch_size")
    assert shown(begin, batches) == "all"
    assert stepped(begin, batches, up=True) == begin
    smaller = stepped(begin, batches, up=False)
    assert smaller.batch_size == 128
    assert stepped(smaller, batches, up=True).batch_size is None
    assert typed(smaller, batches, "all").batch_size is None


def test_a_zero_head_is_one_turn_away_and_other_starts_are_typed() -> None:
    begin = Experiment()
    layers = knob(begin, "layers")
    assert (shown(begin, layers), layers.is_number, layers.choices) == ("none", False, ())
    zero_head = stepped(begin, layers, up=True)
    assert zero_head.as_data()["layers"] == {"output": {"init": "zeros"}}
    assert stepped(zero_head, layers, up=True) == stepped(zero_head, layers, up=False) == begin
    own = typed(begin, layers, "1.init=normal(std=0.05) -1.gain=2")
    assert shown(own, layers) == "1.init=normal(std=0.05) -1.gain=2.0"
    assert typed(own, layers, shown(own, layers)) == own
    assert typed(own, layers, "none") == begin
    with pytest.raises(BadValue, match="there is no layer 4 in a network of depth 3"):
        typed(begin, layers, "4.gain=2")


def test_choices_go_round() -> None:
    experiment = Experiment()
    tasks = knob(experiment, "task")
    seen = []
    for _ in tasks.choices:
        experiment = stepped(experiment, tasks, up=True)
        seen.append(experiment.task)
    assert set(seen) == set(tasks.choices)
    assert experiment == Experiment()


def test_an_alias_stands_where_its_name_does() -> None:
    alias, proper = Experiment(init="glorot_normal"), Experiment(init="xavier_normal")
    assert stepped(alias, knob(alias, "init"), True) == stepped(proper, knob(proper, "init"), True)


def test_another_initialiser_keeps_the_parameters_that_it_has_too() -> None:
    begin = Experiment(init="normal(std=0.3)")
    assert typed(begin, knob(begin, "init"), "truncated_normal").as_data()["init"]["std"] == 0.3
    assert typed(begin, knob(begin, "init"), "zeros").as_data()["init"] == "zeros"
    assert typed(begin, knob(begin, "init"), "normal(std=0.2)").as_data()["init"]["std"] == 0.2


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("depth", "many", "whole number"),
        ("depth", "0", "from 1 to 200"),
        ("depth", "2.5", "whole number"),
        ("init", "he_norma", "did you mean 'he_normal'"),
        ("init.std", "-1", "std must be from 0"),
        ("task", "circle", "did you mean 'circles'"),
        ("learning_rate", "fast", "must be a number"),
        ("learning_rate", "", "must be a number"),
    ],
)
def test_what_cannot_be_typed_is_said(path: str, text: str, said: str) -> None:
    begin = Experiment(init="normal")
    with pytest.raises(BadValue, match=said):
        typed(begin, knob(begin, path), text)


def test_what_a_knob_shows_can_be_typed_and_changes_nothing() -> None:
    begin = Experiment(init="normal(std=0.123456)", optimizer="momentum")
    for each in knobs_of(begin):
        again = typed(begin, each, shown(begin, each))
        assert value_of(again, each) == value_of(begin, each)


def test_every_field_has_words_for_its_knob() -> None:
    assert all(knob.about for knob in knobs_of(Experiment()))
    assert {knob.field for knob in knobs_of(Experiment())} == set(FIELDS)

"""The experiment's model follows `sim.experiment`; names, `extends` and limits are those of the design."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from quizapp.deck.model import Deck, ExperimentText, check_name
from quizapp.deck.reader import DeckError, read_text
from sim.experiment import ALLOWED, RANGES, REGISTRIES, Experiment
from sim.registry import BadValue

#: What is asked of a run is no field that anybody writes.
FIELDS = [field.name for field in fields(Experiment) if field.name != "asked"]


def deck_with(experiments: dict[str, Any]) -> Deck:
    question = {"id": "q", "type": "true_false", "prompt": "So?", "answer": True}
    return read_text(yaml.safe_dump({"format": 1, "title": "T", "experiments": experiments, "questions": [question]}))


def complaint(experiments: dict[str, Any]) -> str:
    with pytest.raises(DeckError) as caught:
        deck_with(experiments)
    return " ".join(problem.message for problem in caught.value.problems)


def test_every_field_of_an_experiment_can_be_written() -> None:
    assert list(ExperimentText.model_fields) == ["extends", *FIELDS]


def test_an_empty_experiment_is_the_default_one() -> None:
    assert deck_with({"a": {}}).experiments["a"] == Experiment()


@pytest.mark.parametrize("name", RANGES)
def test_every_number_is_held_to_its_range(name: str) -> None:
    for value in (RANGES[name].low - 1, RANGES[name].high * 10):
        assert f"{name} must be" in complaint({"a": {name: value if isinstance(value, float) else int(value)}})


@pytest.mark.parametrize("name", [*ALLOWED, *REGISTRIES])
def test_every_name_is_one_that_is_known(name: str) -> None:
    assert "unknown" in complaint({"a": {name: "nonsense"}})


@pytest.mark.parametrize("field", REGISTRIES)
def test_every_registered_name_and_alias_can_be_written(field: str) -> None:
    for name in REGISTRIES[field].all_names:
        for written in (name, {"name": name}):
            assert getattr(deck_with({"a": {field: written}}).experiments["a"], field).name == name


def test_parameters_can_be_written_in_both_ways() -> None:
    deck = deck_with({"a": {"init": "normal(std=0.2)"}, "b": {"init": {"name": "normal", "std": 0.2}}})
    assert deck.experiments["a"] == deck.experiments["b"] == Experiment(init={"name": "normal", "std": 0.2})


def test_what_an_experiment_says_of_itself_can_be_written_in_a_deck() -> None:
    experiment = Experiment(depth=4, init={"name": "normal", "std": 0.2}, optimizer="momentum", gain=2.0)
    data = experiment.as_data()
    assert deck_with({"a": data}).experiments["a"] == experiment


def test_a_child_has_its_parents_fields_and_its_own() -> None:
    deck = deck_with(
        {"c": {"extends": "b", "depth": 5}, "b": {"extends": "a", "width": 7}, "a": {"depth": 2, "gain": 3}}
    )
    assert deck.experiments["c"] == Experiment(depth=5, width=7, gain=3.0)


def test_a_child_can_go_back_to_a_default() -> None:
    deck = deck_with({"a": {"depth": 9}, "b": {"extends": "a", "depth": 3}})
    assert deck.experiments["b"] == Experiment()


def test_a_layers_own_start_is_inherited_as_a_whole_and_can_be_taken_back() -> None:
    own = {"output": {"init": "zeros"}, 1: {"init": {"name": "normal", "std": 0.05}, "gain": 2}}
    children = {
        "b": {"extends": "a"},
        "c": {"extends": "a", "layers": {-1: {"gain": 3}}},
        "d": {"extends": "a", "layers": {}},
    }
    found = deck_with({"a": {"layers": own}, **children}).experiments
    assert found["b"] == found["a"] == Experiment(layers=own)
    assert found["c"] == Experiment(layers={-1: {"gain": 3}})
    assert found["d"] == Experiment()


@pytest.mark.parametrize(
    ("experiment", "message", "marked"),
    [
        ("layers: {10: {gain: 1}}", "layers: there is no layer 10 in a network of depth 9", "10"),
        ("layers: {9: {gain: 1}, output: {gain: 2}}", "output is the same layer as 9", "output"),
        ("layers: {-1: {gain: 1}, output: {gain: 2}}", "output is the same layer as -1; give it once", "output"),
        ("layers: {output: {inti: zeros}}", "unknown field 'inti' of a layer's start; did you mean 'init'?", "inti"),
        ("layers: {output: {init: zeroes}}", "did you mean 'zeros'?", "zeroes"),
        ("layers: {1: {init: {name: normal, std: -1}}}", "std must be from 0", "-1"),
        ("layers: {0: {gain: 1}}", "a layer is a number from 1, one from -1 down, or 'output', not '0'", "0"),
        ("layers: {1: zeros}", "layer 1: a start is a mapping with one or more of init", "zeros"),
        ("layers: zeros", "layers must be a mapping from layers to their starts, not 'zeros'", "zeros"),
        ("layers: {1: {gain: big}}", "gain must be a number such as 0.1 or 1e-6, not 'big'", "big"),
        ("depth: 1", "layers: there is no layer 2 in a network of depth 1; it has layer 1 alone", "b"),
    ],
)
def test_what_is_wrong_with_a_layers_start_is_told_where_it_stands(experiment: str, message: str, marked: str) -> None:
    text = (
        f"format: 1\ntitle: T\nexperiments:\n  a: {{depth: 9, layers: {{2: {{gain: 2}}}}}}\n"
        f"  b: {{extends: a, {experiment}}}\nquestions:\n- {{id: q, type: true_false, prompt: p, answer: true}}\n"
    )
    with pytest.raises(DeckError) as caught:
        read_text(text)
    (problem,) = caught.value.problems
    assert message in problem.message
    line = text.splitlines()[problem.line - 1]
    assert (problem.line, line[problem.column - 1 :][: problem.length]) == (5, marked)


def test_a_circle_of_experiments_is_one_mistake() -> None:
    found = complaint({"a": {"extends": "b"}, "b": {"extends": "c"}, "c": {"extends": "a"}, "d": {"extends": "a"}})
    assert found.count("circle") == 1


def test_too_large_a_child_is_a_mistake_of_the_child() -> None:
    with pytest.raises(DeckError) as caught:
        read_text(
            "format: 1\ntitle: T\nexperiments:\n  a: {depth: 100}\n  b: {extends: a, width: 512}\n"
            "questions:\n- {id: q, type: true_false, prompt: p, answer: true}\n"
        )
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.length) == (5, 3, 1)
    assert "lower depth" in problem.message


@pytest.mark.parametrize("name", ["a", "0", "deep-he", "x_1", "a" * 64])
def test_good_names_of_experiments(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize("name", ["", "A", "-a", "_a", "a b", "a.b", "a" * 65, "initial", "é", "a\n"])
def test_bad_names_of_experiments(name: str) -> None:
    with pytest.raises(BadValue):
        check_name(name)


def test_a_deck_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        deck_with({}).title = "Other"

"""The lab without its screen: knobs, the bench with its undo, presets, repairs, sharing, and theory's map."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from quizapp.charts import Axis, Scale, plain, render
from quizapp.lab import bench as benches
from quizapp.lab import knobs, sharing
from quizapp.lab.bench import Bench, Pair, Side, start
from quizapp.lab.knobs import COMMON, knob_at, knobs_of, shown, turned, typed, value_of
from quizapp.lab.phase import phase_map
from quizapp.lab.presets import Preset, preset, presets
from quizapp.lab.repairs import repairs
from quizapp.lab.steady import steady
from quizapp.lab.turning import counting, doubling, linear, logarithmic
from quizapp.reading import read_text
from quizapp.views import Axes, axes_for
from sim import Experiment, diagnose, ends_only, run
from sim.experiment import ABOUT, FIELDS, REGISTRIES
from sim.initializers import INITIALIZERS
from sim.network import sample
from sim.registry import BadValue
from sim.training import initial_arrays

QUESTION = """
questions:
- {id: one, type: true_false, prompt: Is it?, answer: true, experiment: NAME, claim: "depth > 0"}
"""


def knob(experiment: Experiment, path: str) -> knobs.Knob:
    found = knob_at(experiment, path)
    assert found is not None
    return found


def troubles(experiment: Experiment) -> set[str]:
    """What is wrong at initialisation, and what is wrong in the end."""
    first, *_, last = [*run(experiment, ends_only)] * 2
    return {each.name for frame in (first, last) for each in diagnose(experiment, first, frame)}


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
    monkeypatch.setitem(INITIALIZERS._functions, "brand_new", INITIALIZERS.function("normal"))
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
                    experiment = turned(experiment, each, up, big)
                except BadValue as error:
                    assert "over the limit" in str(error)  # noqa: PT017
                    break


@pytest.mark.parametrize("path", [each.path for each in knobs_of(Experiment(init="normal"))])
def test_a_knob_turned_up_and_down_again_is_where_it_was(path: str) -> None:
    begin = Experiment(init="normal", steps=10, batch_size=64, clip_norm=1.0, clip_value=1.0)
    there = turned(begin, knob(begin, path), up=True)
    back = turned(there, knob(there, path), up=False)
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
    assert turned(begin, batches, up=True) == begin
    smaller = turned(begin, batches, up=False)
    assert smaller.batch_size == 128
    assert turned(smaller, batches, up=True).batch_size is None
    assert typed(smaller, batches, "all").batch_size is None


def test_choices_go_round() -> None:
    experiment = Experiment()
    tasks = knob(experiment, "task")
    seen = []
    for _ in tasks.choices:
        experiment = turned(experiment, tasks, up=True)
        seen.append(experiment.task)
    assert set(seen) == set(tasks.choices)
    assert experiment == Experiment()


def test_an_alias_stands_where_its_name_does() -> None:
    alias, proper = Experiment(init="glorot_normal"), Experiment(init="xavier_normal")
    assert turned(alias, knob(alias, "init"), True) == turned(proper, knob(proper, "init"), True)


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


def test_it_starts_with_a_vanishing_and_an_exploding_network_of_the_same_draws() -> None:
    pair = start().pair
    assert "vanishing" in troubles(pair.a)
    assert "exploding" in troubles(pair.b)
    a, b = (sample(experiment).weights[3] for experiment in (pair.a, pair.b))
    np.testing.assert_allclose(a * 5, b)


def test_every_change_can_be_undone_and_done_again() -> None:
    std = knob(start().experiment, "init.std")
    actions: list[Callable[[Bench], Bench]] = [
        lambda bench: benches.turn(bench, std, up=True),
        benches.switch,
        lambda bench: benches.type_in(bench, knob(bench.experiment, "depth"), "5"),
        benches.copy_a_to_b,
        lambda bench: benches.reset(bench, knob(bench.experiment, "activation")),
        lambda bench: benches.put(bench, preset("symmetric").experiment),
        lambda bench: benches.changed(bench, repairs(bench.experiment)[0].change),
    ]
    pairs, bench = [start().pair], start()
    for action in actions:
        bench = action(bench)
        if bench.pair != pairs[-1]:
            pairs.append(bench.pair)
    assert len(pairs) >= 6
    for pair in reversed(pairs[:-1]):
        bench = benches.undo(bench)
        assert bench.pair == pair
    assert benches.undo(bench) == bench
    for pair in pairs[1:]:
        bench = benches.redo(bench)
        assert bench.pair == pair
    assert benches.redo(bench) == bench


def test_many_turns_of_one_knob_are_undone_as_one_and_another_knob_begins_anew() -> None:
    bench = start()
    for path in ("init.std", "gain", "init.std"):
        for _ in range(10):
            bench = benches.turn(bench, knob(bench.experiment, path), up=True)
    assert len(bench.past) == 3
    once = benches.turn(benches.switch(benches.switch(bench)), knob(bench.experiment, "init.std"), up=True)
    assert len(once.past) == 4


def test_a_change_after_an_undo_forgets_what_was_undone() -> None:
    gain = knob(start().experiment, "gain")
    bench = benches.undo(benches.turn(start(), gain, up=True))
    assert bench.future
    assert not benches.turn(bench, gain, up=False).future


def test_what_cannot_be_leaves_the_bench_as_it_was() -> None:
    bench = start()
    with pytest.raises(BadValue, match="over the limit"):
        benches.type_in(
            benches.type_in(bench, knob(bench.experiment, "width"), "512"), knob(bench.experiment, "depth"), "200"
        )
    assert bench == start()


def test_seeds_are_shared_so_that_both_are_made_of_the_same_draws() -> None:
    bench = benches.type_in(start(), knob(start().experiment, "seed"), "7")
    assert bench.pair.b.seed == 7
    bench = benches.put(benches.switch(bench), preset("healthy").experiment.replace(seed=3, seeds=2))
    assert (bench.pair.b.seed, bench.pair.b.seeds) == (7, 8)


def test_seeds_that_the_other_cannot_follow_are_refused_with_its_name() -> None:
    large = Experiment(depth=100, width=64, seeds=8, samples=64)
    bench = Bench(Pair(Experiment(), large))
    with pytest.raises(BadValue, match="B cannot follow: this needs"):
        benches.type_in(bench, knob(bench.experiment, "seeds"), "64")


def test_a_knob_that_only_one_has_differs() -> None:
    bench = benches.type_in(start(), knob(start().experiment, "init"), "zeros")
    assert benches.setting(bench, Side.A, "init.std") == ""
    assert benches.setting(bench, Side.B, "init.std") == "0.5"
    assert benches.differs(bench, knob(bench.experiment, "init"))
    assert benches.differs(benches.switch(bench), knob(bench.other, "init.std"))
    assert not benches.differs(bench, knob(bench.experiment, "depth"))
    assert not any(benches.differs(benches.copy_a_to_b(bench), each) for each in bench.knobs())


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


def shareable() -> list[Experiment]:
    odd = Experiment(
        activation="leaky_relu(slope=0.2)", init={"name": "normal", "std": 1e-7, "mean": -0.1}, bias_init="uniform",
        optimizer="momentum(momentum=0.5)", batch_size=17, clip_norm=1e12, learning_rate=1 / 3, seed=2**32 - 1,
        gain=1e-12,
    )  # fmt: skip
    return [*(each.experiment for each in presets()), start().pair.a, start().pair.b, odd]


@pytest.mark.parametrize("experiment", shareable(), ids=range(len(shareable())))
def test_yaml_passes_the_reader_of_decks_and_comes_back_as_the_same_experiment(experiment: Experiment) -> None:
    block = sharing.as_yaml(experiment, "Lab A")
    deck = read_text(f"format: 1\ntitle: A deck\n{block}{QUESTION.replace('NAME', 'lab-a')}")
    assert deck.experiments["lab-a"] == experiment


@pytest.mark.parametrize("experiment", shareable(), ids=range(len(shareable())))
def test_python_makes_the_same_experiment(experiment: Experiment) -> None:
    made: dict[str, Experiment] = {}
    exec(sharing.as_python(experiment, "lab-a"), made)
    assert made["lab_a"] == experiment


def test_every_knob_turned_can_be_shared() -> None:
    begin = Experiment(init="normal", seeds=2)
    for each in knobs_of(begin):
        there = turned(begin, each, up=False)
        block = sharing.as_yaml(there, "mine")
        assert read_text(f"format: 1\ntitle: A\n{block}{QUESTION.replace('NAME', 'mine')}").experiments["mine"] == there


def test_a_file_is_written_once_and_never_over_another(tmp_path: Path) -> None:
    path = sharing.save("text\n", str(tmp_path / "mine.yaml"))
    assert path.read_text() == "text\n"
    with pytest.raises(FileExistsError):
        sharing.save("other", str(path))
    assert path.read_text() == "text\n"


def test_the_repairs_heal_both_of_the_first_networks() -> None:
    for side in Side:
        for repair in repairs(start().pair.of(side)):
            repaired = repair.change(start().pair.of(side))
            assert troubles(repaired.replace(steps=0)).isdisjoint({"exploding", "diverged"}), repair
    assert troubles(repairs(start().pair.a)[0].change(start().pair.a)) == {"healthy"}


def test_the_first_repair_is_what_is_recommended_for_the_activation() -> None:
    for activation, init in (("relu", "he_normal"), ("tanh", "xavier_normal"), ("selu", "lecun_normal")):
        first = repairs(Experiment(activation=activation, gain=3.0))[0]
        repaired = first.change(Experiment(activation=activation, gain=3.0))
        assert (repaired.init.name, repaired.gain) == (init, 1.0)


def test_a_repair_that_the_simulator_does_not_know_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    known = len(repairs(Experiment()))
    monkeypatch.delitem(INITIALIZERS._functions, "lsuv")
    assert len(repairs(Experiment())) == known - 1


def test_axes_stand_still_until_something_leaves_them_or_they_are_far_too_long() -> None:
    axes = axes_for([next(run(start().pair.a))])

    def error(low: float, high: float) -> Axes:
        return replace(axes, error=Axis(low, high, Scale.LOG))

    last = error(1e-8, 1e2)
    assert steady(None, last) is last
    assert steady(last, error(1e-6, 1e0)).error == last.error
    assert steady(last, error(1e-9, 1e0)).error == Axis(1e-9, 1e0, Scale.LOG)
    assert steady(last, error(1e-6, 1e3)).error == Axis(1e-6, 1e3, Scale.LOG)
    assert steady(error(1e-16, 1e16), error(1e-6, 1e0)).error == Axis(1e-6, 1e0, Scale.LOG)
    assert steady(last, replace(last, outputs=(0.0, 7.0))).outputs == (0.0, 7.0)


def test_the_map_has_both_experiments_where_theory_places_them() -> None:
    chart = phase_map(start())
    weights = [dot.across * 4 for dot in chart.dots]
    np.testing.assert_allclose(weights, [0.1 * math.sqrt(32), 0.5 * math.sqrt(32)])
    assert [dot.up for dot in chart.dots] == [0.0, 0.0]
    # chi = sigma_w^2 / 2 for ReLU
    assert "by 0.16: it vanishes" in chart.sentence
    assert "by 4: it explodes" in chart.sentence


def test_the_edge_is_between_the_two_letters_and_the_words_on_either_side() -> None:
    rows = plain(render(phase_map(start()), 60, 20)).splitlines()
    (row,) = [row for row in rows[1:] if "A" in row]
    assert row.index("A") < row.index("│") < row.index("B")
    assert any(line.index("error vanishes") < line.index("error explodes") for line in rows if "vanishes" in line)
    # sigma_w = sqrt 2 of 4
    left = row.index("0") + 2
    assert (row.index("│") - left) / (60 - left) == pytest.approx(math.sqrt(2) / 4, abs=0.03)


def test_an_experiment_of_another_activation_or_without_a_place_is_not_on_the_map() -> None:
    other = benches.type_in(start(), knob(start().experiment, "activation"), "tanh")
    assert [dot.side for dot in phase_map(other).dots] == [Side.A]
    zeros = benches.type_in(start(), knob(start().experiment, "init"), "constant")
    assert [dot.side for dot in phase_map(zeros).dots] == [Side.B]
    assert "A has no place here" in phase_map(zeros).sentence


def test_a_dot_beyond_the_map_stands_at_its_edge_with_an_arrow() -> None:
    bench = benches.type_in(start(), knob(start().experiment, "gain"), "1000")
    assert "A▶" in plain(render(phase_map(bench), 60, 20))
    assert "A>" in plain(render(phase_map(bench), 60, 20, ascii_only=True))


@pytest.mark.parametrize("size", [(20, 3), (21, 4), (30, 6), (46, 14), (200, 60)])
def test_the_map_is_drawn_in_any_room(size: tuple[int, int]) -> None:
    for bench in (start(), benches.copy_a_to_b(start())):
        grid = render(phase_map(bench), *size)
        assert [sum(len(run.text) for run in row) for row in grid] == [size[0]] * size[1]


def test_every_field_has_words_for_its_knob() -> None:
    assert set(ABOUT) == set(FIELDS)

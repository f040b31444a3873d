"""`quizapp simulate`: options that reach the experiment, and numbers in charts, JSON and arrays."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from quizapp.views import VIEWS
from sim import Experiment, ends_only, run
from sim.experiment import FIELDS
from sim.frames import layer_names
from sim.layer_starts import EXAMPLE
from tests.support.command_line import SMALL, Command, strict_json


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--depth", "1000000000"], "--depth: must be from 1 to 200, not 1000000000"),
        (["--depth", "x"], "--depth: must be a whole number such as 8, not 'x'"),
        (["--depth", "2.5"], "--depth: must be a whole number such as 8, not '2.5'"),
        (["--gain", "nan"], "--gain: must be a number; it must be finite, not 'nan'"),
        (["--init", "he_nromal"], "--init: unknown initialiser 'he_nromal'; did you mean 'he_normal'?"),
        (["--init", "normal:sd=1"], "--init: normal has no parameter 'sd'; it takes std, mean"),
        (["--init", "normal:std=-1"], "--init: std must be from 0 to 1e+06, not -1.0"),
        (
            ["--layer", "output.init=zeroes"],
            "--layer: layer output: unknown initialiser 'zeroes'; did you mean 'zeros'?",
        ),
        (["--layer", "output"], f"--layer: cannot read 'output'; write it as in {EXAMPLE}"),
        (["--task", "xro"], "--task: unknown task 'xro'; did you mean 'xor'?"),
        (["--columns", "3"], "--columns: must be from 40 to 500, not 3"),
        (["--every", "0"], "--every: must be from 1 to 5000, not 0"),
    ],
)
def test_a_bad_value_is_one_line_that_names_the_option(command: Command, arguments: list[str], message: str) -> None:
    assert command("simulate", *arguments) == (1, "", f"Error: {message}\n")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--deph", "3"], 2, "--depth"),
        (["--depth"], 2, "requires an argument"),
        (["--experiment", "half"], 2, "--deck and --experiment go together"),
        (["--deck", "good.yaml", "--experiment", "hlaf"], 1, "has no experiment 'hlaf'; did you mean 'half'?"),
        (["--deck", "broken.yaml", "--experiment", "half"], 1, "broken.yaml:6:"),
        (["--deck", "nowhere.yaml", "--experiment", "half"], 1, "there is no such file"),
        (["--depth", "200", "--width", "512"], 1, "lower depth, width or seeds"),
        (["--save", "no/such/folder.npz", *SMALL], 1, "no/such/folder.npz: No such file or directory"),
    ],
)
def test_other_mistakes_are_told_on_stderr(command: Command, arguments: list[str], status: int, words: str) -> None:
    result = command("simulate", *arguments)
    assert (result.status, result.out) == (status, "")
    assert words in result.err


def test_every_field_of_an_experiment_is_an_option(command: Command) -> None:
    text = command("simulate", "--help").out
    for name in FIELDS:
        assert f"--{name.replace('_', '-')} " in text


def test_options_reach_the_experiment(command: Command) -> None:
    options = ["--init", "normal:std=0.5,mean=0.1", "--activation", "leaky_relu(slope=0.2)", "--batch-size", "4"]
    more = [
        "--learning_rate",
        "1e-3",
        "--optimizer",
        "momentum",
        "--precision",
        "float32",
        "--clip-norm",
        "2",
        "--seed",
        "9",
    ]
    found = strict_json(command("simulate", *SMALL, *options, *more, "--json").out)
    assert found["experiment"] == {
        **Experiment(depth=2, width=4, samples=8, steps=6, seeds=2, seed=9).as_data(),
        "init": {"name": "normal", "std": 0.5, "mean": 0.1},
        "activation": {"name": "leaky_relu", "slope": 0.2},
        "batch_size": 4,
        "learning_rate": 1e-3,
        "optimizer": "momentum",
        "precision": "float32",
        "clip_norm": 2,
    }


def test_a_layers_own_start_is_given_once_for_each_thing_that_it_has(command: Command) -> None:
    apart = ["--layer", "output.init=zeros", "--layer", "1.init=normal:std=0.5,mean=0.1", "--layer", "1.gain=2"]
    together = ["--layers", "output.init=zeros 1.init=normal(std=0.5, mean=0.1); 1.gain=2"]
    for options in (apart, together):
        found = strict_json(command("simulate", *SMALL, *options, "--json").out)
        assert found["experiment"]["layers"] == {
            "1": {"init": {"name": "normal", "std": 0.5, "mean": 0.1}, "gain": 2},
            "output": {"init": "zeros"},
        }
    assert strict_json(command("simulate", *SMALL, "--layer", "none", "--json").out)["experiment"]["layers"] == {}


def test_a_layer_that_is_not_there_is_one_line(command: Command) -> None:
    status, out, err = command("simulate", *SMALL, "--layer", "3.gain=2")
    assert (status, out) == (1, "")
    assert err == "Error: layers: there is no layer 3 in a network of depth 2; it has layers 1 to 2, or -2 to -1\n"


def test_an_experiment_of_a_deck_is_the_start_and_options_change_it(command: Command) -> None:
    found = strict_json(
        command("simulate", "--deck", "good.yaml", "--experiment", "double", "--gain", "3", "--json").out
    )
    assert (found["experiment"]["gain"], found["experiment"]["depth"], found["experiment"]["init"]) == (
        3,
        3,
        "identity",
    )


def test_json_has_exactly_the_documented_keys_and_the_numbers_of_the_run(command: Command) -> None:
    found = strict_json(command("simulate", *SMALL, "--json").out)
    assert set(found) == {"experiment", "frames", "diagnosis", "diverged"}
    experiment = Experiment(depth=2, width=4, samples=8, steps=6, seeds=2)
    frames = list(run(experiment, ends_only))
    assert [frame["step"] for frame in found["frames"]] == [0, 6]
    for shown, frame in zip(found["frames"], frames, strict=True):
        assert set(shown) == {"step", "loss", "accuracy", "layers"}
        assert set(shown["layers"]) == set(layer_names())
        np.testing.assert_array_equal(shown["loss"], frame.loss)
        np.testing.assert_array_equal(shown["layers"]["delta"], frame.layers.delta)
    assert all(set(each) == {"name", "because"} for each in found["diagnosis"])
    assert found["diverged"] is None


def test_every_asks_for_more_frames(command: Command) -> None:
    found = strict_json(command("simulate", *SMALL, "--json", "--every", "4").out)
    assert [frame["step"] for frame in found["frames"]] == [0, 4, 6]


def test_what_is_not_finite_is_null(command: Command) -> None:
    options = ["--activation", "identity", "--init", "normal:std=1e6", "--depth", "60", "--precision", "float32"]
    found = strict_json(command("simulate", *options, "--width", "4", "--steps", "3", "--seeds", "2", "--json").out)
    assert found["frames"][-1]["loss"] == [None, None]
    assert set(found["diverged"]) == {"step", "layer"}
    assert found["diagnosis"][0]["name"] == "diverged"


def test_charts_come_with_their_sentences_and_the_diagnosis(command: Command) -> None:
    status, out, err = command(
        "simulate", "--depth", "9", "--init", "normal:std=0.05", "--steps", "20", "--columns", "80"
    )
    assert (status, err) == (0, "")
    ran = "run: 9 layers of 32, tanh, weights N(0, 0.05²), circles, rate 0.1, 8 networks,\nsteps 0 to 20\n"
    assert out.startswith(ran)
    assert "\nThe error falls " in out
    assert "\nvanishing at step 20: the error falls " in out
    assert max(map(len, out.splitlines())) <= 80


def test_ascii_charts_are_ascii(command: Command) -> None:
    out = command("simulate", *SMALL, "--ascii").out
    assert out.isascii()
    assert "####" in out


def test_charts_of_a_deep_network_are_not_endless(command: Command) -> None:
    out = command("simulate", "--depth", "200", "--width", "2", "--samples", "4", "--steps", "0", "--seeds", "1").out
    assert len(out.splitlines()) < 30 * len(VIEWS)


def test_saved_arrays_pass_a_forward_pass_written_anew(command: Command, tmp_path: Path) -> None:
    result = command("simulate", *SMALL, "--save", "arrays", "--json")
    assert "saved the arrays at initialisation to arrays" in result.err
    with np.load(tmp_path / "arrays") as saved:
        expected = {"x", "y", "loss", "h0"} | {
            f"{each}{n}" for each in ("W", "b", "z", "h", "delta", "dW", "db") for n in (1, 2)
        }
        assert set(saved) == expected
        hidden = np.tanh(saved["x"] @ saved["W1"] + saved["b1"][:, None])
        logits = hidden @ saved["W2"] + saved["b2"][:, None]
        chance = np.exp(logits) / np.exp(logits).sum(axis=2, keepdims=True)
        loss = -np.log(np.take_along_axis(chance, saved["y"][:, :, None], axis=2)).mean(axis=(1, 2))
        np.testing.assert_allclose(saved["loss"], loss)
        np.testing.assert_allclose(saved["z2"], logits)
    assert strict_json(result.out)["frames"][0]["loss"] == pytest.approx(loss.tolist())


def test_held_out_examples_have_their_numbers_in_json(command: Command) -> None:
    found = strict_json(command("simulate", *SMALL, "--test-samples", "5", "--optimizer", "rmsprop", "--json").out)
    experiment = Experiment(depth=2, width=4, samples=8, steps=6, seeds=2, test_samples=5, optimizer="rmsprop")
    *_, end = run(experiment, ends_only)
    np.testing.assert_array_equal(found["frames"][-1]["test_loss"], end.test_loss)
    np.testing.assert_array_equal(found["frames"][-1]["test_accuracy"], end.test_accuracy)

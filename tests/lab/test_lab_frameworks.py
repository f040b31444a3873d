"""Scripts for PyTorch and Keras: with the simulator's weights they measure what it measures, before and after training.

Where these frameworks are not installed, it is tested that scripts can be written and parsed. `pip install
'.[frameworks]'` brings them.
"""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from quizapp.lab.frameworks.keras_script import as_keras
from quizapp.lab.frameworks.pieces import NotInFramework
from quizapp.lab.frameworks.torch_script import as_torch
from quizapp.lab.presets import preset, presets
from sim import Experiment, ends_only, run
from sim.activations import ACTIVATIONS
from sim.drawing import BIAS_INITIALIZERS, INITIALIZERS, bias_variance, weight_variance
from sim.held_out import draw_held_out
from sim.normalization import POSITIONS
from sim.optimizers import OPTIMIZERS
from sim.tasks import TASKS
from tests.support.scripts import assert_close, keras_script, measured_in_keras, measured_in_torch, torch_script

SMALL = Experiment(depth=4, width=8, samples=32, seeds=1, steps=4, learning_rate=0.3, bias_init="torch_linear", seed=7)
CHANGES: list[dict[str, Any]] = [
    {},
    {"depth": 1},
    {"residual": True, "normalization": "layer", "activation": "relu"},
    {"normalization": "batch", "residual": True},
    {"residual": True, "branch_scale": 0.3},
    {
        "residual": True,
        "branch_scale": "inverse_sqrt_depth",
        "normalization": "layer",
        "normalization_position": "post",
    },
    {"optimizer": "momentum(momentum=0.7)"},
    {"optimizer": "nesterov", "clip_norm": 0.05},
    {"optimizer": "adam", "learning_rate": 0.01},
    {"optimizer": "adamw(beta1=0.8)", "learning_rate": 0.01, "weight_decay": 0.1},
    {"optimizer": "adamw", "learning_rate": 0.01, "warmup_steps": 3},
    {"optimizer": "rmsprop(alpha=0.9, momentum=0.3)", "learning_rate": 0.01},
    {"clip_value": 0.003, "weight_decay": 0.02},
    {"warmup_steps": 6, "init": "sparse"},
    {"task": "signal", "init": "lsuv", "gain": 0.5},
    {"task": "spiral", "activation": "leaky_relu(slope=0.2)"},
    {"layers": {"output": {"init": "zeros"}, 1: {"gain": 2, "bias_init": "normal"}}},
    {"layers": {-2: {"init": "lsuv"}}, "normalization": "batch"},
]
TORCH_ONLY: list[dict[str, Any]] = [
    {"optimizer": "adam", "weight_decay": 0.1, "clip_value": 0.01, "clip_norm": 0.1},
    {"optimizer": "momentum", "warmup_steps": 3},
    *(
        {"residual": True, "normalization": name, "normalization_position": where, "affine": affine, "clip_norm": clip}
        for name in ("layer", "batch")
        for where in POSITIONS
        for affine, clip in (("none", None), ("zero_gamma", 0.1))
    ),
    {"normalization": "layer", "affine": "learned(gamma=0.5)", "optimizer": "momentum"},
    {"residual": True, "branch_scale": "skip_init", "weight_decay": 0.1, "optimizer": "adam", "learning_rate": 0.01},
    {"depth": 1, "residual": True, "branch_scale": "learned", "normalization": "layer", "affine": "learned"},
    *({"task": name} for name in TASKS if name not in ("signal", "spiral", "digits", "circles")),
    *({"activation": name} for name in ACTIVATIONS.names if name not in ("tanh", "relu", "leaky_relu")),
]


def _ends(experiment: Experiment) -> tuple[Any, Any]:
    first, *_, last = run(experiment, ends_only)
    return first, last


@pytest.mark.parametrize("change", [*CHANGES, *TORCH_ONLY], ids=str)
def test_pytorch_measures_what_the_simulator_does_on_the_same_weights(change: dict[str, Any]) -> None:
    experiment = SMALL.replace(**change)
    for measured, frame in zip(measured_in_torch(experiment), _ends(experiment), strict=True):
        # clip_grad_norm_ adds 1e-6 to the norm
        assert_close(measured, frame, 2e-4 if experiment.clip_norm else 1e-6)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_keras_measures_what_the_simulator_does_on_the_same_weights(change: dict[str, Any]) -> None:
    experiment = SMALL.replace(**change)
    for measured, frame in zip(measured_in_keras(experiment), _ends(experiment), strict=True):
        # epsilon stands elsewhere in Keras' Adam and RMSprop
        assert_close(measured, frame, 1e-3 if experiment.optimizer.name in ("adam", "adamw", "rmsprop") else 1e-6)


def _is_as_it_should_be(name: str, weights: np.ndarray[Any, Any], variance: float | None) -> None:
    """By the formula of its variance, or by what it is."""
    fan_in, fan_out = weights.shape
    if name in ("ones", "constant"):
        assert np.all(weights == {"ones": 1.0, "constant": 0.05}[name])
    elif name == "identity":
        assert np.array_equal(weights, np.eye(fan_in, fan_out))
    elif name != "lsuv":
        assert variance is not None
        np.testing.assert_allclose(weights.var(), variance, rtol=0.05)
        assert abs(weights.mean()) <= 5 * math.sqrt(variance / weights.size)
        _has_the_right_tails(name, weights, variance)
    if name == "sparse":
        assert ((weights == 0).sum(axis=0) == math.ceil(0.1 * fan_in)).all()


def _has_the_right_tails(name: str, weights: np.ndarray[Any, Any], variance: float) -> None:
    """How far the largest lie from 0, in standard deviations: uniform to 1.73, cut at 2.27, normal beyond 3.5."""
    furthest = np.abs(weights).max() / math.sqrt(variance) if variance else 0.0
    if "truncated" in name:
        assert 2.2 < furthest <= 2.274
    elif "uniform" in name or name == "torch_linear":
        assert 1.7 < furthest <= 1.7321
    elif "normal" in name:
        assert furthest > 3.5


@pytest.mark.parametrize("name", INITIALIZERS.names)
def test_every_initialiser_draws_in_pytorch_what_its_formula_says(name: str) -> None:
    with torch_script(SMALL.replace(init=name)) as names:
        weights = names["torch"].empty(300, 200)
        names["torch"].manual_seed(1)
        with names["torch"].no_grad():
            names["draw_weights"](weights, 200, 300)
        _is_as_it_should_be(name, weights.numpy().T, weight_variance(INITIALIZERS.check(name), 200, 300))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", INITIALIZERS.names)
def test_every_initialiser_draws_in_keras_what_its_formula_says(name: str) -> None:
    with keras_script(SMALL.replace(init=name)) as names:
        names["keras"].utils.set_random_seed(1)
        weights = np.asarray(names["keras"].ops.convert_to_numpy(names["draw_weights"](200, 300)))
        _is_as_it_should_be(name, weights, weight_variance(INITIALIZERS.check(name), 200, 300))


@pytest.mark.parametrize("name", BIAS_INITIALIZERS.names)
def test_biases_are_drawn_in_pytorch_as_their_formula_says(name: str) -> None:
    with torch_script(SMALL.replace(bias_init=name)) as names:
        biases = names["torch"].empty(50_000)
        names["draw_biases"](biases, 12)
        variance = bias_variance(BIAS_INITIALIZERS.check(name), 12, 50_000)
        _is_as_it_should_be(name, biases.numpy()[None, :], variance)


def test_lsuv_is_fitted_in_pytorch_until_every_layer_has_a_variance_of_1() -> None:
    with torch_script(SMALL.replace(init="lsuv", width=64, gain=0.01)) as names:
        network, (x, _) = names["Network"](), names["data"]()
        names["fit_to_data"](network, x)
        network(x)
        for z in network.z:
            assert z.var(correction=0).item() == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("experiment", [each.experiment for each in presets()], ids=lambda each: str(each.init))
def test_every_preset_can_be_written_for_both(experiment: Experiment) -> None:
    for write in (as_torch, as_keras):
        compile(write(experiment), "script.py", "exec")


def test_whatever_can_be_chosen_is_written_or_refused_with_a_reason() -> None:
    """A parameter at 0, which frameworks divide by, and everything that has a name."""
    choices = [{"init": name} for name in INITIALIZERS.all_names]
    choices += [{"activation": name} for name in ACTIVATIONS.all_names]
    choices += [{"bias_init": name} for name in BIAS_INITIALIZERS.all_names]
    choices += [{"optimizer": name} for name in OPTIMIZERS.all_names] + [{"task": name} for name in TASKS]
    choices += [{"init": "variance_scaling(scale=0)"}, {"init": "truncated_normal(std=0)"}]
    for change in choices:
        for write in (as_torch, as_keras):
            compile(write(SMALL.replace(**change)), "script.py", "exec")


def test_what_nobody_has_written_out_is_refused_and_never_another_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(INITIALIZERS._entries, "brand_new", INITIALIZERS._entries["he_normal"])
    monkeypatch.setattr(INITIALIZERS._entries["brand_new"].function, "__name__", "brand_new")
    for write in (as_torch, as_keras):
        with pytest.raises(NotInFramework, match="initialiser brand_new"):
            write(SMALL.replace(init="brand_new"))


def test_layers_that_learn_at_rates_of_their_own_are_refused_with_what_to_do() -> None:
    for write in (as_torch, as_keras):
        with pytest.raises(NotInFramework, match="parametrization mup for other frameworks; export it as Python"):
            write(SMALL.replace(parametrization="mup"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"clip_norm": 1.0, "clip_value": 1.0}, "clip_norm and clip_value"),
        ({"weight_decay": 0.1, "optimizer": "adam"}, "weight_decay as a part of the gradient under adam"),
        ({"weight_decay": 0.1, "optimizer": "rmsprop"}, "weight_decay as a part of the gradient under rmsprop"),
        ({"warmup_steps": 5, "optimizer": "rmsprop(momentum=0.5)"}, "warmup_steps under rmsprop"),
        ({"warmup_steps": 5, "optimizer": "nesterov"}, "warmup_steps under nesterov"),
        ({"residual": True, "branch_scale": "skip_init"}, "branch_scale that is learned"),
        ({"normalization": "layer", "affine": "learned"}, "affine part"),
        ({"normalization": "layer", "normalization_position": "pre"}, "stands pre"),
        ({"normalization": "batch", "normalization_position": "post"}, "batch normalisation that stands post"),
    ],
)
def test_keras_refuses_what_it_does_otherwise(change: dict[str, Any], said: str) -> None:
    with pytest.raises(NotInFramework, match=said):
        as_keras(SMALL.replace(**change))


@pytest.mark.slow
def test_a_script_pasted_into_a_file_runs_by_itself_and_prints_its_measures(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    script = tmp_path / "mine.py"
    script.write_text(as_torch(preset("vanishing").experiment.replace(steps=20)), encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, cwd=tmp_path)
    lines = done.stdout.splitlines()
    assert lines[0].startswith("step 0: loss 0.693")
    assert lines[1].split() == ["layer", "signal", "error", "weight", "gradient"]
    errors = [float(line.split()[2]) for line in lines[2:14]]
    assert errors[-1] < 1e-3 * errors[0]
    assert lines[14].startswith("step 20: loss 0.69")


@pytest.mark.parametrize("task", ["moons", "digits", "signal"])
def test_a_script_tests_its_network_on_the_same_held_out_examples(
    task: str, capsys: pytest.CaptureFixture[str]
) -> None:
    experiment = SMALL.replace(task=task, test_samples=20, steps=2)
    with torch_script(experiment) as names:
        if task == "digits":
            pytest.importorskip("sklearn")
        x, y = names["held_out"]()
        names["main"]()
    ours = draw_held_out(experiment)
    np.testing.assert_allclose(x.numpy(), ours[0][0])
    np.testing.assert_array_equal(y.numpy(), ours[1][0])
    assert "held out: loss" in capsys.readouterr().out.splitlines()[-1]
    compile(as_keras(experiment), "script.py", "exec")
    assert "held" not in as_torch(experiment.replace(test_samples=0))

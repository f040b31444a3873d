"""Experiments to take away: each comes back from YAML and from Python as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.deck.reader import read_text
from quizapp.experiments.field_knobs import knobs_of, stepped
from quizapp.lab import sharing
from quizapp.lab.comparison import start
from quizapp.lab.presets import presets
from sim import Experiment

QUESTION = """
questions:
- {id: one, type: true_false, prompt: Is it?, answer: true, experiment: NAME, claim: "loss < 1e99"}
"""


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
        there = stepped(begin, each, up=False)
        block = sharing.as_yaml(there, "mine")
        assert read_text(f"format: 1\ntitle: A\n{block}{QUESTION.replace('NAME', 'mine')}").experiments["mine"] == there


def test_a_file_is_written_once_and_never_over_another(tmp_path: Path) -> None:
    path = sharing.save("text\n", str(tmp_path / "mine.yaml"))
    assert path.read_text() == "text\n"
    with pytest.raises(FileExistsError):
        sharing.save("other", str(path))
    assert path.read_text() == "text\n"

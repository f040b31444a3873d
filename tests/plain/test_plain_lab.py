"""The lab line by line: fields are set by name, networks run and compared in words, and repairs tried."""

from __future__ import annotations

import io
import re

import pytest

from quizapp.lab.challenges import challenges
from quizapp.lab.code import code_of
from quizapp.lab.comparison import Comparison, Pair
from quizapp.plain.lab import lab_plainly
from sim import Experiment
from tests.support.decks.transcript import words

A = Experiment(depth=6, width=8, samples=32, activation="relu", init={"name": "normal", "std": 0.05}, steps=5, seeds=3)


def lab(*lines: str, drawings: bool = False) -> str:
    sink = io.StringIO()
    typed = io.StringIO("".join(f"{line}\n" for line in lines))
    assert lab_plainly(typed, sink, Comparison(Pair(A, A.replace(init="he_normal"))), drawings) == 0
    return words(sink.getvalue())


def test_it_begins_with_both_and_in_what_they_differ() -> None:
    text = lab()
    assert "A (this is what you set): 6 layers of 8, ReLU, weights N(0, 0.05²)" in text
    assert "They differ in init: normal in A, he_normal in B" in text
    assert text.endswith("Goodbye.")


def test_fields_are_set_by_name_and_undone() -> None:
    text = lab("depth 9", "init.std = 0.2", "undo", "redo", "compare")
    assert "A (this is what you set): 9 layers of 8, ReLU, weights N(0, 0.05²)" in text
    assert "9 layers of 8, ReLU, weights N(0, 0.2²)" in text
    assert "depth: 9 in A, 6 in B" in text
    assert "B (this is what you set)" in lab("b", "width 16")
    assert "weights N(0, 0.05²), biases N(0, 2²)" in lab("bias_init normal(std=2)")


def test_a_layer_gets_a_start_of_its_own() -> None:
    for line in ("layers output.init=zeros 1.gain=2", "layers: output.init=zeros;1.gain=2"):
        text = lab(line, "layers", "layers none", "compare")
        assert (
            "A (this is what you set): 6 layers of 8, ReLU, weights N(0, 0.05²), layer 1: gain 2; output layer" in text
        )
        assert "layers is 1.gain=2.0 output.init=zeros." in text
        assert "It may be none, or as in output.init=zeros" in text
        assert "They differ in init: normal in A, he_normal in B" in text
    assert "Layers: there is no layer 9 in a network of depth 6" in lab("layers 9.gain=2")


def test_a_run_says_what_is_wrong_and_the_numbers_of_both() -> None:
    text = lab("run")
    assert "vanishing at step 5: the error falls" in text
    assert re.search(r"layer 1: [\d.e-]+, B [\d.e-]+", text)
    assert "(B: " in text
    assert "\u2588" not in text
    assert "\u2588" in lab("d", "run")
    assert "\u2588" in lab("run", drawings=True)


def test_a_repair_is_tried_and_said_to_help_or_not() -> None:
    text = lab("repairs", "repair 1")
    assert "1. he_normal for relu" in text
    assert "he_normal for relu: vanishing before, healthy as drawn" in text


def test_presets_steps_and_yaml() -> None:
    assert "11. healthy: He's weights" in lab("presets")
    assert "6 layers of 32, tanh, weights N(0, 1.5²)" in lab("preset 5")
    assert re.search(r"step 5: loss .*; B loss", lab("s"))
    assert "experiments: lab-a: depth: 6" in lab("yaml")


def test_it_can_be_taken_away_and_a_code_brings_it_back() -> None:
    code = code_of(Pair(A, A.replace(init="he_normal")))
    assert f"quizapp lab {code}" in lab("code")
    assert "B: 6 layers of 8, ReLU, weights He" in lab("preset 1", "b", "preset 1", f"open {code.lower()}")
    assert "import torch" in lab("pytorch")
    assert "import keras" in lab("keras")
    assert "frames = list(run(lab_a, ends_only))" in lab("python")
    assert "claim: initial.delta[1] / initial.delta[-1] < " in lab("question")


def test_a_challenge_is_begun_hinted_judged_and_solved() -> None:
    number = 1 + [each.id for each in challenges()].index("twins")
    text = lab("challenges", f"challenge {number}", "hint", "judge", "init constant", "judge", "depth 9", "judge")
    assert "Make all units of a layer the same. Make every unit of layer 1 compute the same" in text
    assert "weights of 0 there is no signal" in text
    assert "Not yet: after training, the number of distinct units in layer 1 is 32" in text
    assert "Solved: the goal is reached in 20 of 20 networks." in text
    assert "Not so: depth of A may not be touched here; it was 3, and undo takes it back." in text


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("widht 4", "There is no command or field 'widht'; did you mean 'width'?"),
        ("depth 900", "Depth must be from 1 to 200, not 900."),
        ("depth many", "Must be a whole number"),
        ("init nonsense", "nonsense"),
        ("preset 99", "Type preset and a number from 1 to 13; presets lists them."),
        ("judge", "There is no challenge yet; challenges lists them"),
        ("challenge 77", "Type challenge and a number from 1 to 6"),
        ("open 12345678", "The code does not add up"),
        ("repair", "Type repair and a number from 1 to 4"),
        ("depth", "depth is 6. Weight layers, the output layer included. It may be a number, from 1 to 200."),
        ("undo", "Nothing has changed."),
        ("?", "FIELD VALUE sets a field"),
        ("h", "Try preset 1"),
    ],
)
def test_whatever_is_typed_is_answered(line: str, answer: str) -> None:
    assert answer in lab(line)

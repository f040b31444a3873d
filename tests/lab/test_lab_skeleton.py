"""Questions made of a pair: the deck passes check as it is, before a text is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from quizapp.commands.check import COMMAND
from quizapp.deck.reader import read_text
from quizapp.lab.comparison import Pair, brought, start
from quizapp.lab.presets import preset
from quizapp.lab.skeleton import NoQuestion, question_skeleton
from quizapp.runs.store import RunStore
from sim import Experiment

SMALL = Experiment(depth=6, width=16, samples=32, steps=20, seeds=5)
TINY = {"name": "normal", "std": 0.05}


def pairs() -> dict[str, Pair]:
    named = {
        name: preset(name).experiment.replace(samples=32, steps=20) for name in ("vanishing", "symmetric", "zeros")
    }
    suited = {name: brought(start(), each).pair for name, each in named.items()}
    return {
        **suited,
        "trained": Pair(SMALL.replace(learning_rate=0.5, depth=3), SMALL.replace(learning_rate=0.0, depth=3)),
        "one layer": Pair(SMALL.replace(depth=1), SMALL.replace(depth=1, init=TINY, learning_rate=0.001)),
        "of other depths": Pair(SMALL.replace(depth=12, init=TINY), SMALL.replace(depth=2)),
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", pairs())
def test_the_skeleton_of_a_pair_passes_check_as_it_is(name: str, tmp_path: Path) -> None:
    pair = pairs()[name]
    text = question_skeleton(pair, RunStore().ends)
    deck = read_text(text)
    assert (deck.experiments["lab-a"], deck.experiments["lab-b"]) == (pair.a, pair.b)
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(COMMAND, [str(file)])
    assert done.exit_code == 0, done.output


def test_what_is_looked_at_is_asked_about_first() -> None:
    pair = Pair(SMALL.replace(init=TINY), SMALL)
    assert "claim: initial.delta[1] / initial.delta[-1] < " in question_skeleton(pair, RunStore().ends)
    assert "signal[-2] / initial.signal[1] < " in question_skeleton(pair, RunStore().ends, "signal")


def test_of_a_pair_that_comes_out_alike_no_question_is_made() -> None:
    with pytest.raises(NoQuestion, match="too much alike"):
        question_skeleton(Pair(SMALL, SMALL), RunStore().ends)

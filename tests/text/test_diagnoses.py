"""The diagnosis beside a claim: it follows the error from the layer that the claim divides by, for one number."""

from __future__ import annotations

import numpy as np
import pytest

from quizapp.evidence.evidence import Evidence
from quizapp.evidence.focus import focus_of
from quizapp.runs.observation import Observation
from quizapp.text.run_report import diagnoses
from quizapp.views import VIEWS, axes_for
from sim import Experiment, run
from sim.diagnosis import times

HALVES = Experiment(
    depth=9, width=8, activation="identity", init="identity", gain=0.5, task="signal", samples=16, steps=0
)


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("delta[1] / delta[-1] < 0.01", "falls 256-fold from layer 9 back to layer 1"),
        ("initial.delta[1] / initial.delta[-2] < 0.01", "falls 128-fold from layer 8 back to layer 1"),
        ("delta[-1] / delta[1] > 100", "falls 256-fold from layer 9 back to layer 1"),
        ("delta[3] / delta[5] > 100", "falls 256-fold from layer 9 back to layer 1"),
        ("signal[1] / signal[2] > 1", "falls 256-fold from layer 9 back to layer 1"),
    ],
)
def test_the_error_is_followed_from_where_the_claim_follows_it(claim: str, words: str) -> None:
    seen = Observation("halves", HALVES, (next(run(HALVES)),))
    focus = focus_of(Evidence("halves", True, claim), {"halves": HALVES})
    ((name, because),) = diagnoses(seen, focus)
    assert name == "vanishing at step 0"
    assert words in because


def test_several_networks_are_compared_one_by_one_as_the_claim_and_its_chart_compare_them() -> None:
    several = Experiment(
        depth=9, width=8, activation="relu", init={"name": "normal", "std": 0.1}, seeds=5, samples=16, steps=0
    )
    seen = Observation("several", several, (next(run(several)),))
    evidence = Evidence("several", True, "delta[1] / delta[-2] < 0.01")
    focus = focus_of(evidence, {"several": several})
    delta = seen.latest.layers.delta
    factor = 1 / float(np.median(delta[:, 0] / delta[:, -2]))
    ((_, because),) = diagnoses(seen, focus)
    assert f"falls {times(factor)} from layer 8 back to layer 1" in because
    assert times(factor) != times(float(np.median(delta[:, -2]) / np.median(delta[:, 0])))
    chart = VIEWS["error"].drawn(seen, None, axes_for([seen.initial]), focus=focus)
    assert f"falls {times(factor)} from layer 8 to layer 1" in chart.sentence


def test_nothing_is_called_healthy_beside_a_question_as_what_it_asks_for_may_have_failed_all_the_same() -> None:
    level = HALVES.replace(gain=1)
    seen = Observation("level", level, (next(run(level)),))
    ((beside, because),) = diagnoses(seen, focus_of(Evidence("level", True, "loss < 0.01"), {"level": level}))
    ((alone, same),) = diagnoses(seen)
    assert (beside, alone) == ("at step 0", "healthy at step 0")
    assert because == same

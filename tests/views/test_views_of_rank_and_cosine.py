"""The effective rank and the cosine of two examples by layer; and where thresholds have a place on an axis."""

from __future__ import annotations

import numpy as np
import pytest

from quizapp.charts import Bars, plain, render
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.focus import focus_of
from quizapp.play.views_for import view_for
from quizapp.runs.medians import median
from quizapp.runs.observation import Observation
from quizapp.views import axes_for
from tests.support.observing import chart_of, observe


def of_claim(claim: str, main: Observation, control: Observation | None = None) -> tuple[str, Bars]:
    """The view that a claim opens, and its chart."""
    evidence, experiments = Evidence("net", True, claim=claim), {"net": main.experiment}
    view = view_for(evidence, experiments)
    chart = view.drawn(main, control, axes_for([main.initial]), focus=focus_of(evidence, experiments))
    assert isinstance(chart, Bars)
    return view.name, chart


def seen(name: str = "net", **fields: object) -> Observation:
    return observe(name, **{"depth": 5, "width": 8, **fields})


@pytest.mark.parametrize(("view", "measure"), [("rank", "effective_rank"), ("cosine", "example_cosine")])
def test_every_layer_has_its_bar_and_that_of_its_control(view: str, measure: str) -> None:
    main, control = seen(), seen("control", gain=3.0)
    rows = chart_of(view, main, control).rows[::-1]
    assert [row.label for row in rows] == ["1", "2", "3", "4", "5"]
    for each, observed in (("value", main), ("control", control)):
        expected = median(getattr(observed.latest.layers, measure))
        assert [getattr(row, each) for row in rows] == pytest.approx(expected)


def test_equal_units_spread_in_one_direction_and_the_sentence_says_so() -> None:
    chart = chart_of("rank", seen(init="constant"), seen("random"))
    assert [bar.value for bar in chart.rows] == pytest.approx([1.0] * 5)
    assert chart.sentence.startswith(
        "The outputs of layer 1 spread in 1 direction of 8, those of layer 4 in 1 (control"
    )
    assert chart.unit == "directions, of 8 in a layer"


def test_small_weights_of_relu_make_examples_alike() -> None:
    chart = chart_of("cosine", seen(depth=30, activation="relu"))
    assert chart.rows[1].value > 0.9 > chart.rows[-1].value
    assert "in layer 1 and " in chart.sentence
    assert chart.sentence.endswith(" in layer 29.")


@pytest.mark.parametrize(
    ("claim", "view", "goal"),
    [
        ("effective_rank[4] < 2", "rank", (None, 2.0)),
        ("0.9 < example_cosine[4]", "cosine", (0.9, None)),
        ("update_ratio[4] > 0.1", "weight_change", (0.1, None)),
        ("weight[4] > 0.1", "weights", (0.1, None)),
        ("saturated[4] > 0.5", "saturation", (50.0, None)),
        ("distinct_units[4] == width", "symmetry", (8.0, 8.0)),
    ],
)
def test_a_claim_opens_its_view_with_the_threshold_in_the_row(
    claim: str, view: str, goal: tuple[float | None, float | None]
) -> None:
    opened, chart = of_claim(claim, seen(task="signal"))
    assert opened == view
    assert {row.label: row.goal for row in chart.rows if row.named} == {"4": goal}
    assert chart.goal in plain(render(chart, 80))


@pytest.mark.parametrize(
    "claim",
    [
        "preactivation[4] > 3",
        "dead[4] > 0.5",
        "distinct_units[4] / distinct_units[1] < 0.5",
        "saturated[4] / saturated[1] > 2",
        "example_cosine[4] / example_cosine[1] > 2",
    ],
)
def test_a_threshold_that_has_no_place_on_the_axis_is_not_drawn_there(claim: str) -> None:
    _, chart = of_claim(claim, seen(task="signal"))
    assert chart.goal == ""
    assert not any(row.goal for row in chart.rows)
    assert any(row.named for row in chart.rows)


def test_a_quotient_of_ranks_is_drawn_as_one() -> None:
    main = seen(depth=9)
    _, chart = of_claim("effective_rank[8] / effective_rank[1] < 0.5", main)
    ranks = main.latest.layers.effective_rank
    assert chart.rows[1].value == pytest.approx(float(np.median(ranks[:, 7] / ranks[:, 0])))
    assert chart.unit == "by that of layer 1, log scale"
    assert chart.rows[1].goal == (None, 0.5)

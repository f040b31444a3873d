"""Charts as text: golden files show what they look like, at every size."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.charts import (
    RENDERERS,
    Chart,
    plain,
    render,
)
from tests.support.charts_to_draw import CHARTS, LOST, text_of
from tools.chart_gallery import demo

GOLDEN = Path(__file__).parent / "golden"


SIZES = ((118, 16), (78, 14), (58, 12), (38, 10), (16, 4))


def drawn(chart: Chart) -> str:
    parts = [(f"{width}x{height}", render(chart, width, height)) for width, height in SIZES]
    parts.append(("58x12 in ASCII", render(chart, 58, 12, ascii_only=True)))
    return "".join(f"--- {name}\n{plain(grid)}\n" for name, grid in parts)


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_looks_as_it_did_when_it_was_last_looked_at(name: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(drawn(CHARTS[name]), encoding="utf-8")
    assert drawn(CHARTS[name]) == path.read_text(encoding="utf-8"), "UPDATE_GOLDEN=1 pytest rewrites the files"


def test_main_and_control_differ_without_colour() -> None:
    head = text_of(demo()["bars"]).splitlines()[0]
    assert "█ tiny" in head
    assert "┊ xavier" in head
    head = text_of(demo()["lines"], 90).splitlines()[0]
    assert "⠒⠒⠒ tiny" in head
    assert "⠒ ⠒ xavier" in head


def test_a_tiny_chart_becomes_its_title_and_sentence() -> None:
    assert text_of(LOST, 60, 2).splitlines() == ["backpropagated error", "The error overflows."]
    assert text_of(LOST, 10, 2).startswith("backpropa…\nThe error")


def test_every_shape_of_chart_can_be_drawn_and_is_in_the_demo() -> None:
    assert {type(chart) for chart in demo().values()} == set(Chart.__args__)
    assert set(Chart.__args__) == set(RENDERERS)


def test_a_chart_needs_few_changes_of_colour() -> None:
    for chart in CHARTS.values():
        grid = render(chart, 60, 12)
        assert sum(map(len, grid)) <= 12 * 8


@pytest.mark.slow
def test_charts_need_no_ui_library() -> None:
    code = "import sys, quizapp.charts, quizapp.views; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"textual", "rich", "yaml", "pydantic"} & set(loaded)

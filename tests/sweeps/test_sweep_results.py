"""What comes out at each place of a grid, against running its experiment alone; and how it is told and drawn."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from xml.etree import ElementTree

import numpy as np
import pytest

from quizapp.charts import plain, render
from quizapp.charts.model import Bars, Heatmap, Lines, Scale
from quizapp.charts.vector import svg
from quizapp.runs.batch import ends_of
from quizapp.sweeps import pictures, tables
from quizapp.sweeps.grid import Grid, read_field, read_grid
from quizapp.sweeps.measured import Measured, measured
from sim import Experiment, run

NET = Experiment(depth=4, width=6, activation="relu", samples=8, steps=2, seeds=3)


def swept(fields: Sequence[str], *measures: str, base: Experiment = NET, seeds: int = 5) -> tuple[Grid, list[Measured]]:
    grid = read_grid([read_field(text) for text in fields], base, measures)
    return grid, list(measured(grid, ends_of(grid.needed(), seeds)))


def test_each_place_has_the_numbers_of_its_experiment_run_alone() -> None:
    _, found = swept(["init=he_normal,xavier_normal", "depth=3,4"], "log10(delta[1] / delta[-1])")
    for each in found:
        *_, last = run(each.place.experiment.replace(seeds=5))
        alone = np.log10(last.layers.delta[:, 0] / last.layers.delta[:, -1])
        np.testing.assert_allclose(each.values, alone, rtol=1e-9)
        assert each.typical == pytest.approx(float(np.median(alone)))
        assert each.quantile(0.25) == pytest.approx(float(np.quantile(alone, 0.25)))


def test_of_a_claim_the_share_of_networks_is_told() -> None:
    _, (little, much) = swept(["init=zeros,he_normal"], "delta[1] == 0")
    assert (little.typical, much.typical) == (1.0, 0.0)


def test_networks_without_a_number_are_counted_and_leave_cells_empty() -> None:
    grid, (lost, fine) = swept(["init=zeros,he_normal"], "log10(delta[1])")
    assert (lost.known, fine.known) == (0, 5)
    rows = list(csv.DictReader(io.StringIO(tables.as_csv(grid, [lost, fine]))))
    assert (rows[0]["with_a_number"], rows[0]["typical"], rows[0]["lowest"]) == ("0", "", "")
    assert float(rows[1]["typical"]) == pytest.approx(fine.typical)
    assert (
        json.loads(json.dumps(tables.as_data(grid, [lost, fine]), allow_nan=False))["measured"][0]["values"]
        == [None] * 5
    )
    (table,) = tables.table(grid, [lost, fine])
    assert "not every network has a number" in table.sentence
    for chart in pictures.charts(grid, [lost, fine]):
        assert plain(render(chart, 80, None))
        assert ElementTree.fromstring(svg(chart)) is not None


def test_a_step_that_never_comes_is_called_so_and_not_an_overflow() -> None:
    for field in ("init=zeros,he_normal", "learning_rate=0.1:0.3:0.1", "init=zeros"):
        grid, found = swept([field], "steps_until(loss < 1e-9)")
        told = [plain(render(each, 80, None)) + each.sentence for each in tables.table(grid, found)]
        told += [each.sentence for each in pictures.charts(grid, found)]
        assert all("never" in each and "overflow" not in each for each in told)
        assert "the step does not come" in told[0]


def test_over_a_number_there_is_a_line_with_the_middle_half_of_the_networks() -> None:
    grid, found = swept(["depth=4,2,3"], "loss")
    (chart,) = pictures.charts(grid, found)
    assert isinstance(chart, Lines)
    (line,) = chart.lines
    assert list(line.x) == [2, 3, 4]
    assert line.low is not None
    assert line.high is not None
    for x, y, low, high in zip(line.x, line.y, line.low, line.high, strict=True):
        (each,) = (each for each in found if each.place.values == (f"{x:g}",))
        assert (y, low, high) == (each.typical, each.quantile(0.25), each.quantile(0.75))
        assert low <= y <= high


def test_two_choices_share_a_chart_and_more_have_one_each_on_the_same_axes() -> None:
    for choices, count in (("he_normal,xavier_normal", 1), ("he_normal,xavier_normal,zeros", 3)):
        grid, found = swept([f"init={choices}", "depth=2:4:1"], "loss")
        drawn = list(pictures.charts(grid, found))
        assert len(drawn) == count
        assert len({(chart.x_axis, chart.y_axis) for chart in drawn if isinstance(chart, Lines)}) == 1
        names = [line.name for chart in drawn if isinstance(chart, Lines) for line in chart.lines]
        assert names == choices.split(",")


def test_over_two_numbers_there_is_a_heat_map_with_the_first_upward() -> None:
    grid, found = swept(["width=3,5,7", "depth=2,3"], "signal[1]")
    (chart,) = pictures.charts(grid, found)
    assert isinstance(chart, Heatmap)
    assert chart.row_ends == ("width 7", "width 3")
    assert chart.column_ends == ("depth 2", "depth 3")
    (lower_left,) = (each for each in found if each.place.values == ("3", "2"))
    assert chart.values[-1, 0] == lower_left.typical


def test_over_choices_alone_there_are_bars() -> None:
    grid, found = swept(["activation=tanh,relu", "init=zeros,he_normal"], "signal[1]")
    (chart,) = pictures.charts(grid, found)
    assert isinstance(chart, Bars)
    assert [bar.label for bar in chart.rows] == ["tanh, zeros", "tanh, he_normal", "relu, zeros", "relu, he_normal"]


def test_numbers_of_many_sizes_and_values_that_were_multiplied_stand_on_logarithmic_axes() -> None:
    grid, found = swept(["gain=0.01:10:x10"], "signal[-1]", base=NET.replace(activation="identity"))
    (chart,) = pictures.charts(grid, found)
    assert isinstance(chart, Lines)
    assert (chart.x_axis.scale, chart.y_axis.scale) == (Scale.LOG, Scale.LOG)


def test_what_cannot_be_drawn_says_so_and_is_still_in_the_table() -> None:
    grid, found = swept(["depth=2,3", "width=3,4", "init=zeros,he_normal"], "loss")
    assert list(pictures.charts(grid, found)) == []
    assert "The table has all of it" in pictures.why_none(grid)
    (table,) = tables.table(grid, found)
    assert len(table.rows) == 8


def test_networks_that_diverged_are_not_taken_for_numbers() -> None:
    wild = Experiment(depth=6, width=8, activation="relu", init="normal(std=20)", samples=8, steps=20, learning_rate=10)
    _, (each,) = swept(["depth=6"], "loss", base=wild)
    assert each.known < each.networks
    assert not np.isfinite(each.typical) or each.known >= 3

"""`quizapp sweep`: a grid as text, CSV, SVG and JSON; gone on with where it was stopped; here or on a cluster."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from quizapp.runs import batch
from tests.support.command_line import Command
from tests.support.every_program.sitecustomize import LOOPBACK

SMALL = ["--width", "4", "--samples", "8", "--steps", "0", "--jobs", "1", "--columns", "80"]
GRID = ["--vary", "init=he_normal,zeros", "--vary", "depth=2:4:1", "--measure", "signal[1]", "--seeds", "3"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--vary", "depth"], "--vary: cannot read 'depth'; write it as in depth=5:50:5"),
        (["--vary", "depth=0"], "depth=0: depth must be from 1 to 200, not 0"),
        (["--vary", "depth=2", "--measure", "delta["], "delta[: this is not a quantity"),
        (["--vary", "depth=2", "--seeds", "0"], "--seeds: must be from 1 to 10000, not 0"),
        (["--vary", "depth=2", "--jobs", "x"], "--jobs: must be a whole number"),
        (["--vary", "depth=2", "--scheduler", "nonsense"], "'nonsense' is not where a Dask scheduler can be"),
        (["--vary", "depth=2", "--csv", "no/such/folder.csv"], "no/such/folder.csv: No such file or directory"),
        (["--vary", "depth=2", "--svg", "no/such/folder.svg"], "no/such/folder.svg: No such file or directory"),
        (["--vary", "depth=2", "--csv", "a", "--svg", "./a"], "--csv: a is where --svg writes"),
        (["--vary", "depth=2", "--csv", "a-2.svg", "--svg", "a.svg"], "--csv: a-2.svg is where --svg writes"),
        (["--vary", "residual=maybe"], "residual=maybe: residual must be on or off, not 'maybe'"),
    ],
)
def test_a_bad_value_is_one_line(command: Command, arguments: list[str], message: str) -> None:
    measure = [] if "--measure" in arguments else ["--measure", "loss"]
    result = command("sweep", *arguments, *measure, *SMALL[:6])
    assert (result.status, result.out) == (1, "")
    assert message in result.err
    assert result.err.count("\n") == 1


def test_flags_are_varied_in_the_words_of_decks_and_of_knobs(command: Command) -> None:
    asked = ["--depth", "4", "--measure", "signal[3]", "--json", *SMALL]
    words = ("residual=on,off", "residual=true,false")
    told = [json.loads(command("sweep", "--vary", each, *asked).out)["measured"] for each in words]
    first, second = ([each["typical"] for each in places] for places in told)
    assert first == second
    assert first[0] != first[1]


def test_a_file_that_cannot_be_written_in_the_end_still_leaves_the_table(command: Command) -> None:
    result = command("sweep", *GRID, *SMALL, "--csv", "/dev/full")
    assert result.status == 1
    assert "6 combinations" in result.out


def test_something_has_to_be_varied_and_measured(command: Command) -> None:
    assert "--vary" in command("sweep", "--measure", "loss").err
    assert "--measure" in command("sweep", "--vary", "depth=2").err


def test_the_table_has_a_row_for_each_combination_and_a_chart_with_its_sentence(command: Command) -> None:
    result = command("sweep", *GRID, *SMALL)
    assert (result.status, result.err) == (0, "")
    for init in ("he_normal", "zeros"):
        for depth in (2, 3, 4):
            assert f"{init:<11}{depth}" in result.out
    assert "6 combinations, 3 networks each." in result.out
    assert "For init zeros: 0 at depth 2, 0 at depth 3, 0 at depth 4." in " ".join(result.out.split())
    assert max(map(len, result.out.splitlines())) <= 80


def test_ascii_is_ascii(command: Command) -> None:
    assert command("sweep", *GRID, *SMALL, "--ascii").out.isascii()


def test_csv_svg_and_json_say_the_same(command: Command, tmp_path: Path) -> None:
    result = command("sweep", *GRID, *SMALL, "--json", "--csv", "a.csv", "--svg", "a.svg")
    data = json.loads(result.out)
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["init"], row["depth"]) for row in rows] == [tuple(each["at"].values()) for each in data["measured"]]
    for row, each in zip(rows, data["measured"], strict=True):
        assert float(row["typical"]) == pytest.approx(each["typical"])
        assert sorted(each["values"])[1] == pytest.approx(each["typical"])
    picture = ElementTree.parse(tmp_path / "a.svg").getroot()
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    assert [child.tag.rpartition("}")[2] for child in picture][:2] == ["style", "rect"]


def test_a_sweep_that_was_stopped_is_gone_on_with_and_a_wider_one_runs_only_what_is_new(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[object] = []
    work = batch.ends_of_beginnings

    def count(wanted: object) -> object:
        if len(ran) == 2 and stopping:
            raise KeyboardInterrupt
        ran.append(wanted)
        return work(wanted)  # type: ignore[arg-type]

    monkeypatch.setattr(batch, "ends_of_beginnings", count)
    stopping = [True]
    result = command("sweep", *GRID, *SMALL)
    assert result.status == 130
    assert "what has run is kept: the same command goes on from there" in result.err
    stopping.clear()
    whole = command("sweep", *GRID, *SMALL)
    assert len(ran) == 6
    assert command("sweep", *GRID, *SMALL) == whole
    assert len(ran) == 6
    command("sweep", *GRID, *SMALL, "--vary", "activation=tanh")
    assert len(ran) == 6
    command("sweep", *[each.replace("2:4:1", "2:5:1") for each in GRID], *SMALL)
    assert len(ran) == 8


def test_an_experiment_of_a_deck_can_be_swept(command: Command) -> None:
    start = ["--deck", "good.yaml", "--experiment", "half"]
    result = command("sweep", *start, "--vary", "depth=2,3", "--measure", "depth", "--jobs", "1")
    assert result.status == 0
    assert "2 at depth 2, 3 at depth 3." in result.out


@pytest.mark.slow
def test_on_a_cluster_sweep_and_check_say_the_same_as_here(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setenv(LOOPBACK, "1")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", local_directory=tmp_path
    ) as cluster:
        there = ["--scheduler", cluster.scheduler_address, "--no-cache"]
        for arguments in (["sweep", *GRID, *SMALL], ["check", "good.yaml"], ["check", "wrong.yaml"]):
            result, here = command(*arguments, *there), command(*arguments, "--no-cache")
            assert (result.status, result.out) == (here.status, here.out)
            assert "running on 1 worker of" in result.err

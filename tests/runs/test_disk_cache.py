"""What was measured is kept: exactly, until something that decides it changes, and never to anybody's harm."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sim
from quizapp.runs.batch import ends_of, first_and_last
from quizapp.runs.disk_cache import VARIABLE, Cache, digest_of, user_cache
from sim import Experiment
from tests.support.cached_runs import NET, assert_same, entries
from tests.support.examples import scaled

DIVERGING = Experiment(
    depth=60, width=4, samples=8, steps=3, seeds=2, activation="identity", init="normal(std=1000)", precision="float32"
)
DECK = """
format: 1
title: A deck
experiments: {net: {depth: 2, width: 4, samples: 8, steps: 2, seeds: 2}}
questions:
  - {id: one, type: true_false, prompt: So., answer: true, experiment: net, claim: loss < 99}
"""


@pytest.mark.parametrize("experiment", [NET, NET.replace(steps=0), DIVERGING], ids=["trained", "untrained", "diverged"])
def test_what_comes_back_is_every_number_that_was_kept(cache: Cache, experiment: Experiment) -> None:
    ends = first_and_last(experiment)
    assert cache.get(experiment) is None
    cache.put(experiment, ends)
    assert_same(cache.get(experiment), ends)


def test_a_run_that_diverges_is_one_that_numbers_cannot_say() -> None:
    _, last = first_and_last(DIVERGING)
    assert last.first_divergence is not None
    assert not np.isfinite(last.loss).all()


def test_another_experiment_is_another_entry(cache: Cache) -> None:
    cache.put(NET, first_and_last(NET))
    for change in ({"seeds": 1}, {"seed": 1}, {"steps": 3}, {"init": "normal(std=0.1)"}, {"precision": "float32"}):
        assert cache.get(NET.replace(**change)) is None


def test_what_is_kept_does_not_run_again(cache: Cache) -> None:
    counts: list[tuple[int, int]] = []
    first = ends_of([NET], 5, cache=cache)
    again = ends_of([NET], 5, progress=lambda *each: counts.append(each), cache=cache)
    assert counts == [(0, 0)]
    assert_same(again[NET], first[NET])


def test_only_what_is_missing_runs(cache: Cache) -> None:
    ends_of([NET], 2, cache=cache)
    counts: list[tuple[int, int]] = []
    found = ends_of([NET], 5, progress=lambda *each: counts.append(each), cache=cache)
    assert counts == [(0, 2), (1, 2), (2, 2)]
    assert_same(found[NET], ends_of([NET], 5)[NET])


def test_an_interrupted_check_keeps_what_it_had_done(cache: Cache) -> None:
    def interrupt(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ends_of([NET], 6, progress=interrupt, cache=cache)
    assert cache.get(NET) is not None


@given(cut=st.integers(0, 10_000))
@settings(deadline=None, max_examples=scaled(50), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_entry_that_is_cut_off_is_as_none(cache: Cache, cut: int) -> None:
    cache.put(NET, first_and_last(NET))
    (entry,) = entries(cache)
    data = entry.read_bytes()
    entry.write_bytes(data[: cut % len(data)])
    assert cache.get(NET) is None


@pytest.mark.slow
@given(place=st.integers(0, 10_000), change=st.integers(1, 255))
@settings(deadline=None, max_examples=scaled(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_entry_with_one_wrong_byte_is_as_none(cache: Cache, place: int, change: int) -> None:
    cache.put(NET, first_and_last(NET))
    (entry,) = entries(cache)
    data = bytearray(entry.read_bytes())
    data[place % len(data)] ^= change
    entry.write_bytes(data)
    assert cache.get(NET) is None


def test_a_spoiled_entry_is_measured_and_written_again(cache: Cache) -> None:
    first = ends_of([NET], 2, cache=cache)
    (entry,) = entries(cache)
    entry.write_bytes(b"spoiled")
    assert_same(ends_of([NET], 2, cache=cache)[NET], first[NET])
    assert_same(cache.get(NET), first[NET])


def test_an_entry_under_the_name_of_another_is_as_none(cache: Cache) -> None:
    cache.put(NET, first_and_last(NET))
    (entry,) = entries(cache)
    cache.put(NET.replace(seed=7), first_and_last(NET.replace(seed=7)))
    (other,) = [path for path in entries(cache) if path != entry]
    shutil.copy(entry, other)
    assert cache.get(NET.replace(seed=7)) is None


def test_a_folder_that_cannot_be_made_or_written_to_hurts_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    inside_a_file = Cache(tmp_path / "file" / "kept")
    assert_same(ends_of([NET], 2, cache=inside_a_file)[NET], first_and_last(NET))
    assert inside_a_file.get(NET) is None


def test_an_entry_that_cannot_be_replaced_leaves_nothing_half_written(cache: Cache) -> None:
    cache.put(NET, first_and_last(NET))
    (entry,) = entries(cache)
    entry.unlink()
    (entry / "in the way").mkdir(parents=True)
    cache.put(NET, first_and_last(NET))
    assert cache.get(NET) is None
    assert entries(cache) == [entry]


def test_the_oldest_entries_go_once_there_is_too_much(tmp_path: Path) -> None:
    nets = [NET.replace(seed=seed) for seed in range(6)]
    kept = Cache(tmp_path / "kept")
    for age, net in enumerate(nets):
        kept.put(net, first_and_last(net))
        (newest,) = set(entries(kept)) - {path for path in entries(kept) if path.stat().st_mtime < 1000}
        os.utime(newest, (age, age))
    size = entries(kept)[0].stat().st_size
    small = Cache(kept.folder, most=5 * size, left=3 * size)
    small.evict()
    assert len(entries(small)) == 3
    assert [small.get(net) is not None for net in nets] == [False] * 3 + [True] * 3


def test_an_entry_that_was_used_counts_as_new(cache: Cache) -> None:
    for net in (NET, NET.replace(seed=1)):
        cache.put(net, first_and_last(net))
    for place, path in enumerate(entries(cache)):
        os.utime(path, (place, place))
    oldest = entries(cache)[0]
    assert cache.get(NET) is not None
    assert cache.get(NET.replace(seed=1)) is not None
    assert oldest.stat().st_mtime > 1000


def test_what_fits_stays(cache: Cache) -> None:
    ends_of([NET], 6, cache=cache)
    assert len(entries(cache)) == 3


def test_the_digest_of_the_code_changes_with_any_name_and_any_byte(tmp_path: Path) -> None:
    copy = tmp_path / "sim"
    shutil.copytree(Path(str(sim.__file__)).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    before = digest_of(copy)
    assert before == digest_of(Path(str(sim.__file__)).parent)
    with (copy / "theory" / "maps.py").open("a") as file:
        file.write("\n")
    changed = digest_of(copy)
    (copy / "gains.py").rename(copy / "gain.py")
    assert len({before, changed, digest_of(copy)}) == 3


def test_what_python_compiles_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("a = 1")
    before = digest_of(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("compiled")
    assert digest_of(tmp_path) == before


def test_the_folder_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "here"))
    assert user_cache() == Cache(tmp_path / "here")


def check(tmp_path: Path, **environment: str) -> None:
    (tmp_path / "deck.yaml").write_text(DECK)
    around = {name: value for name, value in os.environ.items() if name not in (VARIABLE, "XDG_CACHE_HOME")}
    command = [sys.executable, "-m", "quizapp", "check", "deck.yaml", "--seeds", "2", "--jobs", "1"]
    done = subprocess.run(command, cwd=tmp_path, env=around | environment, capture_output=True, text=True, check=True)
    assert "1 claim came out as the deck says." in done.stdout


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other places")
def test_without_a_name_it_is_where_the_system_keeps_such_things(tmp_path: Path) -> None:
    check(tmp_path, HOME=str(tmp_path / "home"))
    check(tmp_path, HOME=str(tmp_path / "home"), XDG_CACHE_HOME=str(tmp_path / "xdg"))
    for folder in (tmp_path / "home" / ".cache" / "quizapp", tmp_path / "xdg" / "quizapp"):
        assert [path.suffix for path in folder.iterdir()] == [".frames"]


@pytest.mark.slow
def test_a_home_that_does_not_exist_hurts_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    check(tmp_path, HOME=str(tmp_path / "file" / "home"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deck.yaml", "file"]


@pytest.mark.slow
def test_a_place_that_is_not_a_whole_path_is_not_made_where_one_happens_to_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    check(tmp_path, HOME=str(tmp_path / "file" / "home"), XDG_CACHE_HOME="not/whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deck.yaml", "file"]

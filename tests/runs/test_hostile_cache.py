"""Whatever lies where the cache keeps its entries, and whatever others may have forged, is as if it were not there."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import socket
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from quizapp.runs.batch import ends_of, first_and_last
from quizapp.runs.disk_cache import Cache
from quizapp.runs.own_files import user_key
from sim import Experiment
from tests.support.cached_runs import NET, assert_same, entries


def signed(cache: Cache, entry: Path, body: bytes) -> bytes:
    """An entry with a digest that is right."""
    return hashlib.blake2b(entry.name.encode() + body, key=cache.key, digest_size=32).digest() + body


def whole_entry(cache: Cache, experiment: Experiment = NET) -> tuple[Path, bytes]:
    """The entry of an experiment, and its body."""
    cache.put(experiment, first_and_last(experiment))
    (entry,) = entries(cache)
    return entry, entry.read_bytes()[32:]


HOSTILE = [
    b"",
    b"[]",
    b"{}",
    b"null",
    b"1e999",
    b"[" * 200_000,
    b"[{}]",
    b"[[]]",
    b'["a"]',
    b'[{"arrays": []}]',
    b"\xff",
]


@pytest.mark.parametrize("body", HOSTILE, ids=[repr(body[:16]) for body in HOSTILE])
def test_a_hostile_body_behind_a_digest_that_is_right_is_as_none(cache: Cache, body: bytes) -> None:
    entry, _ = whole_entry(cache)
    entry.write_bytes(signed(cache, entry, body))
    assert cache.get(NET) is None


def spoiled(body: bytes, place: Sequence[str | int], value: object) -> bytes:
    """The body with another value at a place of its header."""
    header, _, numbers = body.partition(b"\n")
    about = json.loads(header)
    holder = about
    for each in place[:-1]:
        holder = holder[each]
    holder[place[-1]] = value
    return json.dumps(about).encode() + b"\n" + numbers


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ([0, "arrays", 0, 1], [10**30]),
        ([0, "arrays", 0, 1], [-1]),
        ([0, "arrays", 0, 1], [10**9, 10**9]),
        ([0, "arrays", 0, 1], 2),
        ([0, "arrays", 0, 1], [1, 2]),
        ([0, "arrays", 0, 0], "O"),
        ([0, "arrays", 0, 0], "<i8,<i8"),
        ([0, "arrays", 4, 1], [2, 1, 2]),
        ([0, "arrays", 4, 1], [1, 4]),
        ([0, "arrays"], {}),
        ([0, "step"], "0"),
        ([0, "step"], 1),
        ([1, "step"], 10**30),
        ([0, "divergences"], [None]),
        ([0, "divergences"], [{"step": 0}, None]),
        ([0, "divergences"], [{"step": 0, "layer": "first"}, None]),
        ([0, "divergences"], None),
        ([0, "histograms"], []),
        ([0, "histograms", "layers"], [10**9]),
        ([0, "histograms", "low"], "low"),
        ([0], []),
    ],
)
def test_one_value_that_cannot_be_behind_a_digest_that_is_right_is_as_none(
    cache: Cache, place: list[str | int], value: object
) -> None:
    entry, body = whole_entry(cache)
    entry.write_bytes(signed(cache, entry, spoiled(body, place, value)))
    assert cache.get(NET) is None


def test_the_frames_of_another_experiment_behind_a_digest_that_is_right_are_as_none(cache: Cache) -> None:
    """With as many numbers, but of other shapes: networks and layers exchanged."""
    one, other = NET.replace(depth=4, seeds=2), NET.replace(depth=2, seeds=4)
    entry, body = whole_entry(cache, one)
    entry.unlink()
    cache.put(other, first_and_last(other))
    (entry,) = entries(cache)
    entry.write_bytes(signed(cache, entry, body))
    assert cache.get(other) is None


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither pipes in folders nor such permissions")
@pytest.mark.parametrize("what", ["pipe", "folder", "link", "device", "socket", "writable", "huge"])
def test_what_is_no_file_of_one_s_own_is_as_none_and_is_measured_again(cache: Cache, what: str, tmp_path: Path) -> None:
    entry, _ = whole_entry(cache)
    whole = tmp_path / "whole"
    shutil.move(entry, whole)
    match what:
        case "pipe":
            os.mkfifo(entry)
        case "folder":
            entry.mkdir()
        case "link":
            entry.symlink_to(whole)
        case "device":
            entry.symlink_to("/dev/zero")
        case "socket":
            with socket.socket(socket.AF_UNIX) as listening, contextlib.chdir(entry.parent):
                listening.bind(entry.name)
        case "writable":
            shutil.copy(whole, entry)
            entry.chmod(0o622)
        case "huge":
            with entry.open("wb") as file:
                file.truncate(2**40)
    assert cache.get(NET) is None
    assert_same(ends_of([NET], 2, cache=cache)[NET], first_and_last(NET))


def test_an_entry_that_was_made_with_another_key_is_as_none(cache: Cache) -> None:
    theirs = Cache(cache.folder, key=b"theirs")
    theirs.put(NET, first_and_last(NET))
    assert theirs.get(NET) is not None
    assert cache.get(NET) is None


def test_the_key_of_a_user_stays_and_nobody_else_may_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    key = user_key()
    assert key == user_key()
    if os.name != "nt":
        (kept,) = tmp_path.glob("data/quizapp/*")
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        kept.chmod(0o666)
        assert user_key() != key


def test_the_folder_is_for_this_user_alone(cache: Cache) -> None:
    entry, _ = whole_entry(cache)
    if os.name != "nt":
        assert stat.S_IMODE(entry.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(entry.stat().st_mode) == 0o600

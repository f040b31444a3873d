"""A server that is killed in the middle of a burst has every acknowledged vote on the disk, once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.room_kills import killed

pytestmark = pytest.mark.slow


def test_nothing_that_was_acknowledged_is_lost_or_counted_twice_by_kills_at_random_moments(tmp_path: Path) -> None:
    found = killed(8, tmp_path, random.Random(20))
    assert found.acknowledged >= 8 * 40
    assert (found.lost, found.twice) == (0, 0)

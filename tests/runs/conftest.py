"""What the tests of this folder share."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.runs.disk_cache import Cache


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "kept")

"""What the tests of this folder share."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.record.place import FILE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / FILE

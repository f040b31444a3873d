"""Rooms are reached by this machine's own addresses, which no other test may use."""

from __future__ import annotations

import pytest

from tests.support.every_program.sitecustomize import LOOPBACK


@pytest.fixture(autouse=True)
def _loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LOOPBACK, "1")

"""What the tests of this folder share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quizapp.checking.claims import check_deck
from quizapp.checking.report import Report
from quizapp.deck.reader import read_deck
from tests.support.halves_and_doubles import DECK


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., Report]:
    def checked(old: str = "", new: str = "", jobs: int = 1, seeds: int = 20) -> Report:
        path = tmp_path / "deck.yaml"
        assert old in DECK
        path.write_text(DECK.replace(old, new, 1) if old else DECK)
        return check_deck(read_deck(path), seeds, jobs)

    return checked

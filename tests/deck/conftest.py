"""What the tests of this folder share."""

from __future__ import annotations

from typing import Any

import pytest

from quizapp.deck.reader import tree
from tests.support.decks_to_read import PARSERS


@pytest.fixture(params=PARSERS, ids=lambda parser: parser.__name__)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(tree, "Parser", request.param)
    return request.param

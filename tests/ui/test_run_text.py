"""How long a run still takes is told in words, and the key that makes a slow one faster."""

from __future__ import annotations

import pytest

from quizapp.ui.play.run_text import time_left


@pytest.mark.parametrize(
    ("seconds", "faster", "said"),
    [
        (0.0, True, ""),
        (2.1, True, ", 3 s left"),
        (10.0, True, ", 10 s left"),
        (24.0, True, ", about 25 s more; + is faster"),
        (24.0, False, ", about 25 s more"),
        (150.0, True, ", about 2 min more; + is faster"),
    ],
)
def test_the_time_that_is_left(seconds: float, faster: bool, said: str) -> None:
    assert time_left(seconds, faster) == said

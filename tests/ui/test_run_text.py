"""How long a run still takes is told in words, and the key that makes a slow one faster."""

from __future__ import annotations

import pytest

from quizapp.ui.play.run_text import time_left


@pytest.mark.parametrize(
    ("seconds", "faster", "said"),
    [
        (0.0, "+", ""),
        (2.1, "+", ", 3 s left"),
        (10.0, "+", ", 10 s left"),
        (24.0, "+", ", about 25 s more; + is faster"),
        (24.0, "", ", about 25 s more"),
        (150.0, "+", ", about 2 min more; + is faster"),
    ],
)
def test_the_time_that_is_left(seconds: float, faster: str, said: str) -> None:
    assert time_left(seconds, faster) == said

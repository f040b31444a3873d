"""Captions above small pictures: cut to their width, and never so that two that differ look alike."""

from __future__ import annotations

import pytest

from quizapp.charts.pictures import told_apart


@pytest.mark.parametrize(
    ("captions", "width", "shown"),
    [
        (["clouds-same", "clouds-zeros"], 20, ["clouds-same", "clouds-zeros"]),
        (["clouds-same", "clouds-zeros"], 7, ["…same", "…zeros"]),
        (["clouds-same", "clouds"], 6, ["cloud…", "clouds"]),
        (["random", "same"], 5, ["rand…", "same"]),
        (["random"], 4, ["ran…"]),
    ],
)
def test_captions_that_would_look_alike_begin_with_what_differs(
    captions: list[str], width: int, shown: list[str]
) -> None:
    assert told_apart(captions, width) == shown

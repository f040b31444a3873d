"""Captions above small pictures: cut to their width, and never so that two that differ look alike."""

from __future__ import annotations

import numpy as np
import pytest

from quizapp.charts import plain, render
from quizapp.charts.model import Picture, PictureRow, Pictures, Shade
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


def test_what_there_is_no_room_for_is_named() -> None:
    pixels = np.full((8, 8), int(Shade.COOL), np.int8)
    pictures = tuple(Picture(pixels, name) for name in ("same", "random"))
    beside = Pictures("answers", "", (PictureRow("", pictures, 2),), (), "Two.", row="", picture="picture")
    below = Pictures("answers", "", tuple(PictureRow(each.caption, (each,), 1) for each in pictures), (), "Two.")
    assert "no room for random" in plain(render(below, 30, 5))
    assert "no room" not in plain(render(beside, 80, 12)) + plain(render(below, 80, 30))


def test_captions_are_whole_where_there_is_room_beside_small_pictures() -> None:
    pixels = np.full((8, 8), int(Shade.COOL), np.int8)
    pictures = tuple(Picture(pixels, name) for name in ("sigmoid-zeros", "tanh-zeros"))
    chart = Pictures("answers", "", (PictureRow("", pictures, 2),), (), "Two.", row="", picture="picture")
    assert "sigmoid-zeros tanh-zeros" in plain(render(chart, 60, 6))

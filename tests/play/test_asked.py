"""Where there is one line for a prompt, it holds the sentence that asks."""

from __future__ import annotations

import pytest

from quizapp.play.asked import asked


@pytest.mark.parametrize(
    ("prompt", "sentence"),
    [
        ("Before training, weights\nneed values. Which start\nis poor?", "Which start is poor?"),
        ("Which is it? Say it in words.", "Which is it?"),
        ("A net of e.g. 9 layers. Let the signal through.", "Let the signal through."),
        ("The std is 0.05. True or not", "True or not"),
        ("One sentence", "One sentence"),
        ("", ""),
    ],
)
def test_the_sentence_that_asks(prompt: str, sentence: str) -> None:
    assert asked(prompt) == sentence

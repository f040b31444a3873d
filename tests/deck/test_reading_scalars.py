"""Numbers, flags and texts as YAML writes them are what the field takes them for, or are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quizapp.deck.reader import read_text
from quizapp.questions.types.multiple import Multiple
from tests.support.decks_to_read import GOOD, messages


def test_a_good_deck_is_read(parser: Any) -> None:
    deck = read_text(GOOD, "folder/small.yaml")
    assert (deck.name, deck.title, deck.path) == ("small", "Small", Path("folder/small.yaml"))
    assert [question.id for question in deck.questions] == ["vanish", "shown"]
    assert str(deck.experiments["tiny"].init) == "normal(std=0.05)"
    assert deck.experiments["tiny"].depth == 9


def test_scalars_are_what_the_field_takes_them_for() -> None:
    deck = read_text(GOOD.replace("title: Small", "title: 010").replace("One hint", "12:30"))
    question = deck.questions[0]
    assert isinstance(question, Multiple)
    assert (deck.title, question.hints[0], question.choices[0].text) == ("010", "12:30", "no")
    assert question.choices[0].correct is True
    assert all(type(text) is str for text in (deck.title, question.prompt, question.choices[1].text))


@pytest.mark.parametrize("text", ["1", "1.5", ".5", "1e-6", "1E3", "-2.5e+3", "3.", "+4"])
def test_a_number_is_what_python_makes_of_it(text: str) -> None:
    deck = read_text(GOOD.replace("std: 0.05", f"mean: {text}"))
    assert dict(deck.experiments["tiny"].init.parameters) == {"mean": float(text)}


@pytest.mark.parametrize(
    "text",
    [
        "1_000",
        "0x10",
        "0o17",
        "017",
        "12:30",
        ".nan",
        "-.INF",
        "nan",
        "1e",
        "e5",
        "1 000",
        "'1'",
        "true",
        "~",
        "١",
    ],
)
def test_what_is_not_plainly_a_number_is_refused(text: str) -> None:
    (message,) = messages(GOOD.replace("std: 0.05", f"mean: {text}"))
    assert message.startswith("mean must be")


@pytest.mark.parametrize("digits", [31, 5_000, 1_000_000])
def test_a_number_of_many_digits_is_refused_at_once(digits: int) -> None:
    assert messages(GOOD.replace("depth: 9", "depth: " + "9" * digits)) == [
        f"depth must be a number of at most 30 characters; this one has {digits}"
    ]


def test_null_means_not_given_where_that_is_a_value() -> None:
    deck = read_text(
        GOOD.replace("depth: 9", "batch_size: 32").replace("{extends: xavier,", "{extends: xavier, batch_size: null,")
    )
    assert (deck.experiments["xavier"].batch_size, deck.experiments["tiny"].batch_size) == (32, None)

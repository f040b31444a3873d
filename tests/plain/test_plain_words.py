"""Line mode with words: typed, marked and explained; commands are answers in quotes."""

from __future__ import annotations

import pytest

from quizapp.deck.reader import read_deck
from tests.support.decks.playing import DECKS
from tests.support.decks.transcript import COMMIT, ENTER, SURE, in_order, transcript, words

WORDS = read_deck(DECKS / "words.yaml")


def told(*lines: str) -> str:
    return words(transcript(WORDS, *lines))


def test_words_are_played_from_prediction_to_explanation() -> None:
    in_order(
        told("Symmetry!", SURE, COMMIT, ENTER, ENTER),
        "What do equal weights keep, so that all units of a layer stay one?",
        'Type a word, or a few; should your answer be h, q or ?, put it in quotes, as in "h".',
        "You say: Symmetry!, >80% sure. Enter commits this for good",
        "You said: Symmetry!, >80% sure. Right. Credit 100%.",
        "Now watch the networks: enter runs them",
        "So it was in all",
        "The answer: symmetry.",
        "Equal weights get equal gradients.",
        "Your answer Symmetry!: right. Nothing tells the units apart.",
    )


def test_a_near_miss_and_a_misspelling_are_told_what_they_are() -> None:
    in_order(told("symmetric", SURE, COMMIT, "n"), "Not quite. Credit 50%.", "partly right. Half.")
    in_order(told("xymmetry", SURE, COMMIT, "n"), "Not right.", "spelled nearly like symmetry, and not quite")


def test_commands_are_answers_in_quotes() -> None:
    assert "There is no hint" in told("symmetry", SURE, COMMIT, "n", "", "h")
    in_order(told("symmetry", SURE, COMMIT, "n", "", '"q"', SURE, COMMIT), "Whose name?", 'You said: "q"', "Right.")


@pytest.mark.parametrize(
    ("line", "answered"),
    [
        ("", "Type a word, or a few."),
        ("\u200b", "Type a word, or a few."),
        ("x" * 10_000, "An answer has at most 255 characters, and this has 10000."),
    ],
)
def test_what_is_no_answer_is_asked_for_again(line: str, answered: str) -> None:
    assert answered in told(line)


def test_nothing_that_was_typed_steers_the_terminal() -> None:
    said = told("\x1b[31mred\x1b[0m\u202e", SURE, COMMIT)
    assert "You said: red, >80% sure." in said

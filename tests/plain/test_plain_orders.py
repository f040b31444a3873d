"""Line mode with things to be put in order: typed, marked and explained."""

from __future__ import annotations

import re

import pytest

from tests.support.decks.transcript import (
    COMMIT,
    ENTER,
    ORDER,
    SURE,
    deck,
    in_order,
    played,
    transcript,
)


def item_numbers(seed: int = 0) -> dict[str, str]:
    """The number under which each item of ORDER is listed."""
    listed = transcript(deck(ORDER), seed=seed).splitlines()
    rows = [line.split(". ", 1) for line in listed if line[:2] in ("1.", "2.", "3.")]
    return {text: number for number, text in rows}


def typed(*items: str) -> str:
    numbers = item_numbers()
    return " ".join(numbers[item] for item in items)


def test_an_order_is_played_from_prediction_to_explanation() -> None:
    numbers = item_numbers()
    answer = typed("As it was", "Halved", "Doubled")
    in_order(
        played(ORDER, answer, "2", COMMIT, ENTER, ENTER, ENTER, ENTER),
        "Put them in order by what is left, the smallest first: type all the numbers, 1 to 3 (or a to c)",
        "Your order, the smallest first:",
        f"place 1: As it was (item {numbers['As it was']})",
        f"place 2: Halved (item {numbers['Halved']})",
        f"place 3: Doubled (item {numbers['Doubled']})",
        f"You say: {answer}, 67-80% sure.",
        f"You said: {answer}, 67-80% sure. Not quite. Credit 67%: the share of the pairs that stand in the right",
        "place 1, wrong: As it was",
        "place 2, wrong: Halved",
        "place 3, right: Doubled",
        f"Item {numbers['As it was']}: As it was (you put it in place 1: wrong)",
        "Measured: The signal at layer 3 is as large as that at the input. The same in 3 networks shown",
        f"Item {numbers['Halved']}: Halved (you put it in place 2: wrong)",
        "Measured: The signal at layer 3 is 0.125 times that at the input.",
        f"Item {numbers['Doubled']}: Doubled (you put it in place 3: right)",
        "Measured: The signal at layer 3 is 8 times that at the input. The same in 3 networks shown",
        "All have run.",
        "The right order by what is left, the smallest first: Halved (0.125) < As it was (1) < Doubled (8), each the "
        "median over 20 networks.",
        "Halved (you put it in place 2: wrong) An eighth.",
        "credit 0.7 of 1. Where things are put in order, it is the share of the pairs that stand in the right order.",
        "67-80% sure Order them.",
    )


def test_the_right_order_is_right_in_full() -> None:
    told = played(ORDER, typed("Halved", "As it was", "Doubled"), SURE, COMMIT)
    assert "Right. Credit 100%: the share of the pairs" in told
    assert "wrong" not in told


def test_items_keep_their_numbers_when_an_order_is_changed_and_while_they_are_watched() -> None:
    numbers = item_numbers()
    told = played(ORDER, "3 2 1", SURE, "c", "3 1 2", SURE, COMMIT, numbers["Halved"])
    assert "You said: 3 1 2, >80% sure." in told
    assert f"observe> {numbers['Halved']} Item {numbers['Halved']}: Halved" in told
    assert "half: 3 layers of 8, identity" in told


def test_networks_compared_with_have_the_number_of_their_item_in_the_list_and_not_of_its_place() -> None:
    numbers = item_numbers()
    order = ("Doubled", "As it was", "Halved")
    typed_in = typed(*order)
    assert typed_in != "1 2 3"
    for item in order:
        told = played(ORDER, typed_in, SURE, COMMIT, numbers[item])
        beside = re.findall(r"\(item (\d): [^)]*\)\.", told)
        first_other = next(each for each in ("As it was", "Halved", "Doubled") if each != item)
        assert set(beside) == {numbers[first_other]}, item


def test_the_largest_can_come_first() -> None:
    question = ORDER.replace("by: what is left", "by: what is left, first: largest")
    told = played(question, typed("Doubled", "As it was", "Halved"), SURE, COMMIT, "n")
    in_order(told, "by what is left, the largest first", "Your order, the largest first", "Credit 100%", "(8) >")


@pytest.mark.parametrize("line", ["3 1 2", "312", "3,1,2", "c a b", "CAB", "3; 1; 2"])
def test_an_order_can_be_typed_in_many_ways(line: str) -> None:
    assert "You say: 3 1 2, >80% sure." in played(ORDER, line, SURE)


@pytest.mark.parametrize(
    ("line", "answered"),
    [
        ("", "Type every number once, as in 3 1 2."),
        ("3", "1 and 2 are missing. Type every number once, as in 3 1 2."),
        ("1 2", "3 is missing."),
        ("1 2 3 3", "3 is there more than once. Type every number once"),
        ("2 2", "2 is there more than once. 1 and 3 are missing."),
        ("1 2 4", "There is no item '4' here; there are 1 to 3 (or a to c)."),
        ("3 > 1 > 2", "There is no item '>' here"),
    ],
)
def test_what_is_no_whole_order_is_explained(line: str, answered: str) -> None:
    assert answered in played(ORDER, line)

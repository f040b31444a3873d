"""What votes come to, by hand-made rooms whose sums are known."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.questions.answer_forms import EnterNumber, EnterText, Option, PickOne
from quizapp.room.course.advice import advice
from quizapp.room.course.answers import called, same
from quizapp.room.course.moves import gain, moves
from quizapp.room.course.phases import Phase
from quizapp.room.course.tally import tally
from quizapp.room.course.votes import Vote, of_record

FORM = PickOne((Option("x", "Ex"), Option("y", "Why"), Option("z", "Zed")))
RIGHT = {same(FORM, {"form": "pick_one", "picked": [each]}): each == "x" for each in "xyz"}
KEY = {"x": True, "y": False, "z": False}


def vote(person: str, option: str, seq: int = 1, round: int = 1, certainty: str | None = None) -> Vote:  # noqa: A002
    answer: dict[str, Any] = {"form": "pick_one", "picked": [option]}
    return Vote(seq, "q", round, person, f"{person}{seq}", answer, certainty, "", same(FORM, answer))


def test_votes_are_counted_by_option_with_hands_and_certainty() -> None:
    cast = [vote("a", "x", certainty=">80%"), vote("b", "y", certainty=">80%"), vote("c", "x")]
    found = tally(FORM, cast, RIGHT, {"y": 4}, KEY)
    assert [(each.name, each.count, each.hands, each.right) for each in found.given] == [
        ("A", 2, 0, True),
        ("B", 5, 4, False),
        ("C", 0, 0, False),
    ]
    assert (found.answered, found.judged, found.right, found.share) == (7, 7, 2, 2 / 7)
    assert [(each.certainty, each.right, each.wrong) for each in found.levels][-1] == (">80%", 1, 1)


def test_numbers_are_one_answer_if_they_are_one_number() -> None:
    form = EnterNumber("units")
    half, again = ({"form": "enter_number", "number": {"text": text, "value": 0.5}} for text in ("0.5", "1/2"))
    assert same(form, half) == same(form, again)
    assert called(form, half) == "0.5 units"


people = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("xyz"))


@given(people, people)
def test_the_matrix_of_moves_adds_up(first: dict[str, str], second: dict[str, str]) -> None:
    before, after = ({person: vote(person, option) for person, option in each.items()} for each in (first, second))
    found = moves(FORM, before, after, RIGHT)
    both = set(first) & set(second)
    assert sum(map(sum, found.counts)) == found.compared == len(both)
    assert (found.left, found.joined) == (len(set(first) - both), len(set(second) - both))
    for row, option in enumerate("xyz"):
        assert sum(found.counts[row]) == sum(first[person] == option for person in both)
        assert sum(each[row] for each in found.counts) == sum(second[person] == option for person in both)


@pytest.mark.parametrize(
    ("before", "after", "share"), [(0.4, 0.7, 0.5), (0.5, 0.25, -0.5), (1.0, 1.0, None), (None, 0.5, None)]
)
def test_the_gain_is_what_was_gained_of_what_could_be(before: float | None, after: float, share: float | None) -> None:
    assert gain(before, after) == (None if share is None else pytest.approx(share))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(1, 2)), max_size=30))
def test_the_vote_of_record_is_the_last_one_of_each_person_and_round(cast: list[tuple[str, str, int]]) -> None:
    votes = [vote(person, option, seq, number) for seq, (person, option, number) in enumerate(cast, start=1)]
    book = of_record(reversed(votes))
    last = {(each.participant, each.round): each for each in votes}
    found = {(each.participant, each.round): each for number in (1, 2) for each in book.of("q", number).values()}
    assert found == last


def test_between_the_thresholds_a_discussion_is_advised_and_the_favourite_mistake_is_named() -> None:
    cast = [vote("a", "x"), vote("b", "y"), vote("c", "y"), vote("d", "x")]
    assert advice(Phase.ROUND1_CLOSED, tally(FORM, cast, RIGHT, {}, KEY), None) == (
        "50% right, 2 of the 2 wrong chose B: let them discuss, and vote again."
    )
    assert "explain" in advice(Phase.ROUND1_CLOSED, tally(FORM, cast[1:3], RIGHT, {}, KEY), None)
    assert "reveal" in advice(Phase.ROUND1_CLOSED, tally(FORM, cast[:1], RIGHT, {}, KEY), None)


def test_only_as_many_are_said_to_have_chosen_a_mistake_as_were_wrong() -> None:
    cast = [vote(person, option) for person, option in zip("abcdefg", "xxyyzzz", strict=True)]
    said = advice(Phase.ROUND1_CLOSED, tally(FORM, cast, RIGHT, {}, KEY), None)
    assert said.startswith("29% right, 3 of the 5 wrong chose C: ")


@pytest.mark.parametrize("right", [0, 2, 4])
def test_a_question_that_is_asked_alone_is_never_advised_to_be_discussed_or_voted_on_again(right: int) -> None:
    cast = [vote(person, "x" if place < right else "y") for place, person in enumerate("abcd")]
    said = advice(Phase.ROUND1_CLOSED, tally(FORM, cast, RIGHT, {}, KEY), None, alone=True)
    assert "space reveals" in said
    assert "discuss" not in said
    assert "vote again" not in said


def test_words_that_are_given_as_often_are_listed_in_the_same_order_whoever_came_first() -> None:
    form = EnterText()
    answers = [{"form": "enter_text", "text": each} for each in ("sun", "moon", "star", "star")]
    cast = [Vote(n, "q", 1, f"p{n}", f"k{n}", each, None, "", same(form, each)) for n, each in enumerate(answers)]
    listed = [[each.name for each in tally(form, some, {}, {}, {}).given] for some in (cast, cast[::-1])]
    assert listed == [["star", "moon", "sun"]] * 2

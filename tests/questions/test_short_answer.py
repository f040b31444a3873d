"""Short answers: what is right, what is nearly right, what each is told, and what cannot be meant."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.deck.reader import DeckError, read_text
from quizapp.deck.writer import deck_as_yaml
from quizapp.questions.answer_forms import EnterText, Option, Typed, typed
from quizapp.questions.grading import Grade, Mark
from quizapp.questions.spellings import LONGEST
from quizapp.questions.types.short_answer import ShortAnswer

HEAD = "format: 1\ntitle: T\nquestions:\n- id: q\n  type: short_answer\n  prompt: Whose start is it?\n"
HE = """\
  answer: He
  accept: [Kaiming, "he *", 2\\*n]
  near_misses:
  - {text: Xavier, feedback: That is for tanh.}
  - {text: "glorot*", feedback: And so is that., credit: 0.5}
  if_right: Yes.
  if_wrong: Think of ReLU.
"""


def short(fields: str = HE) -> ShortAnswer:
    question = read_text(HEAD + fields).questions[0]
    assert isinstance(question, ShortAnswer)
    return question


def grade(text: str, fields: str = HE) -> Grade:
    answer = typed(text)
    assert answer is not None
    return short(fields).grade(answer, None, {})


def complaint(fields: str) -> tuple[int, int, str]:
    with pytest.raises(DeckError) as caught:
        read_text(HEAD + fields)
    (problem,) = caught.value.problems
    return problem.line, problem.column, problem.message


@pytest.mark.parametrize("text", ["He", " he. ", "HE", "kaiming", '"Kaiming"', "he normal", "He  uniform!", "2*N"])
def test_what_is_accepted_is_right(text: str) -> None:
    found = grade(text)
    assert (found.right, found.credit, found.marks) == (True, 1.0, {"answer": Mark.RIGHT})
    assert found.feedback == {"answer": "Yes."}


@pytest.mark.parametrize("text", ["Hen", "the", "2n", "2xn", "Kaiming He", "0"])
def test_what_is_not_is_wrong_and_told_so(text: str) -> None:
    found = grade(text)
    assert (found.right, found.credit, found.marks) == (False, 0.0, {"answer": Mark.WRONG})
    assert found.feedback == {"answer": "Think of ReLU."}


def test_a_near_miss_is_told_something_of_its_own_and_may_earn_a_part() -> None:
    assert grade("xavier").feedback == {"answer": "That is for tanh."}
    assert (grade("xavier").credit, grade("xavier").verdict) == (0.0, "Not right.")
    assert grade("Glorot uniform").feedback == {"answer": "And so is that."}
    assert grade("Glorot").marks == {"answer": Mark.PARTLY}
    assert (grade("Glorot").credit, grade("Glorot").right, grade("Glorot").verdict) == (0.5, False, "Not quite.")


def test_what_is_nearly_spelled_right_is_told_that_it_is_and_is_wrong() -> None:
    found = grade("Kaimign")
    assert not found.right
    assert found.feedback["answer"] == "This is spelled nearly like Kaiming, and not quite: check the spelling."


def test_typing_errors_are_forgiven_where_the_author_says_so() -> None:
    found = grade("Kaimign", f"{HE}  typos: 1\n")
    assert found.right
    assert found.said == {"answer": "You said Kaimign, taken for Kaiming; the answer is He."}
    assert not grade("Kaigmin", f"{HE}  typos: 1\n").right
    assert not grade("Hee", f"{HE}  typos: 2\n").right, "with one letter more a short word is another one"


def test_a_near_miss_is_no_typing_error() -> None:
    fields = "  answer: asymmetric\n  typos: 1\n  near_misses: [{text: symmetric, feedback: The other way round.}]\n"
    assert grade("asymetric", fields).right
    assert not grade("symmetric", fields).right
    assert grade("symmetric", fields).feedback == {"answer": "The other way round."}


def test_a_near_miss_with_a_sign_is_told_apart_and_one_that_takes_all_takes_nothing_that_is_right() -> None:
    signed = "  answer: n\n  near_misses: [{text: 'n!', feedback: That is the factorial.}]\n"
    assert not grade("n!", signed).right
    assert grade("n!", signed).feedback == {"answer": "That is the factorial."}
    assert grade("n.", signed).right
    rest = "  answer: n\n  near_misses: [{text: '*', credit: 0.1}]\n"
    assert (grade("n.", rest).credit, grade("m", rest).credit) == (1.0, 0.1)


def test_case_counts_where_it_is_to() -> None:
    fields = "  answer: ReLU\n  case_sensitive: true\n"
    assert grade("ReLU", fields).right
    assert not grade("relu", fields).right
    assert "Upper and lower case" in grade("relu", fields).feedback["answer"]


def test_the_key_names_what_else_is_accepted() -> None:
    assert grade("x").key == "He (also right: Kaiming, 2*n)"
    many = f"  answer: a\n  accept: [{', '.join(f'b{n}' for n in range(9))}]\n"
    assert grade("x", many).key == "a (also right: b0, b1, b2, b3, b4, b5 and 3 more)"


def test_a_word_that_yaml_takes_for_something_else_is_a_word() -> None:
    assert grade("no", "  answer: no\n").right
    assert grade("1e-3", "  answer: 1e-3\n").right


def test_it_asks_for_words_and_knows_nothing_more() -> None:
    assert short().form() == EnterText((Option("answer", "Your answer"),))


@pytest.mark.parametrize(
    ("fields", "line", "column", "words"),
    [
        ("  answer: He\n  near_misses: [{text: HE, feedback: F}]\n", 8, 24, "accepted as right already"),
        ("  answer: He\n  accept: ['h*']\n  near_misses: [{text: 'he*', feedback: F}]\n", 9, 24, "accepted as right"),
        ("  answer: He\n  near_misses: [{text: 'a*', feedback: F}, {text: ab, feedback: F}]\n", 8, 51, "above takes"),
        ("  answer: He\n  near_misses: [{text: a}]\n", 8, 17, "add `feedback: ...` or `credit: 0.5`"),
        ("  answer: He\n  near_misses: [{text: a, credit: 1}]\n", 8, 35, "from 0 to less than 1"),
        ("  answer: He\n  typos: 1\n", 8, 10, "spellings of 5 letters or more"),
        ("  answer: Kaiming\n  typos: 3\n", 8, 10, "typos must be from 0 to 2"),
        (f"  answer: {'a' * (LONGEST + 1)}\n", 7, 11, "at most 255 characters"),
        ("  answer: ''\n", 7, 3, "empty"),
        ("  answer: He\n  accept: [a, '\u200d']\n", 8, 15, "nothing that could be typed"),
        ("  answer: He\n  claim: loss < 1\n", 8, 10, "a claim needs an experiment"),
        ("  answer: He\n  misconceptions: []\n", 8, 3, "unknown key"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_place(fields: str, line: int, column: int, words: str) -> None:
    at_line, at_column, message = complaint(fields)
    assert words in message
    assert (at_line, at_column) == (line, column)


@given(st.text(max_size=300))
def test_whatever_is_typed_is_an_answer_that_can_be_graded_or_none(text: str) -> None:
    answer = typed(text)
    if answer is not None:
        assert isinstance(answer, Typed)
        assert 0 < len(answer.text) <= LONGEST
        assert 0 <= short().grade(answer, None, {}).credit <= 1


def test_a_deck_with_one_is_written_as_it_was_read() -> None:
    deck: Any = read_text(HEAD + HE)
    assert read_text(deck_as_yaml(deck)).questions == deck.questions

"""A question read back from what a room says of it: the form is the one that was told, whichever it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.deck.reader import read_deck
from quizapp.play.session import start
from quizapp.questions.answer_data import answer_as_data, answer_from_data, form_as_data
from quizapp.questions.answer_forms import (
    Answer,
    EnterNumber,
    EnterText,
    Form,
    Knob,
    Option,
    PickMany,
    PickOne,
    PutInOrder,
    TurnKnobs,
    fits,
)
from quizapp.room.client.question import BadQuestion, before_commit_of, form_from_data, question_from_data
from quizapp.room.course.seen import question_seen
from tests.questions.test_answer_data import EVERY, JSON, through_json
from tests.support.rooms import DECK

TEXT = st.text(max_size=12)
OPTIONS = st.lists(st.builds(Option, TEXT, TEXT), min_size=1, max_size=9, unique_by=lambda option: option.id).map(tuple)


@st.composite
def knobs(draw: st.DrawFn) -> Knob:
    low, start_, high = sorted(draw(st.lists(st.floats(0.001, 1e6), min_size=3, max_size=3)))
    return Knob(draw(TEXT), draw(TEXT), low, high, start_, draw(st.booleans()), draw(st.booleans()))


FORMS: st.SearchStrategy[Form] = st.one_of(
    st.builds(PickOne, OPTIONS, st.just(True)),
    st.builds(PickMany, OPTIONS, st.just(True)),
    st.builds(EnterNumber, TEXT),
    st.just(EnterText()),
    st.builds(PutInOrder, OPTIONS, TEXT, st.booleans()),
    st.builds(TurnKnobs, st.lists(knobs(), min_size=1, max_size=3).map(tuple), st.booleans()),
)


@given(FORMS)
def test_a_form_comes_back_from_json_as_it_went(form: Form) -> None:
    assert form_from_data(through_json(form_as_data(form))) == form


@given(EVERY)
def test_an_answer_means_the_same_to_the_form_that_came_back(pair: tuple[Form, Answer]) -> None:
    form, answer = pair
    back = form_from_data(through_json(form_as_data(form)))
    assert answer_as_data(back, answer) == answer_as_data(form, answer)
    assert answer_from_data(back, answer_as_data(form, answer)) == answer


@given(FORMS, st.sampled_from(["form", "choices", "unit", "by", "ends", "knobs", "predict"]), JSON)
def test_hostile_data_is_a_form_whose_blank_answer_fits_or_a_bad_question(form: Form, part: str, value: Any) -> None:
    try:
        back = form_from_data({**form_as_data(form), part: value})
    except BadQuestion:
        return
    assert fits(back, back.blank)


@pytest.mark.parametrize("place", range(6))
def test_each_question_of_a_deck_is_asked_as_the_room_sees_it(place: int) -> None:
    attempt = start(read_deck(DECK), 7).attempts[place]
    asked = question_from_data(through_json(question_seen(attempt)))
    form = replace(attempt.form, fixed_order=True) if isinstance(attempt.form, PickOne | PickMany) else attempt.form
    assert (asked.form, asked.prompt, asked.hints) == (form, attempt.question.prompt.strip(), attempt.question.hints)
    shown = before_commit_of(asked, asked.form.blank)
    assert [option.id for option in shown.options] == [option.id for option in attempt.form.options]
    assert shown.hints == ()


def test_the_items_of_an_order_keep_the_rooms_letters_wherever_they_stand() -> None:
    form = PutInOrder((Option("x", "Ex"), Option("y", "Why")), "size")
    asked = question_from_data({**form_as_data(form), "id": "q", "kind": "order", "prompt": "?", "how": ""})
    shown = before_commit_of(asked, ("y", "x"))
    assert [option.text for option in shown.options] == ["B: Why", "A: Ex"]


def test_a_question_that_this_version_does_not_know_says_so() -> None:
    with pytest.raises(BadQuestion, match="no form of answer"):
        form_from_data({"form": "sing_it"})

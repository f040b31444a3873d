"""Answers as data and back: what goes out comes in, and nothing else does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.questions.answer_data import BadAnswer, answer_as_data, answer_from_data, form_as_data
from quizapp.questions.answer_forms import (
    Answer,
    Entered,
    EnterNumber,
    EnterText,
    Form,
    Knob,
    Option,
    PickMany,
    PickOne,
    PutInOrder,
    Settings,
    TurnKnobs,
    fits,
    typed,
)

OPTIONS = tuple(Option(name, name.upper()) for name in "abc")
FORMS: tuple[Form, ...] = (
    PickOne(OPTIONS),
    PickMany(OPTIONS),
    EnterNumber("mm"),
    EnterText(),
    PutInOrder(OPTIONS, "size"),
    TurnKnobs((Knob("std", "std", 0.01, 1.0, 0.05, logarithmic=True), Knob("depth", "depth", 1, 9, 3, whole=True))),
)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
ANSWERS: tuple[st.SearchStrategy[Answer], ...] = (
    st.sampled_from([frozenset(), *(frozenset({name}) for name in "abc")]),
    st.frozensets(st.sampled_from("abc")),
    st.none() | st.builds(Entered, st.text(), FINITE),
    st.none() | st.text().map(typed),
    st.permutations("abc").map(tuple),
    st.builds(lambda std, depth: Settings((("std", std), ("depth", depth))), st.floats(0.01, 1), st.floats(1, 9)),
)
EVERY = st.integers(0, len(FORMS) - 1).flatmap(lambda n: st.tuples(st.just(FORMS[n]), ANSWERS[n]))


def through_json(data: Any) -> Any:
    return json.loads(json.dumps(data, allow_nan=False))


@given(EVERY)
def test_every_answer_comes_back_from_json_as_it_went(pair: tuple[Form, Answer]) -> None:
    form, answer = pair
    assert answer_from_data(form, through_json(answer_as_data(form, answer))) == answer


@given(EVERY, st.sampled_from(FORMS))
def test_an_answer_of_one_form_is_none_of_another(pair: tuple[Form, Answer], other: Form) -> None:
    form, answer = pair
    if form.name != other.name:
        with pytest.raises(BadAnswer, match=f"no answer of the form {other.name}"):
            answer_from_data(other, answer_as_data(form, answer))


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=3) | st.sampled_from("abc"),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(["text", "value", "std", "x"]), part),
    max_leaves=6,
)


@given(st.sampled_from(FORMS), JSON, st.sampled_from(["picked", "number", "text", "order", "knobs"]))
def test_hostile_data_is_an_answer_that_fits_or_a_bad_answer(form: Form, part: Any, name: str) -> None:
    for data in (part, {"form": form.name}, {"form": form.name, name: part}):
        try:
            answer = answer_from_data(form, data)
        except BadAnswer:
            continue
        assert fits(form, answer)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_as_data_says_how_it_is_answered(form: Form) -> None:
    data = form_as_data(form)
    assert through_json(data) == data
    assert data["form"] == form.name
    ids = [option["id"] for option in data.get("choices", ())]
    assert ids == ([option.id for option in form.options] if "choices" in data else [])

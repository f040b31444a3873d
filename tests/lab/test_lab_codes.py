"""Experiment codes: both experiments come back exactly, and what is no code is told why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.lab import code_words
from quizapp.lab.code import BadCode, code_of, read_code
from quizapp.lab.code_digits import ALPHABET, Writer, letters
from quizapp.lab.comparison import Pair, brought, start
from quizapp.lab.presets import presets
from quizapp.ui.lab.charts import CHOICES
from sim import Experiment
from sim.experiment import FIELDS, REGISTRIES
from sim.layer_starts import PARTS
from tests.support.any_experiment import pairs

PAIRS = [start().pair, *(brought(start(), each.experiment).pair for each in presets())]


@given(pairs(), st.sampled_from(CHOICES))
def test_every_pair_of_experiments_comes_back_exactly_with_its_view(pair: Pair, view: str) -> None:
    code = code_of(pair, view)
    back = read_code(code)
    assert (back.pair, back.view) == (pair, view)
    assert repr(back.pair) == repr(pair)
    assert set(code) <= set(ALPHABET)


def test_the_pairs_of_all_presets_fit_in_32_letters() -> None:
    codes = [code_of(pair) for pair in PAIRS]
    assert [read_code(code).pair for code in codes] == PAIRS
    assert len(set(codes)) == len(codes)
    assert max(map(len, codes)) <= 32


@given(st.sampled_from(PAIRS), st.data())
def test_a_wrong_letter_two_exchanged_one_missing_or_one_too_many_is_always_noticed(
    pair: Pair, data: st.DataObject
) -> None:
    code = code_of(pair)
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from(ALPHABET))
    after = min(place + 1, len(code) - 1)
    for wrong in (
        code[:place] + other + code[place + 1 :],
        code[:place] + code[after] + code[place] + code[after + 1 :],
        code[:place] + code[place + 1 :],
        code[:place] + other + code[place:],
    ):
        if wrong != code:
            with pytest.raises(BadCode, match=r"^the code "):
                read_code(wrong)


@given(st.text(max_size=40) | st.text(alphabet=ALPHABET, max_size=60))
def test_whatever_is_typed_is_a_pair_or_a_sentence(typed: str) -> None:
    try:
        read_code(typed)
    except BadCode as error:
        assert str(error).startswith("the code ")  # noqa: PT017


@given(st.integers(0, 2**200))
def test_letters_that_add_up_but_mean_nothing_are_a_sentence_too(number: int) -> None:
    try:
        read_code(letters(code_words.VERSION, number))
    except BadCode as error:
        assert str(error).startswith("the code ")  # noqa: PT017


def test_small_letters_groups_and_letters_that_look_alike_are_read() -> None:
    code = code_of(PAIRS[0])
    grouped = "-".join(code[at : at + 4] for at in range(0, len(code), 4)).lower()
    assert read_code(f" {grouped}\n").pair == PAIRS[0]
    assert read_code(code.replace("1", "l").replace("0", "o")).pair == PAIRS[0]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "the code is empty"),
        ("18", "too short"),
        ("hello!", "'!' in it"),
        ("12U45678", "perhaps it is a V"),
        ("A" * 50_000, "none has more than 40000"),
        (letters(2, 12345), "of version 2 and this program reads version 1"),
        ("https://example.org/x", "which no code has"),
    ],
)
def test_what_is_no_code_is_told_why(code: str, said: str) -> None:
    with pytest.raises(BadCode, match=said):
        read_code(code)


def test_codes_that_were_given_away_mean_what_they_meant() -> None:
    """Written down once and never changed: codes stand on slides and in papers."""
    pair = read_code("18DR11J00BG2345JF8").pair
    network = Experiment(depth=12, width=32, activation="relu", learning_rate=0.05, steps=200)
    normal = {"name": "normal", "std": 0.1}
    assert pair == Pair(network.replace(init=normal), network.replace(init={"name": "normal", "std": 0.5}))
    assert read_code("12XM4JGV2224027181FACH").pair.a.as_data()["init"] == {"name": "constant", "value": 0.05}


def test_all_words_of_today_are_short_and_one_that_is_added_is_spelled_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(FIELDS) == set(code_words.FIELDS)
    assert tuple(PARTS) == code_words.STARTS
    assert set(CHOICES) <= set(code_words.VIEWS)
    for field, registry in REGISTRIES.items():
        assert set(registry.all_names) <= set(code_words.WORDS[field])
        known = {each.name for name in registry.names for each in registry.parameters(name)}
        assert known <= set(code_words.PARAMETERS)
    monkeypatch.setitem(REGISTRIES["init"]._entries, "brand_new", REGISTRIES["init"]._entries["normal"])
    new = Experiment(init={"name": "brand_new", "std": 0.3})
    code = code_of(Pair(new, new))
    assert read_code(code).pair == Pair(new, new)
    monkeypatch.undo()
    with pytest.raises(BadCode, match="unknown initialiser 'brand_new'"):
        read_code(code)


def test_a_field_that_is_not_there_yet_is_said_to_be_new() -> None:
    writer = Writer()
    writer.put(31, 32)
    writer.put_text("dropout")
    with pytest.raises(BadCode, match="sets 'dropout', which no experiment here has"):
        read_code(letters(1, writer.whole()))

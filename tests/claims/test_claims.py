"""Claims: what may be said, where a mistake is, and what is true of numbers that were chosen by hand."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.claims import ClaimError, judge, parse_claim, parse_quantity, spelled_out
from tests.support.claims_by_hand import EXPERIMENTS, frame, seen, verdict


def refusal(text: str) -> ClaimError | None:
    try:
        parse_claim(text, EXPERIMENTS, "tiny")
    except ClaimError as error:
        return error
    return None


def error_of(text: str) -> ClaimError:
    error = refusal(text)
    assert error is not None
    return error


@pytest.mark.parametrize(
    ("text", "column", "length", "words"),
    [
        ("", 0, 1, "not a claim"),
        ("loss <", 5, 1, "not a claim"),
        ("loss < 1 2", 9, 1, "not a claim"),
        ("   loss < 1 2", 12, 1, "not a claim"),
        ("los < 1", 0, 3, "did you mean 'loss'?"),
        ("  loss < los", 9, 3, "did you mean 'loss'?"),
        ("é < 1", 0, 1, "unknown measure 'é'"),
        ("1 < é", 4, 1, "unknown measure 'é'"),
        ("(loss <\n los)", 9, 3, "did you mean 'loss'?"),
        ("loss", 0, 4, "compare loss with a number, as in loss < 0.1"),
        ("loss < 1 and delta[1]", 13, 8, "a claim says something that is true or false"),
        ("3", 0, 1, "a claim says something that is true or false"),
        ("delta < 1", 0, 5, "say of which layer, as in delta[1] < 0.1"),
        ("1 > log10(delta)", 10, 5, "say of which layer"),
        ("max(-delta) < 1", 5, 5, "say of which layer"),
        ("loss[1] < 1", 0, 7, "has no layers"),
        ("delta[0] < 1", 6, 1, "layers count from 1; only signal[0] exists"),
        ("delta[4] < 1", 6, 1, "tiny has 3 layers; 4 is not one of them"),
        ("loss < 1 and delta[ -4 ] < 1", 20, 2, "tiny has 3 layers; -4 is not one of them"),
        ("delta[(4)] < 1", 7, 1, "4 is not one of them"),
        ("delta [0x10] < 1", 7, 4, "16 is not one of them"),
        ("deep-he.delta[6] < 1", 14, 1, "deep-he has 5 layers; 6 is not one of them"),
        ("delta[99999999999999999999] < 1", 6, 20, "is not one of them"),
        ("delta[1.5] < 1", 6, 3, "a layer is a whole number"),
        ("delta[1:2] < 1", 6, 3, "a layer is a whole number"),
        ("delta[True] < 1", 6, 4, "a layer is a whole number"),
        ("diverged < 1", 0, 8, "diverged is true or false, not a number"),
        ("tinny.loss < 1", 0, 10, "unknown experiment 'tinny'; did you mean 'tiny'?"),
        ("initial.tiny.loss < 1", 0, 17, "experiment.initial.measure"),
        ("size(delta) < 1", 0, 4, "unknown function 'size'; known are abs, min"),
        ("abs(1, 2) < loss", 0, 9, "abs takes one number"),
        ("max() < loss", 0, 5, "max takes numbers"),
        ("abs(x=1) < loss", 0, 8, "abs takes one number"),
        ("loss is 1", 0, 9, "compare with <, <=, >, >=, == or !="),
        ("loss % 2 < 1", 0, 8, "only numbers, + - * / **"),
        ("'a' < loss", 0, 3, "only numbers and measures"),
        ("True < loss", 0, 4, "only numbers and measures"),
        ("2j < loss", 0, 2, "only numbers and measures"),
        ("loss < 1e999", 7, 5, "too large"),
        ("[1] < loss", 0, 3, "only numbers, + - * / **"),
        ("(loss := 1) < 2", 1, 9, "only numbers, + - * / **"),
        ("loss.__class__ < 1", 0, 14, "unknown experiment 'loss'"),
        ("lambda: 1", 0, 9, "a claim says something that is true or false"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_its_cure(text: str, column: int, length: int, words: str) -> None:
    error = error_of(text)
    assert words in error.message
    assert (error.column, error.length) == (column, length)


def test_a_claim_is_short() -> None:
    assert "at most 500" in error_of("loss < " + "1" * 500).message


@pytest.mark.parametrize(
    "text", ["(" * 240 + "loss", "-" * 480 + "loss < 1", "not " * 120 + "diverged", "1+" * 240 + "loss < 1"]
)
def test_nesting_is_either_understood_or_refused(text: str) -> None:
    error = refusal(text)
    assert "not a claim" in error.message if error else verdict(text, frame()).of == 2


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("text", ["'\\d' < 1", "1if loss < 1else 2", "0x1for x in y", "loss is 1", "()() < 1"])
def test_pythons_own_warnings_are_not_heard(text: str) -> None:
    assert error_of(text).message


@pytest.mark.parametrize(
    "text",
    [
        "__import__('pathlib').Path('ran').touch()",
        "[].__class__.__base__.__subclasses__() < 1",
        "(lambda: open('ran', 'w'))() < 1",
        "max(open('ran', 'w')) < 1",
        "loss < open('ran', 'w')",
        "delta[open('ran', 'w')] < 1",
        'f\'{open("ran", "w")}\' < 1',
    ],
)
def test_nothing_that_stands_in_a_claim_is_executed(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert error_of(text).message
    assert not list(tmp_path.iterdir())


@given(st.text(max_size=60) | st.text("delta[1]-<>=.() andortiysphe0né\n\r", max_size=60))
def test_any_text_is_a_claim_or_a_printable_error_within_the_text(text: str) -> None:
    error = refusal(text)
    if error:
        assert 0 <= error.column <= max(len(text) - 1, 0)
        assert error.length >= 1
        assert error.message


NUMBERS: st.SearchStrategy[str] = st.deferred(
    lambda: (
        st.sampled_from(["1", "0.5", "1e-4", "loss", "delta[1]", "delta[-1]", "initial.loss", "signal[0]", "depth"])
        | st.tuples(NUMBERS, st.sampled_from("+-*/"), NUMBERS).map(lambda parts: f"({' '.join(parts)})")
        | NUMBERS.map(lambda number: f"abs({number})")
        | st.lists(NUMBERS, min_size=1, max_size=3).map(lambda numbers: f"max({', '.join(numbers)})")
    )
)
TRUTHS: st.SearchStrategy[str] = st.deferred(
    lambda: (
        st.tuples(NUMBERS, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), NUMBERS).map(" ".join)
        | st.tuples(TRUTHS, st.sampled_from(["and", "or"]), TRUTHS).map(lambda parts: f"({' '.join(parts)})")
        | TRUTHS.map(lambda truth: f"not ({truth})")
    )
)


@pytest.mark.slow
@given(TRUTHS.filter(lambda text: len(text) < 400))
def test_every_sentence_of_the_grammar_agrees_with_python(text: str) -> None:
    """Python evaluates the same text over one network whose numbers are plain floats."""
    layers = {"delta": [[0.25, 0.5, 2.0]]}
    now = frame(layers, loss=[0.7], accuracy=[0.5], signal=[1.5], diverged=[False])
    start = frame(layers, loss=[0.9], accuracy=[0.5], signal=[1.5], diverged=[False])
    plain = text.replace("initial.loss", "start").replace("delta[1]", "first").replace("delta[-1]", "last")
    values = {"loss": 0.7, "start": 0.9, "first": 0.25, "last": 2.0, "h0": 1.5, "depth": 3.0}
    try:
        expected = eval(plain.replace("signal[0]", "h0"), {"abs": abs, "max": lambda *of: max(of), **values})
    except ZeroDivisionError:
        return
    assert bool(verdict(text, start, now).holds[0]) == expected


def test_a_hyphenated_name_is_a_name_and_a_subtraction_is_a_subtraction() -> None:
    assert parse_claim("deep-he.loss < 1", EXPERIMENTS, "tiny").references == {"deep-he"}
    assert parse_claim("deep.loss-tiny.loss < 1", EXPERIMENTS, "deep-he").references == {"deep", "tiny"}
    assert parse_claim("tiny.loss-deep-he.loss<1", EXPERIMENTS, "deep").references == {"tiny", "deep-he"}


def test_what_is_said_of_an_experiment_by_its_name_is_said_of_what_stands_in_for_it() -> None:
    claim = parse_claim("tiny.loss < deep.loss", EXPERIMENTS, "tiny")
    assert claim.references == {"deep"}
    frames = {"tiny": seen("tiny", frame(loss=[9.0])), "deep": seen("deep", frame(loss=[3.0]))}
    frames["deep-he"] = seen("deep-he", frame(loss=[1.0]))
    assert judge(claim, frames, "tiny").failing == judge(claim, frames, "deep-he").count == 1
    assert parse_quantity("tiny.loss", EXPERIMENTS, "tiny").references == frozenset()


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("loss-deep.signal[-1]*2 > 0", "loss-deep.signal[9]*2 > 0"),
        ("1-deep-he.signal[-1] < signal[-1]", "1-deep-he.signal[5] < signal[3]"),
    ],
)
def test_a_layer_is_counted_in_the_network_that_is_named_whatever_stands_before_it(text: str, spelled: str) -> None:
    assert spelled_out(text, EXPERIMENTS, "tiny") == spelled


@pytest.mark.parametrize("text", ["loss < 1 # and more", "loss < 1#", "# loss < 1"])
def test_nothing_of_a_claim_is_dropped(text: str) -> None:
    with pytest.raises(ClaimError, match="nothing after # would be read") as error:
        parse_claim(text, EXPERIMENTS, "tiny")
    assert error.value.column == text.index("#")


def test_a_claim_is_spelled_out_with_layers_counted_from_the_front() -> None:
    spelled = spelled_out("delta[-1] / deep-he.initial.delta[-2] < signal[0] + delta[ 2 ]", EXPERIMENTS, "tiny")
    assert spelled == "delta[3] / deep-he.initial.delta[4] < signal[0] + delta[2]"


@pytest.mark.slow
@given(TRUTHS.filter(lambda text: len(text) < 400))
def test_spelling_out_changes_no_meaning(text: str) -> None:
    spelled = spelled_out(text, EXPERIMENTS, "tiny")
    assert "[-" not in spelled
    assert ast.dump(ast.parse(text.replace("[-1]", "[3]"))) == ast.dump(ast.parse(spelled))

"""Claims: what may be said, where a mistake is, and what is true of numbers that were chosen by hand."""

from __future__ import annotations

import ast
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.claims import ClaimError, Outcome, Verdict, judge, parse_claim, parse_quantity, spelled_out
from tests.support.claims_by_hand import EXPERIMENTS, INF, NAN, frame, seen, verdict


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


def test_a_claim_speaks_of_the_end_and_initial_of_the_start() -> None:
    start, end = frame(loss=[2.0, 2.0]), frame(loss=[0.5, 3.0])
    assert verdict("loss < initial.loss", start, end).holds.tolist() == [True, False]
    assert verdict("tiny.initial.loss == 2", start, end).holds.tolist() == [True, True]


def test_layers_count_from_one_and_from_the_end() -> None:
    shown = frame({"delta": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]})
    assert verdict("delta[1] == 1 or delta[1] == 4", shown).count == 2
    assert verdict("delta[-1] == 3 or delta[-1] == 6", shown).count == 2
    assert verdict("delta[-3] == delta[1] and delta[3] == delta[-1]", shown).count == 2


def test_signal_of_layer_zero_is_the_input() -> None:
    assert verdict("signal[0] == 7", frame(signal=[7.0, 8.0])).holds.tolist() == [True, False]


def test_min_max_and_median_take_all_layers_of_a_measure() -> None:
    shown = frame({"saturated": [[0.1, 0.9, 0.2], [0.1, 0.3, 0.2]]})
    assert verdict("max(saturated) > 0.5", shown).holds.tolist() == [True, False]
    assert verdict("min(saturated) == 0.1", shown).count == 2
    assert verdict("median(saturated) == 0.2", shown).count == 2
    assert verdict("max(saturated, 0.95) == 0.95", shown).count == 2
    assert verdict("max(tiny.saturated) == 0.3", shown).holds.tolist() == [False, True]


def test_depth_and_width_are_those_of_the_experiment() -> None:
    assert verdict("depth == 3 and width == 4", frame()).count == 2


def test_another_experiment_is_paired_network_by_network() -> None:
    claim = parse_claim("loss < deep-he.loss", EXPERIMENTS, "tiny")
    mine, other = seen("tiny", frame(loss=[1.0, 3.0])), seen("deep-he", frame(loss=[2.0, 2.0], depth=5))
    assert claim.references == {"deep-he"}
    assert judge(claim, {"tiny": mine, "deep-he": other}, "tiny").holds.tolist() == [True, False]


def test_networks_that_have_no_partner_are_left_out() -> None:
    claim = parse_claim("loss < deep.loss and not deep.diverged", EXPERIMENTS, "tiny")
    mine = seen("tiny", frame(loss=[1.0, 1.0, 1.0], accuracy=[1.0] * 3, signal=[1.0] * 3, diverged=[False] * 3))
    other = seen("deep", frame(loss=[2.0, 0.5], depth=9))
    assert judge(claim, {"tiny": mine, "deep": other}, "tiny").holds.tolist() == [True, False]


def test_a_claim_judged_on_its_control_speaks_of_the_control() -> None:
    claim = parse_claim("delta[-1] > 1", EXPERIMENTS, "deep")
    control = seen("tiny", frame({"delta": [[0.0, 0.0, 5.0], [0.0, 0.0, 0.5]]}))
    assert judge(claim, {"tiny": control}, "tiny").holds.tolist() == [True, False]


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


T, F, U = "1 < 2", "2 < 1", "loss < 1"
TRUTH_TABLE = {
    ("and", T, T): 1, ("and", T, F): 0, ("and", T, U): NAN, ("and", F, F): 0, ("and", F, U): 0, ("and", U, U): NAN,
    ("or", T, T): 1, ("or", T, F): 1, ("or", T, U): 1, ("or", F, F): 0, ("or", F, U): NAN, ("or", U, U): NAN,
}  # fmt: skip


@pytest.mark.parametrize(
    ("operator", "left", "right", "expected"), [(*key, value) for key, value in TRUTH_TABLE.items()]
)
def test_and_and_or_are_kleenes(operator: str, left: str, right: str, expected: float) -> None:
    undecided = frame(loss=[NAN, NAN])
    for text in (f"({left}) {operator} ({right})", f"({right}) {operator} ({left})"):
        found, opposite = verdict(text, undecided), verdict(f"not ({text})", undecided)
        assert found.count == (2 if expected == 1 else 0)
        assert opposite.count == (2 if expected == 0 else 0)
        assert bool(np.isnan(found.margin).all()) == math.isnan(expected)


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">=", "==", "!="])
def test_what_is_not_a_number_satisfies_nothing(operator: str) -> None:
    assert verdict(f"loss {operator} 1", frame(loss=[NAN, NAN])).count == 0
    assert verdict(f"not (loss {operator} 1)", frame(loss=[NAN, NAN])).count == 0


@pytest.mark.parametrize(
    "text",
    ["loss > 1e300", "loss == loss + 1", "loss != 1", "1 / loss < 1", "loss ** 0 == 1", "0 * loss == 0",
     "log10(0 * accuracy) < 0", "ln(0 * accuracy) < 0", "accuracy / (accuracy - accuracy) > 1", "sqrt(-accuracy) < 0",
     "exp(1e9 * accuracy) > 1", "min(loss, accuracy) < 1", "1e300 * 1e300 * accuracy > 1"],
)  # fmt: skip
def test_what_does_not_exist_is_compared_with_nothing(text: str) -> None:
    found, denied = (verdict(each, frame(loss=[INF, NAN], accuracy=[0.5, 0.5])) for each in (text, f"not ({text})"))
    assert (
        (found.count, found.failing, found.undecided) == (denied.count, denied.failing, denied.undecided) == (0, 0, 2)
    )
    assert found.outcome() is Outcome.UNDECIDED


def test_a_network_that_has_diverged_has_no_numbers_but_can_be_told_from_others() -> None:
    shown = frame(loss=[3.0, 3.0], diverged=[True, False])
    assert verdict("loss > 1", shown).truth.tolist() == pytest.approx([NAN, 1], nan_ok=True)
    assert verdict("initial.loss > 1", frame(loss=[3.0, 3.0]), shown).count == 2
    assert verdict("diverged or loss > 1", shown).count == 2
    assert verdict("diverged and loss > 1", shown).failing == 1
    assert "diverged, which counts as undecided unless the claim asks" in verdict("loss > 1", shown).why_undecided


def test_divergence_is_an_event_that_can_be_denied() -> None:
    shown = frame(diverged=[True, False])
    assert verdict("diverged", shown).holds.tolist() == [True, False]
    assert verdict("not diverged", shown).holds.tolist() == [False, True]
    assert verdict("initial.diverged", frame(), shown).count == 0


@pytest.mark.parametrize(
    ("text", "loss", "margin"),
    [
        ("loss < 10", 5.0, 0.5),
        ("loss < 10", 20.0, -0.5),
        ("loss > 10", 10.0, 0.0),
        ("loss > 0", 0.0, 0.0),
        ("loss == 3", 3.0, 1.0),
        ("loss == 4", 3.0, -0.25),
        ("1 < loss < 10", 5.0, 0.5),
        ("1 < loss < 10", 2.0, 0.5),
        ("loss < 10 or loss > 100", 8.0, 0.2),
        ("not loss < 10", 5.0, -0.5),
    ],
)
def test_a_margin_is_the_distance_to_the_threshold_as_a_share_of_the_larger(
    text: str, loss: float, margin: float
) -> None:
    assert verdict(text, frame(loss=[loss, loss])).margin.tolist() == pytest.approx([margin, margin])


def many(holding: int, of: int) -> Verdict:
    holds = np.arange(of) < holding
    return Verdict(holds.astype(float), np.where(holds, 0.5, -0.25), (), np.zeros(of, bool))


@pytest.mark.parametrize(
    ("holding", "of", "outcome"),
    [
        (20, 20, Outcome.HOLDS),
        (18, 20, Outcome.HOLDS),
        (17, 20, Outcome.UNDECIDED),
        (3, 20, Outcome.UNDECIDED),
        (2, 20, Outcome.FAILS),
        (0, 20, Outcome.FAILS),
        (9, 10, Outcome.HOLDS),
        (7, 8, Outcome.UNDECIDED),
        (1, 1, Outcome.HOLDS),
    ],
)
def test_nine_of_ten_networks_decide(holding: int, of: int, outcome: Outcome) -> None:
    assert many(holding, of).outcome() is outcome


def test_the_weakest_margin_forgives_the_networks_that_need_not_agree() -> None:
    assert many(18, 20).weakest_margin(expected=True) == 0.5
    assert many(17, 20).weakest_margin(expected=True) == -0.25
    assert many(2, 20).weakest_margin(expected=False) == 0.25
    assert many(8, 8).weakest_margin(expected=True) == 0.5


def test_an_undecided_network_counts_as_having_no_margin() -> None:
    assert verdict("loss < 1", frame(loss=[NAN, 0.5])).weakest_margin(expected=True) == 0.0


def test_measured_are_the_compared_quantities_as_written_each_once() -> None:
    found = verdict("0.2 < delta[1] / delta[-1] < 5 and loss < 2 * 3 and loss > 0.1", frame(loss=[1.0, 2.0]))
    assert [text for text, _ in found.measured] == ["delta[1] / delta[-1]", "loss"]
    assert found.measured[1][1].tolist() == [1.0, 2.0]


def test_the_typical_value_is_the_median_with_what_is_no_number_as_the_largest() -> None:
    loss = [NAN, 3.0, 1.0]
    shown = frame(loss=loss, accuracy=loss, signal=loss, diverged=[False] * 3)
    assert verdict("loss < 2", shown).typical == (("loss", 3.0),)


def test_a_claim_is_spelled_out_with_layers_counted_from_the_front() -> None:
    spelled = spelled_out("delta[-1] / deep-he.initial.delta[-2] < signal[0] + delta[ 2 ]", EXPERIMENTS, "tiny")
    assert spelled == "delta[3] / deep-he.initial.delta[4] < signal[0] + delta[2]"


@pytest.mark.slow
@given(TRUTHS.filter(lambda text: len(text) < 400))
def test_spelling_out_changes_no_meaning(text: str) -> None:
    spelled = spelled_out(text, EXPERIMENTS, "tiny")
    assert "[-" not in spelled
    assert ast.dump(ast.parse(text.replace("[-1]", "[3]"))) == ast.dump(ast.parse(spelled))

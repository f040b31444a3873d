"""Numbers as people write them, against Python's own fractions, decimals and floats."""

from __future__ import annotations

import math
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizapp.claims.arithmetic import LONGEST, value_of
from sim.registry import BadValue

SIGNS = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b}
LITERALS = st.decimals(0, 100, allow_nan=False, places=2).map(str)


LEAVES = LITERALS.map(lambda literal: (literal, Fraction(Decimal(literal))))
#: Sums, products and quotients of literals and of such in brackets, with their exact values.
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*/"), inner)
        .filter(lambda parts: parts[1] != "/" or abs(parts[2][1]) > Fraction(1, 1000))
        .map(lambda parts: (f"({parts[0][0]}){parts[1]}({parts[2][0]})", SIGNS[parts[1]](parts[0][1], parts[2][1])))
    ),
    max_leaves=4,
)


@given(EXPRESSIONS)
def test_sums_and_products_are_those_of_exact_fractions(made: tuple[str, Fraction]) -> None:
    text, exact = made
    assume(len(text) <= LONGEST)
    assert value_of(text) == pytest.approx(float(exact), rel=1e-6, abs=1e-3)


@given(st.floats(-1e300, 1e300))
def test_a_float_as_python_writes_it_is_itself(number: float) -> None:
    assert value_of(repr(number)) == number


@given(st.integers(0, 99), st.integers(0, 99))
def test_a_comma_may_stand_for_the_point(whole: int, part: int) -> None:
    assert value_of(f"{whole},{part:02d}") == float(Decimal(f"{whole}.{part:02d}"))


@pytest.mark.parametrize("text", ["0.0625", "0,0625", "6.25e-2", "6.25E-2", "1/16", " 1 / 16 ", "sqrt(2/512)", ".0625"])
def test_the_ways_to_write_a_sixteenth_are_all_understood(text: str) -> None:
    assert value_of(text) == 0.0625


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2^10", 1024.0),
        ("2**-1", 0.5),
        ("\u22123", -3.0),
        ("2 \u00d7 3 \u00f7 4", 1.5),
        ("-2**2", -4.0),
        ("log10(1e-3)", -3.0),
        ("max(1,2)", 2.0),
        ("min(0.5, 3)", 0.5),
        ("sqrt(0,25)", 0.5),
        ("1e3", 1000.0),
    ],
)
def test_signs_powers_and_functions_are_those_of_school(text: str, number: float) -> None:
    assert value_of(text) == pytest.approx(number)


@pytest.mark.parametrize("text", ["1,000", "12,500", "1,000,000", "2 * 1,000", "-1,234"])
def test_a_comma_that_may_part_thousands_is_asked_about(text: str) -> None:
    with pytest.raises(BadValue, match="must say which comma this is"):
        value_of(text)


@pytest.mark.parametrize("text", ["0,125", "1,5", "1,0000", "1000,125", "12,34"])
def test_a_comma_that_cannot_part_thousands_is_a_point(text: str) -> None:
    assert value_of(text) == float(text.replace(",", "."))


@pytest.mark.parametrize("text", ["9**9**9", "1/0", "0/0", "sqrt(-1)", "log10(0)", "1e300*1e300", "-1/0", "(-8)**0.5"])
def test_what_is_not_finite_is_no_number(text: str) -> None:
    with pytest.raises(BadValue, match="must be a finite number"):
        value_of(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "a", "loss", "delta[1]", "depth", "nan", "inf", "1 <2", "True", "None", "1j", "'1'", "[1]", "(1,)", "1;2",
     "__import__('os')", "open(1)", "abs", "sqrt()", "sqrt(1, 2)", "1 if 1 else 2", "lambda: 1", "\u0661", "\uff11",
     "1e400", "1\n2", "\x00", "x := 1", "1%2", "5%", "1//2", "1x"],
)  # fmt: skip
def test_what_is_no_arithmetic_is_refused_with_examples(text: str) -> None:
    with pytest.raises(BadValue, match="must be a number such as"):
        value_of(text)


@pytest.mark.parametrize("text", ["9" * 10_000, "1+" * 5_000 + "1", "(" * 10_000, "-" * 201 + "1"])
def test_very_long_texts_are_refused_by_their_length(text: str) -> None:
    with pytest.raises(BadValue, match="of at most 200 characters"):
        value_of(text)


@given(st.text(max_size=LONGEST) | st.text(st.sampled_from("0123456789.,eE+-*/^() sqrtmaxin"), max_size=LONGEST))
def test_any_text_is_a_finite_number_or_a_refusal(text: str) -> None:
    with suppress(BadValue):
        assert math.isfinite(value_of(text))


@pytest.mark.parametrize("unit", ["-", "abs(", "(", "1-(", "2**"])
def test_the_deepest_nesting_that_fits_is_a_number_or_a_refusal(unit: str) -> None:
    depth = (LONGEST - 1) // (len(unit) + unit.count("("))
    with suppress(BadValue):
        assert math.isfinite(value_of(unit * depth + "1" + ")" * unit.count("(") * depth))

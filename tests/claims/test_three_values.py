"""Three-valued truth against a plain evaluator: Python's own syntax tree, one network at a time, None for unknown."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support.claims_by_hand import INF, NAN, frame, verdict

NUMBERS = st.sampled_from([0.0, 1.0, -1.0, 2.0, 0.5, -3.0, 1e-300, 1e300, INF, -INF, NAN])
LEAVES = st.sampled_from(["loss", "accuracy", "initial.loss", "delta[1]", "0", "1", "2", "0.5", "1e300"])
FUNCTIONS: dict[str, Callable[[float], float]] = {
    "abs": abs,
    "sqrt": math.sqrt,
    "ln": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "exp": math.exp,
}


def _larger(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(parts, st.sampled_from(["+", "-", "*", "/", "**"]), parts).map(lambda each: f"({' '.join(each)})"),
        st.tuples(st.sampled_from(sorted(FUNCTIONS)), parts).map(lambda each: f"{each[0]}({each[1]})"),
        st.tuples(st.sampled_from(["min", "max"]), parts, parts).map(lambda each: f"{each[0]}({each[1]}, {each[2]})"),
        parts.map(lambda each: f"-{each}" if not each.startswith("-") else each),
    )


QUANTITIES = st.recursive(LEAVES, _larger, max_leaves=5)
COMPARISONS = st.tuples(QUANTITIES, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), QUANTITIES).map(" ".join)
CLAIMS = st.recursive(
    COMPARISONS | st.just("diverged"),
    lambda parts: st.one_of(
        parts.map(lambda each: f"not ({each})"),
        st.tuples(parts, st.sampled_from(["and", "or"]), parts).map(lambda each: f"({each[0]}) {each[1]} ({each[2]})"),
    ),
    max_leaves=4,
)
Values = dict[str, float | None]


def number(node: ast.expr, values: Values) -> float | None:
    try:
        found = _number(node, values)
    except (ArithmeticError, ValueError, TypeError):  # TypeError: arithmetic with None
        return None
    return found if isinstance(found, float) and math.isfinite(found) else None


def _number(node: ast.expr, values: Values) -> float | None:
    match node:
        case ast.Constant(value):
            return float(value)  # type: ignore[arg-type]
        case ast.UnaryOp(ast.USub(), operand):
            return -number(operand, values)  # type: ignore[operator]
        case ast.BinOp(left, operator, right):
            a, b = number(left, values), number(right, values)
            match operator:
                case ast.Add():
                    return a + b  # type: ignore[operator]
                case ast.Sub():
                    return a - b  # type: ignore[operator]
                case ast.Mult():
                    return a * b  # type: ignore[operator]
                case ast.Div():
                    return a / b  # type: ignore[operator]
            return a**b  # type: ignore[operator,no-any-return]
        case ast.Call(ast.Name(name), arguments):
            given_numbers = [number(each, values) for each in arguments]
            if None in given_numbers:
                return None
            return float({**FUNCTIONS, "min": min, "max": max}[name](*given_numbers))  # type: ignore[operator]
    return values[ast.unparse(node)]


def truth(node: ast.expr, values: Values) -> bool | None:
    match node:
        case ast.BoolOp(operator, parts):
            found = {truth(part, values) for part in parts}
            decisive = isinstance(operator, ast.Or)
            return decisive if decisive in found else None if None in found else not decisive
        case ast.UnaryOp(ast.Not(), operand):
            denied = truth(operand, values)
            return None if denied is None else not denied
        case ast.Compare(left, [operator], [right]):
            a, b = number(left, values), number(right, values)
            if a is None or b is None:
                return None
            assume(a == b or not math.isclose(a, b, rel_tol=1e-9))  # where rounding decides, either is right
            return bool(eval(f"a {OPERATORS[type(operator)]} b"))
    return values["diverged"] == 1


OPERATORS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


@given(CLAIMS, st.tuples(*[NUMBERS] * 4), st.booleans())
def test_a_claim_holds_fails_or_is_undecided_as_a_plain_evaluator_says(
    text: str, numbers: tuple[float, ...], diverged: bool
) -> None:
    loss, accuracy, start, delta = numbers
    now = frame({"delta": [[delta] * 3]}, loss=[loss], accuracy=[accuracy], signal=[1.0], diverged=[diverged])
    then = frame(loss=[start], signal=[1.0], accuracy=[1.0], diverged=[False])
    known = {"loss": loss, "accuracy": accuracy, "delta[1]": delta}
    values: Values = {name: None if diverged else value for name, value in known.items()}
    values |= {"initial.loss": start, "diverged": float(diverged)}
    found = verdict(text, then, now)
    wanted = truth(ast.parse(text, mode="eval").body, values)
    np.testing.assert_array_equal(found.truth, [NAN if wanted is None else float(wanted)])
    assert np.isnan(found.margin[0]) == (wanted is None)

"""The arithmetic of claims: what each operator and function computes, and where it computes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.power,
}
REDUCE: dict[str, Callable[..., Any]] = {"min": np.min, "max": np.max, "median": np.median}
APPLY: dict[str, Callable[[Any], Any]] = {
    "abs": np.abs,
    "exp": np.exp,
    "ln": np.log,
    "log2": np.log2,
    "log10": np.log10,
    "sqrt": np.sqrt,
}
COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


def computed(function: Callable[..., Any], *operands: Numbers) -> Numbers:
    """The result where all operands are finite and it exists itself; nan elsewhere, though nan ** 0 may be 1 to NumPy.

    What is too large to be computed is nan, too, and so nothing can be compared with it, nor brought back from it.
    """
    made = np.asarray(function(*operands), float)
    finite = np.isfinite(made)
    for operand in operands:
        finite = finite & np.isfinite(operand)
    return np.where(finite, made, np.nan)


def reduced(function: str, columns: Numbers) -> Numbers:
    """(S,) the smallest, largest or middle of (S, k) numbers; nan where one of them does not exist."""
    return np.asarray(np.where(np.isfinite(columns).all(axis=-1), REDUCE[function](columns, axis=-1), np.nan))

"""The error function of whole arrays: rational approximations of Cody (1969), to the precision of float64.

W. J. Cody, Rational Chebyshev approximations for the error function, Mathematics of Computation 23 (1969). The
coefficients, highest power first, are those of his program ERF in SPECFUN.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Ratio = tuple[Sequence[float], Sequence[float]]

#: Where the three approximations meet.
CENTRE_END, TAIL_START = 0.46875, 4.0
#: Up to the first: erf(x) / x, by powers of x^2.
CENTRE: Ratio = (
    (1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3),
    (1.0, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3),
)
#: Between them: exp(x^2) erfc(x), by powers of x.
MIDDLE: Ratio = (
    (2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1,
     2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3,
     1.23033935479799725e3),
    (1.0, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
     3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3),
)  # fmt: skip
#: Beyond the second: x^2 (1 / sqrt(pi) - x exp(x^2) erfc(x)), by powers of 1 / x^2.
TAIL: Ratio = (
    (1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
     1.60837851487422766e-2, 6.58749161529837803e-4),
    (1.0, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2,
     2.33520497626869185e-3),
)  # fmt: skip
#: Beyond it erfc is 0, even in float64.
END = 27.3
#: The most bytes computed at once, so that they stay in the processor's cache.
CHUNK_BYTES = 65_536


def erf(x: Array) -> Array:
    """erf(x) as a new array; its relative error is as small for tiny x as for large."""
    return _in_parts(_erf, x)


def erfc(x: Array) -> Array:
    """erfc(x) = 1 - erf(x) as a new array, without the loss of digits that the difference has where it is small."""
    return _in_parts(_erfc, x)


def _in_parts(function: Callable[[Array], Array], x: Array) -> Array:
    parts = np.array_split(x.ravel(), 1 + x.nbytes // CHUNK_BYTES)
    return np.concatenate([function(part) for part in parts]).reshape(x.shape)


def _erf(x: Array) -> Array:
    far = np.abs(x) > CENTRE_END
    result = x * _ratio(CENTRE, np.square(x, where=~far, out=np.zeros_like(x)))
    outer = x[far]
    result[far] = np.copysign(1.0 - _complement(np.abs(outer)), outer)
    return result


def _erfc(x: Array) -> Array:
    far = np.abs(x) > CENTRE_END
    result = 1.0 - x * _ratio(CENTRE, np.square(x, where=~far, out=np.zeros_like(x)))
    outer = x[far]
    tail = _complement(np.abs(outer))
    result[far] = np.where(outer < 0.0, 2.0 - tail, tail)
    return result


def _complement(x: Array) -> Array:
    """erfc(x) for x > 0.46875."""
    x = np.minimum(x, END)
    result = _ratio(MIDDLE, np.minimum(x, TAIL_START))
    beyond = x > TAIL_START
    if beyond.any():
        result[beyond] = _tail(x[beyond])
    return result * np.exp(-x * x)


def _tail(x: Array) -> Array:
    """exp(x^2) erfc(x) for x > 4."""
    square = 1.0 / (x * x)
    return (1.0 / math.sqrt(math.pi) - square * _ratio(TAIL, square)) / x


def _ratio(ratio: Ratio, x: Array) -> Array:
    top, bottom = (_polynomial(coefficients, x) for coefficients in ratio)
    top /= bottom
    return top


def _polynomial(coefficients: Sequence[float], x: Array) -> Array:
    """Horner's scheme."""
    highest, second, *rest = coefficients
    result = highest * x
    result += second
    for coefficient in rest:
        result *= x
        result += coefficient
    return result

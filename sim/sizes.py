"""Root mean squares and finiteness of arrays; neither 1e-300 nor 1e300 is lost to under- or overflow of its square."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.frames import Numbers

#: Sums of squares between these have lost nothing that matters to underflow or overflow.
SAFE_SQUARES = {np.float64: (1e-280, 1e280), np.float32: (1e-25, 1e30)}


@np.errstate(all="ignore")
def rms(values: NDArray[Any]) -> Numbers:
    """The root mean square of each network's values, (S, ...) -> (S,), in float64."""
    flat = values.reshape(len(values), -1)
    squares = np.vecdot(flat, flat).astype(np.float64)
    result = np.sqrt(squares / flat.shape[1])
    low, high = SAFE_SQUARES[flat.dtype.type]
    safe = (squares > low) & (squares < high)
    if not safe.all():
        result[~safe] = _scaled_rms(flat[~safe])
    return np.asarray(result)


def _scaled_rms(flat: NDArray[Any]) -> Numbers:
    """The rms of each row of (S, n), divided by its largest |value| first; that value where it is 0 or not finite."""
    result: Numbers = np.abs([flat.max(axis=1), flat.min(axis=1)]).max(axis=0).astype(np.float64)
    rows = np.flatnonzero((result != 0) & np.isfinite(result))
    shares = flat[rows] / result[rows, None]
    result[rows] *= np.sqrt(np.square(shares, out=shares).mean(axis=1))
    return result


@np.errstate(all="ignore")
def all_finite(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether each network's values are all finite, (S, ...) -> (S,)."""
    flat = values.reshape(len(values), -1)
    finite = np.isfinite(np.vecdot(flat, flat))
    return np.asarray(finite if finite.all() else np.isfinite(flat).all(axis=1))

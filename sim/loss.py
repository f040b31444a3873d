"""Softmax cross-entropy with its gradient, and accuracy."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Labels = NDArray[np.int64]


def output_error(logits: Array, y: Labels, out: Array) -> None:
    """Write dloss/dlogits of the mean softmax cross-entropy, (softmax - one-hot) / B, into `out` (S, B, classes)."""
    # A short last axis is the slowest to sum over. It is a copy even where the numbers lie in the same order already.
    error = np.array(logits.transpose(2, 0, 1), order="C")
    error -= error.max(axis=0)
    np.exp(error, out=error)
    error /= error.sum(axis=0)
    error -= np.arange(len(error))[:, None, None] == y
    error /= logits.shape[1]
    np.copyto(out, error.transpose(1, 2, 0))


@np.errstate(all="ignore")
def cross_entropy(logits: Array, y: Labels) -> NDArray[np.float64]:
    """The mean softmax cross-entropy of each network, in nats: logits (S, B, classes), y (S, B) -> (S,)."""
    shifted = np.subtract(logits, logits.max(axis=2, keepdims=True), dtype=np.float64)
    losses = np.log(np.exp(shifted).sum(axis=2)) - shifted[_of_label(y)]
    return np.asarray(losses.mean(axis=1))


@np.errstate(all="ignore")
def accuracy(logits: Array, y: Labels) -> NDArray[np.float64]:
    """The share of examples whose largest output is the right one, (S,); nan where an output is not finite."""
    share = (logits.argmax(axis=2) == y).mean(axis=1)
    return np.where(np.isfinite(logits).all(axis=(1, 2)), share, np.nan)


def _of_label(y: Labels) -> tuple[Labels, Labels, Labels]:
    networks, examples = y.shape
    return np.arange(networks)[:, None], np.arange(examples)[None, :], y

"""The loss and the accuracy of outputs, by their definitions."""

import math

import numpy as np
import pytest

from sim.loss import accuracy, cross_entropy, output_error


def test_the_loss_is_minus_the_log_of_the_right_classs_softmax() -> None:
    logits = np.random.default_rng(0).standard_normal((2, 5, 3))
    y = np.array([[0, 1, 2, 1, 0], [2, 2, 0, 1, 1]])
    shares = [[[math.exp(v) / sum(map(math.exp, row)) for v in row] for row in rows] for rows in logits.tolist()]
    expected = [-sum(math.log(shares[s][b][y[s, b]]) for b in range(5)) / 5 for s in range(2)]
    assert cross_entropy(logits, y) == pytest.approx(expected, rel=1e-14)


def test_the_loss_of_a_network_that_says_nothing_is_the_log_of_the_classes() -> None:
    assert cross_entropy(np.zeros((1, 4, 7)), np.zeros((1, 4), int)) == pytest.approx([math.log(7)], rel=1e-15)


def test_the_loss_of_huge_outputs_is_their_difference() -> None:
    logits = np.array([[[1e300, -1e300, 0.0]]])
    assert cross_entropy(logits, np.array([[0]])) == [0.0]
    assert cross_entropy(logits, np.array([[2]])) == [1e300]


def test_accuracy_counts_the_examples_whose_largest_output_is_right() -> None:
    logits = np.array([[[1.0, 0.0], [0.0, 1.0], [2.0, 3.0], [5.0, 4.0]], [[0.0, np.nan]] * 4])
    found = accuracy(logits, np.array([[0, 1, 0, 0], [0, 0, 0, 0]]))
    assert found[0] == 0.75
    assert np.isnan(found[1])


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 4, 3), (5, 1, 3), (1, 1, 1), (4, 2, 10)])
def test_the_error_is_softmax_less_one_hot_and_the_outputs_stay_as_they_were(shape: tuple[int, int, int]) -> None:
    logits = np.random.default_rng(1).standard_normal(shape)
    y = np.zeros(shape[:2], int)
    kept, out = logits.copy(), np.empty(shape)
    output_error(logits, y, out)
    shares = np.exp(kept) / np.exp(kept).sum(axis=2, keepdims=True)
    np.testing.assert_allclose(out, (shares - np.eye(shape[2])[y]) / shape[1], atol=1e-15)
    np.testing.assert_array_equal(logits, kept)

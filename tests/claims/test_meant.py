"""What authors write who think of another language, and what they are told to write instead, at its place."""

from __future__ import annotations

import numpy as np
import pytest

from quizapp.claims import ClaimError, judge, parse_claim
from quizapp.claims.arithmetic import value_of
from quizapp.runs.observation import Observation
from sim import Experiment, run
from sim.registry import BadValue

NETS = {"a": Experiment(depth=3, width=4, samples=8, steps=2), "b": Experiment(depth=3, width=4, samples=8, steps=2)}


@pytest.mark.parametrize(
    ("claim", "at", "words"),
    [
        ("log(loss) < 1", "log", ("ln(x)", "log10(x)")),
        ("gradient[1] > 1", "gradient[1]", ("weight_gradient or bias_gradient",)),
        ("grads[1] > 1", "grads", ("weight_gradient or bias_gradient",)),
        ("inital.loss > 1", "inital", ("did you mean 'initial'?",)),
        ("start.loss > 1", "start", ("as in initial.loss",)),
        ("loss = 0.5", "=", ("write == for =",)),
        ("loss => 0.5", "=>", ("write >= for =>",)),
        ("loss =< 0.5", "=<", ("write <= for =<",)),
        ("loss <> 1", "<>", ("write != for <>",)),
        ("loss > 0.5 && diverged", "&&", ("write and for &&",)),
        ("loss > 0.5 & diverged", "&", ("write and for &",)),
        ("loss > 0.5 || diverged", "||", ("write or for ||",)),
        ("! diverged", "!", ("write not for !",)),
        ("accuracy > 90%", "90%", ("write 0.9 for 90%",)),
        ("accuracy > 12.5 %", "12.5", ("write 0.125 for 12.5 %",)),
        ("accuracy > 0,9", "0,9", ("write 0.9, with a point",)),
        ("loss^2 < 1", "^", ("write ** for ^",)),
        ("delta(1) < 1", "delta", ("square brackets", "delta[1]")),
        ("delta1 < 1", "delta1", ("delta[1]",)),
        ("mean(delta) < 1", "mean", ("max(signal)",)),
        ("acc > 0.9", "acc", ("write accuracy",)),
        ("error[1] < 1", "error", ("delta",)),
        ("loss <\u00a01", "\u00a0", ("U+00A0", "write a plain one")),
        ("frobnicate(loss) < 1", "frob", ("known are abs, min, max, ln, log2, log10, exp, sqrt, median",)),
    ],
)
def test_each_says_what_to_write_instead_at_its_place(claim: str, at: str, words: tuple[str, ...]) -> None:
    with pytest.raises(ClaimError) as caught:
        parse_claim(claim, NETS, "a")
    assert caught.value.column == claim.index(at)
    for each in words:
        assert each in caught.value.message


@pytest.mark.parametrize("claim", ["loss >= 0.5", "loss != 1 and not diverged", "loss == 1 or loss <= 2"])
def test_what_is_right_is_taken(claim: str) -> None:
    parse_claim(claim, NETS, "a")


@pytest.mark.parametrize(
    ("text", "number"), [("ln(2)", np.log(2)), ("exp(1)", np.e), ("log2(8)", 3.0), ("log10(1000)", 3.0)]
)
def test_logarithms_and_exp_work_in_keys(text: str, number: float) -> None:
    assert value_of(text) == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize(
    ("claim", "value"),
    [("ln(loss) < 9", np.log), ("exp(loss) < 99", np.exp), ("log2(loss) < 9", np.log2)],
)
def test_logarithms_and_exp_work_in_claims(claim: str, value: np.ufunc) -> None:
    seen = {"a": Observation("a", NETS["a"], tuple(run(NETS["a"])))}
    ((_, measured),) = judge(parse_claim(claim, NETS, "a"), seen, "a").measured
    np.testing.assert_allclose(measured, value(seen["a"].frames[-1].loss), rtol=1e-12)


@pytest.mark.parametrize(("text", "words"), [("50%", "write 0.5 for 50%"), ("log(2)", "write ln(x)")])
def test_a_number_says_what_to_write_too(text: str, words: str) -> None:
    with pytest.raises(BadValue, match=words.replace("(", "\\(").replace(")", "\\)")):
        value_of(text)

"""What residual networks and normalisations have, as decks write it: extended, varied, written back, refused."""

import pytest

from quizapp.deck.reader import DeckError, read_text
from quizapp.deck.writer import deck_as_yaml
from sim.registry import Named

DECK = """\
format: 1
title: Streams
experiments:
  res: {depth: 9, residual: true, branch_scale: SCALE, normalization: layer, affine: zero_gamma}
  post: {extends: res, normalization_position: post, affine: {name: learned, gamma: 0.5}}
questions:
  - id: grows
    type: true_false
    prompt: Does the stream grow at a scale of {n} / 10?
    vary: {n: [1, 20]}
    experiments:
      own: {extends: res, normalization: none, affine: none, branch_scale: "{n / 10}"}
    answer: true
    experiment: own
    claim: signal[-2] > signal[1]
"""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0.3", Named("constant", (("value", 0.3),))),
        ("1", Named("constant", (("value", 1.0),))),
        ("inverse_sqrt_depth", Named("inverse_sqrt_depth")),
        ("skip_init", Named("skip_init")),
        ("{name: learned, start: 0.1}", Named("learned", (("start", 0.1),))),
        ("learned(start=0.1)", Named("learned", (("start", 0.1),))),
    ],
)
def test_a_scale_is_a_number_or_a_name_and_is_inherited_varied_and_written_back(written: str, read: Named) -> None:
    deck = read_text(DECK.replace("SCALE", written))
    assert deck.experiments["res"].branch_scale == deck.experiments["post"].branch_scale == read
    assert str(deck.experiments["post"].affine) == "learned(gamma=0.5)"
    (question,) = deck.questions
    scales = {str(each.experiments["own"].branch_scale) for each in deck.variants(question)}
    assert scales == {"constant(value=0.1)", "constant(value=2)"}
    again = read_text(deck_as_yaml(deck))
    assert again.experiments == deck.experiments


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("-1", "must be from 0 to 1e"),
        ("'0.3'", "take it out of its quotes"),
        ("[1]", "must be a number or the branch scale's name"),
        ("1_0", "unknown branch scale"),
        ("inverse_sqrt", "did you mean 'inverse_sqrt_depth'"),
        ("{name: learned, value: 1}", "learned has no parameter 'value'; it takes start"),
    ],
)
def test_what_is_no_scale_is_refused_in_its_place(written: str, said: str) -> None:
    with pytest.raises(DeckError, match=r"4:4[0-9]|4:[5-9][0-9]") as caught:
        read_text(DECK.replace("SCALE", written))
    assert said in str(caught.value)

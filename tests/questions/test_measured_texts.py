"""`{measured}` in explanations and feedback: what it stands for, and what is refused where it stands."""

from __future__ import annotations

import re

import numpy as np
import pytest

from quizapp.deck.reader import DeckError, read_text
from quizapp.evidence.results import QuantityResult, watched_result
from quizapp.exchange import exporter
from quizapp.exchange.format import Exporter
from quizapp.play.attempt import attempt
from quizapp.play.certainty import Certainty
from quizapp.play.presenter import after_marking
from quizapp.questions.choices import ChoiceQuestion
from quizapp.questions.measured_texts import with_measured
from quizapp.runs.store import RunStore

DECK = """
format: 1
title: Factors
experiments:
  half: {depth: 4, width: 4, activation: identity, init: identity, gain: 0.5, task: signal, samples: 16, steps: 0}
  twice: {extends: half, gain: 2}
questions:
  - id: factors
    type: single
    prompt: What is left?
    choices:
      - {id: less, text: Less, correct: true, experiment: half, claim: "delta[1] / delta[-1] < 0.5", control: twice,
         if_chosen: "IF_CHOSEN"}
      - {id: more, text: More, correct: false, experiment: half, claim: "delta[1] / delta[-1] > 2", control: twice}
    explanation: "EXPLANATION"
"""


def deck(chosen: str = "Yes.", explanation: str = "So."):  # type: ignore[no-untyped-def]
    return read_text(DECK.replace("IF_CHOSEN", chosen).replace("EXPLANATION", explanation))


def shown(chosen: str, explanation: str, measured: bool = True) -> tuple[str | None, str]:
    made = deck(chosen, explanation)
    question = made.questions[0]
    tried = attempt(question, 0).pick("less").be(Certainty.HIGH).commit().mark({})
    store = RunStore()
    pieces = [each for _, each in question.evidence_by_option()] if measured else []
    found = {each: watched_result(made.experiments, each, store.ends) for each in pieces}
    page = after_marking(tried, {each: result for each, result in found.items() if result})
    return next(option.feedback for option in page.options if option.id == "less"), page.explanation


def test_the_numbers_are_those_of_the_run() -> None:
    said = "{measured} is left, {measured.control} there; {measured.fold}, {measured.percent}"
    feedback, explanation = shown(said, "In half {measured.less}, in twice {measured.more.control}.")
    assert feedback == "0.125 is left, 8 there; 8-fold, 12 %"
    assert explanation == "In half 0.125, in twice 8."


@pytest.mark.parametrize("form", ["", ".fold", ".percent"])
def test_a_step_that_never_comes_is_no_number_in_any_form(form: str) -> None:
    text = DECK.replace("steps: 0", "steps: 2").replace("delta[1] / delta[-1] < 0.5", "steps_until(loss < 1e-9) > 1")
    made = read_text(text.replace("IF_CHOSEN", f"It takes {{measured{form}}}.").replace("EXPLANATION", "So."))
    ((_, evidence), *_) = made.questions[0].evidence_by_option()
    result = watched_result(made.experiments, evidence, RunStore().ends)
    assert result is not None
    told = with_measured(made.questions[0], {evidence: result})
    assert isinstance(told, ChoiceQuestion)
    assert told.choices[0].if_chosen == "It takes never."


def test_what_is_not_measured_yet_is_left_open() -> None:
    assert shown("{measured} is left.", "So.", measured=False)[0] == "... is left."


@pytest.mark.parametrize(
    ("chosen", "explanation", "words"),
    [
        ("Yes.", "It is {measured}.", "say of which choice, as in {measured.less}"),
        ("Yes.", "It is {measured.les}.", "did you mean 'less'?"),
        ("Yes.", "It is {mesured.less}.", "did you mean {measured}?"),
        ("{measured.les}", "So.", "nothing called 'les' is measured"),
        ("{measured.less.more}", "So.", "too many parts"),
    ],
)
def test_an_unknown_name_is_refused_at_its_place(chosen: str, explanation: str, words: str) -> None:
    with pytest.raises(DeckError) as caught:
        deck(chosen, explanation)
    (problem,) = caught.value.problems
    assert words in problem.message
    assert problem.source.strip().startswith("if_chosen" if "Yes" not in chosen else "explanation")


def test_it_may_not_stand_in_what_is_asked() -> None:
    with pytest.raises(DeckError, match="known only after the run"):
        read_text(DECK.replace("What is left?", '"What is {measured}?"'))


def test_values_that_vary_and_measured_ones_stand_side_by_side() -> None:
    varied = DECK.replace("    prompt: What is left?", "    vary: {n: [3, 4]}\n    prompt: Of {n}, what is left?")
    question = read_text(varied.replace("EXPLANATION", "{measured.less} of {n}")).questions[0]
    assert question.explanation == "{measured.less} of 3"
    with pytest.raises(DeckError, match="call the value otherwise"):
        read_text(varied.replace("n: [3", "measured: [3"))


@pytest.mark.parametrize("format_", ["gift", "markdown", "moodle-xml", "html"])
def test_exports_have_the_median_written_in(format_: str) -> None:
    chosen: Exporter = exporter(format_)
    content = chosen.write(deck("{measured} is left.", "In all {measured.less.fold}."), lambda done, of: None).content
    assert re.search(rb"0\\?\.125 is left", content)
    assert b"In all 8-fold" in content
    assert b"measured}" not in content


def test_a_quantity_is_said_as_the_answer_is_marked_and_not_as_some_of_the_networks_have_it() -> None:
    net = "{depth: 2, width: 4, activation: identity, init: identity, task: signal, samples: 16, steps: 0}"
    question = read_text(f"""
format: 1
title: T
experiments:
  net: {net}
questions:
- {{id: q, type: numeric, prompt: How large is it?, experiment: net, answer: {{measure: "signal[1]", within: 10%}},
   if_right: Yes., if_wrong: No., explanation: "It is {{measured}}."}}
""").questions[0]
    ((_, evidence),) = question.evidence_by_option()
    judged = QuantityResult("signal[1]", np.full(20, 3.0))
    seen = QuantityResult("signal[1]", np.full(8, 1.0), judged)
    assert with_measured(question, {evidence: seen}).explanation == "It is 3."

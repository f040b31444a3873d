"""A mark never contradicts the run beside it: where deck and simulation disagree, nothing is scored."""

from __future__ import annotations

import io
import threading
from typing import Any

import numpy as np
import pytest

from quizapp.deck.reader import read_text
from quizapp.evidence.results import ClaimResult, judged_result
from quizapp.plain import play_plainly
from quizapp.play.certainty import Certainty
from quizapp.play.judging import judge_attempt, judge_question
from quizapp.play.presenter import after_marking
from quizapp.play.session import Session, start
from quizapp.questions.grading import Mark
from quizapp.runs.store import RunStore
from tests.support.decks.transcript import Terminal, transcript, words

HEAD = """
format: 1
title: T
experiments:
  half: {depth: 3, width: 2, samples: 8, activation: identity, init: identity, gain: 0.5, steps: 0, seeds: 2}
  double: {extends: half, gain: 2}
  drawn: {depth: 3, width: 4, samples: 8, steps: 0, seeds: 1, seed: SEED}
  other: {extends: drawn, gain: 9}
questions:
"""
FALSE_KEY = (
    HEAD.replace("SEED", "0")
    + """
- {id: q, type: multiple, prompt: P, shuffle: false, choices: [
    {id: a, text: It shrinks, correct: false, experiment: half, claim: 'signal[3] < signal[0]', control: double},
    {id: b, text: It grows, correct: true, experiment: double, claim: 'signal[3] > signal[0]', control: half}]}
- {id: r, type: true_false, prompt: It shrinks., answer: false, experiment: half, claim: 'signal[3] < signal[0]'}
"""
)


def answered(text: str, *picked: str) -> Session:
    session = start(read_text(text), 1)
    attempt = session.current
    for option in picked:
        attempt = attempt.pick(option)
    marked = attempt.be(Certainty.HIGH).commit().mark({})
    return session.with_current(marked)


def judged(session: Session) -> Session:
    found = judge_question(session.current.question, session.experiments, RunStore().ends)
    return session.judged(session.current.id, found.disputed)


def test_what_the_simulation_does_not_bear_out_is_not_scored() -> None:
    session = judged(answered(FALSE_KEY, "b"))
    attempt = session.current
    assert (attempt.marked, attempt.scored) == (True, False)
    assert (attempt.mark_of("a"), attempt.mark_of("b")) == (Mark.DISPUTED, Mark.RIGHT)
    assert session.scored == ()
    assert session.to_look_at_again() == ()
    assert [given for _, given, _ in session.calibration()] == [0, 0, 0]
    shown = after_marking(attempt)
    assert shown.verdict == "Not scored."
    assert "trust what was measured" in shown.credit_in_words
    assert "quizapp check" in shown.credit_in_words


def test_both_answers_to_a_statement_are_disputed_as_one_claim_decides_them() -> None:
    session = judged(answered(FALSE_KEY, "a").at(1).with_current(answered(FALSE_KEY, "a").attempts[1].pick("false")
                       .be(Certainty.LOW).commit().mark({})))  # fmt: skip
    assert {session.current.mark_of(option) for option in ("true", "false")} == {Mark.DISPUTED}


def test_a_sound_deck_is_scored_as_it_is() -> None:
    sound = FALSE_KEY.replace("correct: false", "correct: TRUE").replace("TRUE", "true")
    session = answered(sound, "a", "b")
    assert not session.current.scored, "nobody has looked yet"
    assert session.unjudged == (session.current,)
    assert after_marking(session.current).credit_in_words.endswith("still being checked on more networks")
    looked_at = judged(session).current
    assert looked_at.scored
    assert looked_at.grade == session.current.grade
    assert "checked" not in after_marking(looked_at).credit_in_words


def test_few_networks_do_not_overrule_the_many_on_which_a_claim_is_checked_and_both_are_told() -> None:
    """A claim that holds in most networks, on the one for which it does not."""
    claim = "signal[3] > 0.12"
    text = HEAD + f"- {{id: q, type: true_false, prompt: P, answer: true, experiment: drawn, claim: '{claim}'}}\n"
    seeds = [seed for seed in range(40) if not result(text, seed).verdict.count]
    assert 0 < len(seeds) <= 4, "the claim holds in at least nine of ten networks, and not in all"
    found = result(text, seeds[0])
    assert found.judged is not None
    assert found.judged.verdict.of == 20
    assert found.as_expected
    assert found.borne_out
    many = found.judged.verdict.count
    assert found.holds == f"holds in 0 of 1 network shown; in {many} of 20, which the mark goes by"


def result(text: str, seed: int) -> ClaimResult:
    deck = read_text(text.replace("SEED", str(seed)))
    (_, evidence), = deck.questions[0].evidence_by_option()  # fmt: skip
    found = judged_result(deck.experiments_for(deck.questions[0]), evidence, RunStore().ends)
    assert isinstance(found, ClaimResult)
    return found


def test_line_mode_says_so_with_the_marks_and_in_the_summary() -> None:
    page = words(transcript(read_text(FALSE_KEY), "2", "3", "", "n", "", "1", "3", "", "n", ""))
    assert "Not scored. The simulation does not bear out what this deck gives as right" in page
    assert "disputed" in page
    assert "T: no answer is scored; 2 not scored, as the simulation does not bear the deck out." in page
    assert "0 of 0" not in page


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_an_order_without_numbers_is_not_scored(value: float) -> None:
    deck = read_text(HEAD.replace("SEED", "0") + "- {id: o, type: order, prompt: P, order_by: 'signal[3]', items: ["
                     "{id: a, text: A, experiment: half}, {id: b, text: B, experiment: double}]}\n")  # fmt: skip
    session = start(deck, 1)
    attempt = session.current.give(("a", "b")).be(Certainty.LOW).commit()
    marked = attempt.mark({"a": np.array([1.0, 1.0]), "b": np.array([2.0, value])})
    assert not marked.scored
    assert marked.mark_of("b") is Mark.DISPUTED


class Watched(Terminal):
    """A terminal at which the networks are judged only once something was printed."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words, self.may_judge = words, threading.Event()

    def write(self, text: str) -> int:
        if self.words in text:
            self.may_judge.set()
        return super().write(text)


def test_line_mode_does_not_wait_for_the_judgement_at_a_terminal_and_says_what_came_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sink = Watched("observe> ")

    def once_it_may(*what: Any) -> Any:
        sink.may_judge.wait()
        return judge_attempt(*what)

    monkeypatch.setattr("quizapp.plain.question_in_play.judge_attempt", once_it_may)
    play_plainly([read_text(FALSE_KEY)], 0, io.StringIO("2\n3\n\nn\n\n"), sink)
    page = words(sink.getvalue())
    told, _, afterwards = page.partition("observe> ")
    assert "Not quite. Credit" in told or "Right. Credit" in told or "Not right. Credit" in told
    assert "still being checked on more networks" in told
    assert "Not scored. The simulation does not bear out" in afterwards
    assert "1 not scored" in afterwards

"""What play scores is what `check` passes, whatever a deck does with seeds, controls and what is nearly equal."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial

import numpy as np
import pytest

from quizapp.checking.claims import check_deck
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_text
from quizapp.evidence.results import ClaimResult, QuantityResult, watched_result
from quizapp.play.attempt import Attempt
from quizapp.play.certainty import Certainty
from quizapp.play.judging import judge_attempt, judge_question, measure
from quizapp.play.presenter import after_marking
from quizapp.play.session import Session, start
from quizapp.questions.answer_forms import Answer, Entered, Settings
from quizapp.questions.grading import Mark
from quizapp.runs import store as store_module
from quizapp.runs.background import Background
from quizapp.runs.pace import Pace, shown_at_normal_speed
from quizapp.runs.store import RunStore
from sim.experiment import Experiment
from sim.frames import Frame
from sim.training import Wanted, ends_only, run

#: The signal of a linear network with identity weights is multiplied by exactly the gain in each layer; what is drawn
#: differs from one network to the next.
HEAD = """
format: 1
title: T
experiments:
  half: {depth: 3, width: 2, samples: 8, activation: identity, init: identity, gain: 0.5, steps: 0, seeds: 2}
  double: {extends: half, gain: 2}
  also-half: {extends: half, gain: 0.5000001, seed: 9}
  zero: {extends: half, gain: 0}
  drawn: {depth: 3, width: 4, samples: 8, steps: 0, seeds: 1, seed: 23}
  wider: {extends: drawn, gain: 1.05, seeds: 64, seed: 5}
  wild: {extends: half, depth: 60, gain: 1000000, steps: 2}
questions:
"""
STATEMENT = "- {id: q, type: true_false, prompt: P, answer: ANSWER, experiment: EXPERIMENT, claim: 'CLAIM'CONTROL}\n"


def statement(answer: str, experiment: str, claim: str, control: str = "") -> str:
    text = STATEMENT.replace("ANSWER", answer).replace("EXPERIMENT", experiment).replace("CLAIM", claim)
    return text.replace("CONTROL", f", control: {control}" if control else "")


def order(*experiments: str, rest: str = "", by: str = "signal[3]") -> str:
    items = ", ".join(f"{{id: {name}, text: T {name}, experiment: {name}}}" for name in experiments)
    return f"- {{id: q, type: order, prompt: P, order_by: '{by}'{rest}, items: [{items}]}}\n"


def numeric(experiment: str, within: str, wrong: str = "99") -> str:
    return (
        f"- {{id: q, type: numeric, prompt: P, experiment: {experiment}, answer: {{measure: 'signal[3]', "
        f"within: {within}}}, misconceptions: [{{value: {wrong}, feedback: F}}]}}\n"
    )


def tune(start: float, solution: float, goal: str, experiment: str = "half") -> str:
    return (
        f"- {{id: q, type: tune, prompt: P, experiment: {experiment}, goal: '{goal}', solution: {{gain: {solution}}}, "
        f"knobs: {{gain: {{field: gain, min: 0, max: 4, start: {start}}}}}}}\n"
    )


QUESTIONS = {
    "holds": statement("true", "half", "signal[3] < signal[0]", "double"),
    "false key": statement("false", "half", "signal[3] < signal[0]"),
    "no contrast": statement("true", "half", "signal[3] < signal[0]", "also-half"),
    "undecided": statement("false", "zero", "signal[3] / signal[2] < 1"),
    "undecided on the control": statement("true", "half", "signal[3] / signal[2] < 1", "zero"),
    "one network in twenty": statement("true", "drawn", "signal[3] > 0.12"),
    "networks disagree": statement("true", "drawn", "signal[3] > 0.3"),
    "own name": statement("true", "half", "half.signal[3] < half.signal[0]", "double"),
    "an order": order("half", "double"),
    "an order largest first": order("half", "double", rest=", first: largest"),
    "nearly equal": order("half", "also-half"),
    "other seeds": order("drawn", "wider"),
    "other seeds far apart": order("drawn", "double", rest=", min_gap: 0.000001"),
    "by what does not exist": order("half", "zero", by="signal[3] / signal[2]"),
    "a number": numeric("half", "10%"),
    "a number that spreads": numeric("drawn", "10%"),
    "a number of 64": numeric("wider", "5"),
    "a right misconception": numeric("half", "10%", "0.06"),
    "a goal": tune(0.5, 1, "0.9 < signal[3] / signal[0] < 1.1"),
    "starts at the goal": tune(1, 1, "0.9 < signal[3] / signal[0] < 1.1"),
    "starts undecided": tune(0, 1, "signal[3] / signal[2] < 3"),
    "solution undecided": tune(4, 0, "not signal[3] / signal[2] > 3"),
    "solved by nothing": tune(0.5, 2, "0.9 < signal[3] / signal[0] < 1.1"),
    "starts diverged": tune(4, 0.001, "loss < 0.8", "wild"),
}


def judged(text: str) -> frozenset[str]:
    session = start(read_text(HEAD + text), 1)
    return judge_question(session.current.question, session.experiments, RunStore().ends).disputed


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_check_refuses_is_not_scored_and_what_it_passes_is(name: str) -> None:
    problems = check_deck(read_text(HEAD + QUESTIONS[name])).problems
    assert bool(judged(QUESTIONS[name])) is bool(problems), problems


@pytest.mark.parametrize("value", ["1", "2", "3"])
def test_of_a_question_that_varies_the_variant_that_was_drawn_is_judged(value: str) -> None:
    varies = (
        f"- {{id: q, type: true_false, prompt: P, vary: {{n: [{value}]}}, answer: true, experiment: net, "
        "experiments: {net: {extends: half, gain: '{n}'}}, claim: 'signal[3] > 4 * signal[0]'}\n"
    )
    problems = check_deck(read_text(HEAD + varies)).problems
    assert bool(judged(varies)) is bool(problems) is (value == "1")


def answered(deck: Deck, answer: Answer, store: RunStore) -> tuple[Session, Attempt]:
    """A question that was answered, marked and judged."""
    session = start(deck, 1)
    attempt = session.current.give(answer).be(Certainty.HIGH).commit()
    attempt = attempt if attempt.final else attempt.hand_in()
    session = session.with_current(attempt)
    session = session.with_current(attempt.mark(measure(session, attempt, store.ends)))
    found = judge_question(attempt.question, session.experiments, store.ends)
    return session.judged(attempt.id, found.disputed), session.judged(attempt.id, found.disputed).current


def median_of(experiment: Experiment, networks: int) -> float:
    """By the definition, of networks that were all run at once."""
    last = list(run(experiment.replace(seeds=networks), ends_only))[-1]
    return float(np.median(last.layers.signal[:, 2]))


@pytest.mark.parametrize("seed", range(12))
def test_an_order_is_marked_by_twenty_networks_however_few_are_watched_and_wherever_each_begins(seed: int) -> None:
    text = HEAD.replace("seed: 23", f"seed: {seed}").replace("gain: 1.05, seeds: 64", "gain: 1.3, seeds: 1")
    deck = read_text(text + order("drawn", "wider", rest=", min_gap: 0.000001"))
    drawn, wider = (median_of(deck.experiments[name], 20) for name in ("drawn", "wider"))
    right = ("drawn", "wider") if drawn < wider else ("wider", "drawn")
    _, attempt = answered(deck, right, RunStore())
    assert attempt.right
    _, attempt = answered(deck, right[::-1], RunStore())
    assert not attempt.right


@pytest.mark.parametrize(("experiment", "networks"), [("drawn", 20), ("wider", 64)])
def test_a_measured_key_is_that_of_check_and_not_of_the_one_network_that_is_watched(
    experiment: str, networks: int
) -> None:
    deck = read_text(HEAD + numeric(experiment, "0.0001"))
    key = median_of(deck.experiments[experiment], networks)
    _, attempt = answered(deck, Entered("n", key), RunStore())
    assert attempt.right
    assert attempt.grade is not None
    assert f"the median over {networks} networks" in attempt.grade.key
    _, attempt = answered(deck, Entered("n", median_of(deck.experiments[experiment], 1)), RunStore())
    assert not attempt.right


def test_both_numbers_are_told_where_few_networks_are_watched() -> None:
    deck = read_text(HEAD + numeric("drawn", "5"))
    session = start(deck, 1)
    (found,) = judge_question(session.current.question, session.experiments, RunStore().ends).results.values()
    assert isinstance(found, QuantityResult)
    one, many = median_of(deck.experiments["drawn"], 1), median_of(deck.experiments["drawn"], 20)
    assert float(found.median) == pytest.approx(one, rel=0.01)
    told = found.spread.removeprefix("in 1 network shown; ")
    assert float(told.removesuffix(" over 20, which the mark goes by")) == pytest.approx(many, rel=0.01)


def test_a_control_on_which_the_claim_comes_out_alike_is_disputed_and_said() -> None:
    session = start(read_text(HEAD + QUESTIONS["no contrast"]), 1)
    found = judge_question(session.current.question, session.experiments, RunStore().ends)
    (result,) = found.results.values()
    assert isinstance(result, ClaimResult)
    assert result.as_expected
    assert not result.borne_out
    assert result.on_control is not None
    assert result.on_control.endswith("holds in 2 of 2 shown; in 20 of 20, which the mark goes by, but must fail there")


def test_what_was_measured_on_a_control_is_called_by_the_name_of_the_control() -> None:
    (told,) = check_deck(read_text(HEAD + statement("true", "double", "double.signal[-1] > 1e-9", "half"))).problems
    assert "on half the claim holds in 20 of 20 networks (half.signal[3] = " in told.message


@pytest.mark.parametrize(("handed_in", "mark", "verdict", "scored"), [
    (1.0, Mark.RIGHT, "Right.", True),
    (4.0, Mark.WRONG, "Not right.", True),
    (0.0, Mark.UNDECIDED, "Not reached: undecided.", True),
])  # fmt: skip
def test_a_goal_that_is_undecided_is_said_to_be(handed_in: float, mark: Mark, verdict: str, scored: bool) -> None:
    deck = read_text(HEAD + tune(4, 1, "signal[3] / signal[2] < 3"))
    _, attempt = answered(deck, Settings((("gain", handed_in),)), RunStore())
    shown = after_marking(attempt)
    assert (attempt.mark_of("knobs"), shown.verdict, attempt.scored) == (mark, verdict, scored)
    undecided = "undecided in 20: signal[3] / signal[2] has no value there, such as 0/0 or after it diverged"
    assert (undecided in shown.options[0].said) is (handed_in == 0)


def test_an_undecided_start_is_refused_and_the_quantity_named_and_the_answer_is_not_scored() -> None:
    deck = read_text(HEAD + QUESTIONS["starts undecided"])
    (problem,) = check_deck(deck).problems
    assert "undecided in 20: signal[3] / signal[2] has no value there, such as 0/0" in problem.message
    _, attempt = answered(deck, Settings((("gain", 0.0),)), RunStore())
    assert after_marking(attempt).verdict == "Not scored."


@pytest.mark.parametrize("seed", [0, 5])
def test_what_is_said_of_the_networks_shown_is_of_those_that_are_watched(seed: int) -> None:
    trained = HEAD.replace("steps: 0, seeds: 2", "steps: 3, seeds: 4")
    trained = trained.replace("init: identity, gain", "init: {name: normal, std: 0.5}, gain")
    trained = re.sub(r"seeds: \d\d", "seeds: 4", trained)
    session = start(read_text(trained + statement("true", "half", "loss < double.loss + 9", "double")), seed)
    store = RunStore()
    (found,) = judge_attempt(session, session.current, store.ends).results.values()
    (evidence,) = judge_attempt(session, session.current, store.ends).results
    shown = watched_result(session.watched, evidence, store.ends)
    assert isinstance(found, ClaimResult)
    assert isinstance(shown, ClaimResult)
    assert found.verdict.typical == shown.verdict.typical
    assert session.watched["half"].seed == session.experiments["half"].seed + seed


@pytest.mark.parametrize("seed", [0, 1, 5, 12])
@pytest.mark.parametrize("first", ["watched", "judged"])
def test_watching_and_judging_a_question_runs_each_network_once(
    monkeypatch: pytest.MonkeyPatch, first: str, seed: int
) -> None:
    ran: Counter[tuple[float, int]] = Counter()

    def counted(experiment: Experiment, wanted: Wanted) -> Iterator[Frame]:
        ran.update((experiment.gain, experiment.seed + network) for network in range(experiment.seeds))
        return run(experiment, wanted)

    monkeypatch.setattr(store_module, "run", counted)
    trained = HEAD.replace("steps: 0, seeds: 2", "steps: 30, seeds: 8")
    session = start(read_text(trained + statement("true", "half", "loss < double.loss + 9", "double")), seed)
    store, seconds = RunStore(), itertools.count(0.0)

    def watch() -> None:
        for name in ("half", "double"):
            pace = Pace(30)
            for frame in store.run(session.watched[name], pace.wants):
                pace.wait(frame.step, seconds.__next__)

    def judge() -> None:
        background = Background(store, shown=shown_at_normal_speed)
        background.ask("q", partial(judge_attempt, session, session.current))
        background.wait("q", lambda *at: None)

    for act in (watch, judge) if first == "watched" else (judge, watch):
        act()
    assert set(ran.values()) == {1}
    assert len(ran) == 2 * 20


def test_check_and_play_judge_a_claim_on_all_networks_of_an_experiment_that_has_more_than_twenty() -> None:
    deck = read_text(HEAD + statement("true", "wider", "signal[3] > 0.01", "drawn"))
    (checked,) = check_deck(deck).claims
    session = start(deck, 1)
    (played,) = judge_question(session.current.question, session.experiments, RunStore().ends).results.values()
    assert isinstance(played, ClaimResult)
    assert played.judged is not None
    for result in (checked.judged, played.judged):
        assert result.control is not None
        assert (result.verdict.of, result.control.of) == (64, 20)
    assert played.holds == f"holds in {played.verdict.count} of 64 networks"
    (few,) = check_deck(deck, seeds=5).claims
    assert few.judged.verdict.of == 5

"""Knobs to be turned until a goal holds: what may be a knob, what is reached, and how much of its range reaches it."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from quizapp.checking.claims import check_deck
from quizapp.deck.model import Deck
from quizapp.deck.reader import DeckError, read_deck, read_text
from quizapp.evidence.probes import Values, experiments_for
from quizapp.questions.answer_forms import Settings, TurnKnobs
from quizapp.questions.grading import Mark
from quizapp.questions.knob_trials import STOPS
from quizapp.questions.question import Question
from quizapp.questions.types.tune import Tune
from sim import Experiment
from tests.support.probes import measure_probes

#: Identity weights in an identity network: the signal is multiplied by exactly the gain in each of 3 layers.
DECK = """\
format: 1
title: T
experiments:
  net: {depth: 3, width: 2, samples: 8, activation: identity, init: identity, gain: 0.5, steps: 0, seeds: 3, seed: 7}
  leaky: {extends: net, activation: {name: leaky_relu, slope: 0.1}, init: {name: normal, std: 0.1}}
questions:
- id: q
  type: tune
  prompt: Find the gain.
  experiment: net
  knobs:
    gain: {field: gain, min: 0.25, max: 4, scale: log, start: 0.5}
  goal: 0.5 < signal[3] / signal[0] < 2
  solution: {gain: 1}
  if_right: Yes.
  if_wrong: No.
"""
KNOB = "    gain: {field: gain, min: 0.25, max: 4, scale: log, start: 0.5}\n"
#: The cube of the gain is within a factor of 2 of 1 for gains within a factor of 2 ** (1/3).
EDGE = 2 ** (1 / 3)


def tune(old: str = "", new: str = "") -> Tune:
    assert old in DECK
    question = read_text(DECK.replace(old, new, 1) if old else DECK).questions[0]
    assert isinstance(question, Tune)
    return question


def message(old: str, new: str) -> str:
    with pytest.raises(DeckError) as caught:
        tune(old, new)
    (problem,) = caught.value.problems
    return problem.message


def knob(parts: str, solution: str, goal: str = "signal[1] < 9", experiment: str = "net") -> str:
    """What is said of a deck with another knob, solution and goal."""
    changed = DECK.replace(KNOB, f"    k: {{{parts}}}\n").replace("{gain: 1}", f"{{k: {solution}}}")
    changed = changed.replace("0.5 < signal[3] / signal[0] < 2", goal).replace(
        "experiment: net", f"experiment: {experiment}"
    )
    try:
        read_text(changed)
    except DeckError as error:
        return error.problems[0].message
    return "fine"


def at(gain: float) -> Settings:
    return Settings((("gain", gain),))


@pytest.mark.parametrize("gain", [0.25, 0.5, 0.78, 0.8, 1.0, 1.25, 1.27, 4.0])
def test_a_setting_is_right_exactly_where_the_goal_holds(gain: float) -> None:
    question = tune()
    networks = read_text(DECK).experiments
    probes = question.probes(at(gain), at(0.5))
    found = question.grade(at(gain), at(0.5), measure_probes(probes, networks))
    reached = 1 / EDGE < gain < EDGE
    assert (found.right, found.credit, found.marks["knobs"] is Mark.RIGHT) == (reached, float(reached), reached)
    assert found.feedback == {"knobs": "Yes." if reached else "No."}
    assert found.prediction_right is False
    assert found.key == "gain = 1"


def test_the_prediction_is_judged_beside_the_setting() -> None:
    ones, zeros = np.ones(8), np.zeros(8)
    question = tune()
    improved = question.grade(at(1), at(0.5), {"answer": ones, "prediction": zeros})
    assert (improved.right, improved.foreseen) == (True, False)
    assert "You predicted gain = 0.5, which misses it." in improved.said["knobs"]
    spoiled = question.grade(at(3), at(1), {"answer": zeros, "prediction": ones})
    assert (spoiled.right, spoiled.foreseen) == (False, True)
    kept = question.grade(at(1), at(1), {"answer": ones, "prediction": ones})
    assert "predicted" not in kept.said["knobs"]


@pytest.mark.parametrize(("holds", "of", "right"), [(20, 20, True), (18, 20, True), (17, 20, False), (7, 8, False)])
def test_a_goal_is_reached_where_it_holds_in_nine_of_ten_networks(holds: int, of: int, right: bool) -> None:
    values = np.array([1.0] * holds + [0.0] * (of - holds))
    found = tune().grade(at(1), at(1), {"answer": values, "prediction": values})
    assert found.right is right
    assert f"holds in {holds} of {of} networks that you had not seen" in found.said["knobs"]


def test_nothing_is_predicted_where_the_question_does_not_ask() -> None:
    question = tune("  if_right: Yes.", "  predict: false\n  if_right: Yes.")
    form = question.form()
    assert isinstance(form, TurnKnobs)
    assert form.predict is False
    found = question.grade(at(1), at(0.5), {"answer": np.ones(2), "prediction": np.zeros(2)})
    assert (found.prediction_right, found.foreseen) == (None, True)


def test_every_judgement_is_on_networks_that_learners_do_not_see() -> None:
    networks = read_text(DECK).experiments
    seen = set(range(7, 10))
    for probe in (*tune().probes(at(1), at(2)), *tune().fairness_probes()):
        for made in experiments_for(probe, networks).values():
            assert seen.isdisjoint(range(made.seed, made.seed + made.seeds))


def test_the_knobs_turn_what_is_watched() -> None:
    networks = {"net": Experiment(gain=0.5), "other": Experiment()}
    assert tune().experiments_for(at(2), networks) == {"net": Experiment(gain=2.0), "other": Experiment()}


def in_rounds(question: Question, deck: Deck, seeds: int) -> dict[str, Values]:
    """All that is measured to tell whether a question is fair."""
    measured: dict[str, Values] = {}
    while probes := question.fairness_probes(measured):
        assert measured.keys().isdisjoint(probe.id for probe in probes)
        measured |= measure_probes(probes, deck.experiments, seeds)
    return measured


def test_a_knob_is_tried_at_a_few_places_first_and_more_closely_only_where_it_matters() -> None:
    deck = read_text(DECK)
    question = deck.questions[0]
    coarse = [probe.id for probe in question.fairness_probes() if probe.few]
    assert coarse == [f"gain/{place}/few" for place in (0, 4, 8, 12, 16, 20, 24)]
    measured = in_rounds(question, deck, 2)
    tried = [name for name in measured if name.startswith("gain/")]
    assert len(tried) <= 12
    assert not any(name.count("/") == 1 for name in tried), "two networks that agree are enough"


def test_where_a_few_networks_disagree_all_decide() -> None:
    question = tune()
    first = {probe.id: np.zeros(5) for probe in question.fairness_probes()}
    torn = {**first, "gain/12/few": np.array([1.0, 1, 0, 1, 1])}
    asked = {probe.id: probe.few for probe in question.fairness_probes(torn)}
    assert asked == {"gain/12": False}
    closer = {probe.id: probe.few for probe in question.fairness_probes({**torn, "gain/12": np.ones(20)})}
    assert closer == {"gain/10/few": True, "gain/14/few": True}


def test_check_says_how_much_of_the_range_passes() -> None:
    """The gain goes from 1/4 to 4 in 24 equal factors of 4 ** (1/12), and passes while its cube is from 0.4 to 2.5."""
    deck = read_text(DECK.replace("0.5 < signal[3] / signal[0] < 2", "0.4 < signal[3] / signal[0] < 2.5"))
    question = deck.questions[0]
    start, solution, sweep = question.fairness_results(in_rounds(question, deck, 4))
    assert (start.problem, solution.problem, sweep.problem) == (None, None, None)
    places = [4 ** ((stop - 12) / 12) for stop in range(STOPS)]
    strip = "".join("#" if 0.4 < place**3 < 2.5 else "." for place in places)
    assert strip.count("#") == 5
    assert sweep.text == f"0.25 {strip} 4  20% of the range passes, 0.794 to 1.26"


def test_a_start_that_passes_and_a_solution_that_fails_are_problems(tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    path.write_text(DECK.replace("start: 0.5", "start: 1").replace("{gain: 1}", "{gain: 3}"))
    problems = check_deck(read_deck(path), 4).problems
    assert "; there the median of signal[3] / signal[0] is 1; move the start" in problems[0].message
    assert "; there the median of signal[3] / signal[0] is 27" in problems[1].message
    assert [(problem.line, problem.message.partition(";")[0]) for problem in problems] == [
        (12, "the goal holds in 4 of 4 networks at the start, and must fail there"),
        (14, "the goal holds in 0 of 4 networks at the solution, and must hold in at least 90%"),
    ]


def test_a_knob_of_few_whole_numbers_is_swept_over_each_of_them_once() -> None:
    text = DECK.replace(KNOB, "    d: {field: depth, min: 1, max: 4, start: 4}\n").replace("{gain: 1}", "{d: 1}")
    deck = read_text(text.replace("0.5 < signal[3] / signal[0] < 2", "signal[-1] / signal[0] > 0.2"))
    question = deck.questions[0]
    assert isinstance(question, Tune)
    *_, sweep = question.fairness_results(in_rounds(question, deck, 2))
    assert sweep.text == "1 ##.. 4  50% of the range passes, 1 to 2"


def test_knobs_that_make_a_network_diverge_at_an_end_are_swept_all_the_same() -> None:
    steps = "gain: 0.5, steps: 3, precision: float32,"
    text = DECK.replace("gain: 0.5, steps: 0,", steps).replace("max: 4", "max: 1000000")
    text = (
        text.replace("depth: 3", "depth: 9")
        .replace("signal[3]", "signal[9]")
        .replace("width: 2,", "width: 2, task: signal,")
    )
    deck = read_text(text)
    question = deck.questions[0]
    _, _, sweep = question.fairness_results(in_rounds(question, deck, 2))
    assert sweep.text.startswith("0.25 ")
    assert "." * 20 in sweep.text


@pytest.mark.parametrize(
    ("parts", "solution", "experiment"),
    [
        ("field: depth, min: 1, max: 9, start: 1", "2", "net"),
        ("field: width, min: 1, max: 64, start: 1, scale: log", "2", "net"),
        ("field: learning_rate, min: 0.001, max: 10, start: 1, scale: log", "0.1", "net"),
        ("field: init.std, min: 0, max: 10, start: 1", "0.1", "leaky"),
        ("field: init.mean, min: -1, max: 1, start: -1", "0", "leaky"),
        ("field: activation.slope, min: 0, max: 1, start: 1", "0.1", "leaky"),
        ("field: batch_size, min: 1, max: 8, start: 1", "4", "net"),
    ],
)
def test_any_number_of_an_experiment_can_be_a_knob(parts: str, solution: str, experiment: str) -> None:
    assert knob(parts, solution, experiment=experiment) == "fine"


@pytest.mark.parametrize(
    ("parts", "solution", "said"),
    [
        ("field: seed, min: 1, max: 9, start: 1", "2", "seed chooses the networks"),
        ("field: seeds, min: 1, max: 9, start: 1", "2", "seeds chooses the networks"),
        (
            "field: activation, min: 1, max: 9, start: 1",
            "2",
            "this experiment has no number 'activation'; it has depth",
        ),
        ("field: stdd, min: 1, max: 9, start: 1", "2", "this experiment has no number 'stdd'; it has depth"),
        ("field: init.std, min: 1, max: 9, start: 1", "2", "this experiment has no number 'init.std'; it has depth"),
        ("field: depth, min: 0, max: 9, start: 1", "2", "depth must be from 1 to 200, not 0"),
        ("field: depth, min: 1, max: 9, start: 1.5", "2", "depth is a whole number, not 1.5"),
        ("field: depth, min: 1, max: 9, start: 1", "2.5", "k must be a whole number, not 2.5"),
        ("field: depth, min: 1, max: 9, start: 1", "10", "k must lie on the knob, from 1 to 9"),
        ("field: depth, min: 9, max: 1, start: 1", "2", "max must be more than min, 9"),
        ("field: depth, min: 1, max: 9, start: 10", "2", "start must lie on the knob, from 1 to 9"),
        ("field: gain, min: 0, max: 9, start: 1, scale: log", "2", "a log scale begins above 0"),
        ("field: samples, min: 1, max: 4096, start: nan", "2", "start must be a number; it must be finite"),
        ("field: width, min: 1, max: 513, start: 1", "2", "width must be from 1 to 512, not 513"),
    ],
)
def test_a_knob_that_cannot_be_turned_is_refused(parts: str, solution: str, said: str) -> None:
    assert knob(parts, solution).startswith(said)


def test_the_goal_must_name_layers_that_every_depth_on_the_knob_has() -> None:
    depth = "field: depth, min: 2, max: 9, start: 2"
    assert knob(depth, "3", goal="signal[3] < 1") == "with depth = 2: net has 2 layers; 3 is not one of them"
    assert knob(depth, "3", goal="signal[-2] < 1") == "fine"
    assert knob(depth, "3", goal="leaky.signal[3] < signal[1]") == "fine"


def test_every_corner_of_the_knobs_must_be_a_network_that_can_run() -> None:
    wide = "    d: {field: depth, min: 1, max: 200, start: 1}\n    w: {field: width, min: 1, max: 512, start: 1}\n"
    changed = DECK.replace(KNOB, wide).replace("{gain: 1}", "{d: 1, w: 1}").replace("signal[3]", "signal[1]")
    with pytest.raises(DeckError, match="with depth = 200 and width = 512: this needs"):
        read_text(changed)


def test_two_knobs_cannot_turn_the_same_thing() -> None:
    assert message(KNOB, KNOB + KNOB.replace("gain:", "again:", 1)) == "gain turns gain already"


def test_the_solution_sets_every_knob_and_no_other() -> None:
    assert message("{gain: 1}", "{}") == "the solution must say where gain stands"
    assert message("{gain: 1}", "{gain: 1, std: 2}") == "there is no knob 'std'"


def test_a_knob_on_an_experiment_with_mistakes_is_not_a_second_mistake() -> None:
    assert message("gain: 0.5, steps", "gain: -1, steps").startswith("gain must be from 0")


def test_the_form_has_the_knobs_as_written() -> None:
    form = tune().form()
    (only,) = form.knobs
    assert (only.id, only.low, only.high, only.start, only.logarithmic, only.whole) == (
        "gain",
        0.25,
        4,
        0.5,
        True,
        False,
    )
    assert form.blank == at(0.5)
    assert math.isclose(only.at(0.5), 1)


def test_knobs_can_be_called_what_learners_read_beside_them() -> None:
    form = tune(KNOB, KNOB.replace("start: 0.5", "start: 0.5, text: Factor on the weights")).form()
    assert form.said(at(1)) == "Factor on the weights = 1"

"""What a check says that it will take: what is counted is what runs, each experiment once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from quizapp.checking.claims import judge_decks
from quizapp.checking.forecast import duration, work_of
from quizapp.commands.support.check_forecast import in_words
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_text
from quizapp.runs.batch import Ends, ends_of
from sim import costs
from sim.experiment import Experiment
from sim.speed import seconds_per_cost

TUNED = """format: 1
title: Tuned
experiments:
  one: {depth: 3, width: 4, samples: 8, steps: 3, init: xavier_normal}
  two: {extends: one, init: zeros}
questions:
- {id: dies, type: true_false, prompt: Dies?, answer: true, experiment: two, claim: "signal[2] < 1e-9", control: one}
- {id: dies-too, type: true_false, prompt: Dies?, answer: true, experiment: two, claim: "signal[1] < 1e-9"}
- {id: tune, type: tune, prompt: Turn., experiment: one, knobs: {gain: {field: gain, min: 0, max: 2, start: 0}},
   goal: "signal[2] > 0.3", solution: {gain: 1.5}}
"""


@pytest.fixture(scope="module")
def deck() -> Deck:
    return read_text(TUNED)


def test_each_experiment_is_counted_once_with_the_first_question_that_needs_it(deck: Deck) -> None:
    assert [work.question for work in work_of([deck])] == ["dies", "tune"]
    first = work_of([deck])[0]
    assert (first.experiments, first.networks, first.steps) == (2, 20, 3)
    assert in_words(first) == "2 experiments x 20 networks x 3 steps"


def test_what_is_known_already_is_left_out(deck: Deck) -> None:
    assert work_of([deck], known=lambda experiment: True) == []


def test_what_was_forecast_is_about_what_runs_of_claims_exactly(deck: Deck) -> None:
    ran: list[Experiment] = []

    def run(asked: Sequence[Experiment], networks: int | None) -> Mapping[Experiment, Ends]:
        return ends_of(asked, networks, ran=ran.append)

    judge_decks([deck], 20, run)
    forecast = sum(work.cost for work in work_of([deck], 20))
    assert sum(map(costs.whole_cost, ran)) == pytest.approx(forecast, rel=0.5)
    ran.clear()
    claims = deck.only(["dies", "dies-too"])
    judge_decks([claims], 20, run)
    assert sum(map(costs.whole_cost, ran)) == sum(work.cost for work in work_of([claims], 20))


def test_the_cost_of_a_run_is_that_of_its_start_and_of_each_step() -> None:
    experiment = Experiment(depth=3, steps=7)
    assert costs.whole_cost(experiment) == costs.first_cost(experiment) + 7 * costs.step_cost(experiment)
    assert costs.whole_cost(experiment.replace(seeds=4)) * 2 == costs.whole_cost(experiment)


def test_the_speed_is_measured_by_steps_and_is_that_of_a_machine() -> None:
    assert 1e-12 < seconds_per_cost(Experiment(depth=2, width=8, samples=16)) < 1e-6


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 s"), (8.2, "8 s"), (9.6, "10 s"), (43, "45 s"), (58, "1 min"), (89, "1.5 min"), (533, "9 min"),
     (5400, "1.5 h")],
)  # fmt: skip
def test_a_time_is_said_in_round_numbers(seconds: float, words: str) -> None:
    assert duration(seconds) == words

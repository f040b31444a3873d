"""Experiments that differ in their steps alone are the beginnings of one run, and give what they do by themselves."""

import pytest

from quizapp.runs.batch import ends_at, ends_of, moments_of
from sim import Experiment
from sim.sweep import first_and_last
from tests.support.runs import same

NETS = {
    "plain": Experiment(depth=4, width=6, samples=24, seeds=2, steps=30),
    "batches": Experiment(
        depth=3, width=6, samples=24, batch_size=7, optimizer="adam", warmup_steps=9, seeds=2, steps=30
    ),
    "diverges": Experiment(
        depth=5, width=8, samples=16, activation="identity", init="normal(std=5)", learning_rate=1e6, steps=30, seeds=2
    ),
}


@pytest.mark.parametrize("name", NETS)
def test_each_beginning_of_a_run_ends_as_a_run_of_its_own_does(name: str) -> None:
    asked = [NETS[name].replace(steps=steps) for steps in (0, 2, 11, 30)]
    found = ends_of(asked, 5)
    for experiment in asked:
        for start in range(0, 5, 2):
            seeds = min(2, 5 - start)
            alone = first_and_last(experiment.replace(seed=experiment.seed + start, seeds=seeds))
            for together, one in zip(found[experiment], alone, strict=True):
                assert together.loss[start : start + seeds].tolist() == pytest.approx(one.loss.tolist(), nan_ok=True)
    runs = moments_of(asked)
    assert list(runs) == [NETS[name]]
    for steps, ends in ends_at((NETS[name], runs[NETS[name]])).items():
        assert all(map(same, ends, first_and_last(NETS[name].replace(steps=steps))))


def test_experiments_that_differ_in_more_are_run_by_themselves() -> None:
    net = NETS["plain"]
    others = [net, net.replace(learning_rate=0.2), net.replace(seed=5, steps=10)]
    assert moments_of(others) == {others[0]: (30,), others[1]: (30,), others[2]: (10,)}

"""Experiments that differ in their steps alone are the beginnings of one run, and give what they do by themselves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.runs.batch import beginnings_of, ends_of, ends_of_beginnings
from quizapp.runs.store import RunStore
from sim import Asked, Experiment
from sim.asked import TRACED
from sim.sweep import first_and_last
from tests.support.examples import scaled
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
    runs = beginnings_of(asked)
    assert list(runs) == [NETS[name]]
    for each, ends in ends_of_beginnings((NETS[name], runs[NETS[name]])).items():
        assert all(map(same, ends, first_and_last(each)))


def test_experiments_that_differ_in_more_are_run_by_themselves() -> None:
    net = NETS["plain"]
    others = [net, net.replace(learning_rate=0.2), net.replace(seed=5, steps=10)]
    assert beginnings_of(others) == {each: (each,) for each in others}


ASKED = st.builds(
    Asked,
    moments=st.sets(st.integers(1, 35), max_size=3).map(sorted).map(tuple),
    traced=st.sets(st.sampled_from(TRACED)).map(lambda names: tuple(each for each in TRACED if each in names)),
    jacobian=st.booleans(),
)


@settings(max_examples=scaled(25), deadline=None)
@given(name=st.sampled_from(list(NETS)), asked=st.lists(st.tuples(ASKED, st.integers(0, 30)), min_size=1, max_size=4))
def test_whatever_else_is_asked_each_experiment_gets_what_it_asks_for_and_no_more(
    name: str, asked: list[tuple[Asked, int]]
) -> None:
    experiments = [NETS[name].replace(steps=steps, test_samples=8).asking(each) for each, steps in asked]
    found = ends_of(experiments, 2)
    assert len(beginnings_of(experiments)) == 1
    store = RunStore()
    for experiment in experiments:
        alone = first_and_last(experiment)
        assert [each.step for each in found[experiment]] == [each.step for each in alone]
        for one, other in zip(found[experiment], alone, strict=True):
            assert same(one, other)
        for one, other in zip(store.ends(experiment, 2), alone, strict=True):
            assert same(one, other)

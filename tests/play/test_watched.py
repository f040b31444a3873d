"""Which networks a learner watches: others for another seed, always of those that the marks go by."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quizapp.play.watched import shift, watched
from quizapp.questions.answer_forms import Option, PickOne, TurnKnobs
from quizapp.runs.batch import chunks_of, judged_on
from sim import Experiment

NET = Experiment(depth=2, width=4, samples=8, steps=0, seeds=8)
PICK = PickOne((Option("a", "A"), Option("b", "B")))
KNOBS = TurnKnobs((), False)
SEEDS = st.integers(0, 2**32 - 1)


def seeds_of(experiment: Experiment) -> list[int]:
    return [(experiment.seed + number) % 2**32 for number in range(experiment.seeds)]


@given(st.lists(st.integers(1, 64), min_size=1, max_size=3), SEEDS, SEEDS)
def test_what_is_watched_is_judged_and_all_experiments_of_a_question_begin_at_the_same_place(
    sizes: list[int], own_seed: int, seed: int
) -> None:
    networks = {str(number): NET.replace(seeds=size, seed=own_seed) for number, size in enumerate(sizes)}
    shown = watched(networks, shift(PICK, networks, seed))
    assert len({each.seed for each in shown.values()}) == 1
    for name, each in shown.items():
        judged = networks[name].replace(seeds=judged_on(networks[name]))
        assert set(seeds_of(each)) <= set(seeds_of(judged))
        assert each.seeds == networks[name].seeds


def test_eight_of_twenty_networks_are_thirteen_different_ones_and_the_authors_own_for_seed_0() -> None:
    starts = [watched({"a": NET}, shift(PICK, {"a": NET}, seed))["a"].seed for seed in range(26)]
    assert starts == [*range(13), *range(13)]


@given(st.integers(1, 30), st.integers(1, 1000))
def test_what_is_watched_of_a_tune_is_never_what_it_is_judged_on(size: int, seed: int) -> None:
    net = NET.replace(seeds=size)
    judged = net.replace(seed=net.seed + size, seeds=judged_on(net))
    shown = watched({"a": net}, shift(KNOBS, {"a": net}, seed))["a"]
    assert not set(seeds_of(shown)) & set(seeds_of(judged))


@given(st.integers(1, 30), st.integers(1, 64), st.integers(0, 80))
def test_the_parts_of_an_experiment_are_all_its_networks_in_order_and_one_is_what_is_watched(
    own: int, networks: int, begins: int
) -> None:
    net = NET.replace(seeds=own, seed=7)
    parts = chunks_of(net, networks, begins)
    assert [seed for part in parts for seed in seeds_of(part)] == list(range(7, 7 + networks))
    assert all(part.seeds <= own for part in parts)
    assert net.replace(seed=7 + begins) in parts or begins + own > networks

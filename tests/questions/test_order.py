"""Things to put in order: credit by concordant pairs, and gaps that hold in every network."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.deck.reader import DeckError, read_text
from quizapp.evidence.evidence import Evidence
from quizapp.questions.answer_forms import Option, PutInOrder
from quizapp.questions.grading import Grade, Mark
from quizapp.questions.types.order import Order

NAMES = "abcdefghi"
START = "format: 1\ntitle: T\nexperiments:\n" + "".join(f"  net-{name}: {{depth: 3}}\n" for name in NAMES)
VALUES = st.floats(-1e9, 1e9) | st.sampled_from([0.0, 1.0, math.inf, math.nan])


def order(count: int, rest: str = "") -> Order:
    items = "".join(
        f"  - {{id: {name}, text: Item {name}, experiment: net-{name}, feedback: About {name}.}}\n"
        for name in NAMES[:count]
    )
    text = (
        f"{START}questions:\n- id: q\n  type: order\n  prompt: Which?\n  order_by: 'signal[2]'\n{rest}  items:\n{items}"
    )
    question = read_text(text).questions[0]
    assert isinstance(question, Order)
    return question


def marked(question: Order, answer: str, values: list[float]) -> Grade:
    """The answer marked, where the item a has the first of the values, and so on, in each of three networks."""
    return question.grade(
        tuple(answer), None, {name: np.full(3, value) for name, value in zip(NAMES, values, strict=False)}
    )


def concordant(values: list[float]) -> Fraction:
    """The share of the pairs that do not fall, what is not a number being the largest; counted one by one."""
    sizes = [math.inf if math.isnan(value) else value for value in values]
    pairs = [(i, j) for i in range(len(sizes)) for j in range(len(sizes)) if i < j]
    return Fraction(sum(sizes[i] <= sizes[j] for i, j in pairs), len(pairs))


@given(st.lists(VALUES, min_size=2, max_size=9), st.randoms(use_true_random=False), st.booleans())
def test_the_credit_is_the_share_of_concordant_pairs(values: list[float], random: object, largest: bool) -> None:
    question = order(len(values), "  first: largest\n" if largest else "")
    answer = list(NAMES[: len(values)])
    random.shuffle(answer)  # type: ignore[attr-defined]
    given_order = [values[NAMES.index(name)] for name in answer]
    found = marked(question, "".join(answer), values)
    assert found.credit == pytest.approx(float(concordant(given_order[::-1] if largest else given_order)))
    assert 0 <= found.credit <= 1
    assert found.right == (found.credit == 1)
    assert found.disputed == {name for name, value in zip(NAMES, values, strict=False) if not math.isfinite(value)}
    assert found.disputed or found.right == all(mark is Mark.RIGHT for mark in found.marks.values())


def test_one_swap_of_neighbours_costs_one_pair_and_two_marks() -> None:
    found = marked(order(4), "abdc", [1, 2, 3, 4])
    assert found.credit == pytest.approx(5 / 6)
    assert found.marks == {"a": Mark.RIGHT, "b": Mark.RIGHT, "d": Mark.WRONG, "c": Mark.WRONG}
    assert marked(order(4), "dcba", [1, 2, 3, 4]).credit == 0


def test_an_item_says_what_was_measured_of_it_and_where_it_belongs() -> None:
    said = marked(order(3), "acb", [1, 2, 3]).said
    assert said == {"a": "Item a (1)", "c": "Item c (3; belongs in place 3)", "b": "Item b (2; belongs in place 2)"}


def test_equal_items_may_stand_either_way() -> None:
    for answer in ("abc", "acb"):
        found = marked(order(3), answer, [1, 2, 2])
        assert (found.credit, found.right, set(found.marks.values())) == (1, True, {Mark.RIGHT})


def test_what_diverged_is_the_largest() -> None:
    assert marked(order(3), "bca", [math.nan, 1, 2]).right
    assert marked(order(3, "  first: largest\n"), "acb", [math.nan, 1, 2]).right


def test_the_key_tells_the_order_with_its_numbers() -> None:
    assert marked(order(3), "abc", [0.3, 0.1, 0.2]).key == (
        "Item b (0.1) < Item c (0.2) < Item a (0.3), each the median over 3 networks"
    )
    assert marked(order(2, "  first: largest\n"), "ab", [1, 2]).key.startswith("Item b (2) > Item a (1), ")
    assert marked(order(2), "ab", [1, 2]).feedback == {"a": "About a.", "b": "About b."}


def test_the_form_says_by_what_and_which_end_comes_first() -> None:
    form = order(2, "  by: size\n  first: largest\n").form()
    assert form == PutInOrder((Option("a", "Item a"), Option("b", "Item b")), "size", largest_first=True)
    assert order(2).form().ends == ("smallest", "largest")


def test_each_item_has_a_scene_and_a_probe_with_the_quantity() -> None:
    question = order(3)
    assert question.evidence_by_option() == tuple(
        (name, Evidence(f"net-{name}", True, quantity="signal[2]", beside=(f"net-{one}", f"net-{two}")))
        for name, one, two in ("abc", "bac", "cab")
    )
    assert [(each.id, each.experiment, each.quantity) for each in question.probes((), ())] == [
        (name, f"net-{name}", "signal[2]") for name in "abc"
    ]
    assert question.fairness_probes() == question.probes((), ())


NETWORKS = st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=2, max_size=5)


@given(NETWORKS, st.sampled_from(["2x", "3x", "4", "1"]))
def test_neighbours_are_far_enough_apart_exactly_if_they_are_in_every_network(
    values: list[list[int]], gap: str
) -> None:
    question = order(len(values), f"  min_gap: {gap}\n")
    measured = {name: np.array(each, float) for name, each in zip(NAMES, values, strict=False)}
    ranked = sorted(values, key=lambda each: sorted(each)[1])
    by = int(gap.removesuffix("x"))
    fine = [
        all(m >= by * n and m > n if "x" in gap else m - n >= by for n, m in zip(less, more, strict=True))
        for less, more in itertools.pairwise(ranked)
    ]
    assert [finding.problem is None for finding in question.fairness_results(measured)] == fine


def test_a_problem_points_to_the_larger_of_two_that_are_too_close() -> None:
    first, second = order(3).fairness_results(
        {"a": np.full(4, 20.0), "b": np.full(4, 1.0), "c": np.array([1.1, 9, 9, 9])}
    )
    assert (first.label, first.path) == ("b < c", ("items", 2, "experiment"))
    assert str(first.problem).startswith("b and c are closer than 1.2x in 1 of 4 networks (typically 1 and 9)")
    assert (second.label, second.problem) == ("c < a", None)


@pytest.mark.parametrize(("rest", "path"), [("  min_gap: 2x\n", ("min_gap",)), ("", ("order_by",))])
def test_a_factor_between_numbers_below_0_is_a_problem_with_the_gap(rest: str, path: tuple[str, ...]) -> None:
    measured = {"a": np.array([-9.0, -8.0]), "b": np.array([-1.0, -1.0])}
    (finding,) = order(2, rest).fairness_results(measured)
    assert finding.path == path
    assert finding.problem == (
        "a is -9, and numbers below 0 are not a factor apart; give min_gap as a difference, as in `min_gap: 0.5`"
    )
    assert order(2, "  min_gap: 3\n").fairness_results(measured)[0].problem is None


def test_networks_that_all_diverged_are_not_apart() -> None:
    for gap in ("2x", "0.5"):
        question = order(2, f"  min_gap: {gap}\n")
        for value in (np.nan, np.inf, -np.inf):
            found = question.fairness_results({"a": np.full(2, value), "b": np.array([value, 1.0])})
            assert ["no value in 2 of 2" in str(found[0].problem), "no value in 1 of 2" in str(found[1].problem)] == [
                True
            ] * 2
            assert [each.path for each in found] == [("items", 0, "experiment"), ("items", 1, "experiment")]


def test_two_items_cannot_share_an_experiment() -> None:
    text = START + (
        "questions:\n- {id: q, type: order, prompt: P, order_by: loss, items: [{id: a, text: A, experiment: net-a},\n"
        "    {id: b, text: B, experiment: net-a}]}\n"
    )
    with pytest.raises(DeckError, match="a is measured on net-a too, and so the two would be equal"):
        read_text(text)


@pytest.mark.parametrize("order_by", ["depth", "2 * width", "3"])
def test_an_order_by_what_nobody_has_to_measure_is_refused(order_by: str) -> None:
    experiments = "  net-a: {depth: 3, width: 4}\n  net-b: {depth: 5, width: 6}\n"
    text = (
        f"format: 1\ntitle: T\nexperiments:\n{experiments}questions:\n"
        f"- {{id: q, type: order, prompt: P, order_by: {order_by}, items: [{{id: a, text: A, experiment: net-a}},\n"
        "  {id: b, text: B, experiment: net-b}]}\n"
    )
    with pytest.raises(DeckError, match="nothing in this is measured"):
        read_text(text)
    disguised = text.replace(f"order_by: {order_by}", f"order_by: {order_by} + 0 * loss")
    with pytest.raises(DeckError, match=r"this is always \d+, whatever is measured"):
        read_text(disguised)

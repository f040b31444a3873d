"""The decks that come with the program are right by their own measure: the simulation agrees with every answer."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from quizapp.checking.claims import SEEDS, check_deck
from quizapp.checking.report import Report
from quizapp.commands.new import QUESTION_TYPES as SCAFFOLDS
from quizapp.deck.model import Deck
from quizapp.evidence.evidence import Evidence
from quizapp.evidence.needs import compared_with
from quizapp.questions.choices import ChoiceQuestion, PickQuestion, Watched
from quizapp.questions.tolerances import Distance
from quizapp.questions.types import Question
from quizapp.questions.types.order import Order
from quizapp.questions.types.single import Single
from quizapp.questions.types.true_false import TrueFalse
from quizapp.questions.types.tune import Tune
from quizapp.runs.batch import Ends
from sim.experiment import Experiment
from tests.support.probes import measure_probes

pytestmark = pytest.mark.slow

OBJECTIVES = {
    *("I1", "I2", "I3"),
    *("S1", "S2", "S3", "S4"),
    *("V1", "V2", "V3", "V4", "V5", "V6"),
    *("E1", "E2", "E3", "E4"),
}
#: The width of the narrowest terminal that the program draws in with comfort, less a border and a mark.
COLUMNS = 72
SMALLEST_MARGIN = 0.2
OPERATOR = re.compile("<=|>=|==|!=|<|>")
SWAPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "!=", "!=": "=="}

Run = Callable[..., Mapping[Experiment, Ends]]


class Flipped(NamedTuple):
    """A deck of one question in which the author has one answer wrong: that of `question`, at the choice `option`.

    Of the other questions of its deck a test of their own says that they are right.
    """

    deck: Deck
    question: str
    option: str


def own(deck: Deck) -> list[Question]:
    """The questions that are written in a deck: what it takes from another one is looked at there."""
    return [question for question in deck.questions if question.id not in deck.included]


@pytest.fixture(scope="session")
def sampled(decks: list[Deck], first: Deck) -> list[Deck]:
    """The first deck as it is, and of the others one question of each type: to change each takes minutes."""
    return [deck if deck.name == first.name else deck.only(first_of_each_type(deck)) for deck in decks]


def first_of_each_type(deck: Deck) -> list[str]:
    found: dict[str, str] = {}
    for question in own(deck):
        found.setdefault(question.type, question.id)
    return list(found.values())


_reports: dict[Path, Report] = {}


def report_of(deck: Deck) -> Report:
    """What came of a bundled deck, checked once for all tests of this file that ask."""
    if deck.path not in _reports:
        _reports[deck.path] = check_deck(deck)
    return _reports[deck.path]


def pieces(deck: Deck) -> Iterator[tuple[str, Evidence]]:
    for question in deck.questions:
        for option, evidence in question.evidence_by_option():
            yield f"{question.id}/{option}", evidence


def asking(deck: Deck, question: Question) -> Deck:
    """The deck with nothing but this question, as it is and not as it was read."""
    other = deck.model_copy(update={"questions": (question,)})
    other._variants = {question.id: (question,)}
    return other


def first_variants(deck: Deck) -> Iterator[Question]:
    """The questions that are written in a deck, with their own experiments and the first values drawn."""
    return (deck.variants(question)[0] for question in own(deck))


def flips(deck: Deck) -> Iterator[Flipped]:
    for question in first_variants(deck):
        for option, other in flipped(question):
            yield Flipped(asking(deck, other), question.id, option)


def flipped(question: Question) -> Iterator[tuple[str, Question]]:
    if isinstance(question, TrueFalse):
        other = question.model_copy(update={"answer": not question.answer})
        yield from ((option, other) for option, _ in other.evidence_by_option())
    if isinstance(question, ChoiceQuestion):
        for choice in question.choices:
            other_choice = choice.model_copy(update={"correct": not choice.correct})
            choices = tuple(other_choice if each is choice else each for each in question.choices)
            yield choice.id, question.model_copy(update={"choices": choices})


def without_its_effect(watched: Watched) -> Watched | None:
    """What is watched, with the control in the place of the experiment."""
    return watched.model_copy(update={"experiment": watched.control}) if watched.control else None


def with_its_comparison_swapped(watched: Watched) -> Watched | None:
    """What is watched, with a claim that says the opposite."""
    if watched.claim is None:
        return None
    compared = OPERATOR.findall(watched.claim)
    opposite = OPERATOR.sub(lambda found: SWAPPED[found[0]], watched.claim)
    return watched.model_copy(update={"claim": opposite if len(compared) == 1 else f"not ({watched.claim})"})


def mutants(deck: Deck, change: Callable[[Watched], Watched | None]) -> Iterator[Flipped]:
    """The decks in which one claim was changed."""
    for question in first_variants(deck):
        for option, other in mutated(question, change):
            yield Flipped(asking(deck, other), question.id, option)


def mutated(question: Question, change: Callable[[Watched], Watched | None]) -> Iterator[tuple[str, Question]]:
    if isinstance(question, Watched) and not question.vary:
        other = change(question)
        if other is not None:
            yield question.evidence_by_option()[0][0], other
    if isinstance(question, ChoiceQuestion):
        for choice in question.choices:
            other = change(choice)
            if other is not None:
                choices = tuple(other if each is choice else each for each in question.choices)
                yield choice.id, question.model_copy(update={"choices": choices})


def lines(text: str) -> int:
    return len(textwrap.wrap(text, COLUMNS))


@pytest.mark.usefixtures("run_before")
def test_the_simulation_agrees_with_every_answer_and_every_control(decks: list[Deck]) -> None:
    for deck in decks:
        report = report_of(deck)
        assert report.claims
        assert [problem.message for problem in report.problems] == []


@pytest.mark.usefixtures("run_before")
def test_no_claim_and_no_control_is_close_to_its_threshold(decks: list[Deck]) -> None:
    for deck in decks:
        for claim in report_of(deck).claims:
            margins = [claim.margin, 1.0 if claim.control_margin is None else claim.control_margin]
            assert min(margins) >= SMALLEST_MARGIN, (claim.question, claim.option, margins)


@pytest.mark.usefixtures("run_before")
def test_each_wrong_answer_of_an_author_is_found_at_its_claim(sampled: list[Deck]) -> None:
    for mistaken in (flip for deck in sampled for flip in flips(deck)):
        report = check_deck(mistaken.deck)
        found = [(claim.question, claim.option) for claim in report.claims if claim.problems]
        assert found == [(mistaken.question, mistaken.option)]


@pytest.mark.usefixtures("run_before")
@pytest.mark.parametrize("change", [without_its_effect, with_its_comparison_swapped])
def test_no_claim_passes_without_its_effect_or_with_its_comparison_swapped(
    sampled: list[Deck], change: Callable[[Watched], Watched | None]
) -> None:
    tried = 0
    for deck in sampled:
        for mutant in mutants(deck, change):
            found = [(claim.question, claim.option) for claim in check_deck(mutant.deck).claims if claim.problems]
            assert found == [(mutant.question, mutant.option)]
            tried += 1
    assert tried > 40


@pytest.mark.usefixtures("run_before")
def test_a_wrong_answer_is_shown_at_the_line_of_the_claim(first: Deck) -> None:
    written = first.path.read_text(encoding="utf-8").splitlines()
    for mistaken in flips(first):
        for problem in check_deck(mistaken.deck).problems:
            assert "claim: " in written[problem.line - 1]


def test_every_objective_of_the_first_deck_is_met(first: Deck) -> None:
    met = {objective for question in first.questions for objective in question.objectives}
    assert met >= OBJECTIVES


def test_the_first_deck_has_fifteen_to_twenty_questions_of_every_kind_from_easy_to_hard(first: Deck) -> None:
    assert 15 <= len(first.questions) <= 20
    assert {question.type for question in first.questions} == set(SCAFFOLDS)
    difficulties = [question.difficulty or 0 for question in first.questions]
    assert difficulties == sorted(difficulties)
    assert difficulties[0] == 1


def test_the_first_question_asks_what_a_poor_initialisation_can_cause(first: Deck) -> None:
    question = first.questions[0]
    assert (question.id, question.type) == ("bad-init-problems", "multiple")
    assert isinstance(question, ChoiceQuestion)
    assert [(choice.id, choice.correct) for choice in question.choices] == [
        ("vanish", True),
        ("explode", True),
        ("alike", True),
        ("different", False),
    ]


def test_there_is_something_to_watch_for_every_choice(decks: list[Deck]) -> None:
    for question in (question for deck in decks for question in deck.questions):
        for option in question.form().options:
            assert question.evidence_for(option.id), (question.id, option.id)


def test_at_least_nine_in_ten_choices_have_a_claim_and_most_of_these_a_control(decks: list[Deck]) -> None:
    for deck in decks:
        every = [evidence for _, evidence in pieces(deck)]
        claimed = [evidence for evidence in every if evidence.claim]
        assert len(claimed) >= 0.9 * sum(evidence.quantity is None for evidence in every)
        assert sum(evidence.control is not None for evidence in claimed) > 0.5 * len(claimed)


def test_every_claim_is_also_put_into_words(decks: list[Deck]) -> None:
    for deck in decks:
        assert [name for name, evidence in pieces(deck) if evidence.claim and not evidence.says] == []


def test_every_experiment_of_a_deck_is_seen_by_learners(decks: list[Deck]) -> None:
    for deck in decks:
        options = [(question, option) for question in deck.questions for option in question.form().options]
        found = [(question, question.evidence_for(option.id)) for question, option in options]
        watched = [evidence for _, evidence in found if evidence]
        seen = {name for evidence in watched for name in (evidence.experiment, evidence.control, *evidence.also_on)}
        beside = [compared_with(deck.experiments_for(question), evidence) for question, evidence in found if evidence]
        seen |= {name for names in beside for name in names}
        seen |= {name for each in own(deck) if isinstance(each, Order) for item in each.items for name in item.also_on}
        seen |= {name for each in own(deck) if isinstance(each, Tune) for name in each.also_on}
        assert set(deck.experiments) - seen == set()


@pytest.mark.usefixtures("run_before")
def test_orders_would_hold_with_twice_the_gap_and_settings_with_a_nudge(decks: list[Deck]) -> None:
    for deck in decks:
        orders = deck.only(each.id for each in own(deck) if isinstance(each, Order))
        for finding in (each.finding for each in check_deck(with_twice_the_gap(orders)).findings):
            assert finding.problem is None
        for question in (each for each in own(deck) if isinstance(each, Tune)):
            nudged = [{name: value * by for name, value in question.solution.items()} for by in (0.98, 1.02)]
            for solution in nudged:
                other = question.model_copy(update={"solution": solution})
                probe = next(each for each in other.fairness_probes() if each.id == "solution")
                assert measure_probes([probe], deck.experiments_for(other), SEEDS)["solution"].mean() >= 0.9


def with_twice_the_gap(deck: Deck) -> Deck:
    other = deck.model_copy(update={"questions": tuple(map(wider, deck.questions))})
    other._variants = {each.id: tuple(map(wider, deck.variants(each))) for each in deck.questions}
    return other


def wider(question: Question) -> Question:
    """An order with twice the gap, or twice as far apart as powers where the gap is small: 1.2 becomes 1.44."""
    if not isinstance(question, Order) or (factor := question.min_gap.factor) is None:
        return question
    return question.model_copy(update={"min_gap": Distance(factor=min(2 * factor, factor**2))})


def test_there_is_a_word_for_having_chosen_and_for_having_left_each_choice(decks: list[Deck]) -> None:
    for question in (question for deck in decks for question in deck.questions):
        for option in question.form().options:
            if isinstance(question, PickQuestion):
                assert question.feedback(option.id, chosen=True), (question.id, option.id)
            if isinstance(question, ChoiceQuestion):
                assert question.feedback(option.id, chosen=False), (question.id, option.id)


def test_every_question_has_hints_an_explanation_and_something_to_read(decks: list[Deck]) -> None:
    for question in (question for deck in decks for question in deck.questions):
        assert 1 <= len(question.hints) <= 2
        assert question.explanation
        assert question.reading
        assert question.objectives


def test_prompts_choices_and_explanations_fit_a_small_terminal(decks: list[Deck]) -> None:
    for question in (variant for deck in decks for each in deck.questions for variant in deck.variants(each)):
        assert lines(question.prompt) <= 5, question.id
        assert lines(question.explanation or "") <= 8, question.id
        for option in question.form().options:
            assert len(option.text) < 100
            assert lines(option.text) <= 2


def test_the_right_choice_does_not_stand_out_as_the_longest(decks: list[Deck]) -> None:
    questions = [each for deck in decks for each in deck.questions if isinstance(each, Single)]
    longest = [max(question.form().options, key=lambda option: len(option.text)).id for question in questions]
    right = [name in question.right_answer() for name, question in zip(longest, questions, strict=True)]
    assert sum(right) <= 0.34 * len(questions)

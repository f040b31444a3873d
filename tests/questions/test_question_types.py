"""What each kind of question says about its form, its answer, its credit, its scenes and its feedback."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any, get_args

import pytest
import yaml

from quizapp.checking.claims import check_deck
from quizapp.deck.reader import DeckError, read_text
from quizapp.deck.writer import deck_as_yaml
from quizapp.evidence.evidence import Evidence
from quizapp.play.attempt import Attempt, attempt
from quizapp.play.certainty import Certainty
from quizapp.play.presenter import before_commit
from quizapp.questions.answer_forms import Form, Option, PickMany, PickOne, fits, shuffled
from quizapp.questions.choices import PickQuestion
from quizapp.questions.grading import Mark
from quizapp.questions.types import QUESTION_TYPES
from quizapp.record.content import content_hash
from quizapp.schema.deck_schema import deck_schema
from tests.support.decks.question_types import EXAMPLES, example_deck
from tests.support.probes import measure_probes

START = "format: 1\ntitle: T\nexperiments: {tiny: {depth: 3}, fair: {depth: 4}}\nquestions:\n"
CHOICE = {"text": "Text", "experiment": "tiny", "claim": "loss < 1", "control": "fair", "says": "Words"}
SHARED = {"id": "q", "prompt": "So?"}


def question(type_: str, **parts: object) -> Any:
    text = START + yaml.safe_dump([{**SHARED, "type": type_, **parts}])
    return read_text(text).questions[0]


def of_choices(type_: str, correct: str, **parts: object) -> Any:
    """A question whose choices a, b, ... are right where `correct` has a +."""
    choices = [{**CHOICE, "id": name, "correct": sign == "+"} for name, sign in zip("abcdefghi", correct, strict=False)]
    return question(type_, choices=choices, **parts)


def complaints(type_: str, **parts: object) -> list[str]:
    with pytest.raises(DeckError) as caught:
        question(type_, **parts)
    return [problem.message for problem in caught.value.problems]


def right_attempt(kind: str) -> Attempt:
    """The example of a kind, answered rightly and marked by the simulation."""
    deck = example_deck(kind)
    state = attempt(deck.questions[0], 0).give(EXAMPLES[kind][1]).be(Certainty.LOW).commit()
    state = state.hand_in() if state.tuning else state
    return state.mark(measure_probes(state.to_measure, deck.experiments_for(state.question)))


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_a_right_answer_of_every_kind_earns_all_and_is_marked_right(kind: str) -> None:
    state = right_attempt(kind)
    assert (state.credit, state.right, state.foreseen) == (1.0, True, True)
    assert state.grade is not None
    assert state.grade.key
    ids = {option.id for option in state.options}
    assert set(state.grade.marks) == ids
    assert set(state.grade.said) <= ids
    assert set(state.grade.feedback) <= ids
    assert set(state.grade.marks.values()) <= {Mark.RIGHT, Mark.RIGHTLY_LEFT}


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_every_kind_can_be_watched_option_by_option(kind: str) -> None:
    deck = example_deck(kind)
    question = deck.questions[0]
    ids = [option.id for option in question.form().options]
    assert len(ids) == len(set(ids)) >= 1
    assert any(question.evidence_for(each) for each in ids)
    for label, evidence in question.evidence_by_option():
        assert label in ids
        assert question.evidence_for(label) == evidence
        assert {evidence.experiment, evidence.control or evidence.experiment} <= set(deck.experiments_for(question))


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_every_probe_of_every_kind_names_an_experiment_and_can_be_measured(kind: str) -> None:
    deck = example_deck(kind)
    question, answer = deck.questions[0], EXAMPLES[kind][1]
    networks = deck.experiments_for(question)
    for probes in (question.probes(answer, answer), question.fairness_probes()):
        assert len({probe.id for probe in probes}) == len(probes)
        assert {probe.experiment for probe in probes} <= set(networks)
        assert set(measure_probes(probes, networks)) == {probe.id for probe in probes}
    assert set(question.experiments_for(answer, networks)) == set(networks)


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_check_finds_the_example_of_every_kind_fair(kind: str) -> None:
    report = check_deck(example_deck(kind), 2)
    assert report.problems == ()
    assert report.claims or report.findings


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_every_kind_has_a_form_that_takes_its_blank_and_its_right_answer(kind: str) -> None:
    form = example_deck(kind).questions[0].form()
    assert isinstance(form, get_args(Form))
    assert fits(form, form.blank)
    assert fits(form, EXAMPLES[kind][1])
    assert fits(shuffled(form, "seed"), EXAMPLES[kind][1])


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_every_front_end_has_an_adapter_for_the_form_of_every_kind(kind: str) -> None:
    from quizapp.plain.inputs.adapters import adapter_for
    from quizapp.ui.inputs.adapters import input_for, keys_for

    shown = before_commit(attempt(example_deck(kind).questions[0], 0))
    assert input_for(shown, "answer").id == "answer"
    assert keys_for(shown.form).endswith(".")
    assert adapter_for(shown.form, shown.answer).how.endswith(".")


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_every_field_of_every_kind_is_in_the_schema_with_its_help(kind: str) -> None:
    definition = deck_schema()["definitions"][QUESTION_TYPES[kind].__name__]
    assert set(definition["properties"]) == set(QUESTION_TYPES[kind].model_fields)
    for name, field in QUESTION_TYPES[kind].model_fields.items():
        assert field.description, name
        assert definition["properties"][name].get("description") or name == "type", name


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_every_kind_says_in_a_sentence_what_it_is(kind: str) -> None:
    assert (QUESTION_TYPES[kind].__doc__ or "").endswith(".")
    assert QUESTION_TYPES[kind].model_fields["type"].annotation is not str


def examples() -> list[PickQuestion]:
    return [
        of_choices("multiple", "+-+"),
        of_choices("single", "-+"),
        question("true_false", answer=False, experiment="tiny"),
    ]


def test_there_is_an_example_of_each_kind() -> None:
    assert sorted(EXAMPLES) == list(QUESTION_TYPES)
    assert {"multiple", "numeric", "order", "single", "true_false", "tune"} <= set(QUESTION_TYPES)


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.type)
def test_every_kind_of_picking_keeps_the_contract(example: PickQuestion) -> None:
    form = example.form()
    assert isinstance(form, PickOne | PickMany)
    ids = {option.id for option in form.options}
    assert example.right_answer() <= ids
    assert example.credit(example.right_answer()) == 1.0
    for size in range(len(ids) + 1):
        for answer in itertools.combinations(ids, size):
            assert 0.0 <= example.credit(frozenset(answer)) <= 1.0
    for label, evidence in example.evidence_by_option():
        assert example.evidence_for(label) == evidence
    assert all(example.feedback(each, chosen) is None for each in ids for chosen in (True, False))


@pytest.mark.parametrize("correct", ["+-", "++-", "+--", "++--", "+++-+", "--", "++", "+++++++++"])
def test_credit_of_multiple_is_the_formula_of_the_design(correct: str) -> None:
    example = of_choices("multiple", correct)
    right = {name for name, sign in zip("abcdefghi", correct, strict=False) if sign == "+"}
    wrong = set("abcdefghi"[: len(correct)]) - right
    for size in range(len(correct) + 1):
        for answer in map(set, itertools.combinations(right | wrong, size)):
            hit = Fraction(len(answer & right), len(right)) if right else Fraction(1)
            miss = Fraction(len(answer & wrong), len(wrong)) if wrong else Fraction(0)
            assert example.credit(frozenset(answer)) == pytest.approx(float(max(Fraction(0), hit - miss)))


def test_ticking_all_and_ticking_nothing_earn_nothing() -> None:
    example = of_choices("multiple", "+-+-")
    assert (example.credit(frozenset("abcd")), example.credit(frozenset())) == (0.0, 0.0)


def test_a_choices_scene_expects_what_the_choice_says() -> None:
    example = of_choices("single", "-+")
    assert example.evidence_for("a") == Evidence("tiny", False, "loss < 1", "fair", "Words")
    assert example.evidence_for("b") == Evidence("tiny", True, "loss < 1", "fair", "Words")
    assert [label for label, _ in example.evidence_by_option()] == ["a", "b"]


def test_a_choice_without_an_experiment_has_no_scene() -> None:
    example = question(
        "single", choices=[{"id": "a", "text": "A", "correct": True}, {"id": "b", "text": "B", "correct": False}]
    )
    assert example.evidence_for("a") is None
    assert example.evidence_by_option() == ()


def test_true_false_has_one_scene_for_both_options() -> None:
    example = question("true_false", answer=False, experiment="tiny", claim="loss < 1", if_right="Yes.", if_wrong="No.")
    assert example.form() == PickOne((Option("true", "True"), Option("false", "False")), fixed_order=True)
    assert example.evidence_for("true") == example.evidence_for("false") == Evidence("tiny", False, "loss < 1")
    assert example.evidence_by_option() == (("false", Evidence("tiny", False, "loss < 1")),)
    assert (example.feedback("true", True), example.feedback("false", True)) == ("No.", "Yes.")
    assert example.feedback("true", False) is None


def test_feedback_tells_the_chosen_from_the_left() -> None:
    choices = [{**CHOICE, "id": "a", "correct": True, "if_chosen": "Well.", "if_not_chosen": "Look."}]
    example = question("multiple", choices=[*choices, {**CHOICE, "id": "b", "correct": False}])
    assert (example.feedback("a", True), example.feedback("a", False)) == ("Well.", "Look.")


def test_choices_are_shuffled_unless_said_otherwise_and_statements_never() -> None:
    forms = [example.form() for example in examples()]
    assert [form.fixed_order for form in forms if isinstance(form, PickOne | PickMany)] == [False, False, True]
    assert of_choices("single", "+-", shuffle=False).form().fixed_order
    assert complaints("true_false", answer=True, shuffle=True)[0].startswith("unknown key 'shuffle'")


@pytest.mark.parametrize("correct", ["--", "++", "+-+"])
def test_single_wants_exactly_one_right_choice(correct: str) -> None:
    with pytest.raises(DeckError, match="exactly one choice"):
        of_choices("single", correct)


def test_a_claim_needs_an_experiment_and_a_control_needs_a_claim() -> None:
    assert complaints("true_false", answer=True, claim="loss < 1")[0].startswith("a claim needs an experiment")
    assert complaints("true_false", answer=True, experiment="tiny", control="fair")[0].startswith("a control needs")


def test_a_claim_is_read_against_its_control_too() -> None:
    parts = {"answer": True, "experiment": "fair", "control": "tiny", "claim": "delta[4] < 1"}
    assert complaints("true_false", **parts) == ["tiny has 3 layers; 4 is not one of them"]


@pytest.mark.parametrize(
    "url", ["http://a.org", "javascript:alert(1)", "https://", "https:///x", "https://a b", "//a.org"]
)
def test_only_https_addresses_are_taken(url: str) -> None:
    assert complaints("true_false", answer=True, reading=[{"title": "A", "url": url}])[0].startswith("a web address")


def test_a_list_has_a_limited_number_of_items() -> None:
    assert complaints("true_false", answer=True, hints=["x"] * 51) == ["hints must have at most 50 items, not 51"]


def test_a_difficulty_is_from_1_to_5() -> None:
    assert question("true_false", answer=True, difficulty=5).difficulty == 5
    assert complaints("true_false", answer=True, difficulty=6) == ["difficulty must be from 1 to 5, not 6"]


def test_an_isomorph_is_another_question_of_the_deck_and_it_is_the_same_question_with_and_without() -> None:
    first, second = ({"id": name, "type": "true_false", "prompt": "So.", "answer": True} for name in ("a", "b"))
    with_it = read_text(START + yaml.safe_dump([{**first, "isomorph": "b"}, second]))
    assert [each.isomorph for each in with_it.questions] == ["b", None]
    without = read_text(START + yaml.safe_dump([first, second]))
    assert content_hash(with_it, with_it.questions[0]) == content_hash(without, without.questions[0])
    assert "isomorph: b" in deck_as_yaml(with_it)
    assert read_text(deck_as_yaml(with_it)) == with_it

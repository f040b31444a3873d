"""What authors are warned of in how the parts of a deck fit together, and in what its claims prove."""

from __future__ import annotations

import re
from typing import Any

import pytest

from quizapp.checking.claims import check_deck
from quizapp.checking.lint import RULES, lint
from quizapp.deck.finder import bundled_decks
from quizapp.deck.reader import read_deck, read_text
from quizapp.questions.objectives import OBJECTIVES
from tests.support.linted import choice, codes, deck_of, example, prompt, statement


def unused(*questions: dict[str, Any]) -> list[str]:
    return [advice.problem.message[21:].split("'")[1] for advice in lint(deck_of(*questions)) if advice.code == "W301"]


def test_an_experiment_is_used_by_name_as_control_in_a_claim_or_to_extend() -> None:
    asked = {"id": "q", "type": "true_false", "prompt": "So.", "answer": True}
    assert unused(asked) == ["double"]
    assert unused({**asked, "experiment": "double"}) == []
    assert unused({**asked, "experiment": "half", "claim": "loss > 0", "control": "double"}) == []
    assert unused({**asked, "experiment": "half", "claim": "loss > double.loss"}) == []
    assert unused({**asked, "experiment": "half", "prompt": "double.loss"}) == ["double"]


def test_an_objective_must_be_one_of_the_curriculum() -> None:
    assert codes(statement("So.", objectives=["V1", "M4"])) == []
    assert unknown_objective("v1") == "unknown objective 'v1'; known are V1, V2, V3, V4, V5, V6"
    assert unknown_objective("Z1") == "unknown objective 'Z1'; there are 41 known ones"


def unknown_objective(name: str) -> str:
    (message,) = [each.problem.message for each in lint(statement("So.", objectives=[name])) if each.code == "W302"]
    return message


def test_every_objective_of_the_bundled_decks_is_known_and_each_is_a_sentence() -> None:
    named = {name for path in bundled_decks() for question in read_deck(path).questions for name in question.objectives}
    assert named <= set(OBJECTIVES)
    assert [text for text in OBJECTIVES.values() if not text.endswith(".")] == []


def test_a_claim_needs_a_control_wherever_it_stands() -> None:
    claim = {"experiment": "half", "claim": "loss > 0"}
    for deck in (statement("So.", **claim), prompt("So?", choices=[choice("A", True, **claim), choice("Not this")])):
        assert "W401" in [advice.code for advice in lint(deck)]
    deck = statement("So.", **claim, control="double")
    assert "W401" not in [advice.code for advice in lint(deck)]


@pytest.mark.parametrize(("threshold", "brittle"), [("0.13", ["half"]), ("0.14", []), ("8.4", []), ("7.5", ["double"])])
def test_a_claim_is_brittle_within_a_tenth_of_its_threshold(threshold: str, brittle: list[str]) -> None:
    """On `half` the ratio is 1/8: 4% under 0.13, and 11% under 0.14. On `double` it is 8: 6% over 7.5."""
    claim = f"signal[3] / signal[0] < {threshold}"
    deck = statement("So.", experiment="half", control="double", claim=claim)
    claims = check_deck(deck, seeds=2).claims
    found = [advice.problem.message for advice in lint(deck, claims) if advice.code == "W402"]
    assert [re.findall(r"on (\w+) the margin", message)[0] for message in found] == brittle


@pytest.mark.parametrize("code", ["W402", "W404", "W405", "W407"])
def test_the_examples_of_what_is_found_in_a_run_are_it_and_their_cures_are_not(code: str) -> None:
    for text, expected in ((RULES[code].before, True), (RULES[code].after, False)):
        deck = example(text)
        assert (code in [advice.code for advice in lint(deck, check_deck(deck, seeds=2).claims)]) is expected


def test_a_deck_without_networks_is_asked_for_claims_only_while_it_says_that_they_are_to_come() -> None:
    question = "{id: q, type: true_false, prompt: It shrinks., answer: true, if_wrong: Look.}"
    for head, expected in (("", []), ("simulation: none\n", []), ("simulation: todo\n", ["W403"])):
        deck = read_text(f"format: 1\ntitle: T\n{head}questions:\n  - {question}\n")
        assert [advice.code for advice in lint(deck)] == expected


def test_an_isomorph_of_another_objective_is_warned_of_where_both_have_objectives() -> None:
    asked = {"type": "true_false", "prompt": "So.", "answer": True, "if_wrong": "Look."}

    def found(own: list[str], other: list[str]) -> list[str]:
        pair = ({**asked, "id": "q", "isomorph": "r", "objectives": own}, {**asked, "id": "r", "objectives": other})
        return [advice.problem.message for advice in lint(deck_of(*pair)) if advice.code == "W305"]

    assert found(["V1"], ["V1", "E1"]) == found(["V1"], []) == found([], ["V1"]) == found([], []) == []
    (message,) = found(["V1"], ["E1", "E2"])
    assert message.startswith("r serves E1, E2 and this question V1, ")

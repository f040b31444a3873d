"""The table of objectives, and the bundled questions that serve them."""

from __future__ import annotations

from quizapp.deck.model import Deck
from quizapp.questions.objectives import OBJECTIVES


def served(decks: list[Deck]) -> dict[str, list[str]]:
    """The bundled questions by the ids of the objectives that they serve."""
    found: dict[str, list[str]] = {}
    for deck in decks:
        for question in deck.questions:
            for objective in question.objectives:
                found.setdefault(objective, []).append(f"{deck.name}/{question.id}")
    return found


def test_every_objective_that_a_bundled_question_names_exists(decks: list[Deck]) -> None:
    assert served(decks).keys() <= OBJECTIVES.keys()


def test_every_bundled_question_serves_an_objective(decks: list[Deck]) -> None:
    assert [question.id for deck in decks for question in deck.questions if not question.objectives] == []


def test_newcomers_get_six_gentle_questions_of_six_kinds(decks: list[Deck]) -> None:
    (steps,) = (deck for deck in decks if deck.name == "first-steps")
    assert len({question.type for question in steps.questions}) == len(steps.questions) == 6
    assert len(steps.included) == 6


def test_every_objective_is_served_by_a_bundled_question(decks: list[Deck]) -> None:
    assert [objective for objective in OBJECTIVES if objective not in served(decks)] == []

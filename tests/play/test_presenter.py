"""What a learner may see, as data: nothing of the key before the commit, everything after the marking."""

from __future__ import annotations

import json
from typing import Any

import pytest

from quizapp.deck.model import Deck
from quizapp.play.attempt import Attempt, SessionError, attempt
from quizapp.play.certainty import Certainty
from quizapp.play.presenter import after_marking, before_commit
from quizapp.questions.answer_forms import Answer
from quizapp.questions.question import Question
from quizapp.questions.types import QUESTION_TYPES
from tests.support.decks.question_types import EXAMPLES, OTHERWISE, example_deck
from tests.support.probes import measure_probes

#: The fields of any question that are for later, all of which say one word.
FOR_LATER = (
    "explanation: {0}, reading: [{{title: {0}, url: 'https://example.org/{0}'}}], tags: [{0}], hints: [one, {0}], "
)


def deck_of(kind: str, later: str, changes: tuple[tuple[str, str], ...] = ()) -> Deck:
    return example_deck(kind, FOR_LATER.format(later), changes)


def every_state(question: Question, seed: int, answer: Answer = None) -> list[Attempt]:
    """An attempt from its beginning up to its commit, a hint asked for; without an answer as far as that goes."""
    fresh = attempt(question, seed)
    sure = (fresh.give(answer) if answer else fresh).hint().be(Certainty.HIGH)
    committed = [sure.commit()] if sure.missing is None else []
    return [fresh, sure, *committed]


def as_json(state: Attempt) -> str:
    return json.dumps(before_commit(state).as_data(), allow_nan=False)


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_what_is_shown_before_the_commit_does_not_change_with_the_key(kind: str) -> None:
    deck, other = deck_of(kind, "before"), deck_of(kind, "after", OTHERWISE[kind])
    for seed in range(5):
        states = (every_state(each.questions[0], seed, EXAMPLES[kind][1]) for each in (deck, other))
        for one, two in zip(*states, strict=True):
            assert as_json(one) == as_json(two)


#: Names that lead to the key in a question of any type; none may be a key of the data.
SECRET = {"correct", "claim", "control", "says", "if_chosen", "if_not_chosen", "if_right", "if_wrong", "feedback",
          "solution", "goal", "value", "tolerance", "within", "misconceptions", "order_by", "explanation", "reading",
          "experiment", "marks", "mark", "right", "credit", "tags", "objectives"}  # fmt: skip


def keys_in(data: Any) -> set[str]:
    if isinstance(data, dict):
        return set(data).union(*map(keys_in, data.values()))
    return set().union(*map(keys_in, data)) if isinstance(data, list) else set()


def test_of_no_bundled_question_in_no_variant_is_anything_of_the_key_shown_before_the_commit(decks: list[Deck]) -> None:
    for question in (variant for deck in decks for each in deck.questions for variant in deck.variants(each)):
        for state in every_state(question, 0):
            shown = before_commit(state).as_data()
            assert keys_in(shown) & SECRET == set(), question.name
            written = json.dumps(shown, ensure_ascii=False)
            for text in later_texts(question):
                assert json.dumps(text, ensure_ascii=False)[1:-1] not in written, (question.name, text)


def later_texts(question: Question) -> set[str]:
    """Every text of a question of more than a word that is for later."""
    first = {question.id, question.type, question.prompt.strip(), *question.hints[:1]}
    first |= {text for option in question.form().options for text in (option.id, option.text)}
    return {text.strip() for text in texts_in(question.model_dump(exclude={"prompt", "experiments", "vary"}))
            if " " in text.strip() and not any(text.strip() in each for each in first)
            and not any(text.strip() == each.strip() for each in texts_in(before_form(question)))}  # fmt: skip


def before_form(question: Question) -> Any:
    return before_commit(attempt(question, 0)).as_data()


def texts_in(data: Any) -> set[str]:
    if isinstance(data, str):
        return {data}
    if isinstance(data, dict):
        return set().union(*map(texts_in, data.values()))
    return set().union(*map(texts_in, data)) if isinstance(data, list | tuple) else set()


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_after_the_marking_all_is_there_and_not_before(kind: str) -> None:
    deck = deck_of(kind, "because")
    state = attempt(deck.questions[0], 0).give(EXAMPLES[kind][1]).be(Certainty.LOW).commit()
    state = state.hand_in() if state.tuning else state
    with pytest.raises(SessionError, match="not marked yet"):
        after_marking(state)
    marked = state.mark(measure_probes(state.to_measure, deck.experiments_for(state.question)))
    shown = after_marking(marked).as_data()
    assert json.loads(json.dumps(shown, allow_nan=False)) == shown
    assert (shown["explanation"], shown["reading"]) == (
        "because",
        [{"title": "because", "url": "https://example.org/because"}],
    )
    assert (shown["right"], shown["verdict"], shown["credit"]) == (True, "Right.", 1)
    assert [option["id"] for option in shown["options"]] == [option.id for option in marked.options]

"""The words on screens: every one that can stand there has a line, and is found however it is spelled."""

from __future__ import annotations

import pytest

from quizapp.claims.meanings import MEASURES
from quizapp.questions.grading import Mark
from quizapp.text.terms import find, search, terms, terms_in
from quizapp.views import VIEWS
from sim.activations import ACTIVATIONS
from sim.diagnosis import RULES
from sim.initializers import INITIALIZERS
from sim.optimizers import OPTIMIZERS
from sim.tasks import TASKS

ON_SCREENS = [
    *MEASURES,
    *(view.title for view in VIEWS.values()),
    *RULES,
    *("diverged", "healthy", "uneven", "not learning"),
    *INITIALIZERS.names,
    *ACTIVATIONS.names,
    *OPTIMIZERS.names,
    *TASKS,
    *("control", "chance", "theory", "rms", "median", "fan-in", "logits", "edge of chaos", "log scale", "experiment"),
    *(Mark.UNDECIDED.value, Mark.DISPUTED.value),
]


@pytest.mark.parametrize("word", ON_SCREENS)
def test_every_word_on_a_screen_has_a_line(word: str) -> None:
    term = find(word)
    assert term is not None, f"give {word!r} a line in quizapp/text/terms.yaml"
    assert term.line.endswith((".", ")"))
    assert len(term.line) < 200


def test_no_two_terms_have_a_spelling_in_common() -> None:
    spellings = [spelling.lower() for term in terms() for spelling in dict.fromkeys(map(str.lower, term.spellings))]
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize(("typed", "meant"), [("delta", "error"), ("FAN_IN", "fan-in"), ("eror", "error")])
def test_a_word_is_found_however_it_is_spelled(typed: str, meant: str) -> None:
    assert search(typed)[0].name == meant


def test_words_are_found_in_a_sentence_the_longest_first() -> None:
    found = [
        term.name for term in terms_in("The weight gradient falls, and the rms of the errors, too; xerror does not.")
    ]
    assert found == ["weight gradient", "rms", "error"]

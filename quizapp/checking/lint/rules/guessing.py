"""Questions that are answered well without any knowledge."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from quizapp.checking.lint.rule import Finding, Rule, doubted
from quizapp.deck.model import Deck
from quizapp.questions.answer_forms import Form, Picked, PickMany, PickOne
from quizapp.questions.choices import PickQuestion
from quizapp.questions.types import Question

NAME = "guess-floor"
HIGHEST = 0.5
#: More options than this are not tried out in all combinations.
MOST = 9


def find(deck: Deck) -> Iterator[Finding]:
    """Questions that give more than half of the credit to random answers, or to ticking all or nothing."""
    for question in deck.questions:
        floor, how = guess_floor(question)
        if floor > HIGHEST:
            yield Finding(question.id, ("prompt",), f"{how} earns {floor:.0%} of the credit; {CURE}")


def guess_floor(question: Question) -> tuple[float, str]:
    """The credit that somebody can expect who knows nothing, and how."""
    form = question.form()
    answers = _answers(form)
    if not answers or not isinstance(question, PickQuestion):
        return 0.0, ""
    earned = [question.credit(answer) for answer in answers]
    floors = [(sum(earned) / len(earned), "guessing")]
    if isinstance(form, PickMany):
        floors += [(earned[0], "choosing nothing"), (earned[-1], "choosing everything")]
    return max(floors, key=lambda floor: floor[0])


def _answers(form: Form) -> list[Picked]:
    """Every answer that can be given, the one with the fewest options first; none for forms without options."""
    if not isinstance(form, PickOne | PickMany) or len(form.options) > MOST:
        return []
    names = [option.id for option in form.options]
    sizes = range(len(names) + 1) if isinstance(form, PickMany) else [1]
    return [frozenset(chosen) for size in sizes for chosen in itertools.combinations(names, size)]


CURE = "add choices that are of the other sort, and that a real learner would take for it"
RULES = (
    Rule(
        "W107",
        NAME,
        "Guessing earns more than half of the credit.",
        "The expected credit of random answers, or of ticking everything or nothing, is worked out by the very rule "
        "that marks the question. Where it is over 50% a good mark says little about what somebody knows. A question "
        "in which all choices are right is the usual case. Of knobs it is the share of their ranges on which the goal "
        "holds.",
        "{id: q, type: multiple, prompt: What do large weights enlarge?, choices: [\n"
        "  {id: signal, text: The signal, correct: true}, {id: error, text: The error, correct: true}]}",
        "{id: q, type: multiple, prompt: What do large weights enlarge?, choices: [\n"
        "  {id: signal, text: The signal, correct: true}, {id: error, text: The error, correct: true},\n"
        "  {id: width, text: The number of units, correct: false}]}",
        find,
        find_in_trial=doubted(NAME),
        source="Burton 2001, Quantifying the effects of chance in multiple choice and true/false tests.",
    ),
)

"""Whether an answer is right, where that takes no network: by the author's key, as in play."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from quizapp.play.attempt import Attempt
from quizapp.play.presenter import AfterMarking, after_marking
from quizapp.questions.answer_data import answer_from_data
from quizapp.questions.choices import PickQuestion


def given(attempt: Attempt, answer: Mapping[str, Any]) -> Attempt:
    """The attempt with this answer handed in; BadAnswer unless it is one."""
    open_to_all = replace(attempt, asks_certainty=False)
    committed = open_to_all.give(answer_from_data(attempt.form, answer)).commit()
    return committed if committed.final else committed.hand_in()


def marked_at_once(attempt: Attempt, answer: Mapping[str, Any]) -> AfterMarking | None:
    """What became of an answer, or None where networks have to run first."""
    handed_in = given(attempt, answer)
    return None if handed_in.to_measure else after_marking(handed_in.mark({}))


def options_right(attempt: Attempt) -> dict[str, bool]:
    """Of each option whether it should be picked, by the author's key; nothing where options are not picked."""
    if not isinstance(attempt.question, PickQuestion):
        return {}
    right = attempt.question.right_answer()
    return {option.id: option.id in right for option in attempt.form.options}

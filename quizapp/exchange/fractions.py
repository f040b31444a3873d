"""The shares of a mark that Moodle lets a choice be worth, in percent as its files write them.

A question of several choices is worth what our own marking gives: the share of the right choices that are ticked
less that of the wrong ones, and at least 0. With at most nine choices every such share is one that Moodle allows.
"""

from __future__ import annotations

from quizapp.exchange.format import CannotSay
from quizapp.questions.choices import ChoiceQuestion

#: `fraction_options` of Moodle's question bank.
ALLOWED = (
    1.0, 0.9, 0.8333333, 0.8, 0.75, 0.7, 0.6666667, 0.6, 0.5, 0.4, 0.3333333, 0.3, 0.25, 0.2, 0.1666667, 0.1428571,
    0.125, 0.1111111, 0.1, 0.05, 0.0,
)  # fmt: skip


def percent(share: float) -> str:
    """The allowed share that is nearest, as Moodle writes it: 100, 33.33333 or -50."""
    nearest = min(ALLOWED, key=lambda allowed: abs(allowed - abs(share)))
    return f"{'-' if share < 0 and nearest else ''}{100 * nearest:.5f}".rstrip("0").rstrip(".")


def of_choices(question: ChoiceQuestion) -> list[str]:
    """What each choice is worth where several may be right."""
    right = sum(choice.correct for choice in question.choices)
    wrong = len(question.choices) - right
    if not right:
        raise CannotSay("no choice is right, and this format needs one that is")
    return [percent(1 / right if choice.correct else -1 / wrong) for choice in question.choices]

"""What a facilitator may do next, as advice and never by itself.

Between about 30 and 70 % right, discussion helps most (Crouch and Mazur, 2001): below, too few can explain it to the
others; above, there is little left to discuss.
"""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.room.course.moves import Moves
from quizapp.room.course.phases import Phase
from quizapp.room.course.tally import Given, Tally


@dataclass(frozen=True)
class Thresholds:
    """The shares right between which a discussion is advised."""

    low: float = 0.3
    high: float = 0.7


BY_HAND = "Hands for several options say how many chose each, and not how many were right in all."
#: A wrong answer of fewer people is not spoken of.
FEW = 2


def advice(
    phase: Phase, now: Tally, moved: Moves | None, limits: Thresholds = Thresholds(), alone: bool = False
) -> str:
    """What the votes suggest, in a sentence; nothing where they suggest nothing.

    A question that is asked `alone` tests what was discussed before, and is not discussed itself.
    """
    if not now.answered:
        return "Nobody has answered yet." if phase.is_open else ""
    if now.share is None:
        by_hand = all(each.hands == each.count for each in now.given)
        return BY_HAND if by_hand else "The answers are not judged yet."
    so_far = f" of the {now.judged} answers judged so far" if now.judged < now.answered else ""
    right = f"{now.share:.0%} right{so_far}"
    if moved is not None and moved.compared and phase in (Phase.ROUND2_CLOSED, *_TOLD):
        return f"{right} now. {_gained(moved)}"
    if phase in (Phase.ROUND1_CLOSED, Phase.ROUND1):
        then = _then_alone(now.share, limits) if alone else _then(now.share, limits)
        return f"{right}{_mostly(now)}: {then}"
    return f"{right}{_mostly(now)}."


_TOLD = (Phase.REVEAL, Phase.SIMULATE, Phase.EXPLAIN)


def _then(share: float, limits: Thresholds) -> str:
    if share < limits.low:
        return "too few to convince the others; give a hint or explain, and let them vote again."
    if share > limits.high:
        return "most know it; v reveals at once, then explain shortly."
    return "let them discuss, and vote again."


def _then_alone(share: float, limits: Thresholds) -> str:
    if share > limits.high:
        return "most carried it over; space reveals, then explain shortly."
    return "many did not carry it over; space reveals, then explain what it has in common with the question before."


def _mostly(now: Tally) -> str:
    wrong = [each for each in now.given if each.right is False and each.count]
    most: Given | None = max(wrong, key=lambda each: each.count, default=None)
    all_wrong = now.judged - now.right
    if most is None or not FEW <= most.count <= all_wrong:  # hands for several options are counted, and not judged
        return ""
    return f", {most.count} of the {all_wrong} wrong chose {most.name}"


def _gained(moved: Moves) -> str:
    if moved.gain is None:
        return "All who voted twice were right before."
    share = f"{moved.gain:.0%}" if moved.gain >= 0 else f"minus {-moved.gain:.0%}"
    return f"Of those who voted twice {moved.before:.0%} were right before: {share} of what could be gained."

"""How certain somebody was and how often they were right, in the words of summary and results alike."""

from __future__ import annotations

from collections.abc import Iterable

#: Said where a setting was turned after it was predicted, and one of both was right and the other was not.
OF_PREDICTIONS = "Where a setting was turned, your certainty counts your prediction, not what you handed in."


def calibration_sentence(levels: Iterable[tuple[str, int, int]]) -> str:
    """How often a learner was right at each certainty: 'You were right in 1 of 3 when you said 67-80%.'

    Each level is its name, how many answers were given with it, and how many of these were right.
    """
    parts = [f"in {right} of {given} when you said {level}" for level, given, right in levels if given]
    told = " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
    return f"You were right {told}." if told else "How certain you were does not count yet."

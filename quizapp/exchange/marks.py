"""From what Moodle gives for each choice to which choices are right, and what of the marking is lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from quizapp.exchange.draft import LeftOut
from quizapp.exchange.fractions import percent

#: How far from the equal shares a share may be by being rounded.
ROUNDED = 0.01


def marked(
    single: bool, shares: Sequence[float], choices: Sequence[dict[str, Any]]
) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    """The question type, the choices marked right or wrong, and what is lost; shares are in percent."""
    right = [share >= 100 - ROUNDED if single else share > 0 for share in shares]
    if not any(right):
        raise LeftOut("none of its choices is right")
    several = single and sum(right) > 1
    losses = [*_several(several), *_weights(single, shares, right)]
    fields = {"choices": [{**choice, "correct": mark} for choice, mark in zip(choices, right, strict=True)]}
    return "single" if single and not several else "multiple", fields, tuple(losses)


def _several(several: bool) -> list[str]:
    return ["that one right choice is enough; here all of them must be ticked"] if several else []


def _weights(single: bool, shares: Sequence[float], right: Sequence[bool]) -> list[str]:
    """What is said where choices are worth something else than our marking gives for them."""
    count, wrong = sum(right), len(right) - sum(right)
    for share, mark in zip(shares, right, strict=True):
        usual = 100.0 if single else 100 / count
        ours = usual if mark else (0.0 if single else -100 / wrong)
        if abs(share - ours) > ROUNDED and not (not mark and share in (0.0, -100.0)):
            return [f"the weights of its choices ({', '.join(percent(each / 100) for each in shares)} percent)"]
    return []

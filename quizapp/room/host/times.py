"""The time of a vote as a facilitator types it."""

from __future__ import annotations

import re

MOST = 3600
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")


def about_time() -> str:
    """What may be typed."""
    return "Minutes, as in 2 or 1.5, or minutes and seconds, as in 1:30; nothing for no limit."


def seconds_of(typed: str) -> float | None:
    """The seconds that were typed, or None for no limit; ValueError if it is neither."""
    word = typed.strip()
    if not word:
        return None
    found = _CLOCK.fullmatch(word)
    seconds = int(found[1]) * 60 + int(found[2]) if found else _minutes(word) * 60
    if not 0 < seconds <= MOST:
        raise ValueError(f"{word} is not between 0 and an hour; write 2 for two minutes")
    return seconds


def _minutes(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        raise ValueError(f"{word[:20]!r} is no time; write 2, 1.5 or 1:30") from None


def problem_with_time(typed: str) -> str | None:
    """What is wrong with what was typed, as a sentence, or None."""
    try:
        seconds_of(typed)
    except ValueError as error:
        return f"{error}."
    return None

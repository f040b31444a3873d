"""What was typed, as options of a question: `2`, `b`, `1 3`, `1,3`, `ac`, `none`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_lowercase

from quizapp.forms import Answer, Option, PickMany
from quizapp.plain.console import NotUnderstood
from quizapp.session import Attempt, Certainty

NOTHING = ("none", "nothing", "0", "-")


def read_answer(line: str, attempt: Attempt) -> Answer:
    """The options that were picked, or NotUnderstood."""
    several = isinstance(attempt.form, PickMany)
    if several and line.lower() in NOTHING:
        return frozenset()
    picked = read_options(line, attempt.options)
    if not picked:
        raise NotUnderstood(f"Type {'one or more of' if several else 'one of'} {choices(attempt.options)}.")
    if len(picked) > 1 and not several:
        raise NotUnderstood(f"Only one can be right: type one of {choices(attempt.options)}.")
    return frozenset(option.id for option in picked)


def read_options(line: str, options: Sequence[Option]) -> list[Option]:
    """The options named by number or letter, each once and in the order typed; none for an empty line."""
    marks = [mark for word in re.split(r"[\s,;]+", line.lower()) for mark in word]
    return list(dict.fromkeys(_option(mark, options) for mark in marks))


def _option(mark: str, options: Sequence[Option]) -> Option:
    position = int(mark) - 1 if mark in "123456789" else ascii_lowercase.find(mark)
    if not 0 <= position < len(options):
        raise NotUnderstood(f"There is no choice {mark!r} here; there are {choices(options)}.")
    return options[position]


def choices(options: Sequence[Option]) -> str:
    """How the options can be typed: '1 to 4 (or a to d)'."""
    return f"1 to {len(options)} (or a to {ascii_lowercase[len(options) - 1]})"


def read_certainty(line: str) -> Certainty:
    """The certainty that was typed, as 1 to 3 or as it is written."""
    levels = list(Certainty)
    for number, level in enumerate(levels, start=1):
        if line.replace(" ", "") in (str(number), level.value):
            return level
    raise NotUnderstood(f"Type 1 for {levels[0].value}, 2 for {levels[1].value} or 3 for {levels[2].value}.")

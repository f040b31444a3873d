"""Picking, line by line: `2`, `b`, `1 3`, `1,3`, `ac`, `none`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from quizapp.deck.layout import with_note
from quizapp.plain.console import NotUnderstood
from quizapp.play.presenter import AfterMarking, MarkedOption
from quizapp.questions.answer_forms import Answer, Option, PickMany, PickOne
from quizapp.text.run_report import Page

NOTHING = ("none", "nothing", "0", "-")


@dataclass(frozen=True)
class Choices:
    """One or several of numbered choices."""

    form: PickOne | PickMany

    @property
    def several(self) -> bool:
        """Whether any number may be picked."""
        return isinstance(self.form, PickMany)

    @property
    def how(self) -> str:
        """What to type."""
        if self.several:
            return f"Type every one that is right, as in 1 2, or none: {choices(self.form.options)}."
        return f"Type one of {choices(self.form.options)}."

    def listed(self, page: Page) -> str:
        """The choices with their numbers."""
        return numbered(self.form.options, page)

    def read(self, line: str) -> Answer:
        """The ids of those picked."""
        if self.several and line.lower() in NOTHING:
            return frozenset()
        picked = read_options(line, self.form.options)
        if not picked:
            raise NotUnderstood(f"Type {'one or more of' if self.several else 'one of'} {choices(self.form.options)}.")
        if len(picked) > 1 and not self.several:
            raise NotUnderstood(f"Only one can be right: type one of {choices(self.form.options)}.")
        return frozenset(option.id for option in picked)

    def understood(self, answer: Answer, page: Page) -> str:
        """Nothing: the numbers say it."""
        return ""

    def said(self, answer: Answer) -> str:
        """The numbers of those picked: '1 and 3'."""
        assert isinstance(answer, frozenset)
        numbers = [str(n) for n, option in enumerate(self.form.options, start=1) if option.id in answer]
        return " and ".join(numbers) or "none of them"

    def marked(self, shown: AfterMarking, page: Page) -> list[str]:
        """Each choice with its number and its mark, which says whether it was picked."""
        return [page.wrapped(each.text, "   ", f"{each.number}. {each.mark.value}: ") for each in shown.options]

    def heading(self, shown: AfterMarking, option: MarkedOption, page: Page) -> str:
        """The choice, whether it was picked, and its mark."""
        said = "you picked it" if option.picked else "you left it"
        return page.wrapped(with_note(option.text, f"{said}: {option.mark.value}"), "  ", f"Choice {option.number}: ")


def numbered(options: Sequence[Option], page: Page) -> str:
    """Options below one another, each with its number."""
    return "\n".join(page.wrapped(option.text, "   ", f"{n}. ") for n, option in enumerate(options, start=1))


def read_options(line: str, options: Sequence[Option], noun: str = "choice") -> list[Option]:
    """The options named by number or letter, each once and in the order typed; none for an empty line."""
    return list(dict.fromkeys(named_options(line, options, noun)))


def named_options(line: str, options: Sequence[Option], noun: str = "choice") -> list[Option]:
    """The options named by number or letter, as often as they are."""
    marks = [mark for word in re.split(r"[\s,;]+", line.lower()) for mark in word]
    return [_option(mark, options, noun) for mark in marks]


def _option(mark: str, options: Sequence[Option], noun: str) -> Option:
    position = int(mark) - 1 if mark in "123456789" else ascii_lowercase.find(mark)
    if not 0 <= position < len(options):
        raise NotUnderstood(f"There is no {noun} {mark!r} here; there are {choices(options)}.")
    return options[position]


def choices(options: Sequence[Option]) -> str:
    """How the options can be typed: '1 to 4 (or a to d)'."""
    return f"1 to {len(options)} (or a to {ascii_lowercase[len(options) - 1]})"

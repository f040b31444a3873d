"""Putting in order, line by line: the numbers of the items in the order wanted, `3 1 2`, `312` or `cab`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.deck.layout import with_note
from quizapp.plain.console import NotUnderstood
from quizapp.plain.inputs.choices import choices, named_options, numbered
from quizapp.play.presenter import AfterMarking, MarkedOption
from quizapp.questions.answer_forms import Answer, Option, PutInOrder
from quizapp.text.run_report import Page


@dataclass(frozen=True)
class Ordering:
    """Numbered items to be put in order; an item keeps its number whatever its place."""

    form: PutInOrder

    @property
    def how(self) -> str:
        """What to type, and which end comes first."""
        return (
            f"Put them in order by {self.form.by}, the {self.form.ends[0]} first: type all the numbers, "
            f"{choices(self.form.options)}, in that order, as in {self._example}."
        )

    @property
    def _example(self) -> str:
        numbers = [str(n) for n, _ in enumerate(self.form.options, start=1)]
        return " ".join([numbers[-1], *numbers[:-1]])

    def listed(self, page: Page) -> str:
        """The items with their numbers."""
        return numbered(self.form.options, page)

    def read(self, line: str) -> Answer:
        """The ids in order, if each item is there once."""
        named = named_options(line, self.form.options, "item")
        missing = [option for option in self.form.options if option not in named]
        repeated = [option for option in self.form.options if named.count(option) > 1]
        if missing or repeated:
            said = f"{self._told(repeated, 'there more than once')}{self._told(missing, 'missing')}" if named else ""
            raise NotUnderstood(f"{said}Type every number once, as in {self._example}.")
        return tuple(option.id for option in named)

    def _told(self, options: Sequence[Option], what: str) -> str:
        if not options:
            return ""
        numbers = " and ".join(str(self.number(option.id)) for option in options)
        return f"{numbers} {'is' if len(options) == 1 else 'are'} {what}. "

    def number(self, option_id: str) -> int:
        """The number under which an item was listed."""
        return [option.id for option in self.form.options].index(option_id) + 1

    def understood(self, answer: Answer, page: Page) -> str:
        """The items at their places."""
        assert isinstance(answer, tuple)
        texts = {option.id: option.text for option in self.form.options}
        places = [
            page.wrapped(with_note(texts[each], f"item {self.number(each)}"), "  ", f"place {place}: ")
            for place, each in enumerate(answer, start=1)
        ]
        return "\n".join([f"Your order, the {self.form.ends[0]} first:", *places])

    def said(self, answer: Answer) -> str:
        """The numbers of the items in their order: '3 1 2'."""
        assert isinstance(answer, tuple)
        return " ".join(str(self.number(each)) for each in answer)

    def marked(self, shown: AfterMarking, page: Page) -> list[str]:
        """Each place with its mark and its item."""
        return [
            page.wrapped(with_note(each.text, f"item {each.number}"), "  ", f"place {each.place}, {each.mark.value}: ")
            for each in shown.options
        ]

    def heading(self, shown: AfterMarking, option: MarkedOption, page: Page) -> str:
        """The item, its place, and its mark."""
        said = f"you put it in place {option.place}"
        return page.wrapped(with_note(option.text, f"{said}: {option.mark.value}"), "  ", f"Item {option.number}: ")

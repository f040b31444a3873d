"""Numbers, line by line: `0.0625`, `0,0625`, `6.25e-2`, `1/16`, `sqrt(2/512)`, with their unit or without."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from quizapp.claims.arithmetic import EXAMPLES, value_of
from quizapp.plain.console import NotUnderstood
from quizapp.play.presenter import AfterMarking, MarkedOption
from quizapp.questions.answer_forms import Answer, Entered, EnterNumber
from quizapp.text.run_report import Page
from sim.registry import BadValue

SHOWN = 60


@dataclass(frozen=True)
class Number:
    """A number to be typed."""

    form: EnterNumber

    @property
    def how(self) -> str:
        """What to type, and the unit."""
        unit = f" The unit is {self.form.unit}." if self.form.unit else ""
        return f"Type a number, {EXAMPLES}.{unit}"

    def listed(self, page: Page) -> str:
        """There is nothing to choose from."""
        return ""

    def read(self, line: str) -> Answer:
        """The number with the text that said it."""
        text = self._without_unit(line)
        return Entered(text, read_number(text))

    def _without_unit(self, line: str) -> str:
        if self.form.unit:
            with suppress(BadValue):
                value_of(line)
                return line
        return line.removesuffix(self.form.unit).strip()

    def understood(self, answer: Answer, page: Page) -> str:
        """What the text comes to: 'Your number = 0.0625'."""
        assert isinstance(answer, Entered)
        return page.wrapped(f"Your number = {self._with_unit(_digits(answer.value))}")

    def said(self, answer: Answer) -> str:
        """The text, and what it comes to where that says more: '1/16 = 0.0625'."""
        assert isinstance(answer, Entered)
        number = _digits(answer.value)
        return self._with_unit(number if answer.text == number else f"{answer.text} = {number}")

    def marked(self, shown: AfterMarking, page: Page) -> list[str]:
        """Nothing: there is but one number."""
        return []

    def heading(self, shown: AfterMarking, option: MarkedOption, page: Page) -> str:
        """The number and its mark."""
        return page.wrapped(f"{option.text} {self.said(shown.answer)}: {option.mark.value}.")

    def _with_unit(self, text: str) -> str:
        return f"{text} {self.form.unit}" if self.form.unit else text


def read_number(text: str) -> float:
    """The finite number that a text says, or NotUnderstood with examples of what does."""
    try:
        return value_of(text)
    except BadValue:
        what = f"{text[:SHOWN]!r} is not a number that can be used here. Type one" if text else "Type a number"
        raise NotUnderstood(f"{what} {EXAMPLES}.") from None


def _digits(value: float) -> str:
    """Six digits: enough to notice that a text was taken for another number."""
    return f"{value:.6g}"

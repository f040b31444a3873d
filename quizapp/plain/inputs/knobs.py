"""Turning knobs, line by line: `std 0.25`, `std = 1/4; depth 20`, or just `0.25` where there is one knob."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass

from quizapp.claims.arithmetic import value_of
from quizapp.plain.console import NotUnderstood
from quizapp.plain.inputs.numbers import SHOWN, read_number
from quizapp.play.presenter import AfterMarking, MarkedOption
from quizapp.questions.answer_forms import Answer, Knob, Settings, TurnKnobs
from quizapp.text.run_report import Page
from sim.registry import BadValue

SEPARATOR = re.compile(r";|\s+and\s+")
NAMED = re.compile(r"([^\s=:]+)(?:\s*[=:]\s*|\s+|$)(.*)", re.DOTALL)


@dataclass(frozen=True)
class Knobs:
    """Knobs to be set, and where they stand; a line that leaves some out leaves them as they are."""

    form: TurnKnobs
    stands: Settings

    @property
    def how(self) -> str:
        """What to predict, and how a setting is typed."""
        return (
            f"Predict where {'it' if self._only else 'they'} must stand: type {self.example}. "
            "You can turn on once you have seen what it does."
        )

    @property
    def example(self) -> str:
        """How a setting is typed: 'a setting, as in std 0.25, or just 0.25'."""
        typed = "; ".join(f"{knob.id} {knob.start:.4g}" for knob in self.form.knobs)
        just = f", or just {self._only.start:.4g}" if self._only else ""
        return f"a setting, as in {typed}{just}"

    @property
    def _only(self) -> Knob | None:
        return self.form.knobs[0] if len(self.form.knobs) == 1 else None

    def listed(self, page: Page) -> str:
        """Each knob with its range, its scale, and where it stands."""
        return "\n".join(
            page.wrapped(f"{_name(knob)}: {_range(knob)}; stands at {self.stands.values[knob.id]:.4g}", "     ", "  ")
            for knob in self.form.knobs
        )

    def read(self, line: str) -> Answer:
        """Where the knobs stand once they are set as a line says."""
        parts = [part.strip() for part in SEPARATOR.split(line) if part.strip()]
        if not parts:
            raise NotUnderstood(f"Type {self.example}.")
        settings = self.stands
        for part in parts:
            knob, number = self._knob_and_number(part)
            settings = settings.with_knob(knob.id, _on(knob, number))
        return settings

    def _knob_and_number(self, part: str) -> tuple[Knob, str]:
        if self._only and _says_number(part):
            return self._only, part
        named = NAMED.fullmatch(part)
        name, number = (named[1].lower(), named[2]) if named else ("", part)
        for knob in self.form.knobs:
            if name == knob.id:
                return knob, number
        raise NotUnderstood(self._unknown(part, name))

    def _unknown(self, part: str, name: str) -> str:
        ids = " and ".join(knob.id for knob in self.form.knobs)
        if _says_number(part):
            return f"Say which knob, as there are {ids}: type {self.example}."
        return f"There is no knob {name[:SHOWN]!r} here; there is {ids}. Type {self.example}."

    def understood(self, answer: Answer, page: Page) -> str:
        """Where the knobs stand."""
        return page.wrapped(f"Your setting: {answer}")

    def said(self, answer: Answer) -> str:
        """Where the knobs stand: 'std = 0.25 and gain = 2'."""
        return str(answer)

    def marked(self, shown: AfterMarking, page: Page) -> list[str]:
        """How the setting came out."""
        return [page.wrapped(option.said, "  ") for option in shown.options]

    def heading(self, shown: AfterMarking, option: MarkedOption, page: Page) -> str:
        """The setting and its mark."""
        return page.wrapped(f"{option.text} {self.said(shown.answer)}: {option.mark.value}.")


def _says_number(text: str) -> bool:
    with suppress(BadValue):
        value_of(text)
        return True
    return False


def _on(knob: Knob, number: str) -> float:
    """The number, if the knob can stand there."""
    if not number:
        raise NotUnderstood(f"Type a number after {knob.id}, as in {knob.id} {knob.start:.4g}.")
    value = read_number(number)
    if not knob.low <= value <= knob.high or (knob.whole and value != round(value)):
        raise NotUnderstood(f"{knob.id} is {_range(knob)}; it cannot stand at {value:.6g}.")
    return value


def _name(knob: Knob) -> str:
    return knob.id if knob.text == knob.id else f"{knob.id} ({knob.text})"


def _range(knob: Knob) -> str:
    scale = " on a log scale" if knob.logarithmic else ""
    return f"a {'whole ' if knob.whole else ''}number from {knob.low:g} to {knob.high:g}{scale}"

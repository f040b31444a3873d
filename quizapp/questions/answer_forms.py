"""The forms in which a question can be answered, as data; each front end has one adapter for each of them.

Every form has a `name`, `options`, the things that can be looked at once the prediction is committed, and `blank`, the
answer with which an attempt begins. Answers are frozen: the ids picked, the number entered, the words typed, the ids
in an order, or where the knobs stand. To add a form, add its class to `Form`: the type checker then names every place
that has to handle it.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from typing import ClassVar, assert_never

from quizapp.experiments.knob_steps import counting, logarithmic
from quizapp.questions.spellings import LONGEST, on_one_line


@dataclass(frozen=True)
class Entered:
    """A number as it was typed, and its value."""

    text: str
    value: float


@dataclass(frozen=True)
class Typed:
    """Words as they were typed, on one line."""

    text: str


@dataclass(frozen=True)
class Settings:
    """Where knobs stand: each with its id, in their order."""

    knobs: tuple[tuple[str, float], ...]

    @property
    def values(self) -> dict[str, float]:
        """The numbers by the ids of the knobs."""
        return dict(self.knobs)

    def with_knob(self, knob: str, value: float) -> Settings:
        """These settings with one knob at another value."""
        return Settings(tuple({**self.values, knob: value}.items()))

    def __str__(self) -> str:
        return " and ".join(f"{name} = {value:.4g}" for name, value in self.knobs)


Picked = frozenset[str]
Order = tuple[str, ...]
Answer = Picked | Entered | Typed | Order | Settings | None


@dataclass(frozen=True)
class Option:
    """One thing to pick, to order or to look at: a stable id, and the text that learners read."""

    id: str
    text: str


@dataclass(frozen=True)
class PickOne:
    """Exactly one of the options is to be picked; they are shown in any order, unless theirs is fixed."""

    name: ClassVar = "pick_one"
    options: tuple[Option, ...]
    fixed_order: bool = False
    blank: Answer = frozenset()


@dataclass(frozen=True)
class PickMany:
    """Any number of the options may be picked; they are shown in any order, unless theirs is fixed."""

    name: ClassVar = "pick_many"
    options: tuple[Option, ...]
    fixed_order: bool = False
    blank: Answer = frozenset()


@dataclass(frozen=True)
class EnterNumber:
    """A number is to be typed; `unit` is what stands behind it."""

    name: ClassVar = "enter_number"
    unit: str = ""
    options: tuple[Option, ...] = (Option("answer", "Your number"),)
    blank: Answer = None


@dataclass(frozen=True)
class EnterText:
    """A word or a few are to be typed."""

    name: ClassVar = "enter_text"
    options: tuple[Option, ...] = (Option("answer", "Your answer"),)
    blank: Answer = None


@dataclass(frozen=True)
class PutInOrder:
    """The options are to be put in order, the one with the least of `by` first unless `largest_first`."""

    name: ClassVar = "put_in_order"
    options: tuple[Option, ...]
    by: str
    largest_first: bool = False

    @property
    def blank(self) -> Answer:
        """The order in which they are shown."""
        return tuple(option.id for option in self.options)

    @property
    def ends(self) -> tuple[str, str]:
        """What stands above the first place and below the last."""
        return ("largest", "smallest") if self.largest_first else ("smallest", "largest")


@dataclass(frozen=True)
class Knob:
    """A number to turn between two ends; on a log scale equal turns are equal factors."""

    id: str
    text: str
    low: float
    high: float
    start: float
    logarithmic: bool = False
    whole: bool = False

    def stepped(self, value: float, up: bool, big: bool = False) -> float:
        """The next round number, within the range."""
        return min(max(self._next(value, up, big), self.low), self.high)

    def _next(self, value: float, up: bool, big: bool) -> float:
        if self.whole:
            return counting(value, up, big)
        if self.logarithmic:
            return logarithmic(value, up, big)
        step = _round_step(self.high - self.low) * (5 if big else 1)
        return round((value + (step if up else -step)) / step) * step

    def at(self, share: float) -> float:
        """The number at a share of the way from the low end to the high one."""
        if self.logarithmic:
            number = self.low * (self.high / self.low) ** share
        else:
            number = self.low + (self.high - self.low) * share
        number = min(max(number, self.low), self.high)
        return float(round(number)) if self.whole else number

    def share(self, value: float) -> float:
        """How far along the way a number is, 0 to 1."""
        if self.high == self.low:
            return 0.0
        if self.logarithmic:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True)
class TurnKnobs:
    """Knobs are to be turned until a goal is reached; a learner may `predict` where before seeing anything run."""

    name: ClassVar = "turn_knobs"
    knobs: tuple[Knob, ...]
    predict: bool = True
    options: tuple[Option, ...] = (Option("knobs", "Your setting"),)

    @property
    def blank(self) -> Settings:
        """Where the knobs stand at the start."""
        return Settings(tuple((knob.id, knob.start) for knob in self.knobs))

    def said(self, settings: Settings) -> str:
        """Where the knobs stand, each called as learners read it: 'Learning rate = 0.01 and depth = 20'."""
        return " and ".join(f"{knob.text} = {settings.values[knob.id]:.4g}" for knob in self.knobs)


Form = PickOne | PickMany | EnterNumber | EnterText | PutInOrder | TurnKnobs


def shuffled(form: Form, seed: str) -> Form:
    """The form with its options in the order that `seed` decides, unless theirs is fixed."""
    match form:
        case PickOne() | PickMany() | PutInOrder():
            options = list(form.options)
            if isinstance(form, PutInOrder) or not form.fixed_order:
                random.Random(seed).shuffle(options)
            return replace(form, options=tuple(options))
        case EnterNumber() | EnterText() | TurnKnobs():
            return form
        case _:
            assert_never(form)


def fits(form: Form, answer: Answer) -> bool:
    """Whether an answer is one of the form, finished or not."""
    ids = {option.id for option in form.options}
    match form:
        case PickOne():
            return isinstance(answer, frozenset) and answer <= ids and len(answer) <= 1
        case PickMany():
            return isinstance(answer, frozenset) and answer <= ids
        case EnterNumber():
            return answer is None or (isinstance(answer, Entered) and math.isfinite(answer.value))
        case EnterText():
            return answer is None or (isinstance(answer, Typed) and answer == typed(answer.text))
        case PutInOrder():
            return isinstance(answer, tuple) and len(answer) == len(ids) and set(answer) == ids
        case TurnKnobs():
            return isinstance(answer, Settings) and _stand_on(form.knobs, answer)
        case _:
            assert_never(form)


def any_answer(form: Form) -> Answer:
    """An answer of a form that can be graded, where only the key that comes with the grade is wanted."""
    match form:
        case EnterNumber():
            return Entered("?", math.nan)
        case EnterText():
            return Typed("?")
        case _:
            return form.blank


def missing_from(form: Form, answer: Answer) -> str | None:
    """What has to be done before an answer can be committed, or None: only one that is there can be."""
    match form:
        case PickOne():
            return None if answer else "pick an answer"
        case EnterNumber():
            return None if answer else "type a number"
        case EnterText():
            return None if answer else "type your answer"
        case PickMany() | PutInOrder() | TurnKnobs():
            return None
        case _:
            assert_never(form)


def typed(text: str) -> Typed | None:
    """The answer that a text is: what is visible of it on one line, if that is no longer than an answer may be."""
    words = on_one_line(text)
    return Typed(words) if 0 < len(words) <= LONGEST else None


def with_pick(form: PickOne | PickMany, picked: Picked, option_id: str) -> Picked:
    """What is picked after one more pick; of several that may be picked, picking one again takes it back."""
    return picked ^ {option_id} if isinstance(form, PickMany) else frozenset({option_id})


def _stand_on(knobs: tuple[Knob, ...], settings: Settings) -> bool:
    here = [knob.id for knob in knobs] == [name for name, _ in settings.knobs]
    return here and all(knob.low <= settings.values[knob.id] <= knob.high for knob in knobs)


def _round_step(span: float) -> float:
    """1, 2 or 5 times a power of ten, so that a span has 50 to 125 of it."""
    power = 10.0 ** math.floor(math.log10(span / 50))
    return power * max(factor for factor in (1, 2, 5) if factor * power <= span / 50 * (1 + 1e-9))

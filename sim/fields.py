"""What the fields of an experiment are: numbers, words, flags, registered names and starts of layers, each described.

`sim.experiment` writes a field as one line of its class, by `number`, `word`, `flag` or `RegisteredName`. Whatever
offers the fields (decks, command-line options, knobs) matches over `ExperimentField`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sim.layer_starts import LayersField
from sim.registry import BadValue, Named, Range, Registry, nearest, shown


@dataclass(frozen=True, kw_only=True)
class NumberField:
    """A number in a range; `whole` numbers are ints, and an `optional` one may be None."""

    name: str
    about: str
    default: float | None
    range: Range
    whole: bool
    optional: bool

    def check(self, value: object) -> None:
        """Raise BadValue, at the path of the field, for a value that it cannot have."""
        if value is None and self.optional:
            return
        try:
            self.range.check(self.name, value, self.whole)
        except BadValue as error:
            raise BadValue(str(error), (self.name,)) from None


@dataclass(frozen=True, kw_only=True)
class WordField:
    """One of the `allowed` words."""

    name: str
    about: str
    default: str
    allowed: tuple[str, ...]

    def check(self, value: object) -> None:
        """Raise BadValue, at the path of the field, for a value that it cannot have."""
        if not isinstance(value, str):
            raise BadValue(f"{self.name} must be one of {', '.join(self.allowed)}, not {shown(value)}", (self.name,))
        if value not in self.allowed:
            raise BadValue(f"unknown {self.name} {shown(value)}{nearest(value, self.allowed)}", (self.name,))


@dataclass(frozen=True, kw_only=True)
class FlagField:
    """True or false."""

    name: str
    about: str
    default: bool

    def check(self, value: object) -> None:
        """Raise BadValue, at the path of the field, for a value that it cannot have."""
        if not isinstance(value, bool):
            raise BadValue(f"{self.name} must be true or false, not {shown(value)}", (self.name,))


@dataclass(frozen=True, kw_only=True)
class NamedField:
    """A name of a `registry`, with or without parameters."""

    name: str
    about: str
    default: Named
    registry: Registry[Any]

    def checked(self, value: object) -> Named:
        """The value as a Named of the registry; BadValue, at the path of the field or parameter, if it is none."""
        try:
            return self.registry.check(value)
        except BadValue as error:
            raise BadValue(f"{self.name}: {error}", (self.name, *error.path)) from None


ExperimentField = NumberField | WordField | FlagField | NamedField | LayersField


def number(
    default: float | None, low: float, high: float, about: str, *, whole: bool = False, optional: bool = False
) -> Any:
    """A dataclass field that is described as a number from `low` to `high`."""
    describe = partial(
        NumberField, default=default, range=Range(low, high), about=about, whole=whole, optional=optional
    )
    return field(default=default, metadata={"describe": describe})


def word(default: str, allowed: tuple[str, ...], about: str) -> Any:
    """A dataclass field that is described as one of the `allowed` words."""
    describe = partial(WordField, default=default, allowed=allowed, about=about)
    return field(default=default, metadata={"describe": describe})


def flag(about: str) -> Any:
    """A dataclass field that is described as a flag, off by default."""
    return field(default=False, metadata={"describe": partial(FlagField, default=False, about=about)})

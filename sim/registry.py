"""Finding a function by the name that people write, and checking the parameters that they give it.

A registered function is known by its own name and its aliases; its keyword parameters, their defaults and their
ranges are read from its signature. What else is to be known of it is registered with it, as its metadata.
"""

from __future__ import annotations

import difflib
import inspect
import re
import reprlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin, get_type_hints

F = TypeVar("F", bound=Callable[..., Any])


class BadValue(ValueError):
    """A value that an experiment cannot have; `path` leads from the value given to the part that is wrong."""

    def __init__(self, message: str, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.path = path


class BadKey(BadValue):
    """A key that what is given cannot have; `path` leads to it."""


@dataclass(frozen=True)
class Range:
    """The closed interval in which a number must lie."""

    low: float
    high: float

    def __str__(self) -> str:
        low, high = (f"{end:g}" if isinstance(end, float) else str(end) for end in (self.low, self.high))
        return f"from {low} to {high}"

    def check(self, name: str, value: object, whole: bool = False) -> float:
        """Return `value` as a float, or raise BadValue naming it and the interval; `whole` numbers have no point."""
        if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
            kind = "a whole number" if whole else "a number"
            raise BadValue(f"{name} must be {kind} {self}, not {shown(value)}")
        if not self.low <= value <= self.high:
            raise BadValue(f"{name} must be {self}, not {shown(value)}")
        return float(value)


@dataclass(frozen=True)
class Parameter:
    """One keyword parameter of a registered function: its name, default and range."""

    name: str
    default: float
    range: Range


@dataclass(frozen=True)
class Named:
    """A registered name with parameters, for example normal(std=0.05)."""

    name: str
    parameters: tuple[tuple[str, float], ...] = ()

    def __str__(self) -> str:
        inside = ", ".join(f"{key}={value:g}" for key, value in self.parameters)
        return f"{self.name}({inside})" if inside else self.name

    def as_data(self) -> str | dict[str, str | float]:
        """The form in which a deck file writes it: a bare name, or a mapping with `name` first."""
        return {"name": self.name, **dict(self.parameters)} if self.parameters else self.name


NameLike = str | Mapping[str, Any] | Named


_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_CALL = re.compile(r"\s*([^\s(]+)\s*(?:\((.*)\)\s*)?", re.DOTALL)


def named(value: object) -> Named:
    """Turn 'normal', 'normal(std=0.05)' or {'name': 'normal', 'std': 0.05} into a Named; BadValue for all else."""
    if isinstance(value, Named):
        return value
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, Mapping):
        return _from_mapping(value)
    raise BadValue(f"expected a name, or a name with parameters as in normal(std=0.05), not {shown(value)}")


def _from_mapping(value: Mapping[Any, Any]) -> Named:
    name = value.get("name")
    if not isinstance(name, str):
        raise BadValue(f"expected a name, as in {{name: normal, std: 0.05}}, not {shown(name)}")
    return Named(name, tuple((str(key), number) for key, number in value.items() if key != "name"))


def _from_text(text: str) -> Named:
    call = _CALL.fullmatch(text)
    if call is None:
        raise _unreadable(text)
    name, inside = call.groups()
    pairs = [part.partition("=") for part in inside.split(",")] if inside and inside.strip() else []
    numbers = {key.strip(): _number(number, text) for key, _, number in pairs}
    if len(numbers) < len(pairs):
        raise _unreadable(text)
    return Named(name, tuple(numbers.items()))


def _number(digits: str, text: str) -> float:
    try:
        return float(digits)
    except ValueError:
        raise _unreadable(text) from None


def _unreadable(text: str) -> BadValue:
    return BadValue(f"cannot read {shown(text)}; write it as in normal(std=0.05)")


@dataclass(frozen=True)
class _Entry(Generic[F]):
    function: F
    metadata: Any


class Registry(Generic[F]):
    """Functions by name, in the order of registration; `what` is the word for one of them in messages.

    `of_number` is the name that a number alone stands for, if it stands for one; that has a single parameter.
    """

    def __init__(self, what: str, of_number: str | None = None) -> None:
        self.what = what
        self._of_number = of_number
        self._entries: dict[str, _Entry[F]] = {}
        self._aliases: dict[str, str] = {}

    def register(self, *aliases: str, metadata: object = None) -> Callable[[F], F]:
        """Decorate a function so that it and its `metadata` are found by its own name and by `aliases`.

        ValueError if one of these names is taken.
        """

        def add(function: F) -> F:
            taken = [name for name in (function.__name__, *aliases) if name in self.all_names]
            if taken:
                raise ValueError(f"there is a {self.what} {taken[0]!r} already; give the new one another name")
            self._entries[function.__name__] = _Entry(function, metadata)
            self._aliases.update(dict.fromkeys(aliases, function.__name__))
            return function

        return add

    @property
    def names(self) -> tuple[str, ...]:
        """The names proper, without aliases."""
        return tuple(self._entries)

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name under which something is found, aliases included."""
        return (*self._entries, *self._aliases)

    def aliases(self, name: str) -> tuple[str, ...]:
        """The other names of the entry called `name`."""
        return tuple(alias for alias, target in self._aliases.items() if target == name)

    def function(self, name: str) -> F:
        """The function called `name`, or BadValue with the nearest known name."""
        return self._entry(name).function

    def metadata(self, name: str) -> Any:
        """What was registered with the function called `name`, or BadValue with the nearest known name."""
        return self._entry(name).metadata

    def _entry(self, name: str) -> _Entry[F]:
        entry = self._entries.get(self._aliases.get(name, name))
        if entry is None:
            raise BadValue(f"unknown {self.what} {shown(name)}{nearest(name, self.all_names)}")
        return entry

    def parameters(self, name: str) -> tuple[Parameter, ...]:
        """The keyword parameters that the entry called `name` takes."""
        return _parameters(self.function(name))

    @property
    def numbers(self) -> Range | None:
        """The numbers that can be written alone, in place of a name, if there are any."""
        return self.parameters(self._of_number)[0].range if self._of_number else None

    def of_number(self, value: object) -> Named | None:
        """What a number stands for, as it is or as text: a name with the number as its parameter; else None."""
        if self._of_number is None or isinstance(value, bool):
            return None
        if isinstance(value, int | float) or (isinstance(value, str) and _NUMBER.fullmatch(value.strip())):
            (parameter,) = self.parameters(self._of_number)
            return Named(self._of_number, ((parameter.name, value if isinstance(value, int) else float(value)),))
        return None

    def check(self, value: object) -> Named:
        """Read `value` as a Named of this registry, or raise BadValue saying what is wrong and where."""
        number = self.of_number(value)
        if number is not None:
            return self._checked_number(number)
        wanted = named(value)
        ranges = {parameter.name: parameter.range for parameter in self.parameters(wanted.name)}
        return Named(wanted.name, tuple((key, _checked(wanted, ranges, key, x)) for key, x in wanted.parameters))

    def _checked_number(self, wanted: Named) -> Named:
        """As `check`; what is wrong with a number alone is wrong with the whole value."""
        try:
            return self.check(wanted)
        except BadValue as error:
            raise BadValue(str(error)) from None

    def build(self, value: object) -> Callable[..., Any]:
        """The function that `value` names, with its parameters filled in."""
        wanted = self.check(value)
        return partial(self.function(wanted.name), **dict(wanted.parameters))


def _checked(wanted: Named, ranges: Mapping[str, Range], key: str, number: object) -> float:
    if key not in ranges:
        takes = f"it takes {', '.join(ranges)}" if ranges else "it takes none"
        raise BadValue(f"{wanted.name} has no parameter {shown(key)}; {takes}", (key,))
    try:
        return ranges[key].check(key, number)
    except BadValue as error:
        raise BadValue(str(error), (key,)) from None


@cache
def _parameters(function: Callable[..., Any]) -> tuple[Parameter, ...]:
    hints = get_type_hints(function, include_extras=True)
    return tuple(
        Parameter(name, float(argument.default), _range_of(hints[name]))
        for name, argument in inspect.signature(function).parameters.items()
        if argument.default is not inspect.Parameter.empty and get_origin(hints[name]) is Annotated
    )


def _range_of(hint: Any) -> Range:
    return next(extra for extra in get_args(hint)[1:] if isinstance(extra, Range))


def nearest(word: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown word: the nearest known one, or all of them when none is near."""
    known = list(known)
    close = difflib.get_close_matches(word[:60].lower(), known, n=1)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; known are {', '.join(known)}" if known else ""


def shown(value: object) -> str:
    """A value as it is written in a message: on one line, and short even for an integer of a thousand digits."""
    if isinstance(value, int) and abs(value) >= 10**15:
        return "a number of more than 15 digits"
    try:
        return reprlib.repr(value)
    except (ValueError, RecursionError):
        return f"something of type {type(value).__name__}"

"""Finding a function by the name that people write, and checking the parameters that they give it.

A registered function is known by its own name and its aliases; its keyword parameters, their defaults and their
ranges are read from its signature, so that a new entry needs nothing beside the function itself.
"""

from __future__ import annotations

import ast
import difflib
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin, get_type_hints

F = TypeVar("F", bound=Callable[..., Any])


class BadValue(ValueError):
    """A value that an experiment cannot have; `path` leads from the value given to the part that is wrong."""

    def __init__(self, message: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.path = path


@dataclass(frozen=True)
class Range:
    """The closed interval in which a number must lie."""

    low: float
    high: float

    def check(self, name: str, value: object) -> float:
        """Return `value` as a float, or raise BadValue naming it and the interval."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadValue(f"{name} must be a number, not {value!r}")
        if not self.low <= value <= self.high:
            raise BadValue(f"{name} must be from {self.low:g} to {self.high:g}, not {shown(value)}")
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


def named(value: object) -> Named:
    """Turn 'normal', 'normal(std=0.05)' or {'name': 'normal', 'std': 0.05} into a Named; BadValue for all else."""
    if isinstance(value, Named):
        return value
    if isinstance(value, str):
        return _from_call(value)
    if isinstance(value, Mapping):
        return _from_mapping(value)
    raise BadValue(f"expected a name, or a name with parameters, not {value!r}")


def _from_mapping(value: Mapping[str, Any]) -> Named:
    name = value.get("name")
    if not isinstance(name, str):
        raise BadValue("a mapping here needs a name, as in {name: normal, std: 0.05}")
    for key, parameter in value.items():
        if key != "name" and (isinstance(parameter, bool) or not isinstance(parameter, int | float)):
            raise BadValue(f"{key} must be a number, not {parameter!r}", (str(key),))
    return Named(name, tuple((str(key), float(number)) for key, number in value.items() if key != "name"))


def _from_call(text: str) -> Named:
    name, bracket, rest = text.strip().partition("(")
    if not bracket:
        return Named(name)
    problem = BadValue(f"cannot read {text[:80]!r}; write it as in normal(std=0.05)")
    try:
        call = ast.parse(f"f({rest}", mode="eval").body
        if not isinstance(call, ast.Call) or call.args:
            raise problem
        pairs = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.keywords}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise problem from None
    return _from_mapping({"name": name.strip(), **pairs})


class Registry(Generic[F]):
    """Functions by name, in the order of registration; `what` is the word for one of them in messages."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._functions: dict[str, F] = {}
        self._aliases: dict[str, str] = {}

    def register(self, *aliases: str) -> Callable[[F], F]:
        """Decorate a function so that it is found by its own name and by `aliases`."""

        def add(function: F) -> F:
            self._functions[function.__name__] = function
            self._aliases.update(dict.fromkeys(aliases, function.__name__))
            return function

        return add

    @property
    def names(self) -> tuple[str, ...]:
        """The names proper, without aliases."""
        return tuple(self._functions)

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name under which something is found, aliases included."""
        return (*self._functions, *self._aliases)

    def aliases(self, name: str) -> tuple[str, ...]:
        """The other names of the entry called `name`."""
        return tuple(alias for alias, target in self._aliases.items() if target == name)

    def function(self, name: str) -> F:
        """The function called `name`, or BadValue with the nearest known name."""
        function = self._functions.get(self._aliases.get(name, name))
        if function is None:
            raise BadValue(f"unknown {self.what} {name[:60]!r}{nearest(name, self.all_names)}")
        return function

    def parameters(self, name: str) -> tuple[Parameter, ...]:
        """The keyword parameters that the entry called `name` takes."""
        return _parameters(self.function(name))

    def check(self, value: object) -> Named:
        """Read `value` as a Named of this registry, or raise BadValue saying what is wrong and where."""
        wanted = named(value)
        known = {parameter.name: parameter for parameter in self.parameters(wanted.name)}
        for key, number in wanted.parameters:
            if key not in known:
                takes = f"it takes {', '.join(known)}" if known else "it takes none"
                raise BadValue(f"{wanted.name} has no parameter {key[:60]!r}; {takes}", (key,))
            try:
                known[key].range.check(key, number)
            except BadValue as error:
                raise BadValue(str(error), (key,)) from None
        return wanted

    def build(self, value: object) -> Callable[..., Any]:
        """The function that `value` names, with its parameters filled in."""
        wanted = self.check(value)
        return partial(self.function(wanted.name), **dict(wanted.parameters))


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


def shown(value: float) -> str:
    """A number as it is written in a message, short even for an integer of a thousand digits."""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**15 else "a number of more than 15 digits"
    return f"{value:g}"

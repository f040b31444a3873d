"""The parts of a parsed claim, as frozen data: numbers below, truths above."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from sim.frames import Layers

PER_LAYER = tuple(field.name for field in fields(Layers))
#: The one per-layer measure that also has a value for the input, h[0].
WITH_INPUT = "signal"
#: Sizes of the network: known before anything runs.
SIZES = ("depth", "width")
#: Of held-out examples, and of the Jacobian's singular values.
TESTED = ("test_loss", "test_accuracy")
JACOBIAN = ("jacobian_max", "jacobian_rms", "jacobian_min")
SCALARS = ("loss", "accuracy", *TESTED, *JACOBIAN, *SIZES)
#: What counts the steps until something holds, and what says at which step something is measured.
UNTIL, AT = "steps_until", "at"
EVENTS = ("diverged",)
FUNCTIONS = ("abs", "min", "max", "ln", "log2", "log10", "exp", "sqrt", "median")
#: Each comparison read from the other side: 0.2 < x is x > 0.2.
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
#: The functions that may be given all layers of a measure at once, as in max(saturated).
OVER_LAYERS = ("min", "max", "median")


@dataclass(frozen=True)
class Constant:
    """A number as written."""

    value: float


@dataclass(frozen=True)
class Measure:
    """A measured quantity; layer None is a scalar or, inside min, max and median, all layers.

    It is measured `at` a step, or before the first one if it is `initial`, or else after the last. `until` is the
    condition of steps_until, the first step at which it holds; what that compares is of the same experiment.
    """

    name: str
    layer: int | None = None
    experiment: str | None = None
    initial: bool = False
    at: int | None = None
    until: Truth | None = None

    @property
    def moment(self) -> int | None:
        """The step that is named, 0 for the initialisation; None for the last one."""
        return 0 if self.initial else self.at


@dataclass(frozen=True)
class Arithmetic:
    """left operator right, with one of + - * / **."""

    operator: str
    left: Number
    right: Number


@dataclass(frozen=True)
class Negative:
    """Minus a number."""

    operand: Number


@dataclass(frozen=True)
class Call:
    """One of FUNCTIONS applied to numbers."""

    function: str
    arguments: tuple[Number, ...]


Number = Constant | Measure | Arithmetic | Negative | Call


@dataclass(frozen=True)
class Comparison:
    """A chain such as 0.2 < x < 5; `texts` are the operands as the author wrote them."""

    operands: tuple[Number, ...]
    operators: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Event:
    """Something that either happened to a network or did not."""

    measure: Measure


@dataclass(frozen=True)
class Logic:
    """and / or over truths."""

    operator: str
    operands: tuple[Truth, ...]


@dataclass(frozen=True)
class Not:
    """The opposite of a truth."""

    operand: Truth


Truth = Comparison | Event | Logic | Not


@dataclass(frozen=True)
class Mention:
    """Something measured that a claim names, and where in the text it names what an experiment may not have of it."""

    measure: Measure
    column: int
    length: int


@dataclass(frozen=True)
class Claim:
    """A claim: its text, what it says, the other experiments that it speaks of, and what it names of all of them."""

    text: str
    truth: Truth
    references: frozenset[str]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True)
class Quantity:
    """A number that is measured: its text, what it is, and, as in a claim, what it speaks of."""

    text: str
    number: Number
    references: frozenset[str]
    mentions: tuple[Mention, ...]


def measures_in(node: Truth | Number) -> Iterator[Measure]:
    """All measures in a part of a claim, from left to right."""
    match node:
        case Measure():
            yield node
        case Event(measure):
            yield measure
        case Arithmetic(_, left, right):
            yield from measures_in(left)
            yield from measures_in(right)
        case Negative(operand):
            yield from measures_in(operand)
        case Call(_, arguments):
            yield from _measures_in_all(arguments)
        case Comparison(operands):
            yield from _measures_in_all(operands)
        case Logic(_, parts):
            yield from _measures_in_all(parts)
        case Not(part):
            yield from measures_in(part)


def _measures_in_all(nodes: Iterable[Truth | Number]) -> Iterator[Measure]:
    return (measure for node in nodes for measure in measures_in(node))


def constant_of(number: Number) -> float | None:
    """The number that is written, with its sign; None for one that has to be computed."""
    match number:
        case Constant(value):
            return value
        case Negative(Constant(value)):
            return -value
    return None


Part = TypeVar("Part", bound=Truth | Number)


def without_name(node: Part, name: str) -> Part:
    """A part of a claim in which what is said of an experiment by its name is said without it."""
    match node:
        case Measure(experiment=experiment):
            return replace(node, experiment=None) if experiment == name else node
        case Event(measure):
            return replace(node, measure=without_name(measure, name))
        case Arithmetic(_, left, right):
            return replace(node, left=without_name(left, name), right=without_name(right, name))
        case Negative(operand):
            return replace(node, operand=without_name(operand, name))
        case Call(_, arguments):
            return replace(node, arguments=tuple(without_name(each, name) for each in arguments))
        case Comparison(operands):
            return replace(node, operands=tuple(without_name(each, name) for each in operands))
        case Logic(_, parts):
            return replace(node, operands=tuple(without_name(each, name) for each in parts))
        case Not(part):
            return replace(node, operand=without_name(part, name))
    return node


def compared(node: Truth) -> list[tuple[str, Number]]:
    """The quantities that a claim compares and that have to be measured, each once."""
    match node:
        case Comparison():
            pairs = zip(node.texts, node.operands, strict=True)
            return [(text, number) for text, number in pairs if not _is_plain(number)]
        case Logic(_, operands):
            found = [pair for operand in operands for pair in compared(operand)]
            return list(dict(found).items())
        case Not(operand):
            return compared(operand)
    return []


def _is_plain(number: Number) -> bool:
    match number:
        case Constant():
            return True
        case Measure(name):
            return name in SIZES
        case Negative(operand):
            return _is_plain(operand)
        case Arithmetic(_, left, right):
            return _is_plain(left) and _is_plain(right)
        case Call(_, arguments):
            return all(map(_is_plain, arguments))
    return False

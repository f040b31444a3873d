"""The parts of a parsed claim, as frozen data: numbers below, truths above."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sim.frames import Layers

PER_LAYER = tuple(field.name for field in fields(Layers))
#: The one per-layer measure that also has a value for the input, h[0].
WITH_INPUT = "signal"
#: Sizes of the network: known before anything runs.
SIZES = ("depth", "width")
SCALARS = ("loss", "accuracy", *SIZES)
EVENTS = ("diverged",)
FUNCTIONS = ("abs", "min", "max", "log10", "sqrt", "median")
#: The functions that may be given all layers of a measure at once, as in max(saturated).
OVER_LAYERS = ("min", "max", "median")


@dataclass(frozen=True)
class Constant:
    """A number as written."""

    value: float


@dataclass(frozen=True)
class Measure:
    """A measured quantity; layer None is a scalar or, inside min, max and median, all layers."""

    name: str
    layer: int | None = None
    experiment: str | None = None
    initial: bool = False


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
class Place:
    """A layer that a claim names, of which experiment (None: its own), and where in the text it does."""

    layer: int
    experiment: str | None
    column: int
    length: int


@dataclass(frozen=True)
class Claim:
    """A claim: its text, what it says, the other experiments that it speaks of, and the layers that it names."""

    text: str
    truth: Truth
    references: frozenset[str]
    layers: tuple[Place, ...]


@dataclass(frozen=True)
class Quantity:
    """A number that is measured: its text, what it is, and, as in a claim, what it speaks of."""

    text: str
    number: Number
    references: frozenset[str]
    layers: tuple[Place, ...]

"""Layers that start otherwise than the rest: an initialiser, biases or a gain of their own.

experiment.layers    # {output: {init: zeros}, 1: {gain: 2}}, or as text "output.init=zeros 1.gain=2"

A layer is named by its number from 1, by a negative one from the end (-1 is the last), or as `output`. What a start
does not say is as in all layers. The starts are kept as they were written; `starts_of` is what each layer comes to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, overload

from sim.initializers import BIAS_INITIALIZERS, INITIALIZERS
from sim.registry import BadKey, BadValue, Named, Range, nearest, shown

if TYPE_CHECKING:
    from sim.experiment import Experiment

OUTPUT = "output"
GAINS = Range(0.0, 1e6)
#: What a start may say.
REGISTRIES = {"init": INITIALIZERS, "bias_init": BIAS_INITIALIZERS}
PARTS = (*REGISTRIES, "gain")
#: A layer as it is written.
LAYER = re.compile(rf"-?[1-9][0-9]{{0,3}}|{OUTPUT}", re.ASCII)
_ITEM = re.compile(r"(?:[^\s;()]|\([^()]*\))+")
_SETTING = re.compile(r"([^.=]+)\.([^.=]+)=(.+)", re.DOTALL)
_WITHOUT_BRACKETS = re.compile(r"(\w+):(.*)", re.DOTALL)
_NO_START = f"a start is a mapping with one or more of {', '.join(PARTS)}, as in {{init: zeros}}"
EXAMPLE = "output.init=zeros 1.init=normal(std=0.05) 1.gain=2"


@dataclass(frozen=True)
class LayerStart:
    """What a layer starts from; None is as in all layers."""

    init: Named | None = None
    bias_init: Named | None = None
    gain: float | None = None

    def as_data(self) -> dict[str, Any]:
        """What it says, as plain data."""
        return {name: value.as_data() if isinstance(value, Named) else value for name, value in _said(self)}


@dataclass(frozen=True)
class LayerStarts:
    """Starts by layer as it was written, in the order from the first layer to the last."""

    by_layer: tuple[tuple[str, LayerStart], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.by_layer)

    def __str__(self) -> str:
        items = ((layer, *said) for layer, start in self.by_layer for said in _said(start))
        return " ".join(f"{layer}.{name}={_text(value)}" for layer, name, value in items)

    def as_data(self) -> dict[str, Any]:
        """The form in which a deck file writes them."""
        return {layer: start.as_data() for layer, start in self.by_layer}


LayerStartsLike = LayerStarts | Mapping[Any, Any] | str


@dataclass(frozen=True, kw_only=True)
class LayersField:
    """Starts of single layers."""

    name: str
    about: str
    default: LayerStarts = LayerStarts()

    def checked(self, value: object) -> LayerStarts:
        """The value as LayerStarts; BadValue, at the path of the field, layer and part, if it is none."""
        try:
            return starts_from(value)
        except BadValue as error:
            raise type(error)(f"{self.name}: {error}", (self.name, *error.path)) from None


class StartsOfLayers:
    """The attribute of such a field: it is set to a mapping or a text, and holds checked LayerStarts."""

    def __init__(self, about: str) -> None:
        self.about = about

    def __set_name__(self, owner: type, name: str) -> None:
        self.description = LayersField(name=name, about=self.about)

    @overload
    def __get__(self, instance: None, owner: type) -> LayerStarts: ...
    @overload
    def __get__(self, instance: object, owner: type) -> LayerStarts: ...
    def __get__(self, instance: object | None, owner: type) -> LayerStarts:
        if instance is None:
            return self.description.default
        value: LayerStarts = instance.__dict__[f"_{self.description.name}"]
        return value

    def __set__(self, instance: object, value: LayerStartsLike) -> None:
        instance.__dict__[f"_{self.description.name}"] = self.description.checked(value)


def starts_from(value: object) -> LayerStarts:
    """Read {'output': {'init': 'zeros'}, 1: {'gain': 2}} or 'output.init=zeros 1.gain=2'; BadValue for all else."""
    if isinstance(value, LayerStarts):
        return value
    if isinstance(value, str):
        value = _from_text(value)
    if not isinstance(value, Mapping):
        raise BadValue(f"expected a mapping from layers to their starts, or {EXAMPLE!r}, not {shown(value)}")
    found = [(_layer(key), _start(str(key), start)) for key, start in value.items()]
    _refuse_two_spellings([layer for layer, _ in found], None)
    return LayerStarts(tuple(sorted(found, key=lambda item: _order(item[0]))))


def _layer(key: object) -> str:
    """A layer as it is written."""
    text = str(key) if isinstance(key, str | int) and not isinstance(key, bool) else ""
    if not LAYER.fullmatch(text):
        raise BadKey(f"a layer is a number from 1, one from -1 down, or {OUTPUT!r}, not {shown(key)}", (str(key),))
    return text


def _order(layer: str) -> tuple[bool, int]:
    """Those counted from the beginning come before those counted from the end."""
    number = -1 if layer == OUTPUT else int(layer)
    return number < 0, number


def _start(layer: str, value: object) -> LayerStart:
    if isinstance(value, LayerStart):
        value = value.as_data()
    if not isinstance(value, Mapping) or not value:
        raise BadValue(f"layer {layer}: {_NO_START}, not {shown(value) if value != '' else 'nothing'}", (layer,))
    return LayerStart(**{str(name): _part(layer, name, part) for name, part in value.items()})


def _part(layer: str, name: object, value: object) -> Any:
    if name not in PARTS:
        unknown = f"unknown field {shown(name)} of a layer's start"
        raise BadKey(f"layer {layer}: {unknown}{nearest(str(name), PARTS)}", (layer, str(name)))
    try:
        return GAINS.check("gain", value) if name == "gain" else REGISTRIES[str(name)].check(value)
    except BadValue as error:
        raise BadValue(f"layer {layer}: {error}", (layer, str(name), *error.path)) from None


def _from_text(text: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for item in _ITEM.findall(text):
        setting = _SETTING.fullmatch(item)
        if setting is None:
            raise BadValue(f"cannot read {shown(item)}; write it as in {EXAMPLE}")
        layer, name, value = setting.groups()
        if name in found.setdefault(layer, {}):
            raise BadKey(f"{layer}.{name} is given twice; leave one out", (layer, name))
        found[layer][name] = _number(value) if name == "gain" else _WITHOUT_BRACKETS.sub(r"\1(\2)", value)
    if not found and text.strip():
        raise BadValue(f"cannot read {shown(text)}; write it as in {EXAMPLE}")
    return found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadValue(f"gain must be a number {GAINS}, not {shown(text)}") from None


def _said(start: LayerStart) -> list[tuple[str, Any]]:
    return [(name, value) for name in PARTS if (value := getattr(start, name)) is not None]


def _text(value: Any) -> str:
    """A name with its parameters, or a number, from which it comes back exactly."""
    if not isinstance(value, Named):
        return repr(value)
    inside = ",".join(f"{key}={number!r}" for key, number in value.parameters)
    return f"{value.name}({inside})" if inside else value.name


def number_of(layer: str, depth: int) -> int:
    """Which layer, from 1, is meant in a network so deep; BadValue if it has no such layer."""
    number = depth if layer == OUTPUT else int(layer) if int(layer) > 0 else depth + 1 + int(layer)
    if not 1 <= number <= depth:
        has = f"layers 1 to {depth}, or -{depth} to -1" if depth > 1 else "layer 1 alone"
        raise BadKey(
            f"layers: there is no layer {layer} in a network of depth {depth}; it has {has}", ("layers", layer)
        )
    return number


def check_starts(starts: LayerStarts, depth: int) -> None:
    """Raise BadValue, at its path, for a layer that a network so deep has not, or that is named twice."""
    _refuse_two_spellings([layer for layer, _ in starts.by_layer], depth)


def _refuse_two_spellings(layers: list[str], depth: int | None) -> None:
    """Refuse a layer that is named twice, in a network of some depth or, with None, in any."""
    first: dict[int, str] = {}
    for layer in layers:
        number = _order(layer)[1] if depth is None else number_of(layer, depth)
        other = first.setdefault(number, layer)
        if other != layer or layers.count(layer) > 1:
            where = "" if depth is None else f" in a network of depth {depth}"
            prefix, path = ("", (layer,)) if depth is None else ("layers: ", ("layers", layer))
            raise BadKey(f"{prefix}{layer} is the same layer as {other}{where}; give it once", path)


@dataclass(frozen=True)
class Start:
    """All that a layer starts from."""

    init: Named
    bias_init: Named
    gain: float


def usual_start(experiment: Experiment) -> Start:
    """The start of layers that have none of their own."""
    return Start(experiment.init, experiment.bias_init, experiment.gain)


def starts_of(experiment: Experiment) -> tuple[Start, ...]:
    """The start of each layer, from the first to the last."""
    return _starts(experiment.layers, usual_start(experiment), experiment.depth)


@lru_cache(1024)
def _starts(starts: LayerStarts, usual: Start, depth: int) -> tuple[Start, ...]:
    own = {number_of(layer, depth): dict(_said(start)) for layer, start in starts.by_layer}
    return tuple(replace(usual, **own.get(number, {})) for number in range(1, depth + 1))

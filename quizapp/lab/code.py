"""The experiment code: one short line that brings back both experiments of the lab, and the view, anywhere.

It says of A what differs from a network that all codes know, and of B what differs from A; every number comes back
exactly. What the letters stand for never changes: `code_words`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from quizapp.lab import code_words
from quizapp.lab.code_digits import BadCode, Reader, Writer, letters, number_of
from quizapp.lab.comparison import Pair
from sim.experiment import FIELDS, Experiment, experiment_from
from sim.fields import FlagField, NamedField, NumberField
from sim.layer_starts import OUTPUT, LayersField, LayerStart
from sim.registry import BadValue, Named

__all__ = ["BadCode", "Coded", "code_of", "read_code"]

#: Numbers below which the places of words are written; the last stands for a word that is spelled out.
FEW, MANY = 32, 64
MOST_PARAMETERS = 8
#: As many layers as this can have a start of their own.
MOST_LAYERS = 200


@dataclass(frozen=True)
class Coded:
    """What a code brings back: the pair of experiments, and the name of the view they were looked at in."""

    pair: Pair
    view: str


def code_of(pair: Pair, view: str = code_words.VIEWS[0]) -> str:
    """The code of two experiments and a view."""
    writer = Writer()
    base = Experiment(**code_words.BASE)  # type: ignore[arg-type]
    _put_changes(writer, base, pair.a)
    _put_changes(writer, pair.a, pair.b)
    _put_word(writer, code_words.VIEWS, view, FEW)
    return letters(code_words.VERSION, writer.whole())


def read_code(code: str) -> Coded:
    """What a code as somebody typed it stands for; BadCode says what is wrong with it."""
    reader = Reader(number_of(code, code_words.VERSION))
    a = _taken(reader, code_words.BASE)
    b = _taken(reader, {name: getattr(a, name) for name in FIELDS})
    view = _take_word(reader, code_words.VIEWS, FEW)
    if not reader.done:
        raise BadCode("the code says more than this program can read: a newer program wrote it")
    return Coded(Pair(a, b), view)


def _put_changes(writer: Writer, before: Experiment, after: Experiment) -> None:
    """Each field that differs, with its value; then 0."""
    for name in FIELDS:
        value = getattr(after, name)
        if _kept(name, value) != _kept(name, getattr(before, name)):
            _put_word(writer, ("", *code_words.FIELDS), name, FEW)
            _put_value(writer, name, value)
    writer.put(0, FEW)


def _kept(name: str, value: Any) -> object:
    """A value to compare by: -0.0 is another number than 0.0."""
    numbers = value.parameters if isinstance(value, Named) else value
    return value, repr(numbers) if "-0.0" in repr(numbers) else ""


def _put_value(writer: Writer, name: str, value: Any) -> None:
    match FIELDS[name]:
        case NumberField():
            writer.put_number(value)
        case FlagField():
            writer.put(int(value), 2)
        case NamedField():
            _put_named(writer, name, value)
        case LayersField():
            writer.put_whole(len(value.by_layer))
            for layer, start in value.by_layer:
                _put_start(writer, layer, start)
        case _:
            _put_word(writer, code_words.WORDS.get(name, ()), value, MANY)


def _put_named(writer: Writer, name: str, value: Named) -> None:
    _put_word(writer, code_words.WORDS.get(name, ()), value.name, MANY)
    writer.put(len(value.parameters), MOST_PARAMETERS)
    for key, number in value.parameters:
        _put_word(writer, code_words.PARAMETERS, key, FEW)
        writer.put_number(number)


def _put_start(writer: Writer, layer: str, start: LayerStart) -> None:
    """A layer, the output as 0, and of each thing that a start may say whether it does, and what."""
    writer.put_number(0 if layer == OUTPUT else int(layer))
    for name in code_words.STARTS:
        value = getattr(start, name)
        writer.put(int(value is not None), 2)
        if value is not None:
            _put_value(writer, name, value)


def _taken(reader: Reader, before: Mapping[str, Any]) -> Experiment:
    values, known = dict(before), ("", *code_words.FIELDS)
    while name := _take_word(reader, known, FEW):
        if name not in FIELDS:
            raise BadCode(f"the code sets {name[:40]!r}, which no experiment here has: a newer program wrote it")
        values[name] = _take_value(reader, name)
    try:
        return experiment_from(values)
    except BadValue as error:
        raise BadCode(f"the code is of an experiment that cannot be run here: {error}") from None


def _take_value(reader: Reader, name: str) -> Any:
    match field := FIELDS[name]:
        case NumberField():
            return reader.take_number(_whole if field.whole else float)
        case FlagField():
            return bool(reader.take(2))
        case NamedField():
            word = _take_word(reader, code_words.WORDS.get(name, ()), MANY)
            return Named(word, tuple(_parameter(reader) for _ in range(reader.take(MOST_PARAMETERS))))
        case LayersField():
            return dict(_taken_start(reader) for _ in range(min(reader.take_whole(), MOST_LAYERS)))
        case _:
            return _take_word(reader, code_words.WORDS.get(name, ()), MANY)


def _taken_start(reader: Reader) -> tuple[str, dict[str, Any]]:
    layer = reader.take_number(_whole)
    said = [(name, _take_value(reader, name)) for name in code_words.STARTS if reader.take(2)]
    return OUTPUT if layer == 0 else str(layer), dict(said)


def _parameter(reader: Reader) -> tuple[str, float]:
    key = _take_word(reader, code_words.PARAMETERS, FEW)
    number = reader.take_number(float)
    if number is None:
        raise BadCode(f"the code leaves out the number of {key[:40]}")
    return key, float(number)


def _whole(decimal: str) -> int:
    number = Decimal(decimal)
    if number != number.to_integral_value() or abs(number) > 10**18:
        raise BadCode(f"the code has {decimal} where a whole number belongs")
    return int(number)


def _put_word(writer: Writer, words: Sequence[str], word: str, base: int) -> None:
    """The place of a word among those that codes know, or the word itself."""
    place = words.index(word) if word in words else base
    if place < base - 1:
        writer.put(place, base)
    else:
        writer.put(base - 1, base)
        writer.put_text(word)


def _take_word(reader: Reader, words: Sequence[str], base: int) -> str:
    place = reader.take(base)
    if place == base - 1:
        return reader.take_text()
    if place >= len(words):
        raise BadCode("the code names something that this program does not know: a newer program wrote it")
    return words[place]

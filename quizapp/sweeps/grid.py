"""What is to be varied, read from how it is written: 'init=he_normal,xavier_normal', 'depth=5:50:5', 'gain=0.5:4:x2'.

A field of the experiment is named as knobs are: `depth`, `init`, or `init.std` for a parameter of what is chosen there.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizapp.claims import Claim, ClaimError, Quantity, is_claim, parse_claim, parse_quantity
from quizapp.claims.tree import measures_in
from quizapp.evidence.probes import Probe, experiments_for
from quizapp.experiments import scalars
from quizapp.experiments.field_knobs import knob_at, knobs_of, typed
from sim.experiment import Experiment
from sim.registry import BadValue, nearest, shown

#: The most values of one field, and the most places of a grid.
MOST_VALUES, MOST_PLACES = 1000, 10_000
#: What the experiment is called in a measure.
NAME = "run"
#: What is wrong with a measure at one place of the grid, and perhaps not at the others.
OF_THE_RUN = re.compile(rf"\b{NAME} (?:is|has|of)\b")
RANGE = re.compile(r"([^:]+):([^:]+):(x?)([^:x]+)")
#: A comma that stands in no brackets, and a name with parameters that needs no quotes in a shell: normal:std=0.05.
COMMA = re.compile(r",(?![^()]*\))")
CALL = re.compile(r"([^\W\d]\w*):([^:]*=.*)")


@dataclass(frozen=True)
class Field:
    """A field that is varied, by its path, and its values as they are written."""

    path: str
    values: tuple[str, ...]

    @property
    def numbers(self) -> tuple[float, ...] | None:
        """The values as numbers, or None if one of them is none."""
        try:
            return tuple(float(each) for each in self.values)
        except ValueError:
            return None

    @property
    def label(self) -> str:
        """The field as it is read."""
        return self.path.replace("_", " ")


@dataclass(frozen=True)
class Place:
    """One combination: the value of each field that is varied, and the experiment that has them."""

    values: tuple[str, ...]
    experiment: Experiment

    @property
    def name(self) -> str:
        """What the place is called where only one is meant."""
        return ", ".join(self.values)


@dataclass(frozen=True)
class Grid:
    """All combinations of the values of some fields, the last field changing fastest, and what is measured there."""

    fields: tuple[Field, ...]
    places: tuple[Place, ...]
    measures: tuple[Probe, ...]

    def needed(self) -> list[Experiment]:
        """All that has to run, each experiment once; where only the start is asked for it is not trained."""
        every = (
            each
            for place in self.places
            for probe in self.measures
            for each in experiments_for(probe, {NAME: place.experiment}).values()
        )
        return list(dict.fromkeys(every))


def read_field(text: str) -> Field:
    """A field and its values, from 'PATH=VALUES'; BadValue says what cannot be read."""
    path, equals, written = text.partition("=")
    path = path.strip().replace("-", "_")
    if not equals or not path or not written.strip():
        raise BadValue(f"cannot read {shown(text)}; write it as in depth=5:50:5 or init=he_normal,xavier_normal")
    if path == "seeds":
        raise BadValue("seeds cannot be varied: --seeds says how many networks there are at each place")
    values = tuple(value for part in COMMA.split(written) for value in _values(part.strip()))
    if len(values) > MOST_VALUES:
        raise BadValue(f"{path} has {len(values):,} values; at most {MOST_VALUES:,} can be tried")
    field = Field(path, values)
    known: Sequence[str | float] = field.numbers or values
    if len(set(known)) < len(values):
        twice = next(value for value, is_ in zip(values, known, strict=True) if known.count(is_) > 1)
        raise BadValue(f"{path} has the value {shown(twice)} twice")
    return field


def _values(part: str) -> Iterator[str]:
    """One value, or those of a range: both ends are among them where the steps meet the last."""
    if not part:
        raise BadValue("there is a comma too many; write values as in 1,2,5")
    found = RANGE.fullmatch(part)
    if found is None:
        yield CALL.sub(r"\1(\2)", part)
        return
    low, high, times, step = found.groups()
    yield from _range(_number(low, part), _number(high, part), bool(times), _number(step, part), part)


def _number(text: str, part: str) -> float:
    try:
        return float(str(scalars.number(text.strip())))
    except BadValue:
        raise BadValue(
            f"cannot read {shown(part)}; a range is LOW:HIGH:STEP as in 5:50:5, or LOW:HIGH:xFACTOR as in 0.001:1:x10"
        ) from None


def _range(low: float, high: float, times: bool, step: float, part: str) -> Iterator[str]:
    if times and not (low > 0 and step > 1):
        raise BadValue(f"{shown(part)}: what is multiplied begins above 0, by a factor above 1")
    if not times and not step > 0:
        raise BadValue(f"{shown(part)}: a step is larger than 0")
    if high < low:
        raise BadValue(f"{shown(part)}: it goes up, from the lower number to the higher one")
    count = (math.log(high / low) / math.log(step) if times else (high - low) / step) + 1e-9
    if count >= MOST_VALUES:
        raise BadValue(f"{shown(part)} has more than {MOST_VALUES:,} values")
    for index in range(math.floor(count) + 1):
        yield f"{low * step**index if times else low + step * index:.12g}"


def read_grid(fields: Sequence[Field], base: Experiment, measures: Sequence[str]) -> Grid:
    """All combinations, each an experiment that can run and on which everything can be measured; BadValue if not."""
    paths = [field.path for field in fields]
    for path in paths:
        if paths.count(path) > 1:
            raise BadValue(f"{path} is varied twice; give it all its values at once, as in {path}=1,2,3")
    count = math.prod(len(field.values) for field in fields)
    if count > MOST_PLACES:
        raise BadValue(f"that makes {count:,} combinations; at most {MOST_PLACES:,} can be tried")
    combinations = itertools.product(*(field.values for field in fields))
    places = tuple(Place(values, _experiment(base, paths, values)) for values in combinations)
    probes = tuple(_probe(number, text) for number, text in enumerate(measures))
    for place in places:
        for probe in probes:
            _check(probe, place, paths)
    return Grid(tuple(fields), places, probes)


def _experiment(base: Experiment, paths: Sequence[str], values: Sequence[str]) -> Experiment:
    """The base with the values set: whole fields first, so that a parameter finds the name that it belongs to."""
    experiment = base
    try:
        for path, value in sorted(zip(paths, values, strict=True), key=lambda each: "." in each[0]):
            knob = knob_at(experiment, path)
            if knob is None:
                known = [each.path for each in knobs_of(experiment)]
                raise BadValue(f"there is no field {shown(path)} to vary{nearest(path, known)}")
            experiment = typed(experiment, knob, value)
    except BadValue as error:
        raise BadValue(f"{_at(paths, values)}: {error}") from None
    return experiment


def _probe(number: int, text: str) -> Probe:
    """A measure as a probe: a quantity, or a claim, of which the share of networks is asked in which it holds."""
    if not text.strip():
        raise BadValue(f"--measure {shown(text)} is empty; write it as in loss or 'delta[1] / delta[-1]'")
    name = f"measure-{number}"
    claimed = is_claim(text, frozenset({NAME}))
    return Probe(name, NAME, claim=text) if claimed else Probe(name, NAME, quantity=text)


def _check(probe: Probe, place: Place, paths: Sequence[str]) -> None:
    """Refuse a measure that cannot be had at a place, or that measures nothing."""
    networks, text = {NAME: place.experiment}, probe.claim or str(probe.quantity)
    try:
        if probe.claim is not None:
            parsed: Claim | Quantity = parse_claim(probe.claim, networks, NAME)
        else:
            parsed = parse_quantity(text, networks, NAME)
    except ClaimError as error:
        where = f" ({_at(paths, place.values)})" if OF_THE_RUN.search(str(error)) else ""
        raise BadValue(f"{text}: {error}{where}") from None
    said = parsed.truth if isinstance(parsed, Claim) else parsed.number
    if not any(True for _ in measures_in(said)):
        raise BadValue(f"{text}: nothing in this is measured; write one like delta[1] / delta[-1] or loss < 0.1")


def _at(paths: Sequence[str], values: Sequence[str]) -> str:
    return ", ".join(f"{path}={value}" for path, value in zip(paths, values, strict=True))

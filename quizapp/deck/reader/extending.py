"""From experiments as they are written to experiments as they run: with `extends` filled in, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from sim.experiment import Experiment
from sim.registry import BadValue

#: A path into the experiments, and what is wrong there.
Mistake = tuple[tuple[str, ...], str]


def resolve(written: Mapping[str, BaseModel], wanted: Iterable[str]) -> tuple[dict[str, Experiment], list[Mistake]]:
    """Of the experiments wanted those that can be run, and what is wrong with the others.

    What extends an experiment that is not in `written`, because that one has mistakes of its own, is left out.
    """
    wanted = list(wanted)
    mistakes = list(_circles(written, wanted))
    bad = {path[0] for path, _ in mistakes}
    fields: dict[str, dict[str, Any]] = {}
    for name in wanted:
        _fill(name, written, bad, fields)
    resolved: dict[str, Experiment] = {}
    for name in (name for name in wanted if name in fields):
        try:
            resolved[name] = Experiment(**fields[name])
        except BadValue as error:
            mistakes.append(((name, *map(str, error.path)), str(error)))
    return resolved, mistakes


def _parent(model: BaseModel) -> str | None:
    parent: str | None = getattr(model, "extends", None)
    return parent


def _circles(written: Mapping[str, BaseModel], wanted: Iterable[str]) -> Iterator[Mistake]:
    safe: set[str] = set()
    for name in wanted:
        cycle = _cycle(name, written, safe)
        if cycle:
            yield (cycle[0], "extends"), f"experiments that extend one another in a circle: {_circle(cycle)}"
            safe.update(cycle)


def _cycle(name: str, written: Mapping[str, BaseModel], safe: set[str]) -> list[str]:
    """The experiments of the circle that `name` leads into, if it does; what was walked over becomes safe."""
    walked: dict[str, None] = {}
    step: str | None = name
    while step is not None and step in written and step not in safe:
        if step in walked:
            trail = list(walked)
            return trail[trail.index(step) :]
        walked[step] = None
        step = _parent(written[step])
    safe.update(walked)
    return []


def _circle(cycle: list[str]) -> str:
    names = [*cycle[:5], "..."] if len(cycle) > 6 else cycle
    return " -> ".join([*names, cycle[0]])


def _fill(name: str, written: Mapping[str, BaseModel], bad: set[str], fields: dict[str, dict[str, Any]]) -> None:
    """Add the fields of `name`, and of all that it extends, unless one of these has mistakes."""
    chain: dict[str, None] = {}
    step = name
    while step not in fields:
        if step not in written or step in bad or step in chain:
            bad.update(chain)
            return
        chain[step] = None
        parent = _parent(written[step])
        if parent is None:
            break
        step = parent
    for child in reversed(chain):
        inherited = fields.get(_parent(written[child]) or "", {})
        own = {field: getattr(written[child], field) for field in written[child].model_fields_set - {"extends"}}
        fields[child] = {**inherited, **own}

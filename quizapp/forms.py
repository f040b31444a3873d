"""The ways in which a question can be answered, as data: the terminal UI and line mode have one input for each.

An answer to PickOne and PickMany is the frozen set of the ids of the options picked.
"""

from __future__ import annotations

from dataclasses import dataclass

Answer = frozenset[str]


@dataclass(frozen=True)
class Option:
    """One thing to pick: a stable id, and the text that learners read."""

    id: str
    text: str


@dataclass(frozen=True)
class PickOne:
    """Exactly one of the options is to be picked; they are shown in any order, unless theirs is fixed."""

    options: tuple[Option, ...]
    fixed_order: bool = False


@dataclass(frozen=True)
class PickMany:
    """Any number of the options may be picked; they are shown in any order, unless theirs is fixed."""

    options: tuple[Option, ...]
    fixed_order: bool = False


Form = PickOne | PickMany

"""The settings that there are: each with its default, what it may be, and a sentence on what it does.

To add one, write it here; the file, the screen and the documentation follow.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from quizapp.record.place import NOBODY_ELSE, checked_profile

#: How fast runs are shown, and how many times normal speed that is.
SPEEDS = MappingProxyType({"slow": 0.5, "normal": 1.0, "fast": 4.0, "full": math.inf})
THEMES = ("dark", "light", "ansi-dark", "ansi-light")
Value = str | bool | int | float


@dataclass(frozen=True)
class Setting:
    """One setting: `read` gives its value or raises ValueError, and `choices` are gone through."""

    name: str
    default: Value
    about: str
    read: Callable[[object], Value]
    choices: tuple[Value, ...] = ()


def _one_of(*values: str) -> Callable[[object], Value]:
    def read(value: object) -> Value:
        if value not in values:
            raise ValueError(f"is one of {', '.join(values)}, not {value!r}")
        return str(value)

    return read


def _yes_or_no(value: object) -> Value:
    if not isinstance(value, bool):
        raise ValueError(f"is true or false, not {value!r}")
    return value


def _number(low: float, high: float, whole: bool = False) -> Callable[[object], Value]:
    def read(value: object) -> Value:
        fits = isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)
        if not fits or not low <= float(str(value)) <= high:
            raise ValueError(f"is a {'whole ' if whole else ''}number from {low:g} to {high:g}, not {value!r}")
        return int(str(value)) if whole else float(str(value))

    return read


def _profile(value: object) -> Value:
    if not isinstance(value, str):
        raise ValueError(f"is a name in quotes, not {value!r}")
    return checked_profile(value)


def _folder(value: object) -> Value:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(f"is a folder's path in quotes, not {value!r}")
    return value


SETTINGS = (
    Setting("theme", "dark", "Colours; ansi-dark and ansi-light are the terminal's own.", _one_of(*THEMES), THEMES),
    Setting("speed", "normal", "How fast networks train on the screen at first.", _one_of(*SPEEDS), tuple(SPEEDS)),
    Setting("motion", True, "Whether bars move from one moment to the next.", _yes_or_no, (True, False)),
    Setting("certainty", True, "Whether you are asked how sure you are.", _yes_or_no, (True, False)),
    Setting("plain", False, "Whether quizapp play goes line by line without --plain.", _yes_or_no, (True, False)),
    Setting("profile", NOBODY_ELSE, "Whose answers these are; there are no passwords.", _profile),
    Setting("data_folder", "", "Where answers are kept; empty for the usual place.", _folder),
    Setting(
        "daily_limit", 20, "How many questions a day are for practice.", _number(1, 500, whole=True),
        (5, 10, 20, 40, 80),
    ),
    Setting(
        "retention", 0.9, "The share of answers that you want to know when they are due.", _number(0.7, 0.97),
        (0.8, 0.85, 0.9, 0.95),
    ),
    Setting(
        "longest_interval", 365, "After how many days a question is due again at the latest.",
        _number(1, 3650, whole=True), (30, 90, 180, 365, 730),
    ),
)  # fmt: skip
BY_NAME: Mapping[str, Setting] = MappingProxyType({each.name: each for each in SETTINGS})


@dataclass(frozen=True)
class Settings:
    """What somebody set, by name, and the keys that they bound, by the names of actions; else the defaults."""

    values: Mapping[str, Value] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Value:
        """The value of a setting."""
        return self.values.get(name, BY_NAME[name].default)

    def word(self, name: str) -> str:
        """The value of a setting that is a word."""
        return str(self[name])

    def number(self, name: str) -> float:
        """The value of a setting that is a number."""
        return float(self[name])

    def is_on(self, name: str) -> bool:
        """Whether a setting that is on or off is on."""
        return bool(self[name])

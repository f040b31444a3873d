"""What settings say, in Textual's terms."""

from __future__ import annotations

from collections.abc import Mapping

from quizapp.settings.keys import keys_of
from quizapp.settings.model import SPEEDS


def keymap(keys: Mapping[str, str]) -> dict[str, str]:
    """The keys that somebody chose, by the ids of bindings; a capital letter has two names."""
    return {name: ",".join(map(_names, keys_of(chosen))) for name, chosen in keys.items()}


def _names(key: str) -> str:
    return f"{key},upper_{key.lower()}" if len(key) == 1 and key.isupper() else key


def times_normal(speed: str) -> float:
    """How many times normal speed a speed is."""
    return SPEEDS[speed]

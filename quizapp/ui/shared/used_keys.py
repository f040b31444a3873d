"""The key that an action has here, for texts that name it: the usual one, or the one that somebody chose instead."""

from __future__ import annotations

from typing import Any

from textual.app import App

from quizapp.settings.file import NOTHING_SET, Found
from quizapp.settings.keys import ACTIONS, keys_of

#: Keys whose names are words, by what they are called in texts.
SIGNS = {"comma": ","}


def used_key(app: App[Any], action: str) -> str:
    """The first key of an action of `quizapp.settings.keys`, as it is written in a text."""
    found = getattr(app, "found_settings", NOTHING_SET)  # an app without settings has the usual keys
    assert isinstance(found, Found)
    key = keys_of(found.settings.keys.get(action, ACTIONS[action][0]))[0]
    return SIGNS.get(key, key)

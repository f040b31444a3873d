"""The key that an action has here, for texts that name it: the usual one, or the one that somebody chose instead."""

from __future__ import annotations

from textual.app import App

from quizapp.settings.keys import ACTIONS, keys_of
from quizapp.ui.kept_app import KeptApp

#: Keys whose names are words, by what they are called in texts.
SIGNS = {"comma": ","}


def used_key(app: App[object], action: str) -> str:
    """The first key of an action of `quizapp.settings.keys`, as it is written in a text."""
    chosen = app.found_settings.settings.keys if isinstance(app, KeptApp) else {}
    key = keys_of(chosen.get(action, ACTIONS[action][0]))[0]
    return SIGNS.get(key, key)

"""The terminal UI: the only part of quizapp that imports Textual. It renders the session and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def run_app(
    decks: Sequence[Path], seed: int | None = None, straight_into: bool = False, ascii_only: bool = False
) -> int:
    """Open the terminal UI on some deck files, `straight_into` the first of them, and return its exit code.

    It is drawn in ASCII alone if that is asked for, or if the locale has no more.
    """
    from quizapp.text.terminal import locale_is_ascii_only
    from quizapp.ui.app import QuizApp

    app = QuizApp(decks, seed=seed, straight_into=straight_into, ascii_only=ascii_only or locale_is_ascii_only())
    app.run()
    return app.return_code or 0

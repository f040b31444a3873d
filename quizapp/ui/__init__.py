"""The terminal UI: the only part of quizapp that imports Textual. It renders the session and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def run_app(
    decks: Sequence[Path],
    seed: int | None = None,
    straight_into: bool = False,
    profile: str | None = None,
    ascii_only: bool = False,
) -> int:
    """Open the terminal UI on some deck files, `straight_into` the first of them, and return its exit code.

    Answers go to the record of a profile, or nowhere if that is None. It is drawn in ASCII alone if that is asked for,
    or if the locale has no more.
    """
    from quizapp.text.terminal import locale_is_ascii_only
    from quizapp.ui.app import QuizApp

    lacking = ascii_only or locale_is_ascii_only()
    app = QuizApp(decks, seed=seed, straight_into=straight_into, profile=profile, ascii_only=lacking)
    app.run()
    return app.return_code or 0

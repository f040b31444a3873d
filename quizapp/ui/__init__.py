"""The terminal UI: the only part of quizapp that imports Textual. It renders the session and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def run_app(
    decks: Sequence[Path], seed: int | None = None, straight_into: bool = False, profile: str | None = None
) -> int:
    """Open the terminal UI on some deck files, `straight_into` the first of them, and return its exit code.

    Answers go to the record of a profile, or nowhere if that is None.
    """
    from quizapp.ui.app import QuizApp

    app = QuizApp(decks, seed=seed, straight_into=straight_into, profile=profile)
    app.run()
    return app.return_code or 0

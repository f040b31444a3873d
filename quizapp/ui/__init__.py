"""The terminal UI: the only part of quizapp that imports Textual. It renders the session and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def run_app(decks: Sequence[Path], seed: int | None = None, straight_into: bool = False) -> int:
    """Open the terminal UI on some deck files, `straight_into` the first of them, and return its exit code."""
    from quizapp.ui.app import QuizApp

    app = QuizApp(decks, seed=seed, straight_into=straight_into)
    app.run()
    return app.return_code or 0

"""The terminal UI: the only part of quizapp that imports Textual. It renders the session and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizapp.review.exams import Wanted
    from quizapp.review.today import Today


def run_app(
    decks: Sequence[Path],
    seed: int | None = None,
    straight_into: bool = False,
    ascii_only: bool = False,
    profile: str | None = None,
    anew: bool = False,
    review: Today | None = None,
    exam: Wanted | None = None,
) -> int:
    """Open the terminal UI on some deck files, `straight_into` the first of them, and return its exit code.

    It is drawn in ASCII alone if that is asked for, or if the locale has no more. Answers go to the record of a
    profile, or nowhere if that is None; what was left in the middle goes on unless it is to begin `anew`. With a
    `review` the app opens in what is due; with an `exam` the deck is played as that.
    """
    from quizapp.settings.file import read_settings
    from quizapp.text.terminal import locale_is_ascii_only
    from quizapp.ui.app import QuizApp

    in_ascii = ascii_only or locale_is_ascii_only()
    app = QuizApp(decks, seed, straight_into, in_ascii, profile, read_settings(), anew, review, exam)
    app.run()
    return app.return_code or 0

"""The app that opens on a file that is being written; playing a question leads back to its preview."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.text.terminal import locale_is_ascii_only
from quizapp.ui.app import QuizApp
from quizapp.ui.preview.screen import PreviewScreen
from quizapp.ui.shared.quiz_screen import QuizScreen

if TYPE_CHECKING:
    from quizapp.ui.play.services import Services


class PreviewApp(QuizApp):
    """The terminal UI with a preview where home would be."""

    def __init__(
        self, path: Path, seed: int | None = None, question: str | None = None, ascii_only: bool = False
    ) -> None:
        super().__init__([path], seed, ascii_only=ascii_only)
        self.question = question

    @cached_property
    def services(self) -> Services:
        """Those of play, for somebody who wrote the claims."""
        return replace(super().services, authoring=True)

    def first_screen(self) -> QuizScreen:
        """The preview of the file."""
        return PreviewScreen(self.decks[0], self.seed, self.services.store, self.question)


def run_preview(path: Path, seed: int | None, question: str | None = None) -> int:
    """Open the preview, at a question if one is named, and return the app's exit code."""
    app = PreviewApp(path, seed, question, locale_is_ascii_only())
    app.run()
    return app.return_code or 0

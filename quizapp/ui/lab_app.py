"""The app that opens in the lab; escape leads home, as from anywhere else."""

from __future__ import annotations

from quizapp.deck.finder import deck_paths
from quizapp.ui.app import QuizApp


class LabApp(QuizApp):
    """The terminal UI, with the lab in front."""

    def on_ready(self) -> None:
        """Open the lab."""
        self.action_lab()


def run_lab() -> int:
    """Open the terminal UI in the lab, and return its exit code."""
    app = LabApp(deck_paths([]))
    app.run()
    return app.return_code or 0

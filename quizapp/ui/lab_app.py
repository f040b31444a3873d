"""The app that opens in the lab; escape leads home, as from anywhere else, and q ends the program."""

from __future__ import annotations

from quizapp.deck.finder import deck_paths
from quizapp.ui.app import QuizApp
from quizapp.ui.lab.screen import LabScreen


class LabApp(QuizApp):
    """The terminal UI, with the lab in front."""

    def on_ready(self) -> None:
        """Open the lab."""
        self.action_lab()
        if isinstance(self.screen, LabScreen):
            self.screen.is_first = True


def run_lab() -> int:
    """Open the terminal UI in the lab, and return its exit code."""
    app = LabApp(deck_paths([]))
    app.run()
    return app.return_code or 0

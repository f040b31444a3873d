"""The app that opens in the lab; escape leads home, as from anywhere else, and q ends the program."""

from __future__ import annotations

from collections.abc import Mapping

from quizapp.deck.finder import deck_paths
from quizapp.text.terminal import locale_is_ascii_only
from quizapp.ui.app import QuizApp
from quizapp.ui.lab.screen import LabScreen
from sim.experiment import Experiment


class LabApp(QuizApp):
    """The terminal UI, with the lab in front."""

    def __init__(self, chosen: Mapping[str, Experiment] | None = None, ascii_only: bool = False) -> None:
        super().__init__(deck_paths([]), ascii_only=ascii_only)
        self.chosen = chosen or {}

    def on_ready(self) -> None:
        """Open the lab, with the experiment that was named."""
        from quizapp.ui.lab.opening import with_experiments

        if self.chosen:
            self.open_lab(with_experiments(self.chosen))
        else:
            self.action_lab()
        if isinstance(self.screen, LabScreen):
            self.screen.is_first = True


def run_lab(chosen: Mapping[str, Experiment] | None = None) -> int:
    """Open the terminal UI in the lab, with an experiment by its name if one is chosen, and return its exit code."""
    app = LabApp(chosen, locale_is_ascii_only())
    app.run()
    return app.return_code or 0

"""What to draw for a question: the axes that all its runs share, and the view that shows what a claim is about."""

from __future__ import annotations

import re

from quizapp.deck import Deck
from quizapp.judging import experiments_of
from quizapp.kinds import Question
from quizapp.views import VIEWS, Axes, View, axes_for
from sim.experiment import Experiment
from sim.frames import Frame
from sim.training import run


def view_for(claim: str | None) -> View:
    """The view that shows what a claim compares, or the backpropagated error."""
    shown_by = {measure: view for view in VIEWS.values() for measure in view.measures}
    words = [word for word in re.findall(r"\w+", claim or "") if word in shown_by]
    return shown_by[words[0]] if words else VIEWS["error"]


def axes_of_question(deck: Deck, question: Question) -> Axes:
    """Axes that suit the starting frames of all networks to be watched in a question."""
    experiments = {
        experiment: None for _, scene in question.scenes() for experiment in experiments_of(deck, scene).values()
    }
    return axes_for([first_frame(experiment) for experiment in experiments])


def first_frame(experiment: Experiment) -> Frame:
    """The frame at initialisation."""
    running = run(experiment)
    try:
        return next(running)
    finally:
        running.close()  # type: ignore[attr-defined]

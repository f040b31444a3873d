"""What to draw for a question: the axes that all its runs share, and the view that shows what a claim is about."""

from __future__ import annotations

import re
from collections.abc import Mapping

from quizapp.evidence.evidence import Evidence
from quizapp.evidence.needs import watched_experiments
from quizapp.play.attempt import Attempt
from quizapp.questions.answer_forms import Answer, Form, TurnKnobs
from quizapp.runs.store import RunStore
from quizapp.views import VIEW_OF_MEASURE, VIEWS, Axes, View, axes_for
from sim.experiment import Experiment
from sim.plane import is_on_plane


def view_for(evidence: Evidence, experiments: Mapping[str, Experiment]) -> View:
    """The view that its author names, or that which shows what is measured; else the backpropagated error.

    Whether units differ is best seen in what each of them answers, where that can be drawn.
    """
    if evidence.view is not None:
        return VIEWS[evidence.view]
    text = evidence.claim or evidence.quantity or ""
    words = [word for word in re.findall(r"\w+", text) if word in VIEW_OF_MEASURE]
    view = VIEW_OF_MEASURE[words[0]] if words else VIEWS["error"]
    pictured = view is VIEWS["symmetry"] and is_on_plane(experiments[evidence.experiment])
    return VIEWS["units"] if pictured else view


def axes_of_attempt(attempt: Attempt, networks: Mapping[str, Experiment], store: RunStore) -> Axes:
    """Axes that suit the starting frames, from a store of runs, of all networks to be watched in a question."""
    pieces = [evidence for option in attempt.options if (evidence := attempt.question.evidence_for(option.id))]
    settings = [attempt.question.experiments_for(answer, networks) for answer in extremes(attempt.form)] or [networks]
    needed = {
        each: None for at in settings for evidence in pieces for each in watched_experiments(at, evidence).values()
    }
    return axes_for([store.initial(experiment) for experiment in needed])


def extremes(form: Form) -> list[Answer]:
    """Every knob at each of its ends, with the others where they start; nothing where there are no knobs."""
    if not isinstance(form, TurnKnobs):
        return []
    return [form.blank.with_knob(knob.id, end) for knob in form.knobs for end in (knob.low, knob.high)]

"""The accuracy over training steps, beside that of a network that only guesses."""

from __future__ import annotations

import math

from quizapp.charts.model import Axis, Bars, Level, Lines
from quizapp.charts.numbers import number
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.over_steps import beside, classes, has_held_out, held_out, latest, lines, progress
from quizapp.views.view import View
from quizapp.views.words import aside, sentence
from sim.frames import Frame


def right(frame: Frame) -> Numbers:
    """The percentage of examples that each network classifies right."""
    return 100 * frame.accuracy


def tested_right(frame: Frame) -> Numbers:
    """The percentage of held-out examples that each network classifies right."""
    return 100 * held_out(frame.test_accuracy, frame)


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Lines | Bars:
    """Lines of the accuracy, from 0 to 100 %."""
    guess = 100 / classes(main)
    compared = aside(beside(main, control), _percent(latest(control, right))) if control else ""
    tested = f"; on held-out examples it is {_percent(latest(main, tested_right))}" if has_held_out(main) else ""
    return lines(
        main,
        control,
        right,
        Axis(0.0, 100.0),
        title="accuracy",
        unit="% of examples",
        level=Level(f"chance {_percent(guess)}", guess),
        sentence=sentence(
            f"{progress(main)} the accuracy is {_percent(latest(main, right))}{compared}{tested}; "
            f"guessing gives {_percent(guess)}"
        ),
        suffix=" %",
        tested=tested_right,
    )


def _percent(value: float) -> str:
    return f"{number(value)} %" if math.isfinite(value) else number(value)


VIEW = View("accuracy", "accuracy", 7, ("accuracy", "test_accuracy"), chart)

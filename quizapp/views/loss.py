"""The loss over training steps, beside the loss of a network that only guesses."""

from __future__ import annotations

import math

import numpy as np

from quizapp.charts.model import Level, Lines, Scale
from quizapp.charts.numbers import number
from quizapp.runs.medians import median
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers, grown
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.over_steps import beside, classes, latest, lines, progress
from quizapp.views.view import View
from quizapp.views.words import aside, sentence
from sim.frames import Frame


def loss(frame: Frame) -> Numbers:
    """The cross-entropy of each network."""
    return frame.loss


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Lines:
    """Lines of the loss; ln C is what guessing among C classes costs."""
    guess = math.log(classes(main))
    chance = f"ln {classes(main)} = {number(guess)}"
    compared = aside(beside(main, control), number(latest(control, loss))) if control else ""
    drawn = [np.array([median(frame.loss) for frame in each.frames]) for each in (main, control) if each]
    return lines(
        main,
        control,
        loss,
        grown(axes.loss, drawn),
        title="loss",
        unit="cross-entropy, log scale" if axes.loss.scale is Scale.LOG else "cross-entropy",
        level=Level(f"chance {chance}", guess),
        sentence=sentence(
            f"{progress(main)} the loss is {number(latest(main, loss))}{compared}; guessing gives {chance}"
        ),
    )


VIEW = View("loss", "loss", 6, ("loss",), chart)

"""The loss over training steps, beside that on held-out examples and of guessing."""

from __future__ import annotations

import math

import numpy as np

from quizapp.charts.model import Bars, Level, Lines, Scale
from quizapp.charts.numbers import number
from quizapp.runs.medians import median
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers, grown
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.over_steps import beside, classes, has_held_out, held_out, latest, lines, progress
from quizapp.views.view import View
from quizapp.views.words import aside, sentence
from sim.frames import Frame


def loss(frame: Frame) -> Numbers:
    """The cross-entropy of each network."""
    return frame.loss


def test_loss(frame: Frame) -> Numbers:
    """The cross-entropy of each network on held-out examples."""
    return held_out(frame.test_loss, frame)


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Lines | Bars:
    """Lines of the loss; ln C is what guessing among C classes costs."""
    guess = math.log(classes(main))
    chance = f"ln {classes(main)} = {number(guess)}"
    compared = aside(beside(main, control), number(latest(control, loss))) if control else ""
    tested = f"; on held-out examples it is {number(latest(main, test_loss))}" if has_held_out(main) else ""
    drawn = [np.array([median(frame.loss) for frame in each.frames]) for each in (main, control) if each]
    drawn += [np.array([median(test_loss(frame)) for frame in main.frames])] if tested else []
    return lines(
        main,
        control,
        loss,
        grown(axes.loss, drawn),
        title="loss",
        unit="cross-entropy, log scale" if axes.loss.scale is Scale.LOG else "cross-entropy",
        level=Level(f"chance {chance}", guess),
        sentence=sentence(
            f"{progress(main)} the loss is {number(latest(main, loss))}{compared}{tested}; guessing gives {chance}"
        ),
        tested=test_loss,
    )


VIEW = View("loss", "loss", 6, ("loss", "test_loss"), chart)

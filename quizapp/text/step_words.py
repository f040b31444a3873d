"""A run step by step in words: how loss and accuracy went, and the errors of its first and last layer."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.charts.model import Scale
from quizapp.charts.numbers import number
from quizapp.runs.medians import median
from quizapp.runs.observation import Observation
from sim.frames import Frame

#: At most so many steps are told.
MOST_STEPS = 9


def steps_in_words(main: Observation, control: Observation | None, called: str = "control") -> Iterator[str]:
    """Each step with medians over the networks, and what the control has at the same step; nothing without training."""
    if len(main.frames) < 2:
        yield f"{main.name} is not trained: there is step 0 alone."
        return
    beside = {frame.step: frame for frame in control.frames} if control else {}
    yield "Medians over the networks; the errors are those of layer 1 and of the last layer."
    for frame in _told(main.frames):
        other = beside.get(frame.step)
        yield f"step {frame.step}: {_of(frame)}{f'; {called} {_of(other)}' if other else ''}"


def _told(frames: tuple[Frame, ...]) -> list[Frame]:
    """The first frame, the last, and some between them: the closer the earlier, as most happens early."""
    last = len(frames) - 1
    places = {round(last * (step / (MOST_STEPS - 1)) ** 2) for step in range(MOST_STEPS)}
    return [frames[place] for place in sorted(places)]


def _of(frame: Frame) -> str:
    diverged = int(frame.diverged.sum())
    if 2 * diverged > len(frame.loss):
        return f"{diverged} of {len(frame.loss)} networks diverged"
    delta = median(frame.layers.delta)
    first, output = (number(float(delta[layer]), Scale.LOG) for layer in (0, -1))
    loss, right = number(float(median(frame.loss))), 100 * float(median(frame.accuracy))
    stopped = f", {diverged} diverged" if diverged else ""
    return f"loss {loss}, {right:.0f} % right, errors {first} and {output}{stopped}"

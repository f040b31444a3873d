"""Running several experiments side by side, step by step, and gathering what is observed of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

from quizapp.runs.observation import Observation
from sim.experiment import Experiment
from sim.frames import Frame
from sim.training import Wanted, run

Observations = Mapping[str, Observation]
#: What yields the frames of an experiment at the steps that are wanted: `sim.training.run`, or what remembers it.
Runner = Callable[[Experiment, Wanted], Iterator[Frame]]

#: More frames than this are thinned out to every second one.
MAX_FRAMES = 400


class _Cancelled(Exception):
    """Ends a run in the middle of its steps."""


def never() -> bool:
    """Do not cancel."""
    return False


def watch(
    experiments: Mapping[str, Experiment],
    wanted: Wanted,
    cancelled: Callable[[], bool] = never,
    runner: Runner = run,
) -> Iterator[Observations]:
    """Run experiments in step with one another, and yield all that was observed after each wanted step.

    Each moment that one of them asks for is wanted.

    `cancelled` is asked before every training step; once it says yes, nothing more is computed or yielded.
    """
    decisions: dict[int, bool] = {}
    moments = {step for each in experiments.values() for step in each.asked.moments}

    def decide(step: int) -> bool:
        if cancelled():
            raise _Cancelled
        if step not in decisions:
            decisions[step] = wanted(step) or step in moments
        return decisions[step]

    runs = {name: runner(experiment, decide) for name, experiment in experiments.items()}
    seen: dict[str, Observation] = {}
    with suppress(_Cancelled):
        while runs and not cancelled():
            for name in list(runs):
                frame = next(runs[name], None)
                if frame is None:
                    del runs[name]
                elif name in seen:
                    seen[name] = _thinned(seen[name].and_then(frame))
                else:
                    seen[name] = Observation(name, experiments[name], (frame,))
            if runs:
                yield dict(seen)


def _thinned(observed: Observation) -> Observation:
    if len(observed.frames) <= MAX_FRAMES:
        return observed
    moments, ends = observed.experiment.asked.moments, (0, len(observed.frames) - 1)
    kept = tuple(
        frame for place, frame in enumerate(observed.frames) if place % 2 == 0 or place in ends or frame.step in moments
    )
    return Observation(observed.name, observed.experiment, kept)

"""What was computed of experiments, kept so that it is not computed again: turn one of two, and the other is there.

It stands in for `sim.training.run`: the same frames, from memory where they have been seen. A run that was seen to its
end is shown again as it was; of any other only the networks as they were drawn are kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence

from sim.experiment import Experiment
from sim.frames import Frame
from sim.training import Wanted, run

#: So many experiments are remembered, and so many frames of their runs in all.
MOST_EXPERIMENTS, MOST_FRAMES = 64, 2000


class Memory:
    """Frames by experiment, the ones used last kept longest."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[Experiment, Frame] = OrderedDict()
        self._runs: OrderedDict[Experiment, tuple[Frame, ...]] = OrderedDict()

    def drawn(self, experiment: Experiment) -> Frame:
        """The networks of an experiment before any training."""
        if experiment not in self._drawn:
            self._keep_drawn(experiment, next(run(experiment)))
        self._drawn.move_to_end(experiment)
        return self._drawn[experiment]

    def run(self, experiment: Experiment, wanted: Wanted) -> Iterator[Frame]:
        """The frames of a run, computed only as far as they are asked for and not remembered."""
        yield self.drawn(experiment)
        seen = self._runs.get(experiment)
        if seen is None:
            yield from self._computed(experiment, wanted)
        else:
            self._runs.move_to_end(experiment)
            yield from _again(seen, wanted)

    def _computed(self, experiment: Experiment, wanted: Wanted) -> Iterator[Frame]:
        fresh = run(experiment, wanted)
        frames = [next(fresh)]
        for frame in fresh:
            frames.append(frame)
            yield frame
        self._keep_run(experiment, frames)

    def _keep_drawn(self, experiment: Experiment, frame: Frame) -> None:
        self._drawn[experiment] = frame
        if len(self._drawn) > MOST_EXPERIMENTS:
            self._drawn.popitem(last=False)

    def _keep_run(self, experiment: Experiment, frames: Sequence[Frame]) -> None:
        self._runs[experiment] = tuple(frames)
        while sum(map(len, self._runs.values())) > MOST_FRAMES:
            self._runs.popitem(last=False)


def _again(seen: tuple[Frame, ...], wanted: Wanted) -> Iterator[Frame]:
    """The newest frame at each step that is wanted, and the last one in any case."""
    newest, rest = seen[0], list(seen[1:])
    for step in range(1, seen[-1].step + 1):
        if rest and rest[0].step <= step:
            newest = rest.pop(0)
        if step == seen[-1].step or wanted(step):
            yield newest

"""What has been seen of an experiment so far: the frames that claims are judged by and charts are drawn from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.experiment import Experiment
from sim.frames import Frame


@dataclass(frozen=True)
class Observed:
    """An experiment by its name in the deck, and its frames so far: the first is at initialisation."""

    name: str
    experiment: Experiment
    frames: tuple[Frame, ...]

    @property
    def initial(self) -> Frame:
        """The frame at initialisation."""
        return self.frames[0]

    @property
    def latest(self) -> Frame:
        """The newest frame."""
        return self.frames[-1]

    def and_then(self, frame: Frame) -> Observed:
        """The same with one more frame."""
        return replace(self, frames=(*self.frames, frame))

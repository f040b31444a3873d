"""The runs of a session, kept in memory so that nothing is computed twice: one store for all screens and line mode.

`RunStore.run` stands in for `sim.training.run` and yields the same frames: from memory where they were seen, computed
where they were not. `get` and `put` let `quizapp.runs.batch` use the store as its cache of first and last frames; for
these, a network is the same whichever others ran beside it, and its start whatever was trained afterwards.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from quizapp.runs.batch import as_asked, chunks_of, shifted, whole
from quizapp.runs.observation import arrays_of, part_of
from sim.experiment import FIELDS, Experiment
from sim.frames import Frame
from sim.sweep import Ends
from sim.training import Wanted, all_steps, ends_only, run

#: Bytes of frames that are kept; the runs used longest ago are forgotten first.
MOST_BYTES = 128 * 2**20


@dataclass
class _Kept:
    """Frames of one experiment by their steps; `last` is the step at which its run ends, once that is known."""

    frames: dict[int, Frame] = field(default_factory=dict)
    last: int | None = None

    @property
    def size(self) -> int:
        return sum(size_of(frame) for frame in self.frames.values())


class RunStore:
    """Frames by experiment; any thread may ask."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[Experiment, _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def run(self, experiment: Experiment, wanted: Wanted = all_steps) -> Iterator[Frame]:
        """The frames that `sim.training.run` would yield for the same arguments.

        A frame that was not seen before has its run computed from the start, and then `wanted` may be asked again
        about earlier steps. Only the first frame is kept of a run that is closed before its end.
        """
        frames, last = self._known(experiment)
        if 0 not in frames or last is None:
            yield from self._computed(experiment, wanted, 0, frames.get(0))
            return
        for step in range(last + 1):
            if step in (0, last) or wanted(step) or step in experiment.asked.moments:
                if step not in frames:
                    yield from self._computed(experiment, wanted, step)
                    return
                yield frames[step]

    def initial(self, experiment: Experiment) -> Frame:
        """The frame at initialisation."""
        running = self.run(experiment)
        try:
            return next(running)
        finally:
            running.close()  # type: ignore[attr-defined]

    def get(self, experiment: Experiment) -> Ends | None:
        """The first and the last frame, or None if no run in which all these networks were was seen to its end."""
        frames, last = self._known(experiment)
        return self._part(experiment) if last is None else _ends(frames, last, experiment)

    def seen(self, experiment: Experiment) -> tuple[Frame, ...]:
        """All frames that are kept of a run that was seen to its end, in order; none of any other."""
        frames, last = self._known(experiment)
        return () if last is None else tuple(frames[step] for step in sorted(frames))

    def ends(self, experiment: Experiment, networks: int, wanted: Wanted = ends_only, shift: int = 0) -> Ends:
        """The first and the last frame of so many networks of an experiment; those that have run are not run again.

        `wanted` is asked before each step that has to be computed, and may raise to end it all. Frames that it wants
        are kept of the networks that are watched, which begin `shift` networks on, so that they need not run once more
        for that; these run last, as they may have been watched by then.
        """
        parts = chunks_of(experiment, networks, shift)
        own = next((part for part in parts if part.seed == shifted(experiment, shift).seed), parts[0])

        def unwatched(step: int) -> bool:
            return wanted(step) and False

        ends = {part: self.get(part) or self._to_its_end(part, unwatched) for part in parts if part != own}
        ends[own] = self.get(own) or self._to_its_end(own, wanted)
        return whole([ends[part] for part in parts])

    def _to_its_end(self, experiment: Experiment, wanted: Wanted) -> Ends:
        frames = {frame.step: frame for frame in self.run(experiment, wanted)}
        return _ends(frames, max(frames), experiment)

    def _part(self, experiment: Experiment) -> Ends | None:
        """The first and the last frame, cut out of a run in which all these networks were among others."""
        with self._lock:
            found = [(other, each) for other, each in self._kept.items() if _is_part(experiment, other)]
        for other, each in found:
            last = each.last if experiment.steps else 0
            if last is not None:
                first = experiment.seed - other.seed
                cut = slice(first, first + experiment.seeds)
                return tuple(part_of(frame, cut) for frame in _ends(each.frames, last, experiment))
        return None

    def has(self, experiment: Experiment) -> bool:
        """Whether the first and the last frame are kept."""
        return self.get(experiment) is not None

    def put(self, experiment: Experiment, ends: Ends) -> None:
        """Keep the first and the last frame of a run."""
        self._keep(experiment, list(ends), ends[-1].step)

    def evict(self) -> None:
        """Nothing: what is too much is forgotten whenever something is kept."""

    def _computed(
        self, experiment: Experiment, wanted: Wanted, start: int, first: Frame | None = None
    ) -> Iterator[Frame]:
        """The frames from `start` on; `first` is yielded at once if the frame at initialisation is known already."""
        if first is not None:
            yield first
        seen: list[Frame] = []
        for frame in run(experiment, lambda step: (wanted(step) and step >= start) or step == start):
            seen.append(frame)
            if not seen[1:]:
                self._keep(experiment, seen, None)
            if frame.step >= start and not (frame.step == 0 and first is not None):
                yield frame
        self._keep(experiment, seen, seen[-1].step)

    def _known(self, experiment: Experiment) -> tuple[dict[int, Frame], int | None]:
        with self._lock:
            kept = self._kept.get(experiment)
            if kept is None:
                return {}, None
            self._kept.move_to_end(experiment)
            return dict(kept.frames), kept.last

    def _keep(self, experiment: Experiment, frames: list[Frame], last: int | None) -> None:
        with self._lock:
            kept = self._kept.setdefault(experiment, _Kept())
            self._kept.move_to_end(experiment)
            for frame in frames:
                kept.frames.setdefault(frame.step, frame)
            kept.last = kept.last if last is None else last
            self._forget()

    def _forget(self) -> None:
        total = sum(kept.size for kept in self._kept.values())
        while total > self._most_bytes and len(self._kept) > 1:
            _, kept = self._kept.popitem(last=False)
            total -= kept.size


def _ends(frames: Mapping[int, Frame], last: int, experiment: Experiment) -> Ends:
    """The first and the last of these frames, and between them those of the moments that an experiment asks for."""
    moments = (step for step in experiment.asked.moments if 0 < step < last)
    return tuple(as_asked(each, experiment) for each in (frames[0], *(frames[step] for step in moments), frames[last]))


def _is_part(experiment: Experiment, other: Experiment) -> bool:
    """Whether all networks of an experiment are among those of another one, or these start as they do."""
    first = experiment.seed - other.seed
    if not other.asked.covers(experiment.asked):
        return False
    return 0 <= first <= other.seeds - experiment.seeds and all(
        getattr(experiment, name) == getattr(other, name)
        for name in FIELDS
        if name not in ("seed", "seeds") and not (name == "steps" and experiment.steps == 0)
    )


def size_of(frame: Frame) -> int:
    """The bytes of a frame's numbers."""
    return sum(array.nbytes for array in arrays_of(frame))

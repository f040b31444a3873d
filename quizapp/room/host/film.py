"""The networks that the room chose beside the right ones, played moment by moment like a film."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from quizapp.charts.as_data import chart_from_data
from quizapp.charts.model import Chart

Run = Mapping[str, Any]
#: Seconds between two moments.
APART = 0.4


@dataclass(frozen=True)
class Scene:
    """What one side shows at a moment: a title, the chart, its sentence, the step, and what the claim comes to."""

    title: str
    chart: Chart
    sentence: str
    step: str
    words: tuple[tuple[str, str], ...]
    about: str


@dataclass(frozen=True)
class Film:
    """Runs as the server gives them, right ones first, at a moment; `other` is the one beside the first."""

    question: str
    status: str
    runs: tuple[Run, ...]
    at: int = 0
    other: int = 1
    playing: bool = True

    @property
    def length(self) -> int:
        """How many moments there are: those of the longest run shown."""
        return max((len(run["moments"]) for run in self.shown), default=0)

    @property
    def shown(self) -> tuple[Run, ...]:
        """The runs side by side: the right one, and one of the others if there are any."""
        return self.runs[:1] + self.runs[self.other : self.other + 1]

    @property
    def is_over(self) -> bool:
        """Whether the last moment is shown."""
        return self.at >= self.length - 1

    def ticked(self) -> Film:
        """A moment later, if it plays; it stops at its end."""
        if not self.playing:
            return self
        return replace(self, playing=False) if self.is_over else replace(self, at=self.at + 1)

    def stepped(self, by: int) -> Film:
        """Some moments on or back, and still."""
        return replace(self, at=min(max(self.at + by, 0), max(self.length - 1, 0)), playing=False)

    def toggled(self) -> Film:
        """Playing, or not; from the end it plays again from the start."""
        return replace(self, at=0, playing=True) if self.is_over else replace(self, playing=not self.playing)

    def at_end(self) -> Film:
        """Still, at its last moment."""
        return replace(self, at=max(self.length - 1, 0), playing=False)

    def beside(self, by: int) -> Film:
        """With another run beside the right one."""
        if len(self.runs) < 3:
            return self
        other = 1 + (self.other - 1 + by) % (len(self.runs) - 1)
        film = replace(self, other=other)
        return replace(film, at=min(self.at, film.length - 1))

    def scenes(self) -> list[Scene]:
        """What is shown now."""
        return [_scene(run, self.at) for run in self.shown]


def film_of(data: Mapping[str, Any], look: int | None = None) -> Film:
    """The film of what the server gives under /runs; the right run first, then that looked at or most chosen."""
    runs = list(data["runs"])
    first = runs[:1]
    chosen = next((run for run in runs[1:] if run["right"] is False and run["chosen"]), None)
    other = runs.index(chosen) if chosen is not None and first else 1
    if look is not None and 0 < look < len(runs):
        other = look
    return Film(data["question"], data["status"], tuple(runs), other=other)


def title_of(run: Run) -> str:
    """Whose networks they are, and how many chose them: 'A ✓ right, chosen by 7'."""
    sign = "" if run["right"] is None else " ✓ right" if run["right"] else " ✗ wrong"
    chosen = run["chosen"]
    by = "" if chosen is None else ", chosen by nobody" if not chosen else f", chosen by {chosen}"
    return f"{run['name']}{sign}{by}"


def _scene(run: Run, at: int) -> Scene:
    moments: Sequence[Mapping[str, Any]] = run["moments"]
    moment = moments[min(at, len(moments) - 1)]
    words = tuple((str(name), str(said)) for name, said in run["words"])
    step = f"step {moment['step']} of {run['steps']}" if run["steps"] else "at the start"
    return Scene(title_of(run), chart_from_data(moment["chart"]), moment["sentence"], step, words, run["about"])

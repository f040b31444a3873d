"""The networks of a question as films side by side: the right ones beside what most of the room chose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizapp.charts.as_data import chart_from_data
from quizapp.charts.model import Chart

#: Networks that are shown at once.
SIDE_BY_SIDE = 2


@dataclass(frozen=True)
class Film:
    """One run: what it is, whether it is right, how many chose it, its claim in words, and a chart for each moment.

    `steps_seen` are the steps of the moments; the last of them is the end of the run.
    """

    name: str
    about: str
    right: bool | None
    chosen: int | None
    words: tuple[tuple[str, str], ...]
    steps: int
    steps_seen: tuple[int, ...]
    charts: tuple[Chart, ...]

    def at(self, share: float) -> int:
        """The moment at a share of the run, 0 to 1; every moment is shown for as long as any other."""
        return min(int(share * len(self.charts)), len(self.charts) - 1)

    @property
    def heading(self) -> str:
        """Which answer it is, whether it is right, and how many chose it: 'wrong: B (12 chose it)'."""
        right = "" if self.right is None else "right: " if self.right else "wrong: "
        chosen = "" if self.chosen is None else f" ({self.chosen} chose it)"
        return f"{right}{self.name}{chosen}"

    @property
    def told(self) -> tuple[str, ...]:
        """What came of its claim, a sentence each: 'In words: ...', 'Measured: ...'."""
        return tuple(f"{label[:1].upper()}{label[1:]}: {words}" if label else words for label, words in self.words)

    def moment_words(self, moment: int) -> str:
        """Where in its run it is: 'step 40 of 200', or 'before training'."""
        step = self.steps_seen[moment]
        return "before training" if not step else f"step {step} of {self.steps}"


def film(run: Mapping[str, Any]) -> Film:
    """The film of a run as the server tells it (`GET runs`, or `run` of `GET mine` with its one moment)."""
    moments: Sequence[Mapping[str, Any]] = run.get("moments") or [run["moment"]]
    return Film(
        name=str(run["name"]),
        about=str(run["about"]),
        right=run.get("right"),
        chosen=run.get("chosen"),
        words=tuple((str(label), str(text)) for label, text in run.get("words", ())),
        steps=int(run["steps"]),
        steps_seen=tuple(int(moment["step"]) for moment in moments),
        charts=tuple(chart_from_data(moment["chart"]) for moment in moments),
    )


def films(runs: Iterable[Mapping[str, Any]]) -> tuple[Film, ...]:
    """The films that are shown side by side: a right one, and the wrong one that most of the room chose.

    Where none is known to be wrong, as of an order, they are the first ones.
    """
    found = [film(run) for run in runs]
    right = [each for each in found if each.right]
    others = sorted((each for each in found if not each.right), key=lambda each: -(each.chosen or 0))
    if all(each.right is None for each in found):
        return tuple(found[:SIDE_BY_SIDE])
    chosen = [each for each in others if each.chosen] or others
    most = sorted(right, key=lambda each: -(each.chosen or 0))
    return (*most[:1], *chosen[:1]) if most and chosen else (*most, *chosen)[:SIDE_BY_SIDE]

"""The networks of a question as films side by side: the right ones beside what most of the room chose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizapp.charts.as_data import chart_from_data
from quizapp.charts.model import Chart

#: Networks that are shown at once.
SIDE_BY_SIDE = 2
#: How a sentence begins that says of which step it is.
SAYS_WHEN = ("before training", "at step", "step ", "after ")


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
    def came_out(self) -> str:
        """How its claim came out over all networks, in a sentence, if it has one."""
        return next((text for label, text in self.words if not label), "")

    @property
    def told(self) -> tuple[str, ...]:
        """What came of its claim, a sentence each: 'In words: ...', 'Measured: ...'."""
        return tuple(f"{label[:1].upper()}{label[1:]}: {words}" if label else words for label, words in self.words)

    @property
    def last(self) -> int:
        """The last moment."""
        return len(self.charts) - 1

    def sentence(self, moment: int) -> str:
        """What a moment shows, with where in its run it is, unless that is said already."""
        said = self.charts[moment].sentence
        if said.lower().startswith(SAYS_WHEN):
            return said
        where = self.moment_words(moment)
        return f"{where[:1].upper()}{where[1:]}: {said[:1].lower()}{said[1:]}"

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


def films(runs: Iterable[Mapping[str, Any]], look: int | None = None) -> tuple[Film, ...]:
    """The films that are shown side by side, as `side_by_side` chooses them."""
    every = list(runs)
    return tuple(film(every[index]) for index in side_by_side(every, look))


def side_by_side(runs: Sequence[Mapping[str, Any]], look: int | None = None) -> tuple[int, ...]:
    """Which runs stand beside one another: a right one, and the wrong one that most of the room chose.

    The facilitator may `look` at another one, which then stands beside the first. Where none is known to be
    wrong, as of an order, they are the first ones.
    """
    places = range(len(runs))
    if look is not None and 0 < look < len(runs):
        return 0, look
    if all(run["right"] is None for run in runs):
        return tuple(places[:SIDE_BY_SIDE])
    most = sorted(places, key=lambda index: -(runs[index]["chosen"] or 0))
    right, wrong = [each for each in most if runs[each]["right"]], [each for each in most if not runs[each]["right"]]
    return (right[0], wrong[0]) if right and wrong else tuple((right or wrong)[:SIDE_BY_SIDE])

"""What the first network answers over the plane of its inputs, with the examples that it learns from on it."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from quizapp.charts.model import Picture, PictureRow, Pictures, Point, Shade, Shades
from quizapp.charts.numbers import percent
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, Numbers, diverged
from quizapp.views.focus import WHOLE, Focus
from quizapp.views.view import View
from quizapp.views.words import aside, sentence
from sim.experiment import Experiment
from sim.plane import Responses, examples, grid, is_on_plane, reach, responses, size_of

#: Sides of the picture in pixels, and the multiplications that one may cost.
SIDES, COST = (14, 48), 8e6
#: The most examples that are drawn.
EXAMPLES = 60
#: From this share on, beyond what guessing gives, a network is sure.
SURE = 0.5
#: A network whose shares differ by less than this over the plane says the same everywhere.
SAME = 0.02
#: The share of the directions across borders that is one direction, at least, where they are parallel.
PARALLEL = 0.97
#: What a straight border leaves of the differences between the classes' outputs at most.
STRAIGHT = 1e-6
OF_CLASS = ((Shade.COOL, Shade.COOL_FAINT), (Shade.WARM, Shade.WARM_FAINT), (Shade.THIRD, Shade.THIRD_FAINT))
SIGNS = "o+*"


def chart(main: Observation, control: Observation | None, axes: Axes, focus: Focus = WHOLE) -> Pictures:
    """A picture of the plane for the network, and one for the control."""
    seen = {each.name: found for each in (main, control) if each and (found := answers(each)) is not None}
    classes = main.experiment.layer_sizes[-1]
    pictures = [_picture(each, seen[each.name]) for each in (main, control) if each and each.name in seen]
    row = PictureRow("", tuple(pictures), len(pictures))
    return Pictures(
        "answers over the plane",
        "first network",
        (row,) if main.name in seen else (),
        tuple((OF_CLASS[index][0], f"class {SIGNS[index]}") for index in range(min(classes, len(OF_CLASS)))),
        _sentence(main, control, seen),
        row="",
        picture="picture",
        warning=diverged(main),
    )


def side_for(experiment_size: int) -> int:
    """The side in pixels of a picture of a network with so many weights."""
    low, high = SIDES
    return int(np.clip(math.sqrt(COST / experiment_size), low, high))


def answers(observed: Observation) -> Responses | None:
    """What the first network makes of the pixels of a picture, row by row; None if it cannot be asked."""
    weights = observed.shown.weights
    if weights is None:
        return None
    side = side_for(size_of(observed.experiment))
    return responses(observed.experiment, weights, grid(observed.experiment, side, side))


def _picture(observed: Observation, seen: Responses) -> Picture:
    side = side_for(size_of(observed.experiment))
    return Picture(shades_of(seen.shares).reshape(side, side), observed.name, points(observed.experiment))


def shades_of(shares: Numbers) -> Shades:
    """The shade of the likeliest class of each pixel (P, C): faint where the network is not sure of it."""
    best, most = shares.argmax(axis=1), shares.max(axis=1)
    guessed = 1 / shares.shape[1]
    sure = most > guessed + SURE * (1 - guessed)
    table = np.array(OF_CLASS, np.int8)
    found = table[best % len(OF_CLASS), np.where(sure, 0, 1)]
    return np.where(np.isfinite(shares).all(axis=1), found, np.int8(Shade.LOST)).astype(np.int8)


@lru_cache(64)
def points(experiment: Experiment) -> tuple[Point, ...]:
    """Some of the examples, where they lie on the picture."""
    x, y = examples(experiment)
    places = (x / reach(experiment) + 1) / 2
    return tuple(
        Point(float(across), float(up), int(sort))
        for (across, up), sort in zip(places[:EXAMPLES], y[:EXAMPLES], strict=True)
    )


def _sentence(main: Observation, control: Observation | None, seen: dict[str, Responses]) -> str:
    if not is_on_plane(main.experiment):
        return not_on_plane(main)
    if main.name not in seen:
        return "The weights of this network were not kept."
    compared = aside(control.name, _answers_right(control)) if control and control.name in seen else ""
    which = "first network" if main.experiment.seeds > 1 else "network"
    return sentence(f"{words_of(seen[main.name].shares)}: the {which} {_answers_right(main)}{compared}")


def words_of(shares: Numbers) -> str:
    """What the answers over the plane look like: one for all of it, or straight, parallel or bending borders."""
    if not np.isfinite(shares).all():
        return "some places get no number any more"
    if np.ptp(shares, axis=0).max() < SAME:
        return f"one answer for the whole plane, {' against '.join(map(percent, shares.mean(axis=0)))}"
    found = set(shares.argmax(axis=1).tolist())
    if len(found) == 1:
        return "one class wins everywhere"
    crossings = parallel_borders(shares)
    if crossings is not None:
        return "a straight border" if crossings == 1 else "parallel straight borders"
    if _is_straight(shares):
        return "straight borders"
    return "a curved border" if len(found) == 2 else "borders that bend"


def parallel_borders(shares: Numbers) -> int | None:
    """How many borders cross the plane in one direction, as where all units are one; None if they do not all do so.

    `shares` (P, C) are those of a square grid. Borders are straight and parallel where the odds of the two classes
    that meet there change in the same direction all along them.
    """
    normals = _across_borders(shares)
    if not len(normals):
        return None
    agreement, directions = np.linalg.eigh(normals.T @ normals / len(normals))
    if agreement[-1] < PARALLEL:
        return None
    winners = _along(directions[:, -1], shares.argmax(axis=1).reshape(2 * [math.isqrt(len(shares))]))
    return int((winners[1:] != winners[:-1]).sum())


def _across_borders(shares: Numbers) -> Numbers:
    """Directions (N, 2), to the right and down, in which the odds change fastest, one at each pixel at a border."""
    side = math.isqrt(len(shares))
    logs = np.log(np.clip(shares, 1e-9, 1)).T.reshape(-1, side, side)
    down, across = (np.asarray(np.gradient(logs, axis=axis)) for axis in (1, 2))
    winner = shares.argmax(axis=1).reshape(side, side)
    found = []
    for there, here in ((np.s_[:, 1:], np.s_[:, :-1]), (np.s_[1:], np.s_[:-1])):
        rows, columns = np.nonzero(winner[there] != winner[here])
        one, other = winner[here][rows, columns], winner[there][rows, columns]
        changes = [each[other, rows, columns] - each[one, rows, columns] for each in (across, down)]
        found.append(np.stack(changes, axis=1))
    normals = np.concatenate(found)
    lengths = np.hypot(normals[:, 0], normals[:, 1])
    return np.asarray(normals[lengths > 0] / lengths[lengths > 0, None])


def _along(direction: Numbers, winner: NDArray[np.intp]) -> NDArray[np.intp]:
    """The classes that win along a line through the middle of a square grid."""
    side = len(winner)
    along = np.linspace(-side / 2, side / 2, 4 * side)
    x, y = ((side - 1) / 2 + along * step for step in direction)
    inside = (x >= 0) & (x <= side - 1) & (y >= 0) & (y <= side - 1)
    return np.asarray(winner[y[inside].round().astype(int), x[inside].round().astype(int)])


def _is_straight(shares: Numbers) -> bool:
    """Whether the odds of the classes are a linear function of the place, as without hidden layers."""
    side = math.isqrt(len(shares))
    inside = (shares > 1e-9).all(axis=1)
    across, down = np.tile(np.arange(side), side), np.repeat(np.arange(side), side)
    places = np.stack([np.ones(side * side), across, down], axis=1)[inside]
    odds = np.log(shares[inside, 1:] / shares[inside, :1])
    if len(odds) <= places.shape[1]:
        return False
    found, *_ = np.linalg.lstsq(places, odds, rcond=None)
    return float(np.square(odds - places @ found).sum()) <= STRAIGHT * float(np.square(odds).sum())


def _answers_right(observed: Observation) -> str:
    return f"answers {percent(float(observed.shown.accuracy[0]))} of the examples right"


def not_on_plane(main: Observation) -> str:
    """Why there is no picture of a network."""
    inputs = main.experiment.layer_sizes[0]
    if inputs != 2:
        return f"The inputs of {main.experiment.task} have {inputs} numbers each, and are no points of a plane."
    return "This network is too large for its weights to be kept, and so cannot be asked about the plane."


VIEW = View("plane", "answers over the plane", 10, (), chart)

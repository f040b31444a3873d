"""Charts as data: what is to be drawn, in numbers and words, before any question of size, glyph or colour.

Every chart has a `title` and a `sentence`, its twin in plain words for those who cannot see it or have no room for
it, and may have a `warning`; one that shows a single moment of a run says which: `moment` is then 'at step 0'.
Numbers may be 0, negative, inf or nan; drawing copes with all of them.
To add a shape, add its dataclass here and a file that draws it, and name both in `quizapp.charts.RENDERERS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


class Role(StrEnum):
    """What a piece of a chart is for; whoever shows the chart gives each role its colour."""

    BLANK = "blank"
    TITLE = "title"
    LABEL = "label"
    MAIN = "main"
    CONTROL = "control"
    THEORY = "theory"
    HELD_OUT = "held-out"
    LEVEL = "level"
    BAND = "band"
    CONTROL_BAND = "control-band"
    AXIS = "axis"
    VALUE = "value"
    WARNING = "warning"
    DIM = "dim"
    COOL = "cool"
    COOL_FAINT = "cool-faint"
    NEUTRAL = "neutral"
    WARM_FAINT = "warm-faint"
    WARM = "warm"
    THIRD_FAINT = "third-faint"
    THIRD = "third"
    INK = "ink"


class Scale(StrEnum):
    """How numbers are laid along an axis."""

    LOG = "log"
    LINEAR = "linear"


@dataclass(frozen=True)
class Axis:
    """A range of numbers to draw; what lies beyond it is drawn at its end with an arrow."""

    low: float
    high: float
    scale: Scale = Scale.LINEAR


@dataclass(frozen=True)
class Series:
    """The name of the network that is watched, and of the one that it is compared with."""

    main: str
    control: str | None = None


@dataclass(frozen=True)
class Bar:
    """One row: its number, the control's number for the same row, and a number for the extra column.

    `theory` is the number that theory predicts, `band` the two between which it expects nearly all networks, and
    `start` what was measured before training. A row that is `named` is what the chart is about: it is drawn in any
    case, and `goal` are the bounds that are set to its number. While a bar moves, `drawn` is the place on the axis, 0
    to 1, where it ends just now.
    """

    label: str
    value: float
    control: float | None = None
    extra: float | None = None
    theory: float | None = None
    band: tuple[float, float] | None = None
    start: float | None = None
    named: bool = False
    goal: tuple[float | None, float | None] | None = None
    drawn: float | None = None


@dataclass(frozen=True)
class Bars:
    """One horizontal bar a row, with a tick where the control's bar would end, and a mark where theory puts it.

    `row` is the word for one row ("layer"), `suffix` follows each number (" %"), `extra` heads the extra column, which
    goes without the suffix if it `counts`, `theory` the column of what theory predicts, if it is shown, and `goal`
    says what the bounds of a row are.
    """

    title: str
    unit: str
    rows: tuple[Bar, ...]
    axis: Axis
    series: Series
    sentence: str
    row: str = "layer"
    suffix: str = ""
    extra: str = ""
    theory: str = ""
    goal: str = ""
    warning: str = ""
    moment: str = ""
    counts: bool = False


@dataclass(frozen=True)
class Line:
    """A line through the points (x, y), all three of shape (n,); `low` and `high` bound the band around it."""

    name: str
    x: Numbers
    y: Numbers
    low: Numbers | None = None
    high: Numbers | None = None
    role: Role = Role.MAIN


@dataclass(frozen=True)
class Level:
    """A dotted horizontal line at `y`, for what to compare with."""

    name: str
    y: float


@dataclass(frozen=True)
class Lines:
    """Lines over a common x; `x_name` is what x counts ("step"), `note` says what the bands are."""

    title: str
    unit: str
    lines: tuple[Line, ...]
    x_axis: Axis
    y_axis: Axis
    sentence: str
    x_name: str = "step"
    note: str = ""
    suffix: str = ""
    levels: tuple[Level, ...] = ()
    warning: str = ""


@dataclass(frozen=True)
class HistogramRow:
    """How one row's numbers are spread: the share in each equal bin, and the shares that no bin holds."""

    label: str
    shares: Numbers
    below: float = 0.0
    above: float = 0.0
    not_finite: float = 0.0
    value: float | None = None


@dataclass(frozen=True)
class Histograms:
    """One histogram a row over a common range, each as tall as its row; `value` heads the column of row values."""

    title: str
    unit: str
    rows: tuple[HistogramRow, ...]
    low: float
    high: float
    sentence: str
    row: str = "layer"
    value: str = ""
    warning: str = ""
    moment: str = ""


@dataclass(frozen=True)
class StripRow:
    """Below which numbers 5, 25, 50, 75 and 95 % of a row's lie, and a number for the column at the right."""

    label: str
    quantiles: tuple[float, float, float, float, float]
    value: float | None = None


@dataclass(frozen=True)
class Strips:
    """How the numbers of each row are spread, as a strip from small ones to large ones with the middle half marked."""

    title: str
    unit: str
    rows: tuple[StripRow, ...]
    axis: Axis
    sentence: str
    row: str = "layer"
    value: str = ""
    warning: str = ""
    moment: str = ""


@dataclass(frozen=True)
class Heatmap:
    """Numbers of shape (rows, columns) as shades; the first row is drawn at the top.

    `row_ends` and `column_ends` name the first and last row and column; `mark` is a (row, column) to point out.
    """

    title: str
    unit: str
    values: Numbers
    axis: Axis
    row_ends: tuple[str, str]
    column_ends: tuple[str, str]
    sentence: str
    mark: tuple[int, int] | None = None
    warning: str = ""


@dataclass(frozen=True)
class Dot:
    """A named point of a map, from 0 to 1 across and up; more lies beyond the map."""

    name: str
    across: float
    up: float
    role: Role = Role.MAIN


#: How far across or up, from 0 to 1, and what is written there.
Tick = tuple[float, str]


@dataclass(frozen=True)
class PhaseMap:
    """Numbers of shape (rows, columns) that part a map in two: `below` 1 and `above` it, in words, with dots on it.

    The first row is drawn at the top; `row_ends` and `column_ends` name the first and last row and column, and ticks
    those between, each by its share of the way across or up. `edge` is what the line between the two parts is called.
    """

    title: str
    unit: str
    values: Numbers
    below: str
    above: str
    row_ends: tuple[str, str]
    column_ends: tuple[str, str]
    sentence: str
    dots: tuple[Dot, ...] = ()
    warning: str = ""
    edge: str = ""
    row_ticks: tuple[Tick, ...] = ()
    column_ticks: tuple[Tick, ...] = ()


class Shade(IntEnum):
    """What a pixel of a picture says: how far a number is below or above the middle, or which of three things."""

    LOST = 0
    COOL = 1
    COOL_FAINT = 2
    NEUTRAL = 3
    WARM_FAINT = 4
    WARM = 5
    THIRD_FAINT = 6
    THIRD = 7


Shades = NDArray[np.int8]


@dataclass(frozen=True)
class Point:
    """An example on a picture, from 0 to 1 across and up, of one of three sorts."""

    across: float
    up: float
    sort: int


@dataclass(frozen=True)
class Picture:
    """Pixels (rows, columns) of one `Shade` each, the first row at the top, with the examples that lie there."""

    shades: Shades
    caption: str = ""
    points: tuple[Point, ...] = ()


@dataclass(frozen=True)
class PictureRow:
    """Pictures side by side; `of` is how many there are in all where only the first of them are given."""

    label: str
    pictures: tuple[Picture, ...]
    of: int


@dataclass(frozen=True)
class Pictures:
    """Small pictures over one plane, in rows; `legend` names the shades that mean something.

    `row` is the word for one row and `picture` that for one picture of it. Without rows, `sentence` says why.
    """

    title: str
    unit: str
    rows: tuple[PictureRow, ...]
    legend: tuple[tuple[Shade, str], ...]
    sentence: str
    row: str = "layer"
    picture: str = "unit"
    warning: str = ""
    moment: str = ""


@dataclass(frozen=True)
class Table:
    """Words and numbers in columns."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | float, ...], ...]
    sentence: str
    row: str = "row"
    warning: str = ""


Chart = Bars | Lines | Histograms | Strips | Heatmap | PhaseMap | Pictures | Table


def titled(chart: Bars | Histograms | Strips | Pictures) -> str:
    """The title of a chart, and the moment that it shows: 'signal at step 0'."""
    return f"{chart.title} {chart.moment}".rstrip()

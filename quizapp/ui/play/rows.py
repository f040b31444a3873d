"""Who gets the rows beside a question: the chart that carries the claim first, all its layers if they fit."""

from __future__ import annotations

from dataclasses import dataclass

#: The fewest rows that a chart over steps or a histogram is worth having in, and the most that it has a use for, each
#: with the empty row above it.
FEWEST, MOST = 8, 12
#: The share of the rows that a chart without a height of its own takes where others have a use for the rest.
SHARE = 0.6


@dataclass(frozen=True)
class Rows:
    """The rows of the main chart, of the curves over steps and of the histograms below it; 0 for what is not shown."""

    main: int
    curves: int = 0
    second: int = 0


def shared(room: int, natural: int | None, curves: bool, second: bool) -> Rows:
    """How `room` rows are shared out, where `curves` and `second` say whether there is something to show in them.

    `natural` is the height at which the main chart shows all that it has; None if it has a use for any height.
    """
    wanted = natural if natural is not None else max(round(SHARE * room), room - (curves + second) * MOST)
    main = min(wanted, room) if curves or second or natural is not None else room
    rest = room - main
    both = curves and second and rest >= 2 * FEWEST
    of_curves = min(rest // (1 + both), MOST) if curves and rest >= FEWEST else 0
    of_second = min(rest - of_curves, MOST) if second and rest - of_curves >= FEWEST else 0
    left_over = rest - of_curves - of_second
    return Rows(main + (left_over if natural is None else 0), of_curves, of_second)

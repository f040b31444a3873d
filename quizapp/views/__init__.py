"""Views: each looks at a network in one way, and is a file of this package that ends in `VIEW = View(...)`.

A view is a function `(main, control, axes, focus) -> Chart`: it decides what is shown and says it in a sentence, and
knows nothing of how charts are drawn. `focus` is what a claim looks at. To add a view, add a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quizapp.discovery import discover
from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, axes_for
from quizapp.views.focus import WHOLE, Focus, Goal
from quizapp.views.view import View

__all__ = [
    "VIEWS",
    "VIEW_OF_MEASURE",
    "WHOLE",
    "Axes",
    "Focus",
    "Goal",
    "Observation",
    "View",
    "axes_for",
    "view_of_measure",
]


def view_of_measure(views: Iterable[View]) -> Mapping[str, View]:
    """The view that shows each measure; ValueError if two views show the same one."""
    shown_by: dict[str, View] = {}
    for view in views:
        for measure in view.measures:
            other = shown_by.setdefault(measure, view)
            if other is not view:
                raise ValueError(f"views {other.name!r} and {view.name!r} both show {measure!r}; leave it to one")
    return shown_by


#: All views by name, in the order in which they are offered: by `order`, and by name where that is the same.
VIEWS: dict[str, View] = {
    view.name: view for _, view in sorted(discover(__name__, "VIEW"), key=lambda found: found[1].order)
}
#: The view that shows a measure.
VIEW_OF_MEASURE = view_of_measure(VIEWS.values())

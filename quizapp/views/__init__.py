"""Views: each looks at a network in one way, and is a file of this package that ends in `VIEW = View(...)`.

A view is a function `(main, control, axes) -> Chart`: it decides what is shown and says it in a sentence, and knows
nothing of how charts are drawn. To add a view, add a file.
"""

from __future__ import annotations

import importlib
import pkgutil

from quizapp.runs.observation import Observation
from quizapp.views.axes import Axes, axes_for
from quizapp.views.view import View


def _discovered() -> dict[str, View]:
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    views: list[View] = [module.VIEW for module in modules if hasattr(module, "VIEW")]
    return {view.name: view for view in sorted(views, key=lambda view: view.order)}


#: All views by name, in the order in which they are offered.
VIEWS = _discovered()

__all__ = ["VIEWS", "Axes", "Observation", "View", "axes_for"]

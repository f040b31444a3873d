"""Charts as data of which JSON can be made, and back: for front ends in another process.

Every dataclass is a mapping with its name under "class", arrays are lists under "numbers", and numbers that JSON has no
word for are text. Only the classes of `quizapp.charts.model` are ever made.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np

from quizapp.charts import model
from quizapp.charts.model import Chart

CLASSES = {name: each for name, each in vars(model).items() if isinstance(each, type) and is_dataclass(each)}
ENUMS = {each.__name__: each for each in (model.Role, model.Scale, model.Shade)}
NOT_FINITE = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}


class BadChart(ValueError):
    """Data that is no chart."""


def chart_as_data(chart: Chart) -> dict[str, Any]:
    """A chart as data of which strict JSON can be made."""
    data: dict[str, Any] = _as_data(chart)
    return data


def _as_data(value: Any) -> Any:
    if isinstance(value, Enum):
        return {"enum": type(value).__name__, "value": value.value}
    if is_dataclass(value):
        return {
            "class": type(value).__name__,
            **{each.name: _as_data(getattr(value, each.name)) for each in fields(value)},
        }
    if isinstance(value, np.ndarray):
        return {"numbers": _as_data(value.tolist()), "type": value.dtype.name}
    if isinstance(value, tuple | list):
        return [_as_data(each) for each in value]
    if isinstance(value, np.generic):
        return _as_data(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return {"number": str(value)}
    return value


def chart_from_data(data: object) -> Chart:
    """The chart that data says, or BadChart."""
    try:
        chart = _from_data(data)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise BadChart(f"this is no chart: {error}") from None
    if type(chart) not in Chart.__args__:
        raise BadChart("this is no chart")
    return chart  # type: ignore[no-any-return]


def _from_data(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(_from_data(each) for each in data)
    if not isinstance(data, Mapping):
        return data
    if "class" in data:
        kind = CLASSES[data["class"]]
        return kind(**{name: _from_data(value) for name, value in data.items() if name != "class"})
    if "enum" in data:
        return ENUMS[data["enum"]](data["value"])
    if "numbers" in data:
        return np.array(_from_data(data["numbers"]), dtype={"int8": np.int8}.get(data["type"], np.float64))
    return NOT_FINITE[data["number"]]

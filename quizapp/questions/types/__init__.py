"""The kinds of question, one file each: adding a file with a `Question` model is all it takes to add a kind."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import get_args

from quizapp.questions.question import FairnessResult, Question

__all__ = ["QUESTION_TYPES", "FairnessResult", "Question"]


def _kinds() -> Iterator[tuple[str, type[Question]]]:
    for found in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{found.name}")
        for value in vars(module).values():
            if inspect.isclass(value) and issubclass(value, Question) and value.__module__ == module.__name__:
                for name in get_args(value.model_fields["type"].annotation):
                    yield name, value


#: The model of each kind, by what a deck file calls its `type`.
QUESTION_TYPES: dict[str, type[Question]] = dict(_kinds())

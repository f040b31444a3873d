"""The types of question, one file each: a file that ends in `QUESTION_TYPE = ...` is all it takes to add one."""

from __future__ import annotations

from typing import get_args

from quizapp.discovery import discover
from quizapp.questions.question import FairnessResult, Question

__all__ = ["QUESTION_TYPES", "FairnessResult", "Question"]


def _by_name() -> dict[str, type[Question]]:
    """The models by the names of their types; ValueError if two files have one name."""
    found: dict[str, type[Question]] = {}
    for module, model in discover(__name__, "QUESTION_TYPE"):
        for name in get_args(model.model_fields["type"].annotation):
            if name in found:
                raise ValueError(f"{module}.py has the type {name!r}, which another file has; give it another name")
            found[name] = model
    return found


#: The model of each type, by what a deck file calls its `type`.
QUESTION_TYPES = _by_name()

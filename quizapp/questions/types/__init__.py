"""The types of question, one file each: a file that ends in `QUESTION_TYPE = ...` is all it takes to add one."""

from __future__ import annotations

from typing import get_args

from quizapp.discovery import discover
from quizapp.questions.question import FairnessResult, Question

__all__ = ["QUESTION_TYPES", "FairnessResult", "Question"]

#: The model of each type, by what a deck file calls its `type`.
QUESTION_TYPES: dict[str, type[Question]] = {
    name: model
    for _, model in discover(__name__, "QUESTION_TYPE")
    for name in get_args(model.model_fields["type"].annotation)
}

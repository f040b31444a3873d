"""The page questions/quiz.schema.json, from which editors complete and underline: what `quizapp schema` prints."""

from __future__ import annotations

import json

from quizapp.schema.deck_schema import deck_schema
from tools.docs.page import Page


def page() -> str:
    """The JSON Schema of deck files."""
    return json.dumps(deck_schema(), indent=2, ensure_ascii=False) + "\n"


PAGE = Page("questions/quiz.schema.json", page)

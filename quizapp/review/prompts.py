"""What the questions in results ask, so that they are known by their words and not by their ids; for a thread.

The record keeps no prompts, so they come from the decks as they are now; a deck that is gone leaves the ids.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from textwrap import shorten

from quizapp.deck.finder import found_decks
from quizapp.deck.reader import DeckError, read_deck
from quizapp.questions.objectives import OBJECTIVES
from quizapp.questions.question import Question
from quizapp.record.recorded import storable
from quizapp.review.tally import Met

#: Prompts by deck and by the id of the question.
Prompts = Mapping[tuple[str, str], str]
NO_PROMPTS: Prompts = {}
#: Where a variant's number stands in a prompt.
VARIED = re.compile(r"\{(\w+)\}")


def prompts(decks: Collection[str], places: Iterable[Path] = ()) -> Prompts:
    """The prompts, each on one line, of all questions in decks of these names, in these files or where decks are."""
    paths = [*places, *(each.path for each in found_decks())] if decks else []
    found: dict[tuple[str, str], str] = {}
    for path in dict.fromkeys(paths):
        if (name := storable(path.stem)) in decks:
            for question, prompt in _prompts_in(path):
                found.setdefault((name, question), prompt)
    return found


def _prompts_in(path: Path) -> list[tuple[str, str]]:
    try:
        questions = read_deck(path).questions
    except (DeckError, OSError):
        return []
    return [(each.id, " ".join(_as_written(each).split())) for each in questions]


def _as_written(question: Question) -> str:
    """The prompt; of a question that varies as its author wrote it, since no one of its variants is meant."""
    written = (question.written or {}).get("prompt")
    return VARIED.sub(r"\1", written) if isinstance(written, str) else question.prompt


def named(met: Met, found: Prompts, width: int) -> tuple[str, str]:
    """A question by the beginning of what it asks, and then by its id; where that is not known by its id alone."""
    prompt = found.get((met.deck, met.question))
    return (begun(prompt, width), met.question) if prompt else (met.question, "")


def begun(text: str, width: int) -> str:
    """The beginning of a text, cut at a word."""
    return shorten(text, max(width, 10), placeholder=" …")


def objective_named(code: str) -> str:
    """An objective by its text, with its code behind; one that is not known by what the deck calls it."""
    says = OBJECTIVES.get(code, "").rstrip(".")
    return f"{says} ({code})" if says else code

"""An imported deck as the text of a deck file, with a note at every question of what the author has still to add."""

from __future__ import annotations

from quizapp.deck.model import Deck
from quizapp.deck.reader.source import Source
from quizapp.deck.reader.tree import compose
from quizapp.deck.writer import deck_as_yaml
from quizapp.questions.choices import ChoiceQuestion
from quizapp.questions.types import Question

HEAD = """\
# yaml-language-server: $schema=quiz.schema.json
# TODO: name networks under `experiments:`, and give each choice and each statement an `experiment:` and a `claim:`.
# Until then nothing but the author's word says what is right. Is it meant so? Then write `simulation: none`.
"""
CHOICES = "# TODO: add experiment: and claim: to each choice"
STATEMENT = "# TODO: add experiment: and claim:"


def with_todos(deck: Deck) -> str:
    """The deck's text with a TODO above each question that no claim decides."""
    text = deck_as_yaml(deck.model_copy(update={"simulation": "todo"}))
    root, _, _ = compose(Source(deck.path, text))
    pieces, position = [HEAD], 0
    for question, offset in zip(deck.questions, root["questions"].offsets, strict=True):
        start = text.rfind("\n", 0, offset) + 1
        before = text[start:offset]
        indent = before[: before.index("-")]
        pieces += [text[position:start], f"{indent}{_todo(question)}\n"]
        position = start
    return "".join([*pieces, text[position:]])


def _todo(question: Question) -> str:
    return CHOICES if isinstance(question, ChoiceQuestion) else STATEMENT

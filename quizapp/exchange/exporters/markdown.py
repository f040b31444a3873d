"""Markdown in the syntax of mkdocs-quiz: `<quiz>` blocks with `- [x]`, for a site or its terminal runner."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from quizapp.deck.model import Deck
from quizapp.exchange.format import CannotSay, Dialect, Exported, Exporter, Progress
from quizapp.exchange.losses import Loss
from quizapp.exchange.markdown_text import as_markdown, inline_markdown, reading_markdown
from quizapp.exchange.measured_keys import with_keys
from quizapp.exchange.text import on_one_line
from quizapp.questions.choices import ChoiceQuestion
from quizapp.questions.types import Question
from quizapp.questions.types.short_answer import ShortAnswer
from quizapp.questions.types.true_false import TrueFalse

CARRIED = frozenset(
    {"explanation", "reading", "tags", "choices.id", "choices.text", "choices.correct", "choices.if_chosen"}
    | {"answer", "if_right", "if_wrong"}
)


def _answer(text: str, correct: bool, feedback: str | None) -> str:
    quoted = as_markdown(feedback).split("\n") if feedback else []
    return "\n".join([f"- [{'x' if correct else ' '}] {inline_markdown(text)}", *(f"  > {line}" for line in quoted)])


def _choices(question: ChoiceQuestion) -> list[str]:
    if not any(choice.correct for choice in question.choices):
        raise CannotSay("no choice is right, and mkdocs-quiz needs one that is")
    return [_answer(choice.text, choice.correct, choice.if_chosen) for choice in question.choices]


def _true_false(question: TrueFalse) -> list[str]:
    sides = ((question.answer, WORDS[0]), (not question.answer, WORDS[1]))
    return [_answer(word, mark, question.if_right if mark else question.if_wrong) for mark, word in sides]


def _short_answer(question: ShortAnswer) -> list[str]:
    """A blank below the prompt, and the rule that the explanation stands behind."""
    if NO_BLANK.search(question.shown):
        raise CannotSay("mkdocs-quiz has no blank for an answer with one of [ ] \\ ` < { }")
    return [f"[[{question.shown}]]", *(["", "---"] if question.explanation or question.reading else [])]


#: What would end a blank, or be more than text within one.
NO_BLANK = re.compile(r"[\[\]\\`<{}]")
WORDS = ("True", "False")
DIALECT: Dialect[list[str]] = Dialect(
    "mkdocs-quiz",
    {"single": _choices, "multiple": _choices, "true_false": _true_false, "short_answer": _short_answer},
    CARRIED,
)


def _unsaid(questions: Iterable[Question]) -> Iterator[Loss]:
    """What is said to an answer that is typed, which has no place beside a blank."""
    for question in questions:
        for name in ("if_right", "if_wrong") if isinstance(question, ShortAnswer) else ():
            if getattr(question, name):
                yield Loss(question.id, name)


def _whole(question: Question, answers: list[str]) -> str:
    told = [as_markdown(question.explanation)] if question.explanation else []
    parts = [as_markdown(question.prompt), "\n".join(answers), *told, *reading_markdown(question.reading)]
    return "\n".join([_note(question), "<quiz>", "\n\n".join(parts), "</quiz>", ""])


def _note(question: Question) -> str:
    """What only we read, as a comment: the id, the type, the tags, and the ids of the choices."""
    known: dict[str, Any] = {"id": question.id, "type": question.type, "tags": list(question.tags)}
    if isinstance(question, ChoiceQuestion):
        known["choices"] = [choice.id for choice in question.choices]
    written = json.dumps(known).replace("<", "\\u003c").replace(">", "\\u003e")
    return f"<!-- quizapp: {written} -->"


def write(deck: Deck, progress: Progress) -> Exported:
    """The deck as the text of a Markdown page."""
    said, losses = DIALECT.say(deck.questions, with_keys(deck, progress))
    about = [as_markdown(deck.description)] if deck.description else []
    page = [f"# {inline_markdown(on_one_line(deck.title))}", *about, *(_whole(*each) for each in said)]
    return Exported("\n\n".join(page).encode(), (*losses, *_unsaid(each for each, _ in said)))


EXPORTER = Exporter(
    ".md",
    DIALECT.writers,
    "prompts, choices, blanks, if_chosen, if_right and if_wrong, explanations with reading; ids and tags in comments",
    write,
)

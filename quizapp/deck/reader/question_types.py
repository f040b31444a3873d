"""Questions whose `type` is none, or missing: that is one mistake, and the rest is read as the type that was meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from quizapp.deck.reader import tree
from quizapp.deck.reader.paths import at_path
from quizapp.deck.reader.problems import Problem
from quizapp.deck.reader.source import Source
from quizapp.deck.reader.words import no_type, unknown_type
from quizapp.questions.types import QUESTION_TYPES, Question


def meant_types(source: Source, root: tree.Mapping) -> Iterator[Problem]:
    """What is wrong with the types of a deck's questions, which have the type that was meant from then on.

    Where none can be told from the keys of the question or from its name, it is left for the validation to complain.
    """
    questions = root.get("questions")
    for index, question in enumerate(questions if isinstance(questions, tree.Items) else ()):
        if type(question) is tree.Mapping and "include" not in question and _is_wrong(question.get("type")):
            given = question.get("type")
            likely = _likely(question, given)
            if likely:
                path = ("questions", index, *(() if given is None else ("type",)))
                yield at_path(source, root, path, no_type() if given is None else unknown_type(given, likely))
                _set_type(question, likely[0])


def _is_wrong(given: object) -> bool:
    """Whether a type is missing, or a word that is none."""
    if given is None:
        return True
    return isinstance(given, str) and type(given) is not tree.Refused and given not in QUESTION_TYPES


def _likely(question: tree.Mapping, given: str | None) -> list[str]:
    """The types that may be meant: of those with most of the question's own keys that of a similar name, or all.

    None of them if their keys differ, since then it would be said of what is right that it is not.
    """
    keys = {name: model.model_fields.keys() - Question.model_fields.keys() for name, model in QUESTION_TYPES.items()}
    counts = {name: len(question.keys() & own) for name, own in keys.items()}
    best = [name for name, count in counts.items() if count == max(counts.values())]
    near = difflib.get_close_matches((given or "")[:60].lower(), best, n=1)
    return near or (best if len({frozenset(keys[name]) for name in best}) == 1 else [])


def _set_type(question: tree.Mapping, meant: str) -> None:
    if "type" not in question:
        question.offsets.extend((question.start, question.start))
    question["type"] = meant

"""Where the parts of a deck stand in its file, for what turns out to be wrong only after it was read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from quizapp.reading.locating import at
from quizapp.reading.problems import DeckError, Problem
from quizapp.reading.source import Source
from quizapp.reading.text import read_source
from quizapp.reading.tree import Items, Mapping, compose


class Places:
    """The places of a deck's claims; the file is read again when the first of them is asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def claim(self, question_id: str, option_id: str, message: str) -> Problem:
        """A problem with the claim of an option; at the top of the file if it has been edited meanwhile."""
        source, root = self._read
        holder = _holder(root, question_id, option_id)
        if source is None or holder is None:
            return Problem(1, 1, message)
        return source.at_scalar(holder.places["claim"][1], holder["claim"], message)

    def part(self, question_id: str, path: Sequence[str | int], message: str) -> Problem:
        """A problem with what stands at a path inside a question."""
        source, root = self._read
        index = _index_of(root, question_id)
        if source is None or index is None:
            return Problem(1, 1, message)
        return at(source, root, ("questions", index, *path), message)

    @cached_property
    def _read(self) -> tuple[Source | None, Any]:
        try:
            source = read_source(self.path)
        except DeckError:
            return None, None
        return source, compose(source)[0]


def _holder(root: Any, question_id: str, option_id: str) -> Mapping | None:
    """The mapping in which the claim of an option is written: the option's own, or that of the whole question."""
    question = _of_id(root.get("questions") if isinstance(root, Mapping) else None, question_id)
    if question is None:
        return None
    options = (_of_id(items, option_id) for items in question.values())
    return next((each for each in [*options, question] if each is not None and "claim" in each), None)


def _index_of(root: Any, question_id: str) -> int | None:
    questions = root.get("questions") if isinstance(root, Mapping) else None
    found = _of_id(questions, question_id)
    return None if found is None or questions is None else questions.index(found)


def _of_id(items: object, wanted: str) -> Mapping | None:
    if not isinstance(items, Items):
        return None
    return next((item for item in items if isinstance(item, Mapping) and item.get("id") == wanted), None)

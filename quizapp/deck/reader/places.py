"""Where the parts of a deck stand in its file, for what turns out to be wrong only after it was read."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path as File
from typing import Any

from quizapp.deck.reader.including import included_id, is_include
from quizapp.deck.reader.paths import Path, at_path, walk
from quizapp.deck.reader.problems import DeckError, Problem
from quizapp.deck.reader.source import Source
from quizapp.deck.reader.text import read_source
from quizapp.deck.reader.tree import Items, Mapping, compose


class Places:
    """The places of a deck's parts; the file is read again when the first of them is asked for."""

    def __init__(self, path: File) -> None:
        self.path = path

    def claim(self, question_id: str, option_id: str, message: str) -> Problem:
        """A problem with the claim of an option; at the top of the file if it has been edited meanwhile."""
        source, root = self._read
        holder = _holder(root, question_id, option_id)
        if source is None or holder is None:
            return self.at(question_id, (), message)
        return source.at_scalar(holder.places["claim"][1], holder["claim"], message)

    def at(self, question_id: str | None, path: Path, message: str, excerpt: str = "", at_key: bool = False) -> Problem:
        """A problem with what a question, or the deck, has at `path`, there with the words of the `excerpt`.

        It is at the top of the file if that has been edited meanwhile.
        """
        source, root = self._read
        holder = root if question_id is None else self._questions.get(question_id)
        if source is None or not isinstance(holder, Mapping):
            return Problem(1, 1, message)
        if question_id is not None and is_include(holder):
            return source.at_scalar(holder.places["include"][1], holder["include"], message)
        node, (_, offset) = walk(holder, path)
        found = source.excerpt(offset, excerpt) if excerpt and isinstance(node, str) else None
        if found is None:
            return at_path(source, holder, path, message, at_key)
        return source.problem(found.start(), message, found.end() - found.start())

    @property
    def source(self) -> Source | None:
        """The text of the file; None if it cannot be read any more."""
        return self._read[0]

    @cached_property
    def _questions(self) -> dict[str, Mapping]:
        items = self._read[1].get("questions") if isinstance(self._read[1], Mapping) else None
        found = (each for each in items if isinstance(each, Mapping)) if isinstance(items, Items) else ()
        return {str(included_id(each) or each["id"]): each for each in found if included_id(each) or "id" in each}

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


def _of_id(items: object, wanted: str) -> Mapping | None:
    if not isinstance(items, Items):
        return None
    return next((item for item in items if isinstance(item, Mapping) and item.get("id") == wanted), None)

"""Putting what is wrong with a deck back where it stands in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from quizapp.deck.reader import tree
from quizapp.deck.reader.paths import Path, at_path, walk
from quizapp.deck.reader.problems import Problem
from quizapp.deck.reader.source import Source
from quizapp.deck.reader.words import meant_key, message_of, named
from quizapp.questions.fields import MisreadClaim
from sim.registry import BadKey, BadValue


def located(
    source: Source, root: tree.Mapping, model: Any, error: ValidationError, prefix: Path = ()
) -> Iterator[Problem]:
    """What a validation found, each mistake at its place; `prefix` leads from the root to what was validated."""
    errors = error.errors(include_url=False)[: tree.MOST_PROBLEMS]
    misspelled = {meant_key(model, details) for details in errors if details["type"] == "extra_forbidden"}
    for details in errors:
        problem = None if _is_echo(details, misspelled) else _problem(source, root, model, details, prefix)
        if problem is not None:
            yield problem


def _is_echo(details: ErrorDetails, misspelled: set[Path]) -> bool:
    """Whether a mistake is there only because of another: a key that was misspelled, a list of unreadable items."""
    if details["type"] == "too_short":
        return bool(len(details["input"]) >= details["ctx"]["min_length"])
    return details["type"] == "missing" and details["loc"] in misspelled


def _problem(source: Source, root: tree.Mapping, model: Any, details: ErrorDetails, prefix: Path) -> Problem | None:
    cause = details.get("ctx", {}).get("error")
    path = (*prefix, *details["loc"], *(cause.path if isinstance(cause, BadValue) else ()))
    if details["type"] == "union_tag_invalid":
        path = (*path, "type")
    message = named(path, str(cause)) if cause is not None else message_of(model, details)
    node, place = walk(root, path)
    if type(node) is tree.Refused:
        return None
    if isinstance(cause, MisreadClaim) and isinstance(node, str) and cause.text in node:
        return source.in_scalar(place[1], node, message, node.index(cause.text) + cause.column, cause.length)
    return at_path(
        source, root, path, message, at_key=isinstance(cause, BadKey) or details["type"] == "extra_forbidden"
    )

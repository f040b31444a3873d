"""Questions that name another as their isomorph: it must be one of the deck, and another one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quizapp.deck.reader import tree
from quizapp.deck.reader.including import included_id
from quizapp.deck.reader.problems import Problem
from quizapp.deck.reader.source import Source
from quizapp.experiments.scalars import shortened
from quizapp.questions.fields import SLUG, did_you_mean


def strange_isomorphs(source: Source, root: tree.Mapping) -> Iterator[Problem]:
    """Isomorphs that are no question of the deck, or the question itself; what is no id is told of elsewhere."""
    questions = root.get("questions")
    items = [each for each in questions if isinstance(each, tree.Mapping)] if isinstance(questions, tree.Items) else []
    ids = [name for each in items if isinstance(name := included_id(each) or each.get("id"), str)]
    known = frozenset(ids)
    for item in items:
        isomorph = item.get("isomorph")
        if isinstance(isomorph, str) and SLUG.fullmatch(isomorph):
            message = None if _varies(item, isomorph) else _strange(isomorph, item.get("id"), ids, known)
            if message:
                yield source.at_scalar(item.places["isomorph"][1], isomorph, message)


def _varies(item: tree.Mapping, isomorph: str) -> bool:
    """Whether a question names itself and has other variants, one of which can follow it."""
    return isomorph == item.get("id") and isinstance(item.get("vary"), tree.Mapping)


def _strange(isomorph: str, own: Any, ids: list[str], known: frozenset[str]) -> str | None:
    if isomorph == own:
        return (
            "a question in which nothing varies is no isomorph of itself; name another question of the deck that asks "
            "for the same idea"
        )
    if isomorph in known:
        return None
    others = [each for each in ids if each != own]
    ending = did_you_mean(isomorph, others) if others else "; the deck has no other question"
    return f"isomorph: there is no question {shortened(isomorph)} in this deck{ending}"

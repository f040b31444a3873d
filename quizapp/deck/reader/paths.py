"""From a path of keys and indices to where it leads in the tree of a deck file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from quizapp.deck.reader import tree
from quizapp.deck.reader.problems import Problem
from quizapp.deck.reader.source import Source

Path = tuple[int | str, ...]


def at_path(source: Source, root: Any, path: Sequence[int | str], message: str, at_key: bool = False) -> Problem:
    """A problem with what stands at `path`, or with its key."""
    node, place = walk(root, path)
    if at_key:
        return source.at_scalar(place[0], str(path[-1]), message)
    if isinstance(node, str):
        return source.at_scalar(place[1] if node else place[0], node or str(path[-1]), message)
    return source.problem(place[1], message)


def leads(root: Any, path: Sequence[int | str]) -> bool:
    """Whether the file has all of a path of keys."""
    for part in path:
        if not isinstance(root, tree.Mapping) or part not in root:
            return False
        root = root[str(part)]
    return True


def walk(root: Any, path: Sequence[int | str]) -> tuple[Any, tuple[int, int]]:
    """What stands at `path`, and the offsets of its key and of itself; parts that the file lacks are skipped."""
    node, place = root, (root.start, root.start)
    for part in path:
        if isinstance(node, tree.Mapping) and part in node:
            place = node.places[str(part)]
            node = node[str(part)]
        elif isinstance(node, tree.Items) and isinstance(part, int) and part < len(node):
            place = (node.places[part], node.places[part])
            node = node[part]
    return node, place

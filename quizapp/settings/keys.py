"""The actions whose keys can be chosen, each with its usual keys; what is the same everywhere has one name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: By the name of the action: its usual keys, parted by commas, and what it does.
ACTIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "help": ("?,f1", "help for the screen in front"),
        "words": ("g", "what the words mean"),
        "lab": ("L,f3", "the lab with the networks in front"),
        "settings": ("comma", "settings"),
        "results": ("R", "your results"),
        "next_deck": ("D", "the results of the next deck"),
        "theme": ("t", "another theme"),
        "quit": ("q", "quit"),
        "hint": ("h,f2", "a hint"),
        "next": ("],n", "the next question"),
        "previous": ("[,p", "the previous question"),
        "pause": ("space", "pause a run, or go on"),
        "step": (".", "a training step on"),
        "back": ("b", "a training step back"),
        "diverged": ("d", "to where a run diverged"),
        "faster": ("+", "a faster run"),
        "slower": ("-", "a slower run"),
        "rerun": ("r", "the run from its start"),
        "compare": ("c", "with or without what is compared"),
        "theory": ("T", "theory over the bars, or not"),
        "view": ("v", "the next view"),
        "last_view": ("V", "the view before"),
        "in_full": ("i", "all of the question and what came of it"),
        "finish": ("F,f4", "the end of an exam"),
        "formula": ("f", "the claim as a formula"),
    }
)
#: Keys that lists, lines of text and answers need themselves.
RESERVED = frozenset(
    ["enter", "escape", "tab", "shift+tab", "up", "down", "left", "right", "backspace", "delete", "ctrl+c", "ctrl+q"]
)


def keys_of(text: str) -> tuple[str, ...]:
    """The single keys in 'x,f5'; a comma itself is the word comma."""
    return tuple(each for each in (part.strip() for part in text.split(",")) if each)


def read_keys(table: Mapping[str, object]) -> tuple[dict[str, str], dict[str, str]]:
    """The keys that can be bound as a table says, and for each other name in it why its usual keys stay."""
    bound: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for name, value in table.items():
        try:
            bound[name] = _checked(name, value)
        except ValueError as error:
            wrong[name] = str(error)
    return _without_clashes(bound, wrong), wrong


def _checked(name: str, value: object) -> str:
    if name not in ACTIONS:
        raise ValueError(f"is no action; these are: {', '.join(ACTIONS)}")
    keys = keys_of(value) if isinstance(value, str) else ()
    if not keys:
        raise ValueError(f"is a key in quotes, such as 'x' or 'f5', or two of them such as 'x,f5', not {value!r}")
    for key in keys:
        if key in RESERVED or key.isdigit():
            raise ValueError(f"cannot be {key}, which answers and lists need themselves")
        if not _is_key(key):
            raise ValueError(f"is a key such as 'x', 'f5' or 'ctrl+x', not {key!r}")
    return ",".join(keys)


def _is_key(key: str) -> bool:
    last = key if len(key) == 1 else key.split("+")[-1]
    named = last.replace("_", "").isalnum() and last.isascii() and last == last.lower()
    return (
        key.isprintable() and not key.isspace() and (len(key) == 1 or (len(last) == 1 and last.isprintable()) or named)
    )


def _without_clashes(bound: Mapping[str, str], wrong: dict[str, str]) -> dict[str, str]:
    """What was bound, but for what would give a key two meanings; then the usual keys stay, which are taken again."""
    fine = dict(bound)
    while (clash := _clash(fine)) is not None:
        name, other = clash
        wrong[name] = f"cannot be {fine.pop(name)!r}: that is the key of {other!r} already"
    return fine


def _clash(bound: Mapping[str, str]) -> tuple[str, str] | None:
    """An action that was bound to a key that another one has, and that other one."""
    taken = {key: name for name, (usual, _) in ACTIONS.items() if name not in bound for key in keys_of(usual)}
    for name, keys in bound.items():
        for key in keys_of(keys):
            if taken.setdefault(key, name) != name:
                return name, taken[key]
    return None

"""Where decks are: in `./questions`, in the user's own folder, in the package, and wherever somebody points to.

A deck can be named wherever a path can be given. If several have the same name, the nearest one is meant: that in
`./questions`, then the user's own, then that of the package; the others are reached by their paths.
"""

from __future__ import annotations

import filecmp
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

ENDINGS = (".yaml", ".yml")
#: The decks that come with the program, as one goes through them; others follow by their names.
IN_ORDER = (
    "first-steps",
    "foundations",
    "weight-initialization",
    "vanishing-and-exploding",
    "symmetry",
    "choosing-an-initialization",
    "optimisers-and-starts",
    "signal-propagation",
)


class NoSuchDeck(Exception):
    """Neither a deck that can be found by its name nor a file."""


class Place(Enum):
    """Where a deck was found, the nearest place first."""

    HERE = "in ./questions"
    YOURS = "your own"
    PACKAGE = "comes with quizapp"


@dataclass(frozen=True)
class FoundDeck:
    """A deck's file, where it was found, and the nearer one of the same name, if there is one."""

    path: Path
    place: Place
    hidden_by: Path | None = None

    @property
    def name(self) -> str:
        """What the deck is called on the command line."""
        return self.path.stem


def folder_of(place: Place) -> Path:
    """The folder in which decks of a place lie."""
    match place:
        case Place.HERE:
            return Path("questions")
        case Place.YOURS:
            import platformdirs

            return platformdirs.user_data_path("quizapp", appauthor=False) / "questions"
        case Place.PACKAGE:
            package = Path(__file__).parents[1]
            installed = package / "bundled"
            return installed if installed.is_dir() else package.parent / "questions"


def bundled_decks() -> list[Path]:
    """The decks that come with the program: in the installed package, or else beside it in the repository."""
    return decks_in(folder_of(Place.PACKAGE))


def found_decks() -> list[FoundDeck]:
    """The decks of all places, the nearest first.

    A file that is reached twice is listed once, and so is one of which a nearer place has a copy under the same name.
    """
    reached: dict[object, FoundDeck] = {}
    nearest: dict[str, Path] = {}
    for place in Place:
        for path in decks_in(folder_of(place)):
            if _identity(path) not in reached and not _is_copy(path, nearest.get(path.stem)):
                reached[_identity(path)] = FoundDeck(path, place, nearest.get(path.stem))
                nearest.setdefault(path.stem, path)
    return list(reached.values())


def deck_paths(given: Iterable[Path | str]) -> list[Path]:
    """The decks that are meant, each once: files, folders with all that is below them, or names; or else NoSuchDeck.

    Nothing means every deck that can be found. No link to a folder is followed. A file that does not exist stays in
    the list: reading it says what is wrong with it.
    """
    given = list(given)
    paths = [path for each in given for path in _meant(str(each))] if given else [each.path for each in found_decks()]
    once: dict[object, Path] = {}
    for path in paths:
        once.setdefault(_identity(path), path)
    return list(once.values())


def find_deck(name_or_path: Path | str) -> Path:
    """The deck with this name, or the file; NoSuchDeck if there is neither."""
    from sim.registry import nearest

    path, name = Path(name_or_path), str(name_or_path)
    if path.is_file():
        return path
    known = _by_name()
    if name in known:
        return known[name]
    raise NoSuchDeck(f"there is no deck or file {name[:200]!r}{nearest(name, known)}")


def decks_in(folder: Path) -> list[Path]:
    """The decks of a folder and of those in it, by `IN_ORDER`; those whose names start with a dot are left out."""
    decks: list[Path] = []
    waiting = [folder]
    while waiting:
        for entry in _entries(waiting.pop()):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            elif entry.name.endswith(ENDINGS) and not os.path.isdir(entry.path):
                decks.append(Path(entry.path))
    return sorted(decks, key=_place_in_order)


def _place_in_order(path: Path) -> tuple[int, Path]:
    return IN_ORDER.index(path.stem) if path.stem in IN_ORDER else len(IN_ORDER), path


def _meant(name: str) -> list[Path]:
    path = Path(name)
    if path.is_dir():
        return _all_in(path)
    if path.exists() or len(path.parts) > 1:
        return [path]
    if path.suffix not in ENDINGS:
        return [find_deck(name)]
    return [deck for deck in _by_name().values() if deck.name == name] or [path]


def _all_in(folder: Path) -> list[Path]:
    found = decks_in(folder)
    if not found:
        raise NoSuchDeck(f"{folder}: there is no deck (*{' or *'.join(ENDINGS)}) in this folder or below")
    return found


def _by_name() -> dict[str, Path]:
    return {deck.name: deck.path for deck in found_decks() if deck.hidden_by is None}


def _identity(path: Path) -> object:
    """What two ways to one file have in common."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return path
    return found.st_dev, found.st_ino


def _is_copy(path: Path, other: Path | None) -> bool:
    """Whether two files say the same, byte for byte."""
    try:
        return other is not None and filecmp.cmp(path, other, shallow=False)
    except OSError:
        return False


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from [entry for entry in entries if not entry.name.startswith(".")]
    except OSError:
        return

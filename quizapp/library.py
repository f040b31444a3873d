"""Where decks are: those that come with the program, and those in files and folders that somebody names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

ENDINGS = (".yaml", ".yml")


class NoSuchDeck(Exception):
    """Neither a deck that comes with the program nor a file."""


def bundled_decks() -> list[Path]:
    """The decks that come with the program: in the installed package, or else beside it in the repository."""
    package = Path(__file__).parent
    installed = package / "questions"
    return _decks_in(installed if installed.is_dir() else package.parent / "questions")


def deck_paths(given: Iterable[Path | str]) -> list[Path]:
    """The decks that are meant, each once: files, folders with all that is below them, or names of bundled decks.

    Nothing means all bundled decks. No link to a folder is followed. A file that does not exist stays in the list:
    reading it says what is wrong with it.
    """
    given = list(given)
    found = [path for each in given for path in _meant(each)] if given else bundled_decks()
    return list(dict.fromkeys(found))


def _meant(each: Path | str) -> list[Path]:
    path = Path(each)
    if path.is_dir():
        return _decks_in(path)
    return [path] if path.exists() else [deck for deck in bundled_decks() if deck.stem == str(each)] or [path]


def find_deck(name_or_path: Path | str) -> Path:
    """The deck with this name among those that come with the program, or the file; NoSuchDeck if there is neither."""
    from sim.registry import nearest

    path = Path(name_or_path)
    if path.is_file():
        return path
    bundled = {deck.stem: deck for deck in bundled_decks()}
    name = str(name_or_path)
    if name in bundled:
        return bundled[name]
    raise NoSuchDeck(f"there is no deck or file {name[:200]!r}{nearest(name, bundled)}")


def _decks_in(folder: Path) -> list[Path]:
    decks: list[Path] = []
    waiting = [folder]
    while waiting:
        for path in _entries(waiting.pop()):
            if path.is_dir() and not path.is_symlink():
                waiting.append(path)
            elif path.suffix in ENDINGS and path.is_file():
                decks.append(path)
    return sorted(decks)


def _entries(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError:
        return []

"""The decks of home, read by threads: all at a glance and the short ones in full, or one that was chosen.

What takes long to import is imported here, by a thread, and not as the program starts.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

if TYPE_CHECKING:
    from quizapp.deck.model import Deck
    from quizapp.deck.reader import DeckError
    from quizapp.deck.summary import Listing


def listings(paths: Sequence[Path]) -> Iterator[tuple[Listing, Deck | None]]:
    """What each deck looks like at a glance, and then those that are short enough for it in full, with the deck."""
    from quizapp.deck.summary import LONG, glance, read_in_full

    glances = {path: glance(path) for path in paths}
    yield from ((seen, None) for seen in glances.values() if seen is not None)
    yield from (read_in_full(path) for path, seen in glances.items() if seen is None or seen.length <= LONG)


def import_screens() -> None:
    """Import the other screens, so that the first of them is there at once when it is wanted."""
    importlib.import_module("quizapp.ui.play.screens")


def read_aside(
    app: App[None],
    path: Path,
    opened: Callable[[Deck], object],
    unreadable: Callable[[Path, DeckError], object],
) -> None:
    """Read a deck in a thread that does not keep the app from quitting, as a worker would, and say what came of it."""
    threading.Thread(target=_read, args=[app, path, opened, unreadable], daemon=True).start()


def _read(
    app: App[None],
    path: Path,
    opened: Callable[[Deck], object],
    unreadable: Callable[[Path, DeckError], object],
) -> None:
    from quizapp.deck.reader import DeckError, read_deck

    with suppress(RuntimeError):  # the app has been left meanwhile
        try:
            deck = read_deck(path)
        except DeckError as problem:
            app.call_from_thread(unreadable, path, problem)
        else:
            import_screens()
            app.call_from_thread(opened, deck)

"""Networks run in the background: pieces of work for one thread, each known by its key and done once.

A piece is a function of `ends`, which gives first and last frames by way of the store of the session; what is urgent
goes before what is not, even where that has begun, as what it has run is in the store. The thread ends with its work,
and within a training step once it is told to stop.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Protocol

from quizapp.runs.store import RunStore
from sim.experiment import Experiment
from sim.sweep import Ends
from sim.training import Wanted, ends_only

Work = Callable[["EndsFrom"], Any]
#: Told the key of a piece of work as soon as it is done.
Told = Callable[[Hashable], object]
#: Told how far the networks at hand are: the step, and of how many.
Notice = Callable[[int, int], object]
#: From the steps of a run to which of them are shown to somebody who watches.
Shown = Callable[[int], Wanted]
#: How often somebody who waits is told how far the work is, in seconds.
NOTICE_INTERVAL = 0.1


class EndsFrom(Protocol):
    """Gives the first and the last frame of so many networks; those that are watched begin `shift` networks on."""

    def __call__(self, experiment: Experiment, networks: int, *, shift: int = 0) -> Ends:
        """Run what has not run yet."""


class _Leave(Exception):
    """Leaves a piece of work in the middle."""


@dataclass(frozen=True)
class _Piece:
    key: Hashable
    work: Work
    urgent: bool


def ends_alone(steps: int) -> Wanted:
    """Show nothing but the ends."""
    return ends_only


def ignore(key: Hashable) -> None:
    """Tell nobody."""


class Background:
    """One thread's work, and what came of it; any thread may ask."""

    def __init__(self, store: RunStore, told: Told = ignore, shown: Shown = ends_alone) -> None:
        """Work by way of a store; of networks that will be watched, the frames that are `shown` then are kept."""
        self._store, self._told, self._shown = store, told, shown
        self._waiting: list[_Piece] = []
        self._outcomes: dict[Hashable, Any] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._current: _Piece | None = None
        self._stopped = False
        self.at = 0, 0

    def ask(self, key: Hashable, work: Work, urgent: bool = False) -> None:
        """Have a piece of work done, unless it is or will be."""
        with self._changed:
            known = [each.key for each in (*self._waiting, self._current) if each]
            if self._stopped or key in self._outcomes or key in known:
                return
            self._waiting.append(_Piece(key, work, urgent))
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="background", daemon=True)
                self._thread.start()

    def outcome(self, key: Hashable) -> Any:
        """What came of a piece of work, an Exception if it broke down, or None while it is not done."""
        with self._changed:
            return self._outcomes.get(key)

    def forget(self, key: Hashable) -> None:
        """Let a piece of work that broke down be asked for again."""
        with self._changed:
            self._outcomes.pop(key, None)

    def wait(self, key: Hashable, notice: Notice, seconds: float | None = None) -> bool:
        """Wait until a piece of work is done, for so many seconds at most, and say whether it is."""
        waited = 0.0
        with self._changed:
            while key not in self._outcomes and (seconds is None or waited < seconds):
                self._changed.wait(NOTICE_INTERVAL)
                waited += NOTICE_INTERVAL
                notice(*self.at)
            return key in self._outcomes

    def stop(self) -> None:
        """Do nothing more."""
        with self._changed:
            self._stopped = True
            self._waiting.clear()
            self._changed.notify_all()

    def _serve(self) -> None:
        while (piece := self._next()) is not None:
            try:
                outcome = piece.work(self._ends)
            except _Leave:
                continue
            except Exception as error:  # whoever asked says what has happened
                outcome = error
            with self._changed:
                self._outcomes[piece.key] = outcome
                self._current = None
                self._changed.notify_all()
            self._told(piece.key)

    def _next(self) -> _Piece | None:
        """The urgent piece that was asked for first, or else any; one that was left waits again."""
        with self._changed:
            if self._current is not None and not self._stopped:
                self._waiting.insert(0, self._current)
            self._waiting.sort(key=lambda piece: not piece.urgent)
            self._current = self._waiting.pop(0) if self._waiting else None
            self._thread = self._thread if self._current else None
            return self._current

    def _ends(self, experiment: Experiment, networks: int, *, shift: int = 0) -> Ends:
        shown = self._shown(experiment.steps)

        def go_on(step: int) -> bool:
            self.at = step, experiment.steps
            if self._stopped or self._is_overtaken():
                raise _Leave
            return shown(step)

        if self._stopped:
            raise _Leave
        return self._store.ends(experiment, networks, go_on, shift)

    def _is_overtaken(self) -> bool:
        current = self._current
        return current is not None and not current.urgent and any(piece.urgent for piece in list(self._waiting))

"""How long each attempt was looked at before its answer was committed, by a clock that nobody can set."""

from __future__ import annotations

from collections.abc import Callable, Mapping


class Stopwatch:
    """Seconds by the id of an attempt; one of them runs at a time."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._seconds = clock, dict[str, float]()
        self._running: str | None = None
        self._since = 0.0

    def look_at(self, attempt_id: str | None) -> None:
        """From now on this attempt is looked at, or none."""
        now = self._clock()
        if self._running is not None:
            self._seconds[self._running] = self._seconds.get(self._running, 0.0) + now - self._since
        self._running, self._since = attempt_id, now

    def seconds(self, attempt_id: str) -> float:
        """How long an attempt was looked at so far."""
        if attempt_id == self._running:
            self.look_at(attempt_id)
        return self._seconds.get(attempt_id, 0.0)

    def go_on(self, seconds: Mapping[str, float]) -> None:
        """Count on from what was counted before the program ended."""
        self._seconds.update(seconds)

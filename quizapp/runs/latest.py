"""The newest value, handed from a computing thread to the screen: neither ever waits for the other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """One slot that holds the newest value: putting never waits, and taking empties it.

    `on_new` is called when a value is put into the empty slot, by whoever puts it.
    """

    def __init__(self, on_new: Callable[[], object] | None = None) -> None:
        self._on_new = on_new
        self._value: T | None = None
        self._lock = threading.Lock()

    def put(self, value: T) -> None:
        """Put a value in place of the last one."""
        with self._lock:
            was_empty, self._value = self._value is None, value
        if was_empty and self._on_new is not None:
            self._on_new()

    def take(self) -> T | None:
        """Take the newest value out, or None if there is none."""
        with self._lock:
            value, self._value = self._value, None
            return value

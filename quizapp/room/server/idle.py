"""When a server that nobody uses any more ends by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

#: Seconds without anybody after which a server ends: longer than a lunch between two halves of a workshop.
LONGEST = 4 * 3600.0


@dataclass
class Idle:
    """Notes when somebody was last there, by a clock that nobody can set."""

    longest: float = LONGEST
    running: Callable[[], float] = time.monotonic
    since: float = field(init=False)

    def __post_init__(self) -> None:
        self.since = self.running()

    def is_over(self, connected: int, asked: bool) -> bool:
        """Whether nobody has been there for so long; `asked` says that somebody asked for something since last time."""
        if connected or asked:
            self.since = self.running()
        return self.running() - self.since >= self.longest

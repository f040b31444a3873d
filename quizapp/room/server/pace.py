"""How often somebody may do something: by delay and not by refusal, as a whole class may share one address."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Bucket:
    """So many at once, and so many a second after that."""

    burst: float
    rate: float
    level: float
    last: float

    def wait(self, now: float) -> float:
        """Take one, and say how many seconds to wait before it is done."""
        self.level = min(self.burst, self.level + (now - self.last) * self.rate)
        self.last = now
        self.level -= 1
        return max(0.0, -self.level / self.rate)

    @property
    def debt(self) -> float:
        """How many are waiting."""
        return max(0.0, -self.level)


@dataclass
class Pace:
    """A bucket for each of those who ask, the most recent ones; `most` may wait at a time of each."""

    burst: float
    rate: float
    most: float = 20.0
    kept: int = 4096
    clock: Callable[[], float] = time.monotonic
    _buckets: OrderedDict[str, Bucket] = field(default_factory=OrderedDict)

    def wait(self, who: str) -> float | None:
        """The seconds that somebody has to wait; None if so many of theirs wait that this one is refused."""
        now = self.clock()
        bucket = self._buckets.setdefault(who, Bucket(self.burst, self.rate, self.burst, now))
        self._buckets.move_to_end(who)
        while len(self._buckets) > self.kept:
            self._buckets.popitem(last=False)
        bucket.level = min(bucket.burst, bucket.level + (now - bucket.last) * bucket.rate)
        bucket.last = now
        if bucket.debt >= self.most:
            return None
        return bucket.wait(now)

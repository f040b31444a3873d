"""How an answer was marked: what became of each option, the credit, and the author's word on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Mark(Enum):
    """What became of one option, in words that stand beside it."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "you missed"
    RIGHTLY_LEFT = "rightly left"


@dataclass(frozen=True)
class Marking:
    """An answer marked: `credit` is 0 to 1, `right` whether all of it was right, `key` the right answer in words.

    `marks`, `said` and `feedback` are by the id of the option: its mark, what the learner said of it where its own
    words do not tell, and what the author says to that. `prediction_right` is given where an answer may be improved
    after the prediction, and says whether what was predicted was right.
    """

    credit: float
    right: bool
    marks: Mapping[str, Mark]
    key: str
    said: Mapping[str, str] = field(default_factory=dict)
    feedback: Mapping[str, str] = field(default_factory=dict)
    prediction_right: bool | None = None

    @property
    def foreseen(self) -> bool:
        """Whether the prediction was right, which is what the certainty was about."""
        return self.right if self.prediction_right is None else self.prediction_right

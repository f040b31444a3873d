"""How certain learners are, and what that is worth if they are right and if they are not."""

from __future__ import annotations

from enum import Enum


class Certainty(Enum):
    """How sure a learner is, as the chance that they give themselves of being right."""

    LOW = "<67%"
    MIDDLE = "67-80%"
    HIGH = ">80%"

    @property
    def points(self) -> tuple[int, int]:
        """What an answer that is right in full is worth with this certainty, and one that is not.

        Whoever is honest gains the most: each level pays best for the chances that it names (Gardner-Medwin, 1995).
        """
        return {"<67%": (1, 0), "67-80%": (2, -2), ">80%": (3, -6)}[self.value]

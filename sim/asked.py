"""What else is asked of a run than the frames at both its ends: it takes time, so it is measured where that is asked.

It is a part of an experiment, and none of its fields: two experiments that differ in it alone are the same networks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: The measures that can be kept of every step.
TRACED = ("loss", "accuracy", "test_loss", "test_accuracy")


@dataclass(frozen=True)
class Asked:
    """The steps whose frames are yielded in any case, the measures that are `traced` from step to step, and more.

    With `jacobian` the singular values of the Jacobian are measured, at both ends of the run and at the `moments`.
    """

    moments: tuple[int, ...] = ()
    traced: tuple[str, ...] = ()
    jacobian: bool = False

    def covers(self, other: Asked) -> bool:
        """Whether a run of which this is asked has all that `other` asks for, and its Jacobian at the same steps."""
        return (
            set(other.moments) <= set(self.moments)
            and set(other.traced) <= set(self.traced)
            and other.jacobian <= self.jacobian
        )

    def before_training(self) -> Asked:
        """What is left of this for a network that is not trained."""
        return Asked(jacobian=self.jacobian)


NOTHING = Asked()


def together(asked: Iterable[Asked]) -> Asked:
    """All that is asked for by some of these."""
    every = tuple(asked)
    return Asked(
        moments=tuple(sorted({step for each in every for step in each.moments})),
        traced=tuple(name for name in TRACED if any(name in each.traced for each in every)),
        jacobian=any(each.jacobian for each in every),
    )

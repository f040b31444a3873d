"""What a learner watches for one option of a question, and what the simulation has to say about it."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Evidence:
    """An experiment to watch, by its name in the deck, with the claim that decides whether the option is right.

    `expected` is the author's opinion of the claim: True if it should hold on `experiment`, False if it should fail
    there; on `control` it should come out the other way. `says` is the claim in words. Evidence without a claim may
    have a `quantity`, whose value is what matters. The experiments `beside` it are drawn with it, and it opens in the
    `view` of this name, or in that of what is measured. On the alternatives that it is `also_on` the claim should come
    out as on `experiment`.
    """

    experiment: str
    expected: bool
    claim: str | None = None
    control: str | None = None
    says: str | None = None
    quantity: str | None = None
    beside: tuple[str, ...] = ()
    view: str | None = None
    also_on: tuple[str, ...] = ()

    def on_alternatives(self) -> tuple[Evidence, ...]:
        """The same claim with each alternative in the control's place, so that it is asked of both alike."""
        return tuple(replace(self, control=name, also_on=()) for name in self.also_on)

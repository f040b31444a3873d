"""What a learner watches for one option of a question, and what the simulation has to say about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Evidence:
    """An experiment to watch, by its name in the deck, with the claim that decides whether the option is right.

    `expected` is the author's opinion of the claim: True if it should hold on `experiment`, False if it should fail
    there; on `control` it should come out the other way. `says` is the claim in words. Evidence without a claim may
    have a `quantity`, whose value is what matters. The experiments `beside` it are drawn with it, and it opens in the
    `view` of this name, or in that of what is measured.
    """

    experiment: str
    expected: bool
    claim: str | None = None
    control: str | None = None
    says: str | None = None
    quantity: str | None = None
    beside: tuple[str, ...] = ()
    view: str | None = None

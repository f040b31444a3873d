"""The phases of a question in a room, and which may follow which.

Peer instruction (Mazur, 1997): vote alone, discuss, vote again, reveal; then the networks that the room chose run, and
the reason is told. Every step can be undone but the reveal.
"""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """Where a room stands; a room begins in the lobby."""

    LOBBY = "lobby"
    ROUND1 = "round1"
    ROUND1_CLOSED = "round1_closed"
    DISCUSS = "discuss"
    ROUND2 = "round2"
    ROUND2_CLOSED = "round2_closed"
    REVEAL = "reveal"
    SIMULATE = "simulate"
    EXPLAIN = "explain"

    @property
    def round(self) -> int | None:
        """The round of which this phase is part, 1 or 2; discussing belongs to neither."""
        return {"round1": 1, "round1_closed": 1, "round2": 2, "round2_closed": 2}.get(self.value)

    @property
    def is_open(self) -> bool:
        """Whether votes are taken."""
        return self in (Phase.ROUND1, Phase.ROUND2)

    @property
    def offers_hints(self) -> bool:
        """Whether hints are for everybody: from the discussion on, as the first vote is one's own."""
        return self not in (Phase.LOBBY, Phase.ROUND1, Phase.ROUND1_CLOSED)

    @property
    def shows_networks(self) -> bool:
        """Whether networks and what was measured on them are shown: after the reveal, so that people predict first."""
        return self in (Phase.SIMULATE, Phase.EXPLAIN)

    @property
    def is_told(self) -> bool:
        """Whether the answer was revealed."""
        return self in TOLD


ORDER = tuple(Phase)
TOLD = (Phase.REVEAL, Phase.SIMULATE, Phase.EXPLAIN)
UNTOLD = tuple(phase for phase in ORDER if phase not in TOLD and phase is not Phase.LOBBY)


def may_follow(now: Phase, to: Phase) -> bool:
    """Whether a phase may follow another within one question.

    Before the reveal it goes forward, over phases that are left out, and one step back at a time by undoing; after the
    reveal it goes anywhere among reveal, simulate and explain. A question is begun by its first round.
    """
    if now is Phase.LOBBY:
        return to is Phase.ROUND1
    if now.is_told:
        return to.is_told
    if to is Phase.LOBBY:
        return False
    reopened = {Phase.ROUND1_CLOSED: Phase.ROUND1, Phase.DISCUSS: Phase.ROUND1, Phase.ROUND2_CLOSED: Phase.ROUND2}
    return ORDER.index(to) > ORDER.index(now) or reopened.get(now) is to


def usually_next(now: Phase, alone: bool = False) -> Phase | None:
    """The phase that usually follows, or None where the next question does; `alone` asks for one round only."""
    if alone and now in (Phase.ROUND1, Phase.ROUND1_CLOSED):
        return Phase.ROUND1_CLOSED if now is Phase.ROUND1 else Phase.REVEAL
    place = ORDER.index(now) + 1
    return ORDER[place] if place < len(ORDER) else None

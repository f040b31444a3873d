"""Votes of one's own, from the moment they are given until the room has said that they are on its disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any


@dataclass(frozen=True)
class Ballot:
    """A vote: the key that was made for it, its round and question, the answer as data, and how certain."""

    key: str
    round: int
    question: str
    answer: Mapping[str, Any]
    certainty: str | None = None

    def as_data(self) -> dict[str, Any]:
        """The message that it is sent as, however often."""
        data = {"key": self.key, "round": self.round, "question": self.question, "answer": dict(self.answer)}
        return {**data, "certainty": self.certainty} if self.certainty else data


def ballot_from_data(data: Mapping[str, Any]) -> Ballot:
    """The vote that a message is; KeyError, TypeError or ValueError if it is none."""
    answer, certainty = data["answer"], data.get("certainty")
    if not isinstance(answer, Mapping) or not isinstance(certainty, str | None):
        raise TypeError(answer)
    return Ballot(str(data["key"]), int(data["round"]), str(data["question"]), answer, certainty)


class Fate(Enum):
    """What is known of a vote."""

    SENDING = "sending"
    SAVED = "saved"
    WAITING = "waiting"
    REFUSED = "refused"


@dataclass(frozen=True)
class Cast:
    """A vote and what is known of it; `why` says why it is not saved, where it is not that nobody answers."""

    ballot: Ballot
    fate: Fate
    why: str = ""


#: Of which question and of which round a vote is.
Place = tuple[str, int]


@dataclass(frozen=True)
class Ballots:
    """All votes of one's own: the last of each round, and those on their way in the order in which they were given.

    `counted` are the last that the room has acknowledged, whatever was tried after them.
    """

    last: Mapping[Place, Cast] = field(default_factory=dict)
    counted: Mapping[Place, Ballot] = field(default_factory=dict)
    waiting: tuple[Ballot, ...] = ()

    def given(self, ballot: Ballot) -> Ballots:
        """These with one more.

        The one that is being sent stays before it, as nobody knows whether it has arrived; others that it replaces go.
        """
        here = (ballot.question, ballot.round)
        first, rest = self.waiting[:1], self.waiting[1:]
        kept = tuple(each for each in rest if (each.question, each.round) != here)
        return replace(self._with(Cast(ballot, Fate.SENDING)), waiting=(*first, *kept, ballot))

    def troubled(self, ballot: Ballot, why: str) -> Ballots:
        """These where a vote could not be saved so far."""
        return self._of(ballot, Fate.WAITING, why)

    def saved(self, ballot: Ballot) -> Ballots:
        """These where a vote is on the room's disk."""
        return replace(self._of(ballot, Fate.SAVED)._counting(ballot), waiting=self._without(ballot))

    def refused(self, ballot: Ballot, why: str) -> Ballots:
        """These where a vote was not taken, and never will be."""
        return replace(self._of(ballot, Fate.REFUSED, why), waiting=self._without(ballot))

    def heard(self, vote: Mapping[str, Any] | None) -> Ballots:
        """These with the vote that the room says it has, unless a newer one is on its way."""
        if vote is None:
            return self
        ballot = ballot_from_data({**vote, "key": ""})
        here = (ballot.question, ballot.round)
        on_its_way = any((each.question, each.round) == here for each in self.waiting)
        counting = self._counting(ballot)
        return counting if on_its_way else counting._with(Cast(ballot, Fate.SAVED))

    def of(self, question: str, round: int) -> Cast | None:  # noqa: A002
        """The last vote of a round."""
        return self.last.get((question, round))

    def counts(self, question: str, round: int) -> Ballot | None:  # noqa: A002
        """The vote of a round that the room has."""
        return self.counted.get((question, round))

    def _counting(self, ballot: Ballot) -> Ballots:
        return replace(self, counted={**self.counted, (ballot.question, ballot.round): ballot})

    def _without(self, ballot: Ballot) -> tuple[Ballot, ...]:
        return tuple(each for each in self.waiting if each.key != ballot.key)

    def _of(self, ballot: Ballot, fate: Fate, why: str = "") -> Ballots:
        """What is known of a vote, unless a later one of the same round is what matters now."""
        now = self.of(ballot.question, ballot.round)
        if now is not None and now.ballot.key not in ("", ballot.key):
            return self
        return self._with(Cast(ballot, fate, why))

    def _with(self, cast: Cast) -> Ballots:
        here = (cast.ballot.question, cast.ballot.round)
        return replace(self, last={**self.last, here: cast})

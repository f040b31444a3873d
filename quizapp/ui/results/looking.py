"""From a question in the results to its run, or to its networks where the run cannot be seen again; for a thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quizapp.deck.finder import found_decks
from quizapp.play.session import Session
from quizapp.record.record import Record
from quizapp.record.recorded import RecordedAttempt, storable
from quizapp.review.again import answered_again, asked, experiments_of, measured_in_words
from quizapp.review.tally import Met
from sim.experiment import Experiment


@dataclass(frozen=True)
class Found:
    """The session in which an answer is seen again, the networks of its question, and what is to be said of both."""

    session: Session | None = None
    experiments: Mapping[str, Experiment] = field(default_factory=dict)
    note: str = ""


def found_again(record: Record, met: Met, decks: Iterable[Path]) -> Found:
    """What there is to see of the last answer to a question."""
    kept = record.attempt(met.attempt)
    if kept is None:
        return Found(note=f"The answer to {met.question} is no longer in your record.")
    recorded, path = kept
    places = [*([Path(path)] if path else []), *decks]
    there = asked(recorded, _named(recorded, places)) or asked(recorded, _others(recorded, places))
    if there is None:
        return Found(note=_gone(recorded))
    session, experiments = answered_again(there, recorded), experiments_of(there, recorded)
    return Found(session, experiments, "" if session else _changed(recorded, experiments))


def _named(recorded: RecordedAttempt, places: Iterable[Path]) -> Iterator[Path]:
    """The files that are called like the deck of an answer."""
    yield from (path for path in places if storable(path.stem) == recorded.deck)
    yield from (each.path for each in found_decks() if storable(each.name) == recorded.deck)


def _others(recorded: RecordedAttempt, places: Iterable[Path]) -> Iterator[Path]:
    """All other files, as the deck may have been renamed."""
    every = [*places, *(each.path for each in found_decks())]
    yield from (path for path in every if storable(path.stem) != recorded.deck)


def _changed(recorded: RecordedAttempt, experiments: Mapping[str, Experiment]) -> str:
    lab = "the lab opens on its networks as they are now" if experiments else "it has no networks for the lab"
    return f"{recorded.question} was changed since you answered it, so your run cannot be seen again; {lab}."


def _gone(recorded: RecordedAttempt) -> str:
    return (
        f"{recorded.question} of {recorded.deck} is in no deck here any more, so neither run nor lab can be opened on "
        f"it. Your record has what was measured: {measured_in_words(recorded)}."
    )

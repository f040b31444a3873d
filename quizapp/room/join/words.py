"""What a participant at a terminal is told, in sentences: both its front ends take them from here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizapp.play.certainty import Certainty
from quizapp.play.exam import clock_words
from quizapp.questions.answer_data import BadAnswer, answer_from_data
from quizapp.questions.answer_forms import Answer, PickMany, PickOne, TurnKnobs
from quizapp.room.client.question import Asked
from quizapp.room.client.state import Seen
from quizapp.room.client.tally import Revealed
from quizapp.room.course.answers import called
from quizapp.room.course.phases import Phase
from quizapp.room.join.ballots import Ballot, Ballots, Cast, Fate

PHASES = {
    Phase.LOBBY: "waiting to begin",
    Phase.ROUND1: "first vote",
    Phase.ROUND1_CLOSED: "first vote closed",
    Phase.DISCUSS: "discussion",
    Phase.ROUND2: "second vote",
    Phase.ROUND2_CLOSED: "second vote closed",
    Phase.REVEAL: "the answer",
    Phase.SIMULATE: "the networks",
    Phase.EXPLAIN: "why",
}
WHAT_NOW = {
    Phase.LOBBY: "The facilitator begins; this goes on by itself.",
    Phase.ROUND1: "Answer on your own.",
    Phase.ROUND1_CLOSED: "Wait for what the facilitator does next.",
    Phase.DISCUSS: "Tell your neighbours what you chose and why, and hear what they chose; then all vote again.",
    Phase.ROUND2: "Answer again, as you see it now.",
    Phase.ROUND2_CLOSED: "The answer comes next.",
    Phase.REVEAL: "See what became of yours.",
    Phase.SIMULATE: "The networks that the room chose run in front, beside the right ones.",
    Phase.EXPLAIN: "This is why.",
}
NOTHING_SENT = "You have not answered."
OVER = "The session is over."
NOT_SAVED = "Your last answer is not saved; it is kept here, and sent when you join again."
NOT_KEPT = "Nothing can be kept on this disk: after a restart you would be somebody new here."


def where(seen: Seen) -> str:
    """Which question and which phase: 'question 2 of 6: first vote'."""
    if seen.over:
        return "the session is over"
    if seen.asked is None:
        return PHASES[seen.phase]
    again = "again: " if seen.transfer else ""
    return f"question {seen.number} of {seen.of}: {again}{PHASES[seen.phase]}"


def what_now(seen: Seen) -> str:
    """What is going on, in a sentence."""
    return OVER if seen.over else WHAT_NOW[seen.phase]


def welcome(seen: Seen, name: str, wanted: str | None) -> str:
    """Who one is in this room, and for how long it is kept."""
    days = seen.keep_days
    kept = f"They are kept for {days} days at most." if days else ""
    given = "" if wanted is None or wanted == name else " This room gives the names."
    practice = " This is a rehearsal." if seen.rehearsal else ""
    return f"You are {name} here.{given} Your answers carry this name and no other. {kept}{practice}".strip()


def time_left(seconds: float) -> str:
    """The time that is left, in words."""
    return f"{clock_words(max(seconds, 0))} left"


def away(why: str) -> str:
    """That the room cannot be heard, and what is done about it."""
    return f"Not connected, trying again: {why}{'' if why.endswith(('.', '?')) else '.'}"


def answer_of(asked: Asked, data: Mapping[str, Any]) -> Answer:
    """The answer of a vote, or the blank one if it is none of this question."""
    try:
        return answer_from_data(asked.form, data)
    except BadAnswer:
        return asked.form.blank


def answer_words(asked: Asked, ballot: Ballot) -> str:
    """An answer and its certainty in a few words: 'B, >80% sure'."""
    try:
        words = called(asked.form, ballot.answer)
    except BadAnswer:
        words = "an answer"
    sure = f", {ballot.certainty} sure" if ballot.certainty in {each.value for each in Certainty} else ""
    return f"{words}{sure}"


def fate(asked: Asked, cast: Cast, seen: Seen, counted: Ballot | None) -> str:
    """What is known of a vote, in a sentence."""
    words = answer_words(asked, cast.ballot)
    match cast.fate:
        case Fate.SENDING:
            return f"Sending {words}."
        case Fate.SAVED:
            change = " You can change it while the vote is open." if seen.open else ""
            return f"Saved: {words}.{change}"
        case Fate.WAITING:
            because = f": {cast.why}" if cast.why else ""
            return f"Not saved yet: {words}. It is kept here, and sent again until the room has it{because}."
        case Fate.REFUSED:
            stands = f" {answer_words(asked, counted)} counts." if counted else ""
            return f"Not saved: {words}: {cast.why}.{stands}"


def standing(seen: Seen, ballots: Ballots) -> str:
    """How one's own answer to the question in front stands, in a sentence; nothing where there is no question."""
    asked = seen.asked
    if asked is None:
        return ""
    cast = cast_in_front(seen, ballots)
    if cast is not None:
        return fate(asked, cast, seen, ballots.counts(asked.id, cast.ballot.round))
    return NOTHING_SENT if seen.round and not seen.open else ""


def cast_in_front(seen: Seen, ballots: Ballots) -> Cast | None:
    """One's own vote on the question in front: of the round, or of the last one where none is on."""
    rounds = [seen.round] if seen.round else [2, 1]
    casts = (ballots.of(seen.asked.id, number) for number in rounds) if seen.asked else ()
    return next((cast for cast in casts if cast is not None), None)


def before(seen: Seen, ballots: Ballots) -> str:
    """What one answered in the first round, while the second is open."""
    first = ballots.counts(seen.asked.id, 1) if seen.asked and seen.round == 2 else None
    return f"Your first answer: {answer_words(seen.asked, first)}." if first and seen.asked else ""


def how(asked: Asked) -> str:
    """How a question is answered in a room, where nothing is turned on once it has run."""
    return "Predict: where must it stand?" if isinstance(asked.form, TurnKnobs) else asked.how


def lettered(asked: Asked) -> bool:
    """Whether a question has options that the room speaks of by letters."""
    return isinstance(asked.form, PickOne | PickMany)


def room_share(told: Revealed) -> str:
    """How many of the room were right before and after, in a sentence."""
    rounds = ((told.before, "at first"), (told.after, "after the discussion"))
    parts = [f"{tally.right} of {tally.judged} were right {when}" for tally, when in rounds if tally and tally.judged]
    return f"In the room {', '.join(parts)}." if parts else ""

"""What the facilitator is told in words: what is going on, what the next key does, and what the votes suggest."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import shorten
from typing import Any

from quizapp.room.course.phases import Phase

State = Mapping[str, Any]
GOING_ON = {
    Phase.LOBBY: "Everybody can join; nothing is asked yet.",
    Phase.ROUND1: "Vote 1 is open: everybody answers alone, in silence.",
    Phase.ROUND1_CLOSED: "Vote 1 is closed; nobody has been told anything.",
    Phase.DISCUSS: "They discuss: each convinces a neighbour who answered otherwise.",
    Phase.ROUND2: "Vote 2 is open: everybody answers again.",
    Phase.ROUND2_CLOSED: "Vote 2 is closed; the answer is still hidden.",
    Phase.REVEAL: "The answer is on the phones and on the projector.",
    Phase.SIMULATE: "The networks that the room chose, beside the right ones.",
    Phase.EXPLAIN: "Why it is so, also on the phones.",
}
NEXT = {
    Phase.ROUND1: "open vote 1",
    Phase.ROUND1_CLOSED: "close vote 1",
    Phase.DISCUSS: "discuss",
    Phase.ROUND2: "open vote 2",
    Phase.ROUND2_CLOSED: "close vote 2",
    Phase.REVEAL: "reveal",
    Phase.SIMULATE: "run networks",
    Phase.EXPLAIN: "explain",
}
OVER = "The session is over, and the phones say so. q leaves and ends the room; b takes it back."
#: What has become of networks for which nobody need wait.
RUN = ("ready", "failed")
OVER_BY_HAND = "The session is over. q leaves and ends the room; b takes it back."
BY_HAND = {
    Phase.LOBBY: "Nothing is asked yet. Space begins with the first question.",
    Phase.REVEAL: "The answer is told, here and on the projector.",
    Phase.EXPLAIN: "Why it is so.",
}
NO_HANDS = (
    "This question is not answered by choosing, so that hands cannot be counted: ask for a few answers aloud, "
    "then press space."
)
#: The letters of a prompt that are listed, and searched, at most.
PROMPT = 300
HIDDEN = "k shows the key, the figures and what they suggest, if nobody else sees this screen."


def phase_of(state: State) -> Phase:
    """The phase in which a room is."""
    return Phase(state["phase"])


def going_on(state: State, hands: bool = False) -> str:
    """What is going on, in a sentence; where hands are counted nobody is told to look at a phone."""
    if state["over"]:
        return OVER_BY_HAND if hands else OVER
    if hands and phase_of(state) in BY_HAND:
        return BY_HAND[phase_of(state)]
    if phase_of(state) is Phase.LOBBY:
        return f"{GOING_ON[Phase.LOBBY]} Space begins with the first of {state['of']} questions."
    skipped = " It is skipped and does not count; x takes that back." if state["facilitator"].get("skipped") else ""
    alone = " It tests what was just discussed: one vote, no talk." if state["transfer"] and state["open"] else ""
    return f"{GOING_ON[phase_of(state)]}{alone}{skipped}"


def following(state: State) -> tuple[Phase, str] | None:
    """The phase and the question to which space goes; None after the last.

    What was skipped is left behind, and where no networks are to be seen the explanation follows the reveal.
    """
    told, ahead = state["facilitator"], state["facilitator"]["next"]
    if told.get("skipped") and not phase_of(state).is_told:
        question = next_question(state)
        return (Phase.ROUND1, question) if question else None
    if ahead is None:
        return None
    shows_nothing = ahead["phase"] == Phase.SIMULATE and told.get("runs_none")
    return (Phase.EXPLAIN if shows_nothing else Phase(ahead["phase"])), str(ahead["question"])


def next_words(state: State | None) -> str:
    """What space does, for the footer."""
    if state is None or state["over"]:
        return ""
    ahead = following(state)
    if ahead is None:
        return "end"
    if ahead[1] != _id_of(state):
        return "begin" if phase_of(state) is Phase.LOBBY else "next question"
    return NEXT[ahead[0]]


def votes_now(state: State) -> tuple[int, int]:
    """How many have answered in the round, and how many are here."""
    told = state["facilitator"]
    tally = told.get("first" if phase_of(state).round == 1 else "second")
    return (tally["answered"] if tally else 0), told["here"]


def answered(state: State) -> str:
    """How many have answered in the round, of how many who are here: counts of people, never names."""
    if phase_of(state).round is None:
        return ""
    count, here = votes_now(state)
    everybody = ", everybody who is here" if state["open"] and here and count >= here else ""
    return f"{count} answered{everybody}." if everybody or not here else f"{count} of {here} answered."


def advice(state: State, private: bool) -> str:
    """What the votes suggest; while the screen may be seen by all, without what would give the answer away."""
    whole = str(state["facilitator"].get("advice") or "")
    if phase_of(state) in (Phase.SIMULATE, Phase.EXPLAIN) or state["over"]:
        return ""
    if phase_of(state).is_told or private or not whole:
        return whole
    if state["open"]:
        return ""
    return f"{_ways(state)} {HIDDEN}".strip()


def _ways(state: State) -> str:
    """Which ways there are from the first vote, without what speaks for either: beside the bars that tells the key."""
    if phase_of(state) is not Phase.ROUND1_CLOSED or state["transfer"]:
        return ""
    return "Space lets them discuss and vote again; v reveals at once."


def runs_words(state: State) -> str:
    """How far the networks of the question are, where they are not ready."""
    told = state["facilitator"]
    status = told.get("runs")
    if status in (None, "ready"):
        return ""
    if status == "failed":
        return f"Its networks could not be run ({told.get('runs_why') or 'no reason is known'}); all else goes on."
    done = sum(each["runs"] == "ready" for each in told["agenda"])
    here = "are running now" if status == "running" else "wait for others that run now"
    return f"Its networks {here}; those of {done} of {len(told['agenda'])} questions are ready."


def disk_words(state: State) -> str:
    """That votes cannot be written down, and why, where the last ones could not."""
    why = state["facilitator"].get("trouble")
    return f"Votes are not saved: {why}. Whoever votes is told so." if why else ""


def _id_of(state: State) -> str | None:
    question = state["question"]
    return question["id"] if question else None


def jump_entries(state: State) -> list[tuple[str, str]]:
    """The questions to jump to: the number, the id and what is asked, and what became of each."""
    here = state["number"] - 1
    return [
        (f"{place + 1} {each['question']}  {shorten(each['prompt'], PROMPT)}", _became(each, place == here))
        for place, each in enumerate(state["facilitator"]["agenda"])
    ]


def _became(item: Mapping[str, Any], is_here: bool) -> str:
    said = [
        "in front now" if is_here else "",
        "asked and revealed" if item["told"] else "asked, not revealed" if item["asked"] and not is_here else "",
        "skipped" if item["skipped"] else "",
        f"tests the transfer of {item['transfer_of']}" if item["transfer_of"] else "",
    ]
    return " · ".join(filter(None, said)) or "not asked yet"


def question_at(entry: str, state: State) -> str:
    """The id of the question of an entry."""
    place = int(entry.partition(" ")[0]) - 1
    return str(state["facilitator"]["agenda"][place]["question"])


def next_question(state: State) -> str | None:
    """The id of the next question that is neither revealed nor skipped; None where there is none."""
    agenda = state["facilitator"]["agenda"]
    left = (each for each in agenda[state["number"] :] if not (each["told"] or each["skipped"]))
    return next((str(each["question"]) for each in left), None)

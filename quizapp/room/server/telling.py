"""What each role hears of a room, as JSON: everybody, the projector, the facilitator, and one participant alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from quizapp.questions.answer_forms import EnterNumber, EnterText, PutInOrder, TurnKnobs
from quizapp.room.course import seen
from quizapp.room.course.advice import Thresholds, advice
from quizapp.room.course.answers import letters
from quizapp.room.course.marking import marked_at_once, options_right
from quizapp.room.course.moves import Moves, moves
from quizapp.room.course.spread import goal_of, known_numbers, spread
from quizapp.room.course.tally import Tally, tally
from quizapp.room.course.votes import Vote

if TYPE_CHECKING:
    from quizapp.room.server.room import Front, Room
    from quizapp.room.store.file import Person

#: The room's own answers whose networks are shown beside the right ones.
MOST_CHOSEN = 2


def for_people(room: Room) -> str:
    """What phones and terminals hear: no counts, and nothing of the key before the reveal."""
    return json.dumps(everybody(room))


def everybody(room: Room) -> dict[str, Any]:
    """What everybody may see."""
    question = seen.question_seen(room.front.attempt, room.state.phase.offers_hints) if room.front else None
    told = _told(room, room.front) if room.front and room.state.phase.is_told else None
    data = seen.everybody(room.state, room.session.deck.title, question, told, room.countdown.left)
    return {
        **data,
        "version": room.version,
        "code": room.about.code,
        "rehearsal": bool(room.settings.get("rehearsal")),
        "nicknames": bool(room.settings.get("nicknames")),
        "keep_days": room.settings.get("keep_days"),
    }


def for_screen(room: Room) -> str:
    """What the projector hears."""
    return json.dumps(on_screen(room))


def on_screen(room: Room) -> dict[str, Any]:
    """What everybody may see, how many are here and have answered, and bars where the facilitator shows them."""
    front, data, number = room.front, everybody(room), room.state.phase.round
    answered = _tally(room, front, number).answered if front and number else None
    data["counts"] = {"here": room.hearers.here, "answered": answered}
    if front and room.state.shown and not room.state.phase.is_told:
        data["bars"] = seen.unmarked_bars(_tally(room, front, number or 1))
    return data


def for_facilitator(room: Room) -> str:
    """What the facilitator hears: all but names, and hints to be given in any phase."""
    question = seen.question_seen(room.front.attempt) if room.front else None
    return json.dumps({**everybody(room), "question": question, "facilitator": _facilitated(room)})


def _facilitated(room: Room) -> dict[str, Any]:
    state = room.state
    data: dict[str, Any] = {
        "here": room.hearers.here,
        "people": len(room.people),
        "shown": state.shown,
        "can_undo": bool(state.past),
        "next": state.next and {"question": state.agenda[state.next.item].question, "phase": state.next.phase.value},
        "agenda": [_listed(room, place) for place in range(len(state.agenda))],
        "runs": None,
        "runs_why": None,
        "trouble": room.writer.trouble,
    }
    if (front := room.front) is None:
        return data
    first, second = _tally(room, front, 1), _tally(room, front, 2)
    moved = _moved(room, front)
    two = second.answered > 0 or state.phase.round == 2
    return {
        **data,
        "runs": room.desk.status(("runs", front.question)),
        "runs_why": room.desk.why(("runs", front.question)),
        "runs_none": room.desk.get(("runs", front.question)) == [],
        "key": _key(room, front),
        "first": first.as_data(),
        "second": second.as_data() if two else None,
        "moves": moved.as_data() if two else None,
        "advice": advice(
            state.phase, second if two else first, moved if two else None, _limits(room), state.asks_alone
        ),
        "hands": {number: state.hands_of(state.at.item, number) for number in (1, 2)},
        "skipped": state.at.item in state.skipped,
        "spread": _spread(room, front),
    }


def _spread(room: Room, front: Front) -> dict[str, Any]:
    """Where numbers and knobs stood in each round, and what the deck has to say of such places."""
    right = room.ledger.right.get(front.question, {})
    first, second = (room.ledger.book.of(front.question, number).values() for number in (1, 2))
    return {
        "first": spread(front.attempt, first, right),
        "second": spread(front.attempt, second, right),
        "known": known_numbers(front.attempt),
        "goal": goal_of(front.attempt),
    }


def _limits(room: Room) -> Thresholds:
    return Thresholds(room.settings.get("low", 0.3), room.settings.get("high", 0.7))


def _listed(room: Room, place: int) -> dict[str, Any]:
    state, item = room.state, room.state.agenda[place]
    return {
        "question": item.question,
        "prompt": " ".join(room.attempts[item.question].question.prompt.split()),
        "transfer_of": item.transfer_of,
        "told": place in state.told,
        "skipped": place in state.skipped,
        "asked": place in state.asked,
        "runs": room.desk.status(("runs", item.question)),
    }


def _key(room: Room, front: Front) -> dict[str, Any]:
    """What is right, for the facilitator's own screen."""
    told = room.desk.get(("tell", front.question))
    return {"options": options_right(front.attempt), "sentence": told and told["key"]}


def _told(room: Room, front: Front) -> seen.Told:
    """What is told, made once for the many pages that ask for it together, until anything of it changes."""
    counted = [len(room.ledger.book.of(front.question, number)) for number in (1, 2)]
    as_of = (
        room.version,
        *counted,
        len(room.ledger.right.get(front.question, {})),
        room.desk.status(("runs", front.question)),
    )
    if room.told is None or room.told[0] != as_of:
        room.told = (as_of, _made_to_tell(room, front))
    return room.told[1]


def _made_to_tell(room: Room, front: Front) -> seen.Told:
    second = _tally(room, front, 2)
    return seen.Told(
        options=options_right(front.attempt),
        key=room.desk.get(("tell", front.question)),
        first=_tally(room, front, 1),
        second=second if second.answered else None,
        runs=room.desk.status(("runs", front.question)),
    )


def _tally(room: Room, front: Front, number: int) -> Tally:
    votes, hands = room.ledger.book.of(front.question, number).values(), room.state.hands_of(front.place, number)
    return tally(
        front.attempt.form, votes, room.ledger.right.get(front.question, {}), hands, options_right(front.attempt)
    )


def _moved(room: Room, front: Front) -> Moves:
    first, second = room.ledger.book.of(front.question, 1), room.ledger.book.of(front.question, 2)
    return moves(front.attempt.form, first, second, room.ledger.right.get(front.question, {}))


def last_vote(room: Room, person: Person) -> Vote | None:
    """The vote of record of somebody on the question in front: that of the second round, if there is one."""
    if (front := room.front) is None:
        return None
    current = (room.state.phase.round,) if room.state.phase.round else (2, 1)
    votes = [room.ledger.book.of(front.question, number).get(person.id) for number in current]
    return next((vote for vote in votes if vote is not None), None)


def you(room: Room, person: Person) -> dict[str, Any]:
    """What a participant hears of themselves: their name, the vote of theirs that counts, and in round 2 the first."""
    front, first = room.front, None
    if front is not None and room.state.phase.round == 2:
        first = room.ledger.book.of(front.question, 1).get(person.id)
    return {"name": person.name, "vote": _cast(last_vote(room, person)), "first": _cast(first)}


def _cast(vote: Vote | None) -> dict[str, Any] | None:
    if vote is None:
        return None
    return {
        "round": vote.round,
        "question": vote.question,
        "answer": vote.answer,
        "certainty": vote.certainty,
        "seq": vote.seq,
    }


def mine(room: Room, person: Person) -> dict[str, Any] | None:
    """What became of somebody's answer, once it is told, and from `simulate` on the last moment of its run."""
    if not room.state.phase.is_told or (front := room.front) is None:
        return None
    question, vote = front.question, last_vote(room, person)
    if vote is None:
        return {"question": question, "answered": False, "outcome": None, "run": None}
    outcome = room.desk.get(("marks", question, vote.same))
    data = outcome and outcome[vote.same]
    if data is None and (marked := marked_at_once(front.attempt, vote.answer)) is not None:
        data = marked.as_data()
    run = _own_run(room, vote) if room.state.phase.shows_networks else None
    return {"question": question, "answered": True, "outcome": data, "letters": letters(front.attempt.form), "run": run}


def _own_run(room: Room, vote: Vote) -> Mapping[str, Any] | None:
    """The last moment of the networks of an answer: of the first option picked, or of the number or setting given."""
    own = room.desk.get(("run", vote.question, vote.same))
    runs = room.desk.get(("runs", vote.question)) or []
    picked = vote.answer.get("picked") or vote.answer.get("order") or []
    found = own or next((run for run in runs if set(picked) & set(run["options"])), runs[0] if runs else None)
    if found is None:
        return None
    last = {**found["moments"][-1], "svg": found["whole"]}
    return {**{name: found[name] for name in ("name", "network", "about", "words", "steps")}, "moment": last}


def chosen_runs(room: Room) -> list[dict[str, Any]]:
    """The networks to be shown once the answer is told: the right ones first, then what most of the room chose."""
    if (front := room.front) is None:
        return []
    question = front.question
    runs = room.desk.get(("runs", question)) or []
    second = _tally(room, front, 2)
    last = second if second.answered else _tally(room, front, 1)
    if isinstance(front.attempt.form, EnterNumber | EnterText | TurnKnobs):
        return [{**run, "right": True, "chosen": last.right} for run in runs] + _own_runs(room, question, last)
    right, counts = options_right(front.attempt), {each.id: each.count for each in last.given}
    if isinstance(front.attempt.form, PutInOrder):
        return [{**run, "right": None, "chosen": None} for run in runs]
    shown = [{**run, "right": right.get(run["options"][0]), "chosen": counts.get(run["options"][0], 0)} for run in runs]
    return sorted(shown, key=lambda run: (not run["right"], -run["chosen"]))


def _own_runs(room: Room, question: str, last: Tally) -> list[dict[str, Any]]:
    """The networks of the wrong numbers or settings that were given most."""
    wrong = [each for each in last.given if not each.right]
    found = [(each, room.desk.get(("run", question, each.id))) for each in wrong]
    return [{**run, "right": False, "chosen": each.count} for each, run in found if run][:MOST_CHOSEN]

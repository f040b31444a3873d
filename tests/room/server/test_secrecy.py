"""Nothing of the key leaves the server before the reveal: rooms that differ in their keys alone sound alike."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest

from tests.support.rooms import DECK, RIGHT, WRONG, Person, Served, serving

#: All that an author keeps for the reveal, and what it is in the other deck.
OTHERWISE = (
    ("{id: he, text: He, correct: true,", "{id: he, text: He, correct: false,"),
    ("{id: little, text: Small weights, correct: false,", "{id: little, text: Small weights, correct: TRUE,"),
    (
        '{id: he, text: He, correct: false, experiment: still, claim: "signal[3] / signal[0] < 0.1"}',
        "{id: he, text: He, correct: true, experiment: still}",
    ),
    ("TRUE", "true"),
    ("signal[3] / signal[0] > 0.1", "signal[3] / signal[0] > 0.2"),
    ("It was He.", "Changed."),
    ("Too small.", "Changed."),
    ("He keeps the size of the signal.", "Changed."),
    ("answer: {value: sqrt(2 / 8), tolerance: 2%}", "answer: {value: 2, tolerance: 3%}"),
    ("That is the variance.", "Changed."),
    ("answer: symmetry", "answer: changed"),
    ("order_by: signal[3]", "order_by: delta[1]"),
    ("Each layer takes a part away.", "Changed."),
    ("solution: {std: 0.4}", "solution: {std: 0.3}"),
    ("if_wrong: Further.", "if_wrong: Changed."),
)
UNTOLD = ("round1", "round1_closed", "discuss", "round2", "round2_closed")


def with_other_keys() -> str:
    text = DECK.read_text()
    for old, new in OTHERWISE:
        assert old in text, old
        text = text.replace(old, new)
    return text


def everything_sent(room: Served, question: str) -> list[str]:
    """All that a participant, a stranger and the projector can get before the reveal, in every phase."""
    heard: list[str] = []
    person, stranger = room.person(), room.person(joined=False)
    if question != "one":
        room.asks(question)
    for phase in UNTOLD:
        if room.seen()["phase"] != phase:
            room.go(phase)
        for number in (1, 2):
            heard.append(person.vote(number, WRONG[question], key=f"{phase}-{number}").text)
        room.do("show", shown=True)
        heard += [_got(each, path) for each in (person, stranger) for path in PATHS]
        for query in ("", "?role=screen", "?role=facilitator"):
            with person.live(query) as live:
                heard.append(live.receive_text())
    return [_without_names(text) for text in heard]


PATHS = (
    "",
    "/state",
    "/state?since=1",
    "/state?role=screen",
    "/state?role=facilitator",
    "/mine",
    "/runs",
    "/screen",
    "/phase",
)


def _is_known(room: Served) -> bool:
    return bool(room.person().state()["reveal"]["known"])


def _got(person: Person, path: str) -> str:
    response = person.client.get(f"{person.base}{path}")
    headers = {name: value for name, value in response.headers.items() if name != "content-length"}
    return f"{response.status_code} {headers} {response.text}"


def _without_names(text: str) -> str:
    """Without what is random in every room: who is called how, the keys of taps in pages, and versions, which go on
    from the time.
    """
    text = re.sub(r'"name": ?"[A-Z][a-z]+ [A-Z][a-z]+( \d+)?"', '"name": ""', text)
    text = re.sub(r"\b[A-Z][a-z]+ [A-Z][a-z]+( \d+)?\b", "", text)
    text = re.sub(r'("version": ?|data-sign=")\d+', "", text)
    return re.sub(r'name="key" value="[^"]*"', "", text)


@pytest.mark.parametrize("question", RIGHT)
def test_rooms_that_differ_in_their_keys_alone_send_the_same_bytes_until_the_reveal(
    tmp_path: Path, question: str
) -> None:
    sent = []
    for number, deck in enumerate((DECK.read_text(), with_other_keys())):
        (tmp_path / str(number)).mkdir()
        with serving(tmp_path / str(number), deck) as room:
            sent.append(everything_sent(room, question))
            room.go("reveal")
            room.until(partial(_is_known, room), "what is told")
            sent[-1].append(room.person().client.get(f"{room.base}/state").text)
    first, second = sent
    assert first[:-1] == second[:-1]
    assert first[-1] != second[-1]

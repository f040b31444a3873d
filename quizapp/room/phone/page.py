"""The participants' page as HTML, made from what `server.telling` tells everybody and one participant.

The page is whole without scripts. With them it keeps a live connection, fetches itself anew as a part (`?part=1`) when
the room has moved on, and swaps in what is new (static/phone.js); so there is one renderer, and it is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.responses import HTMLResponse

from quizapp.room.markup import Html, document, html, paragraphs, prose, tag
from quizapp.room.phone.forms import in_words, vote_form
from quizapp.room.phone.result import result

STATIC = Path(__file__).parent / "static"
Data = Mapping[str, Any]
HEAD = (
    tag("link", rel="stylesheet", href="/phone/phone.css"),
    tag("link", rel="stylesheet", href="/charts.css"),
    tag("link", rel="icon", href="data:,"),
)
SCRIPT = tag("script", src="/phone/phone.js", defer=True)
PHASES = {
    "lobby": "The first question comes soon.",
    "round1": "Round 1: answer on your own.",
    "round1_closed": "Round 1 is closed.",
    "discuss": "Discuss: find somebody with another answer, and convince each other.",
    "round2": "Round 2: answer again, with what you think now.",
    "round2_closed": "Round 2 is closed.",
    "reveal": "The answer is told.",
    "simulate": "Look at the screen: the networks that you chose are running.",
    "explain": "Why it is so.",
}
NOTES = {
    "saved": "Your answer is saved.",
    "incomplete": "Not saved: the answer is not complete. Fill in what is missing, and send it again.",
    "closed": "Not saved: that round was closed already.",
    "too-fast": "Not saved: too many answers at once. Wait a moment, and send it again.",
    "not-saved": "Not saved: the disk of the room takes no more. Tell the facilitator, and send it again.",
}
PLAIN_HTTP = (
    "This connection is not encrypted: others in the same network could read your answers. Do not type anything "
    "private here."
)


def join_page() -> HTMLResponse:
    """The page on which a room's code is typed."""
    return _page("Join a room", tag("h1", "Join a room"), _code_form())


def no_room_page() -> HTMLResponse:
    """The page that says that no room has this code."""
    said = tag("p", "No room has this code. Look at the screen again: a code has five letters, and neither I nor O.")
    return _page("No such room", tag("h1", "No such room"), said, _code_form(), status=404)


def _code_form() -> Html:
    field = tag(
        "input",
        id="code",
        name="code",
        required=True,
        autocomplete="off",
        autocapitalize="characters",
        spellcheck="false",
        maxlength=12,
    )
    label = tag("label", "The code on the screen", for_="code")
    return tag("form", label, field, tag("button", "Go to the room", class_="send"), action="/", method="get")


def _page(title: str, *main: Html, status: int = 200) -> HTMLResponse:
    return HTMLResponse(document(title, tag("body", tag("main", *main)), *HEAD), status)


def participant_page(
    state: Data,
    you: Data | None,
    mine: Data | None,
    note: str | None,
    *,
    secure: bool = True,
    part: bool = False,
    people: int = 0,
) -> HTMLResponse:
    """A participant's page as things stand, or only what changes in it; the form to join for somebody who has not.

    `people` are as many as may ask for the page at once, so that scripts spread their asking.
    """
    if you is None:
        return HTMLResponse(_joining(state, secure))
    main = _main(state, you, mine, note, people)
    if part:
        return HTMLResponse(main)
    status, line = (tag("p", id=each, role="status") for each in ("status", "line"))
    foot = tag("footer", tag("p", f"You are {you['name']}, in room {state['code']}.", class_="small"))
    return HTMLResponse(document(state["title"], tag("body", line, _again(state), main, status, foot), *HEAD, SCRIPT))


def _joining(state: Data, secure: bool) -> str:
    form = tag(
        "form",
        _nickname() if state["nicknames"] else tag("p", "You will have a made-up name; nobody asks for yours."),
        tag("button", "Join", class_="send"),
        method="post",
        action=f"/r/{state['code']}/join",
    )
    notes = [tag("p", words, class_="small") for words in (_kept(state), "" if secure else PLAIN_HTTP) if words]
    main = tag("main", tag("h1", state["title"]), tag("p", f"Room {state['code']}"), form, notes)
    return document(f"Join: {state['title']}", tag("body", main), *HEAD)


def _nickname() -> Html:
    return html(
        tag("label", "A name for this session, which others may see", for_="nickname"),
        tag("input", id="nickname", name="nickname", maxlength=40, autocomplete="off", aria_describedby="or"),
        tag("p", "Leave it empty to have one made up.", id="or", class_="small"),
    )


def _kept(state: Data) -> str:
    days = state["keep_days"]
    how_long = f"for {days} days" if days else "until they delete them"
    name = "the name that you choose" if state["nicknames"] else "the made-up name"
    return (
        f"What is kept: your answers, when you gave them, and {name}, on the facilitator's computer, {how_long}. "
        "A cookie lets this phone come back to its answers."
    )


def _main(state: Data, you: Data, mine: Data | None, note: str | None, people: int) -> Html:
    parts = [_head(state), _note(state, note), *_body(state, you, mine)]
    return tag(
        "main",
        *parts,
        id="room",
        data_code=state["code"],
        data_sign=sign(state),
        data_left=state["seconds_left"],
        data_spread=min(2 * people, 2000),
    )


def sign(state: Data) -> str:
    """What tells two states apart, for pages that compare the one they show with one that they hear of."""
    return " ".join(str(state[each]) for each in ("version", "phase", "number", "open", "over"))


def _head(state: Data) -> Html:
    over = state["over"]
    number = f"Question {state['number']} of {state['of']}" if state["question"] and not over else state["title"]
    phase = "The session is over. Thank you for taking part." if over else PHASES[state["phase"]]
    rehearsal = tag("p", "Rehearsal: nothing here counts.", class_="small") if state["rehearsal"] else None
    again = tag("p", "The same idea in another question.", class_="small") if state["transfer"] and not over else None
    left = tag("p", _left(state["seconds_left"]), id="left") if state["open"] else None
    return tag(
        "section", tag("h1", number, tabindex=-1), tag("p", phase, class_="phase"), left, rehearsal, again, id="head"
    )


def _left(seconds: float | None) -> str:
    return "" if seconds is None else f"{int(seconds) // 60}:{int(seconds) % 60:02} left"


def _note(state: Data, note: str | None) -> Html | None:
    words = NOTES.get(note or "")
    if not words or (note == "saved" and not state["open"]):
        return None
    return tag("p", words, id="note", class_="note good" if note == "saved" else "note bad")


def _body(state: Data, you: Data, mine: Data | None) -> list[Html]:
    question = state["question"]
    if question is None or state["over"]:
        return []
    prompt = tag("div", paragraphs(question["prompt"]), id="prompt")
    if "reveal" in state:
        return [prompt, *result(state, you["vote"], mine)]
    vote = you["vote"]
    if state["open"]:
        first = _first(question, you.get("first"))
        return [prompt, *_hints(question), *first, vote_form(state, vote), _saved(question, vote, True)]
    return [prompt, *_choices(question), _saved(question, vote, False), *_hints(question)]


def _choices(question: Data) -> list[Html]:
    """The options to talk about, where none can be picked now."""
    rows = [
        tag("li", tag("b", each["letter"], class_="letter"), tag("span", prose(each["text"])))
        for each in question.get("choices", ())
    ]
    return [tag("ul", rows, id="choices", class_="options")] if rows else []


def _hints(question: Data) -> list[Html]:
    return [
        tag(
            "details", tag("summary", f"Hint {number}"), paragraphs(words), id=f"hint{number}", data_keep=question["id"]
        )
        for number, words in enumerate(question["hints"], 1)
    ]


def _first(question: Data, first: Data | None) -> list[Html]:
    """The answer of the first round, in words only: the second vote is a decision of its own."""
    return [tag("p", f"Your first answer: {in_words(question, first)}.", id="first")] if first else []


def _saved(question: Data, vote: Data | None, is_open: bool) -> Html:
    if vote is None:
        said = "" if is_open else "You have not answered."
        return tag("p", said, id="saved")
    change = " You can change it while the round is open." if is_open else ""
    return tag("p", tag("b", "Your saved answer: ", in_words(question, vote)), f".{change}", id="saved")


def _again(state: Data) -> Html:
    return tag(
        "noscript", tag("p", tag("a", "Look again", href=f"/r/{state['code']}"), " for what is next."), id="again"
    )

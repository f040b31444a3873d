"""The projector's page as HTML, made from what `server.telling` tells screens: no names, and no key before the reveal.

It follows by itself: a script hears of the room and fetches what is on the page anew (`?part=1`), so that there is one
renderer. Counts and the time that is left change in place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import segno
from starlette.responses import HTMLResponse

from quizapp.room.markup import Html, document, paragraphs, prose, tag
from quizapp.room.phone.forms import HOW
from quizapp.room.screen.bars import legend, live_bars, told_bars

STATIC = Path(__file__).parent / "static"
Data = Mapping[str, Any]
LOOKS = ("dark", "light")
HEAD = (
    tag("link", rel="stylesheet", href="/charts.css"),
    tag("link", rel="stylesheet", href="/projector/screen.css"),
    tag("link", rel="icon", href="data:,"),
    tag("script", src="/projector/screen.js", defer=True),
)
PHASES = {
    "lobby": "Join now",
    "round1": "Round 1: on your own",
    "round1_closed": "Round 1 is closed",
    "discuss": "Discuss: find somebody with another answer",
    "round2": "Round 2: answer again",
    "round2_closed": "Round 2 is closed",
    "reveal": "The answer",
    "simulate": "What the networks do",
    "explain": "Why",
}
#: Letters of an address that have room on one line in large type.
ONE_LINE = 30
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def screen_page(
    state: Data, runs: Sequence[Data], url: str, *, look: str | None = None, part: bool = False
) -> HTMLResponse:
    """The page for a room's projector, or only what changes in it; `url` is the room's, `runs` are shown once told."""
    main = _main(state, runs, url)
    if part:
        return HTMLResponse(main)
    line = tag("p", id="line", role="status")
    again = tag("noscript", tag("p", tag("a", "Look again", href=f"/r/{state['code']}/screen")))
    body = tag("body", main, line, again, data_code=state["code"])
    return HTMLResponse(document(f"{state['title']}: screen", body, *HEAD, look=look if look in LOOKS else None))


def sign(state: Data) -> str:
    """What tells two states apart, for the script that compares the one it shows with one that it hears of."""
    return " ".join(str(state[each]) for each in ("version", "phase", "number", "open", "over"))


def _main(state: Data, runs: Sequence[Data], url: str) -> Html:
    welcoming = state["question"] is None or state["over"]
    parts = [_head(state), *([_lobby(state, url)] if welcoming else [_question(state, runs), _foot(state, url)])]
    return tag("main", *parts, id="room", data_phase=state["phase"], data_sign=sign(state))


def _head(state: Data) -> Html:
    over = state["over"]
    number = f"Question {state['number']} of {state['of']}" if state["question"] and not over else state["title"]
    phase = "The session is over. Thank you!" if over else PHASES[state["phase"]]
    rehearsal = tag("span", "REHEARSAL", class_="rehearsal") if state["rehearsal"] else None
    return tag("header", tag("p", number, rehearsal), tag("h1", phase), tag("p", id="left"))


def _lobby(state: Data, url: str) -> Html:
    """How to come in, as large as it goes."""
    if state["over"]:
        return tag("section", class_="lobby")
    steps = [tag("li", "Open ", _address(url)), tag("li", "Type the code ", tag("b", state["code"], class_="code"))]
    alone = urlsplit(url).hostname in LOOPBACK
    note = tag("p", "This address leads nowhere but to this computer.", class_="small") if alone else None
    way = tag("div", tag("ol", steps), note, _counts(state))
    return tag("section", way, _qr(url, state["code"]), class_="lobby")


def _address(url: str) -> Html:
    parts = urlsplit(url)
    look = "address long" if len(url) > ONE_LINE else "address"
    return tag("b", tag("span", f"{parts.scheme}://", class_="dim"), parts.netloc, class_=look)


def room_url(url: str, code: str) -> str:
    """The address of a room, as it stands in its QR code."""
    return f"{url.rstrip('/')}/r/{code}"


def _qr(url: str, code: str) -> Html:
    """The room's address as a QR code, dark on white whatever the look, as cameras want it."""
    address = room_url(url, code)
    picture = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, svgclass="qr", lineclass=None, light="#fff", border=4, title=f"QR code of {address}"
    )
    return tag("div", Html(picture.replace("<svg ", '<svg role="img" ', 1)), class_="qr-box")


def _question(state: Data, runs: Sequence[Data]) -> Html:
    question, reveal = state["question"], state.get("reveal")
    prompt = tag("div", paragraphs(question["prompt"]), class_="prompt")
    if reveal is None:
        shown = live_bars(question, state["bars"]) if "bars" in state else _choices(question)
        how = tag("p", HOW.get(question["form"], question["how"]), class_="how")
        return tag("section", prompt, how, shown, class_="asked")
    if state["phase"] == "reveal":
        return tag(
            "section", prompt, _key(question, reveal), told_bars(question, reveal), legend(reveal), class_="told"
        )
    shown = _charts(question, runs, reveal["runs"], state.get("look"))
    if state["phase"] == "simulate":
        return tag("section", shown, class_="watched")
    why = tag("div", _key(question, reveal), paragraphs(reveal["explanation"] or ""), class_="why")
    return tag("section", why, shown, class_="explained")


def _key(question: Data, reveal: Data) -> Html | None:
    """The right answer as a sentence, where options do not say it."""
    if question["form"] in ("pick_one", "pick_many") or not reveal["key"]:
        return None
    return tag("p", prose(reveal["key"]), class_="key")


def _choices(question: Data) -> Html | None:
    rows = [
        tag("li", tag("b", each["letter"], class_="letter"), tag("span", prose(each["text"]), class_="text"))
        for each in question.get("choices", ())
    ]
    return tag("ul", rows, class_="bars plain") if rows else None


def _foot(state: Data, url: str) -> Html:
    """The way in for those who come late, and how many have answered."""
    way = tag("p", _address(url), " code ", tag("b", state["code"], class_="code"))
    return tag("footer", way, _counts(state))


def _counts(state: Data) -> Html:
    here, answered = state["counts"]["here"], state["counts"]["answered"]
    said = f"{answered} answered, {here} here" if answered is not None else f"{here} here"
    return tag("p", said, id="counts")


def _charts(question: Data, runs: Sequence[Data], status: str, look: int | None) -> Html:
    """The networks side by side, at their last moment; the script plays the moments before it."""
    shown = side_by_side(runs, look)
    if not shown:
        words = {"ready": "No network belongs to this question.", "failed": "The networks could not be run."}
        return tag("p", words.get(status, "The networks are still running."), class_="how")
    texts = {each["id"]: each["text"] for each in question.get("choices", ())}
    figures = [_figure(runs[place], place, texts) for place in shown]
    return tag("div", figures, class_=f"charts of{len(figures)}")


def side_by_side(runs: Sequence[Data], look: int | None = None) -> list[int]:
    """Which runs are shown together: the right one that most chose, and beside it what else the room chose most.

    The facilitator may `look` at another one, which then stands beside the first. Where options are put in
    order, and none is right by itself, the first four.
    """
    places = range(len(runs))
    if look is not None and 0 < look < len(runs):
        return [0, look]
    right = [n for n in places if runs[n]["right"]]
    if not right:
        return list(places)[:4] if all(run["right"] is None for run in runs) else _most_chosen(runs, places)[:2]
    first = _most_chosen(runs, right)[0]
    wrong = [n for n in places if n not in right]
    return [first, *(_most_chosen(runs, wrong) or [n for n in right if n != first])[:1]]


def _most_chosen(runs: Sequence[Data], places: Sequence[int]) -> list[int]:
    return sorted(places, key=lambda n: -(runs[n]["chosen"] or 0))


def _figure(run: Data, place: int, texts: Mapping[str, str]) -> Html:
    moment = run["moments"][-1]
    mark = "" if run["right"] is None else ("✓ right" if run["right"] else "✗ wrong")
    chosen = "" if run["chosen"] is None else f", chosen by {run['chosen']}"
    name = "The answer" if run["name"] == "the answer" else run["name"]
    head = tag("h2", f"{name}: " if mark else name, tag("strong", mark, class_="right" if run["right"] else ""), chosen)
    return tag(
        "figure",
        head,
        [tag("p", prose(texts[each]), class_="option") for each in run["options"] if each in texts],
        tag("p", run["about"], class_="small"),
        tag("div", Html(moment["svg"]), class_="film"),
        tag("figcaption", prose(moment["sentence"])),
        data_run=place,
        data_steps=run["steps"],
    )

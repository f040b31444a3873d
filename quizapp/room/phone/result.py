"""What a participant sees once the answer is told: what became of theirs, why, and the networks that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizapp.room.markup import Html, Part, html, paragraphs, prose, tag
from quizapp.room.phone.forms import in_words
from quizapp.room.shown.outcome import CALLED

Data = Mapping[str, Any]
#: What became of an option, with a sign that needs no colour.
SIGNS = {"right": "✓", "right to leave": "✓", "partly right": "~", "wrong": "✗", "you missed": "✗"}
GOOD = frozenset({"right", "right to leave"})


def result(state: Data, vote: Data | None, mine: Data | None) -> list[Html]:
    """The sections for after the reveal, in the order in which they are read."""
    reveal, outcome = state["reveal"], (mine or {}).get("outcome")
    return [
        _outcome(state, vote, outcome),
        *_options(state, outcome),
        *(_run(mine, reveal["runs"]) if state["phase"] != "reveal" else []),
        *_explanation(state, reveal),
        *_room(reveal),
    ]


def _outcome(state: Data, vote: Data | None, outcome: Data | None) -> Html:
    said: list[Part] = [_verdict(vote, outcome)]
    if vote:
        said.append(tag("p", f"Your answer: {in_words(state['question'], vote)}."))
    key = outcome["key"] if outcome else state["reveal"]["key"]
    return tag("section", said, tag("p", prose(key)) if key else None, id="outcome")


def _verdict(vote: Data | None, outcome: Data | None) -> Html:
    if outcome:
        return tag("h2", outcome["verdict"], class_="good" if outcome["right"] else "bad")
    return tag("h2", "Your answer is being marked." if vote else "You did not answer this question.")


def _options(state: Data, outcome: Data | None) -> list[Html]:
    """Each option with what became of it; where there was no answer, whether it is right."""
    choices = state["question"].get("choices", ())
    letters = {each["id"]: each["letter"] for each in choices}
    if outcome:
        rows = [_marked(each, letters.get(each["id"], "")) for each in outcome["options"]]
    else:
        right = {each["id"]: each["right"] for each in state["reveal"]["options"]}
        rows = [_told(each, right[each["id"]]) for each in choices if each["id"] in right]
    return [tag("ul", rows, id="options", class_="options")] if rows else []


def _marked(option: Data, letter: str) -> Html:
    mark, feedback = option["mark"], option["feedback"]
    picked = tag("em", " (your answer)") if option["picked"] and letter else None
    return tag(
        "li",
        tag("b", letter, class_="letter") if letter else None,
        tag("div", tag("span", prose(option["said"]), picked), _mark(mark), paragraphs(feedback) if feedback else None),
    )


def _mark(name: str) -> Html:
    mark = CALLED.get(name, name)
    sign = SIGNS.get(mark)
    look = "good" if mark in GOOD else "bad" if sign == "✗" else None
    return tag("strong", f"{sign} {mark}" if sign else mark, class_=look)


def _told(choice: Data, right: bool) -> Html:
    words = tag("span", prose(choice["text"]))
    return tag(
        "li", tag("b", choice["letter"], class_="letter"), tag("div", words, _mark("right" if right else "wrong"))
    )


def _run(mine: Data | None, status: str) -> list[Html]:
    """The networks of the answer: their last moment, its sentence, and what was measured on them."""
    run = (mine or {}).get("run")
    if not run:
        waits = status in ("waiting", "running")
        return [tag("section", tag("p", "The networks are still running."), id="run")] if waits else []
    moment = run["moment"]
    step = f"at the start, before step 1 of {run['steps']}" if moment["step"] == 0 else f"after {moment['step']} steps"
    heading = tag(
        "h2", f"The networks of {run['name']}" if run["name"] != "the answer" else "The networks of the answer"
    )
    caption = tag("figcaption", tag("b", prose(moment["sentence"])), f" ({run['about']}; {step})")
    return [tag("section", heading, tag("figure", Html(moment["svg"]), caption), _words(run["words"]), id="run")]


def _words(words: list[list[str]]) -> Html:
    return tag("ul", [tag("li", prose(f"{name}: {text}" if name else text)) for name, text in words], class_="small")


def _explanation(state: Data, reveal: Data) -> list[Html]:
    """Why it is so, once the room has seen it."""
    if state["phase"] != "explain" or not reveal["explanation"]:
        return []
    reading = [tag("li", tag("a", each["title"], href=each["url"], rel="noreferrer")) for each in reveal["reading"]]
    more = html(tag("h3", "To read"), tag("ul", reading)) if reading else None
    return [tag("section", tag("h2", "Why"), paragraphs(reveal["explanation"]), more, id="why")]


def _room(reveal: Data) -> list[Html]:
    """How many of the room were right, before and after they discussed."""
    tallies = [(name, reveal[name]) for name in ("before", "after") if reveal[name] and reveal[name]["judged"]]
    parts = [f"{each['right']} of {each['judged']} right {_WHEN[name]}" for name, each in tallies]
    return [tag("p", f"The room: {', '.join(parts)}.", id="room-said", class_="small")] if parts else []


_WHEN = {"before": "in the first round", "after": "in the second"}

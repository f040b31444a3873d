"""The form by which a question is answered on a phone: one way for each form of answer, all of them without scripts.

The names of the fields are those that `server.forms` reads. A script adds what is handier: buttons that move an option,
and sliders beside numbers.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from quizapp.play.certainty import Certainty
from quizapp.room.markup import Html, html, prose, tag

Data = Mapping[str, Any]
LEVELS = {
    Certainty.LOW.value: ("Unsure", "less than 67%"),
    Certainty.MIDDLE.value: ("Fairly sure", "67 to 80%"),
    Certainty.HIGH.value: ("Sure", "more than 80%"),
}
MISSING: Data = {}
#: How a question is answered, where that is not as in play: in a room nobody turns on after having seen.
HOW = {"turn_knobs": "Set what you think it takes."}


def vote_form(state: Data, vote: Data | None) -> Html:
    """The form to vote with, filled in with the vote that counts so far; the key is that of this page's one vote."""
    question = state["question"]
    given = vote["answer"] if vote else MISSING
    hidden = {"question": question["id"], "round": state["round"], "key": secrets.token_urlsafe(12)}
    return tag(
        "form",
        [tag("input", type="hidden", name=name, value=value) for name, value in hidden.items()],
        _answer(question, given),
        _certainty(question["certainties"], vote["certainty"] if vote else None),
        tag("button", "Send the changed answer" if vote else "Send my answer", class_="send"),
        id="vote",
        method="post",
        action=f"/r/{state['code']}/vote",
        data_keep=f"{question['id']} {state['round']}",
        data_form=question["form"],
        autocomplete="off",
    )


def _answer(question: Data, given: Data) -> Html:
    parts = {
        "pick_one": _picks,
        "pick_many": _picks,
        "enter_number": _number,
        "enter_text": _text,
        "put_in_order": _places,
        "turn_knobs": _knobs,
    }
    legend = tag("legend", HOW.get(question["form"], question["how"]))
    return tag("fieldset", legend, parts[question["form"]](question, given), aria_describedby="prompt")


def _picks(question: Data, given: Data) -> Html:
    one, picked = question["form"] == "pick_one", given.get("picked") or ()
    return html(
        *(
            tag(
                "label",
                tag(
                    "input",
                    type="radio" if one else "checkbox",
                    name="choice",
                    value=each["id"],
                    checked=each["id"] in picked,
                    required=one,
                ),
                _lettered(each),
                class_="option",
            )
            for each in question["choices"]
        )
    )


def _lettered(choice: Data) -> Html:
    return html(tag("b", choice["letter"], class_="letter"), tag("span", prose(choice["text"])))


def _number(question: Data, given: Data) -> Html:
    typed = (given.get("number") or MISSING).get("text")
    unit = f" in {question['unit']}" if question["unit"] else ""
    return html(
        tag("label", f"Your number{unit}", for_="number"),
        tag("input", id="number", name="number", value=typed, required=True, inputmode="text", aria_describedby="such"),
        tag("p", "Such as 0.05, 1e-3, 1/8 or sqrt(2/64).", id="such", class_="small"),
    )


def _text(question: Data, given: Data) -> Html:
    return html(
        tag("label", "Your answer", for_="text"),
        tag("input", id="text", name="text", value=given.get("text"), required=True, maxlength=question["longest"]),
    )


def _places(question: Data, given: Data) -> Html:
    choices = {each["id"]: each for each in question["choices"]}
    order = given.get("order") or list(choices)
    rows = [_place(choices[each], place, len(order)) for place, each in enumerate(order, 1)]
    return tag("ol", rows, class_="order")


def _place(choice: Data, place: int, of: int) -> Html:
    name = f"place-{choice['id']}"
    numbers = [tag("option", number, value=number, selected=number == place) for number in range(1, of + 1)]
    return tag(
        "li",
        tag("label", _lettered(choice), for_=name),
        tag("select", numbers, id=name, name=name),
    )


def _knobs(question: Data, given: Data) -> Html:
    at = given.get("knobs") or MISSING
    return html(*(_knob(each, at.get(each["id"], each["start"])) for each in question["knobs"]))


def _knob(knob: Data, value: float) -> Html:
    name, low, high = f"knob-{knob['id']}", f"{knob['low']:.6g}", f"{knob['high']:.6g}"
    scale = ", on a log scale" if knob["logarithmic"] else ""
    return tag(
        "div",
        tag("label", knob["text"], for_=name),
        tag(
            "input",
            id=name,
            name=name,
            type="number",
            step=1 if knob["whole"] else "any",
            min=knob["low"],
            max=knob["high"],
            value=f"{value:.6g}",
            required=True,
            aria_describedby=f"{name}-range",
        ),
        tag("p", f"From {low} to {high}{scale}.", id=f"{name}-range", class_="small"),
        class_="knob",
        data_log=knob["logarithmic"],
        data_whole=knob["whole"],
    )


def _certainty(levels: list[str], chosen: str | None) -> Html | None:
    if not levels:
        return None
    shown = [
        tag(
            "label",
            tag("input", type="radio", name="certainty", value=level, checked=level == chosen),
            tag("span", LEVELS[level][0], tag("small", LEVELS[level][1])),
            class_="option",
        )
        for level in levels
    ]
    legend = tag("legend", "How sure are you that you are right?")
    return tag("fieldset", legend, tag("div", shown, class_="levels"), id="certainty")


def in_words(question: Data, vote: Data) -> str:
    """An answer in a few words: 'B', 'C < A < B', '0.5', with how sure its voter was."""
    sure = vote["certainty"]
    return f"{_in_words(question, vote['answer'])}{f' ({sure} sure)' if sure else ''}"


def _in_words(question: Data, answer: Data) -> str:
    names = {each["id"]: each["letter"] for each in question.get("choices", ())}
    if "picked" in answer:
        return ", ".join(names[each] for each in names if each in answer["picked"]) or "none of them"
    if "order" in answer:
        return ", ".join(names[each] for each in answer["order"])
    if "number" in answer:
        return f"{answer['number']['text']} {question['unit']}".strip()
    if "knobs" in answer:
        texts = {each["id"]: each["text"] for each in question["knobs"]}
        return "; ".join(f"{texts[knob]}: {value:.4g}" for knob, value in answer["knobs"].items())
    return str(answer["text"])

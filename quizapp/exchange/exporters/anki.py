"""An Anki package (.apkg): one note a question, the question on the front, the key and the reasons on the back.

A short answer is typed on the front, and Anki shows on the back where what was typed and the answer differ.

A note is known by the deck and the question's id, so that importing a later export changes the notes that are there
and keeps what Anki knows of them. Written by genanki, which is an extra: `pip install 'quizapp-sim[anki]'`.
"""

from __future__ import annotations

import hashlib
import html
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from quizapp.deck.model import Deck
from quizapp.exchange.format import Dialect, Exported, Exporter, Missing, Progress
from quizapp.exchange.html_text import as_html, explained_html, inline_html
from quizapp.exchange.measured_keys import with_keys
from quizapp.exchange.text import on_one_line
from quizapp.questions.choices import ChoiceQuestion
from quizapp.questions.types import Question
from quizapp.questions.types.numeric import Numeric
from quizapp.questions.types.order import Order
from quizapp.questions.types.short_answer import NearMiss, ShortAnswer
from quizapp.questions.types.true_false import TrueFalse

MODEL = 1_748_316_203
FIELDS = ("Id", "Question", "Choices", "Key", "Why", "Hints")
FRONT = "<div class=question>{{Question}}</div>{{Choices}}{{#Hints}}<hr>{{hint:Hints}}{{/Hints}}"
BACK = "<div class=question>{{Question}}</div>{{Key}}{{#Why}}<hr><div class=why>{{Why}}</div>{{/Why}}"
#: The other note type, whose answers are typed; the one above stays as it is, so that notes of old are updated.
TYPED_MODEL = MODEL + 1
TYPED_FIELDS = (*FIELDS, "Answer")
TYPED_FRONT = FRONT.replace("{{Choices}}", "{{Choices}}{{type:Answer}}")
TYPED_BACK = BACK.replace("{{Key}}", "{{type:Answer}}{{Key}}")
STYLE = """\
.card {font-family: sans-serif; font-size: 18px; line-height: 1.4; max-width: 40em; margin: 1em auto; text-align: left}
.question {font-weight: bold}
.right > .mark {font-weight: bold; text-decoration: underline}
.said {margin-left: 1em; font-style: italic}
code {font-family: monospace}
"""
CARRIED = frozenset(
    {"explanation", "reading", "tags", "hints", "choices.text", "choices.correct", "choices.if_chosen"}
    | {"choices.if_not_chosen", "answer", "if_right", "if_wrong"}
    | {"answer.value", "answer.tolerance", "answer.within", "unit", "misconceptions.value", "misconceptions.feedback"}
    | {"items.text", "items.feedback", "by", "first"}
    | {"accept", "near_misses.text", "near_misses.feedback", "near_misses.credit"}
)
#: What stands on the front below the question, and what in its place on the back.
Sides = tuple[str, str]


def _choices(question: ChoiceQuestion) -> Sides:
    asked = "Exactly one is right." if question.type == "single" else "Several may be right."
    rows = (
        _marked(choice.text, choice.correct, {"chosen": choice.if_chosen, "not chosen": choice.if_not_chosen})
        for choice in question.choices
    )
    front = "".join(f"<li>{inline_html(choice.text)}</li>" for choice in question.choices)
    return f"<p>{asked}</p><ol type=a>{front}</ol>", f"<ol type=a>{''.join(rows)}</ol>"


def _marked(text: str, correct: bool, said: Mapping[str, str | None], word: str = "") -> str:
    told = "".join(_said(f"{when}: {text}") for when, text in said.items() if text)
    name = "right" if correct else "wrong"
    return f'<li class="{name}"><span class=mark>{word or name}:</span> {inline_html(text)}{told}</li>'


def _said(text: str) -> str:
    return f"<div class=said>{inline_html(text)}</div>"


def _true_false(question: TrueFalse) -> Sides:
    said = {"chosen": question.if_right, "not chosen": question.if_wrong}
    key = _marked("True" if question.answer else "False", True, said)
    return "<p>True or false?</p>", f"<ul>{key}</ul>"


def _numeric(question: Numeric) -> Sides:
    unit = f" {question.unit}" if question.unit else ""
    key = f"{question.answer.value}{unit} (within {question.answer.near})"
    rows = [_marked(key, True, {"chosen": question.if_right, "not chosen": question.if_wrong})]
    rows += [_marked(each.value, False, {"chosen": each.feedback}) for each in question.misconceptions]
    return f"<p>A number{inline_html(unit)}?</p>" if unit else "<p>A number?</p>", f"<ul>{''.join(rows)}</ul>"


def _short_answer(question: ShortAnswer) -> Sides:
    """The spellings on the back; on the front stands only that something is to be typed."""
    right = _marked(question.shown, True, {"typed": question.if_right, "not typed": question.if_wrong})
    others = "".join(_marked(each.shown, True, {}) for each in question.accepted)
    pairs = zip(question.near_spellings, question.near_misses, strict=True)
    near = "".join(_marked(each.shown, False, {"typed": miss.feedback}, _worth(miss)) for each, miss in pairs)
    return "<p>Type a word, or a few.</p>", f"<ul>{right}{others}{near}</ul>"


def _worth(miss: NearMiss) -> str:
    return f"worth {miss.credit:.0%}" if miss.credit else ""


def _order(question: Order) -> Sides:
    """The items by name on the front, and as they were measured on the back."""
    front = "".join(f"<li>{inline_html(item.text)}</li>" for item in sorted(question.items, key=lambda item: item.id))
    back = "".join(
        f"<li>{inline_html(item.text)}{_said(item.feedback) if item.feedback else ''}</li>" for item in question.items
    )
    asked = f"<p>In order of {inline_html(question.by)}, the {question.first} first?</p>"
    return f"{asked}<ul>{front}</ul>", f"<ol>{back}</ol>"


DIALECT: Dialect[Sides] = Dialect(
    "the Anki export",
    {
        "single": _choices,
        "multiple": _choices,
        "true_false": _true_false,
        "numeric": _numeric,
        "order": _order,
        "short_answer": _short_answer,
    },
    CARRIED,
)


def _fields(question: Question, sides: Sides) -> list[str]:
    why = explained_html(question.explanation, question.reading)
    hints = "".join(f"<li>{inline_html(hint)}</li>" for hint in question.hints)
    return [question.id, as_html(question.prompt), *sides, why, f"<ol>{hints}</ol>" if hints else ""]


def write(deck: Deck, progress: Progress) -> Exported:
    """The deck as an Anki package."""
    genanki = _library()
    said, losses = DIALECT.say(deck.questions, with_keys(deck, progress))
    made = genanki.Deck(_number(deck.name), html.escape(on_one_line(deck.title).replace("::", ": "), quote=False))
    model, typed = _model(genanki), _typed_model(genanki)
    for question, sides in said:
        guid = genanki.guid_for("quizapp", deck.name, question.id)
        tags = [re.sub(r"\s+", "-", tag) for tag in question.tags]
        fields = _fields(question, sides)
        if isinstance(question, ShortAnswer):
            made.add_note(genanki.Note(typed, [*fields, html.escape(question.shown)], guid=guid, tags=tags))
        else:
            made.add_note(genanki.Note(model, fields, guid=guid, tags=tags))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "deck.apkg"
        genanki.Package(made).write_to_file(str(file))
        return Exported(file.read_bytes(), losses)


def _library() -> ModuleType:
    try:
        import genanki
    except ImportError:
        raise Missing("Anki packages are written by genanki: pip install 'quizapp-sim[anki]'") from None
    library: ModuleType = genanki
    return library


def _model(genanki: ModuleType) -> Any:
    card = {"name": "Question", "qfmt": FRONT, "afmt": BACK}
    return genanki.Model(MODEL, "quizapp", [{"name": name} for name in FIELDS], [card], css=STYLE)


def _typed_model(genanki: ModuleType) -> Any:
    card = {"name": "Question", "qfmt": TYPED_FRONT, "afmt": TYPED_BACK}
    return genanki.Model(TYPED_MODEL, "quizapp typed", [{"name": name} for name in TYPED_FIELDS], [card], css=STYLE)


def _number(name: str) -> int:
    """The number by which Anki knows a deck, always the same for one name."""
    return 1 + int.from_bytes(hashlib.sha256(name.encode()).digest()[:5], "big")


EXPORTER = Exporter(
    ".apkg",
    DIALECT.writers,
    "prompts, choices, all feedback, hints, explanations with reading, tags; importing "
    "again updates. Needs the extra: pip install 'quizapp-sim[anki]'",
    write,
    is_text=False,
)

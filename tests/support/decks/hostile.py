"""Decks whose words hold everything that other formats take for more than words, and how to compare what comes back."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from quizapp.deck.model import Deck
from quizapp.exchange.text import REFUSED, flowed, on_one_line
from quizapp.questions.types import QUESTION_TYPES, Question

SNIPPETS = (
    "[html]",
    "[plain]",
    "%50%",
    "%100%",
    "####",
    "#",
    "->",
    "=",
    "~",
    "{",
    "}",
    "\\n",
    "\\",
    "::",
    "//",
    "TRUE",
    "\n",
    "\n\n",
    "\n- item",
    "\n1. first",
    "\n    code",
    "\n```\n  x  = 1\n\n- [ ] y\n```\n",
    "\n|a|`b`|\n|-|-|\n|1|\n",
    "$CATEGORY:",
    "<b>",
    "</p>",
    "&amp;",
    "&lt;",
    "&#35;",
    "]]>",
    "<!--",
    "-->",
    "</text>",
    "<quiz>",
    "</quiz>",
    "- [x] a",
    "\n> quoted",
    "[[blank]]",
    "```",
    "\n---\n",
    "\n# h",
    "`",
    "`code`",
    "*",
    "_",
    "**b**",
    "![i](u)",
    "](",
    "{{Front}}",
    "`{{x}}`",
    "{% x %}",
    "$x$",
    "é",
    "日本",
    "🙂",
    "\u00a0",
    "'",
    '"',
    "a",
    "b",
    " ",
    "x < y",
)
LETTERS = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
PIECES = st.lists(st.sampled_from(SNIPPETS) | st.text(LETTERS, max_size=4), min_size=1, max_size=8)


def _is_text(words: str) -> bool:
    return bool(words.strip()) and not REFUSED.search(words) and len(words) < 500


texts = PIECES.map("".join).filter(_is_text)
maybe = st.none() | texts
slugs = st.from_regex(r"[a-z0-9][a-z0-9-]{0,11}", fullmatch=True)


@st.composite
def choice_fields(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    names = draw(st.lists(slugs, min_size=2, max_size=9, unique=True))
    right = set(draw(st.lists(st.sampled_from(names), min_size=1, max_size=1 if kind == "single" else len(names))))
    choices = [{"id": name, "text": draw(texts), "correct": name in right, "if_chosen": draw(maybe)} for name in names]
    return {"choices": choices}


@st.composite
def questions(draw: st.DrawFn, name: str) -> Question:
    kind = draw(st.sampled_from(["single", "multiple", "true_false"]))
    if kind == "true_false":
        fields: dict[str, Any] = {"answer": draw(st.booleans()), "if_right": draw(maybe), "if_wrong": draw(maybe)}
    else:
        fields = draw(choice_fields(kind))
    reading = draw(st.lists(st.just({"title": "He (2015) *et al.*", "url": "https://a.b/c_(d)?e=1&f=2"}), max_size=1))
    shared = {"id": name, "type": kind, "prompt": draw(texts), "hints": tuple(draw(st.lists(texts, max_size=2)))}
    told = {"explanation": draw(maybe), "reading": tuple(reading), "tags": ("plain", "two words")}
    return QUESTION_TYPES[kind].model_validate({**shared, **told, **fields})


@st.composite
def decks(draw: st.DrawFn) -> Deck:
    names = draw(st.lists(slugs, min_size=1, max_size=3, unique=True))
    return Deck(format=1, title=draw(texts), questions=tuple(draw(questions(name)) for name in names))


def kept(question: Question, *also: str) -> dict[str, Any]:
    """What every round trip keeps of a question, as learners see it; `also` are fields that only some formats keep."""
    data = question.model_dump()
    found: dict[str, Any] = {"id": question.id, "type": question.type, "prompt": flowed(question.prompt)}
    found["explanation"] = flowed(question.explanation or "")
    found["reading"] = [
        (on_one_line(each.title), each.url.replace("(", "%28").replace(")", "%29")) for each in question.reading
    ]
    found["tags"] = list(question.tags)
    for name in ("if_right", "if_wrong"):
        found[name] = flowed(data.get(name) or "")
    found["answer"] = data.get("answer")
    found["choices"] = [
        (flowed(each["text"]), each["correct"], flowed(each["if_chosen"] or "")) for each in data.get("choices", ())
    ]
    if "hints" in also:
        found["hints"] = [flowed(hint) for hint in question.hints]
    return found

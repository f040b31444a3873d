"""GIFT as Moodle reads it, whose grammar is `quizapp.exchange.gift_grammar`, made into questions."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from quizapp.deck.reader.source import Source
from quizapp.exchange import gift_grammar as grammar
from quizapp.exchange.draft import Draft, Found, LeftOut, choice, imported, said
from quizapp.exchange.format import Imported, Importer, at_once
from quizapp.exchange.gift_grammar import Answer, Part
from quizapp.exchange.html_reader import read_html
from quizapp.exchange.html_tags import escaped_signs, has_tags
from quizapp.exchange.markdown_reader import read_markdown
from quizapp.exchange.marks import marked
from quizapp.exchange.number_answers import ANY, Given, between, numeric
from quizapp.exchange.remarks import ReadText, located
from quizapp.exchange.text import dedented
from quizapp.exchange.text_answers import Given as GivenText
from quizapp.exchange.text_answers import short_answer

FORMAT = re.compile(r"\[(html|plain|moodle|markdown)\]")
TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}
#: What Moodle reads from comments; a bracket or a backslash in it has a backslash before it.
NOTED = re.compile(r"\[(id|tag):((?:[^\[\]\\\x00-\x1f\x7f]|\\.)+)\]")
#: With one of these, an end of a line is only a space.
BLOCK_TAG = re.compile(r"<(?:p|div|br|ul|ol|table|pre|h[1-6]|blockquote)\b", re.IGNORECASE)
GAP = "_____"
#: How Moodle's other way to write gaps begins, Cloze, which people put into GIFT: `{1:SA:=Grant}`.
CLOZE = re.compile(r"\d{0,3}:(SHORTANSWER|SA|MW|MULTICHOICE|MC)(_?[CHVS]{0,2}):")
TYPED = ("SHORTANSWER", "SA", "MW")
Fields = tuple[str, dict[str, Any], tuple[str, ...]]


@at_once
def read(source: Source) -> Imported:
    """The deck that a GIFT file makes."""
    found, category = Found(), ""
    for block in grammar.blocks(source.text):
        if block.part.text.startswith(grammar.CATEGORY):
            category = title_of(block.part.cut(len(grammar.CATEGORY)).plain)
            found.categories.append((block.part.offset, category))
            continue
        try:
            found.drafts.append(_draft(block, category, source))
        except LeftOut as reason:
            found.leave_out(block.part.offset, reason)
    return imported(source, found)


def title_of(category: str) -> str:
    """The last part of a category's path, in which two slashes stand for one."""
    return re.split(r"(?<!/)/(?!/)", category.strip())[-1].replace("//", "/").strip()


def _draft(block: grammar.Block, category: str, source: Source) -> Draft:
    asked = grammar.question(block.part)
    style = FORMAT.match(asked.prompt.stripped().text)
    words = Words(style[1] if style else "moodle", source.text)
    gap = GAP if asked.after.stripped().text else ""
    question_type, fields, losses = _fields(asked.body, words)
    noted = [(what, re.sub(r"\\(.)", r"\1", value)) for what, value in NOTED.findall(block.comments)]
    ids = [value.strip() for what, value in noted if what == "id"]
    return Draft(
        offset=block.part.offset,
        question_type=question_type,
        prompt=words(Part(f"{asked.prompt.text}{gap}{asked.after.text}", asked.prompt.offset)),
        fields=fields,
        name=ids[0] if ids else asked.name.plain,
        explanation=words(asked.explanation),
        tags=tuple(re.sub("[<>`]", "", value) for what, value in noted if what == "tag"),
        losses=losses,
        remarks=tuple(words.remarks),
        category=category,
    )


class Words:
    """What turns a part of the question into text, by the format that it names or else by that of the question."""

    def __init__(self, style: str, source: str) -> None:
        self.style, self.source = style, source
        self.remarks: list[tuple[int, str]] = []

    def __call__(self, part: Part | None) -> str:
        """The text of a part; what is left out of it is added to the remarks."""
        part = (part or Part("", 0)).stripped()
        named = FORMAT.match(part.text)
        style = named[1] if named else self.style
        read = _read(part.cut(named.end() if named else 0).stripped(), style)
        self.remarks.extend(located(read.remarks, self.source, part.offset, part.end))
        return read.text


def _read(part: Part, style: str) -> ReadText:
    text = part.plain.strip()
    if style == "markdown":
        return read_markdown(text)
    if style == "html":
        return read_html(text)
    if style == "moodle" and has_tags(text):
        kept = text if BLOCK_TAG.search(text) else text.replace("\n", "<br>")
        return read_html(escaped_signs(kept))
    return ReadText(Part(dedented(part.text), part.offset).plain)  # before that, \\n is no end of a line


def _fields(body: Part, words: Words) -> Fields:
    """The question type, by Moodle's rules, the fields of the question, and what is lost of it."""
    text = body.text
    if not text:
        raise LeftOut("an essay question; there is no such question type")
    if text.startswith("#"):
        return _numeric(body.cut(1), words)
    if cloze := CLOZE.match(text):
        words.remarks.append((body.offset, f"that {cloze[0]} is a gap of a Cloze text; it is read as a question"))
        rest, case = body.cut(cloze.end()), "C" in cloze[2]
        return _short_answer(rest, words, "=~", case) if cloze[1] in TYPED else _choices(rest, words)
    if "~" in text:
        return _choices(body, words)
    if "=" in text and "->" in text:
        raise LeftOut("a matching question; there is no such question type")
    truth = text.partition("#")[0].strip().upper()
    if truth in TRUTHS:
        return _true_false(TRUTHS[truth], body, words)
    return _short_answer(body, words)


def _choices(body: Part, words: Words) -> Fields:
    found = list(grammar.answers(body))
    single = any(each.sign == "=" for each in found)
    read = [(each, words(each.text), words(each.feedback)) for each in found]
    full = [(each, text, feedback) for each, text, feedback in read if text.strip()]
    words.remarks.extend(
        (each.text.offset, f"what is said of a choice without text: {feedback[:60]}")
        for each, text, feedback in read
        if feedback and not text.strip()
    )
    if len(full) < 2:
        raise LeftOut(f"a question to choose from has at least 2 choices, and this has {len(full)}")
    return marked(single, [_share(each) for each, _, _ in full], [choice(text, False, said) for _, text, said in full])


def _share(answer: Answer) -> float:
    if answer.share is None:
        return 100.0 if answer.sign == "=" else 0.0
    return answer.share


def _short_answer(body: Part, words: Words, signs: str = "=", case: bool = False) -> Fields:
    """Texts to type, which are plain whatever format the question has; the first needs no sign."""
    given = [
        GivenText(FORMAT.sub("", each.text.plain, 1).strip(), _share(each), words(each.feedback), each.text.offset)
        for each in (replace(each, sign=each.sign or "=") for each in grammar.answers(body, signs))
    ]
    question_type, fields, losses = short_answer(given, case)
    words.remarks.extend(losses)
    return question_type, fields, ()


def _true_false(truth: bool, body: Part, words: Words) -> Fields:
    _, rest = body.parted("#")
    wrong, right = rest.parted("#") if rest else (None, None)
    wrong_words, right_words = words(wrong), words(right)
    return "true_false", {"answer": truth, **said(right_words, wrong_words)}, ()


def _numeric(body: Part, words: Words) -> Fields:
    body, other = body.parted("~")
    given = [_given(each, words) for each in grammar.answers(body, "=") if each.text.text or each.feedback]
    rest = [Given(ANY, "", 0.0, words(other.parted("#")[1]), other.offset)] if other else []
    return numeric([*given, *rest])


def _given(answer: Answer, words: Words) -> Given:
    """An answer such as `%50%3.14:0.01#feedback`, or `3..4`."""
    number = answer.text.plain
    low, dots, high = number.partition("..")
    value, _, near = number.partition(":")
    offset = answer.text.offset
    value, near = between(low, high, offset) if dots else (value.strip(), near)
    share = 100.0 if answer.share is None else answer.share
    return Given(value, near, share, words(answer.feedback), offset)


#: A question with its answers, or a name, as no other format has them.
MEANT = re.compile(r"^(?:::[^:\n]{1,200}::|\$CATEGORY:)|\{[^{}]{0,200}?(?:[=~#]|\b(?:T|F|TRUE|FALSE)\b)", re.MULTILINE)


def is_meant(text: str) -> bool:
    """Whether a text has a name between colons, a category, or answers between braces."""
    return not text.lstrip().startswith(("<", "{", "[")) and MEANT.search(text) is not None


IMPORTER = Importer(
    (".gift", ".txt"),
    "single and multiple choice, true/false, numerical and short answers, with names, ids, tags and all feedback; the "
    "first category is the title, and of several each is a tag",
    read,
    is_meant,
)

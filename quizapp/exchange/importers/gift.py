"""GIFT as Moodle reads it: blank lines part questions, `//` starts a comment, a backslash escapes : # = { } ~ and n."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from quizapp.deck.reader.source import Source
from quizapp.exchange.draft import Draft, Found, LeftOut, choice, imported
from quizapp.exchange.format import Imported, Importer
from quizapp.exchange.html_text import as_text, has_tags
from quizapp.exchange.marks import marked
from quizapp.exchange.number_answers import ANY, Given, between, numeric
from quizapp.exchange.text import REFUSED

ESCAPED = "\\:#={}~n"
#: Escaped characters stand in the text as characters that no deck holds, until it has been taken apart.
HOLDERS = {character: chr(0xE000 + index) for index, character in enumerate(ESCAPED)}
BACK = {ord(holder): "\n" if character == "n" else character for character, holder in HOLDERS.items()}
WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d*)?)%")
FORMAT = re.compile(r"\[(html|plain|moodle|markdown)\]")
TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}


@dataclass(frozen=True)
class Block:
    """The lines of one question, from the character at `offset` on; the comments before and in it."""

    offset: int
    text: str
    comments: str


def read(source: Source) -> Imported:
    """The deck that a GIFT file makes."""
    found = Found()
    for block in _blocks(source.text):
        category = re.fullmatch(r"\$CATEGORY:(.*)", block.text, re.DOTALL)
        try:
            if category:
                found.title = found.title or title_of(category[1])
            else:
                found.drafts.append(_draft(block))
        except LeftOut as reason:
            found.left_out.append((block.offset, f"left out: {reason}"))
    return imported(source, found)


def title_of(category: str) -> str:
    """The last part of a category's path, in which two slashes stand for one."""
    return re.split(r"(?<!/)/(?!/)", category.strip())[-1].replace("//", "/").strip()


def _blocks(text: str) -> Iterator[Block]:
    start, lines, comments = 0, [], []  # type: tuple[int, list[str], list[str]]
    offset = 0
    for line in [*text.split("\n"), ""]:
        words = line.strip()
        if words.startswith("//"):
            comments.append(words)
        elif words:
            start = start if lines else offset + len(line) - len(line.lstrip())
            lines.append(line)
        if lines and (not words or words.startswith("$CATEGORY:")):
            yield Block(start, "\n".join(lines).strip(), "\n".join(comments))
            lines, comments = [], []
        offset += len(line) + 1


def _draft(block: Block) -> Draft:
    text = _held(block.text)
    name, text = _name_and_rest(text)
    prompt, answer = _prompt_and_answer(text)
    answer, _, explanation = answer.rpartition("####") if "####" in answer else (answer, "", "")
    style = FORMAT.match(prompt.strip())
    words = Words(style[1] if style else "moodle")
    question_type, fields, losses = _fields(answer.strip(), words)
    comments = re.sub(r"\\\]", "]", block.comments)
    given = re.search(r"\[id:([^\x00-\x1f\x7f]+?)\]", comments)
    return Draft(
        offset=block.offset,
        question_type=question_type,
        prompt=words(prompt),
        fields=fields,
        name=given[1].strip() if given else name.translate(BACK),
        explanation=words(explanation),
        tags=tuple(re.findall(r"\[tag:([^\x00-\x1f\x7f<>`]+?)\]", comments)),
        losses=losses,
    )


def _held(text: str) -> str:
    escapes = re.compile(f"\\\\([{re.escape(ESCAPED)}])")
    return escapes.sub(lambda found: HOLDERS[found[1]], REFUSED.sub("", text))


def _name_and_rest(text: str) -> tuple[str, str]:
    name, end, rest = text[2:].partition("::") if text.startswith("::") else ("", "", text)
    return (name, rest.strip()) if end else ("", text)


def _prompt_and_answer(text: str) -> tuple[str, str]:
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        raise LeftOut("a description, which asks nothing")
    if start < 0 or end < start:
        raise LeftOut("its braces { } do not match; a blank line ends a question, and \\{ is a brace in a text")
    if "{" in text[end:]:
        raise LeftOut("it has answers { } twice; put a blank line between questions, and \\{ is a brace in a text")
    gap = "" if end == len(text) - 1 else "_____"
    return text[:start] + gap + text[end + 1 :], text[start + 1 : end].strip()


@dataclass(frozen=True)
class Words:
    """What turns a part of the question into text, by the format that it names or else by that of the question."""

    style: str

    def __call__(self, part: str) -> str:
        """The text of a part, its escapes resolved."""
        part = part.strip()
        named = FORMAT.match(part)
        style = named[1] if named else self.style
        text = part[named.end() if named else 0 :].translate(BACK).strip()
        if style == "html":
            return as_text(text)
        return as_text(text.replace("\n", "<br>")) if style == "moodle" and has_tags(text) else text


def _fields(answer: str, words: Words) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    """The question type, by Moodle's rules, the fields of the question, and what is lost of it."""
    if not answer:
        raise LeftOut("an essay question; there is no such question type")
    if answer.startswith("#"):
        return _numeric(answer[1:], words)
    if "~" in answer:
        return _choices(answer, words)
    if "=" in answer and "->" in answer:
        raise LeftOut("a matching question; there is no such question type")
    truth = answer.partition("#")[0].strip()
    if truth in TRUTHS:
        return _true_false(TRUTHS[truth], answer, words)
    raise LeftOut("a short-answer question; there is no such question type")


def _choices(answer: str, words: Words) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    single = "=" in answer
    parts = [part.strip() for part in answer.replace("=", "~=").split("~")]
    shares, choices = [], []
    for part in parts if parts[0] else parts[1:]:
        weight = WEIGHT.match(part)
        shares.append(100.0 if part.startswith("=") else float(weight[1]) if weight else 0.0)
        text, _, feedback = part[weight.end() if weight else part.startswith("=") :].partition("#")
        choices.append((words(text), words(feedback)))
    return marked(single, shares, [choice(text, False, feedback) for text, feedback in choices])


def _true_false(truth: bool, answer: str, words: Words) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    _, wrong, right = (words(part) for part in [*answer.split("#", 2), "", ""][:3])
    return "true_false", {"answer": truth, **said(right, wrong)}, ()


def said(right: str, wrong: str) -> dict[str, Any]:
    """What is said about a right and a wrong answer, if it is."""
    return {name: text for name, text in {"if_right": right, "if_wrong": wrong}.items() if text}


def _numeric(answer: str, words: Words) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    answer, tilde, other = answer.partition("~")
    given = [_given(part.strip(), words) for part in answer.split("=") if part.strip()]
    rest = [Given(ANY, "", 0.0, words(other.partition("#")[2]))] if tilde else []
    return numeric([*given, *rest])


def _given(part: str, words: Words) -> Given:
    """An answer such as `%50%3.14:0.01#feedback`, or `3..4`."""
    weight = WEIGHT.match(part)
    number, _, feedback = part[weight.end() if weight else 0 :].partition("#")
    low, dots, high = number.translate(BACK).partition("..")
    value, _, near = number.translate(BACK).partition(":")
    value, near = between(low, high) if dots else (value.strip(), near)
    return Given(value, near, float(weight[1]) if weight else 100.0, words(feedback))


IMPORTER = Importer(
    (".gift", ".txt"),
    "single and multiple choice, true/false and numerical, with names, ids, tags and all feedback; the category is "
    "the title",
    read,
)

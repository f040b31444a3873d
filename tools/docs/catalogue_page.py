"""The page questions/CATALOGUE.md: every question of every bundled deck, with what decides it and how plainly.

What is measured is measured when the page is written; whether it is stale is told without running anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from quizapp.charts.numbers import precise
from quizapp.checking.claims import check_decks
from quizapp.checking.report import CheckedClaim, Report
from quizapp.deck.finder import bundled_decks
from quizapp.deck.model import Deck
from quizapp.deck.reader import read_deck
from quizapp.evidence.evidence import Evidence
from quizapp.questions.types import Question
from quizapp.questions.types.numeric import Numeric
from quizapp.questions.types.order import Order
from quizapp.questions.types.tune import Tune
from quizapp.runs.batch import default_jobs
from quizapp.runs.disk_cache import user_cache
from tools.docs.page import Page

PATH = "questions/CATALOGUE.md"
HEAD = """# The questions

All questions of the decks that come with quizapp, with what decides each: the claim of every choice (`+` where the
choice is right and the claim must hold, `-` where it is wrong and must fail), the median of what it compares over the
networks that `quizapp check` runs, the margin to its threshold, and the control, on which it comes out the other way.
`also` names the alternatives, at another rate or with another optimizer, on which it comes out the same.

This page is written by `poe docs`."""
COLUMNS = ("question", "objectives", "type", "difficulty", "decided by", "measured", "margin", "control", "also")
#: What was measured of a row: its numbers and its margin.
Numbers = tuple[str, str]
NOTHING: Numbers = ("", "")
#: By deck, question and what decides.
Key = tuple[str, str, str]


class Decides(NamedTuple):
    """What decides about one option of a question, or about all of it."""

    option: str
    said: str
    control: str = ""
    also: str = ""


def page() -> str:
    """The page with all decks measured now; what was measured before is not run again."""
    decks = _decks()
    reports = check_decks(decks, jobs=default_jobs(), cache=user_cache())
    numbers = {key: each for report in reports for key, each in _measured(report)}
    return _page(decks, lambda key: numbers.get(key, NOTHING))


def with_its_numbers(text: str) -> str:
    """A page made anew, but for what was measured, which stays as it is where the same decides."""
    decks, kept = _decks(), _numbers_in(text)
    return _page(decks, lambda key: kept.get(key, NOTHING))


def _decks() -> list[Deck]:
    return [read_deck(path) for path in bundled_decks()]


def _page(decks: list[Deck], numbers: Callable[[Key], Numbers]) -> str:
    return "\n".join([HEAD, *(line for deck in decks for line in _deck(deck, numbers))]) + "\n"


def _deck(deck: Deck, numbers: Callable[[Key], Numbers]) -> Iterator[str]:
    yield from ("", f"## {deck.title}", "", f"`{deck.name}`, {len(deck.questions)} questions.", "")
    yield _row(COLUMNS)
    yield _row(["---"] * len(COLUMNS))
    for question in deck.questions:
        yield from _question(deck, question, numbers)


def _question(deck: Deck, question: Question, numbers: Callable[[Key], Numbers]) -> Iterator[str]:
    about = [
        f"**{question.id}** {_first_line(question)}",
        ", ".join(question.objectives),
        question.type,
        str(question.difficulty or ""),
    ]
    if question.id in deck.included:
        yield _row([*about, f"in {deck.home_of(question)}", "", "", "", ""])
        return
    for number, each in enumerate(_decides(question) or [Decides("", "the author")]):
        measured, margin = numbers((deck.name, question.id, each.said))
        head = [f"{about[0]}", *about[1:]] if number == 0 else [f"{question.id}: {each.option}", "", "", ""]
        yield _row([*head, each.said, measured, margin, each.control, each.also])


def _first_line(question: Question) -> str:
    written = (question.written or {}).get("prompt", question.prompt)
    words = " ".join(str(written).split())
    return words if len(words) <= 90 else f"{words[:90].rsplit(' ', 1)[0]} ..."


def _decides(question: Question) -> list[Decides]:
    if isinstance(question, Order):
        return [Decides("", f"order by `{question.order_by}`", "", ", ".join(question.items[0].also_on))]
    if isinstance(question, Tune):
        return [Decides("", f"goal `{question.goal}`", "", ", ".join(question.also_on))]
    found = [
        Decides(
            option,
            f"{'+' if each.expected else '-'} {option}: `{each.claim}`",
            each.control or "",
            ", ".join(each.also_on),
        )
        for option, each in question.evidence_by_option()
        if each.claim
    ]
    if not found and isinstance(question, Numeric) and question.answer.measure:
        return [Decides("", f"key `{question.answer.measure}`", "", ", ".join(question.also_on))]
    return found


def _said(option: str, evidence: Evidence) -> str:
    return f"{'+' if evidence.expected else '-'} {option}: `{evidence.claim}`"


def _measured(report: Report) -> Iterator[tuple[Key, Numbers]]:
    """What was measured of each row, of a question that varies the first variant."""
    name, seen = report.path.stem, set()
    for claim in report.claims:
        key = (name, claim.question, _said(claim.option, claim.evidence))
        if key not in seen:
            seen.add(key)
            yield key, _claim_numbers(claim)
    decks = {question.id: question for question in read_deck(report.path).questions}
    for each in report.findings:
        for decides in _decides(decks[each.question]):
            if decides.option == "" and (name, each.question, decides.said) not in seen and _tells(each.finding.label):
                seen.add((name, each.question, decides.said))
                yield (name, each.question, decides.said), (each.finding.text, "")


def _tells(label: str) -> bool:
    """Whether a finding is one that tells how plainly a question is decided: not the start of a knob."""
    return label != "start"


def _claim_numbers(claim: CheckedClaim) -> Numbers:
    typical = ", ".join(precise(value) for _, value in claim.judged.verdict.typical)
    control = claim.control_margin
    margins = [claim.margin, *([control] if control is not None else [])]
    return typical, f"{min(margins):.0%}"


def _numbers_in(text: str) -> Mapping[Key, Numbers]:
    """What a page says was measured, by its rows."""
    found: dict[Key, Numbers] = {}
    deck = question = ""
    for line in text.splitlines():
        if line.startswith("`") and " questions." in line:
            deck = line.split("`")[1]
        cells = line.removeprefix("| ").removesuffix(" |").split(" | ") if line.startswith("| ") else []
        if len(cells) == len(COLUMNS):
            head = cells[0]
            question = head.split("**")[1] if head.startswith("**") else question
            found[deck, question, cells[4].replace("\\|", "|")] = (cells[5], cells[6])
    return found


def _row(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


PAGE = Page(PATH, page, with_its_numbers)

"""From the answers that Moodle knows for a text to spellings, near misses, and what is said of all else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from quizapp.exchange.draft import LeftOut, said
from quizapp.exchange.marks import ROUNDED
from quizapp.exchange.text import kept
from quizapp.exchange.text import on_one_line as without_refused
from quizapp.questions.question import MOST
from quizapp.questions.spellings import LONGEST, STAR, Spelling, compared, exactly, literal, spelling

#: The whole mark, in percent.
WHOLE = 100 - ROUNDED
#: The answer and what is accepted beside it, near misses, and what is said to all else.
MOST_ANSWERS = 2 * MOST + 2
#: What stands for the answer where whatever is typed is right.
WHATEVER = "whatever you think"


@dataclass(frozen=True)
class Given:
    """A text as it is written, with its stars, what it is worth in percent, what is said of it, and where it stands."""

    text: str
    share: float
    said: str
    offset: int


def short_answer(
    answers: Sequence[Given], case: bool = False
) -> tuple[str, dict[str, Any], tuple[tuple[int, str], ...]]:
    """The question type, the fields, and what is lost with its places, of a question that is answered with a text."""
    full = [Given(without_refused(each.text), each.share, each.said, each.offset) for each in answers]
    full = [each for each in full if each.text]
    for each in full:
        if len(each.text) > LONGEST:
            long = len(each.text)
            raise LeftOut(f"a short answer has at most {LONGEST} characters, and one here has {long}", each.offset)
    if len(full) > MOST_ANSWERS:
        raise LeftOut(f"a short answer has at most {MOST_ANSWERS} answers, right and wrong, and this has {len(full)}")
    right = [each for each in full if each.share >= WHOLE]
    if not right:
        raise LeftOut("none of its answers earns the whole mark")
    return "short_answer", *_fields(full, right, case)


def _fields(
    full: Sequence[Given], right: Sequence[Given], case: bool
) -> tuple[dict[str, Any], tuple[tuple[int, str], ...]]:
    key = next((each for each in right if spelling(each.text).is_plain), right[0])
    answer, more = _shown(key)
    accept = [*more, *(each.text for each in right if each is not key)]
    others = [each for each in full if each.share < WHOLE]
    all_else = [each for each in others if spelling(each.text).takes_all and each.share <= ROUNDED]
    accepted = [exactly(answer, case), *(spelling(each, case) for each in accept)]
    rest = [each for each in others if each not in all_else]
    near, near_losses = _near_misses(rest, accepted, case)
    fields: dict[str, Any] = {"answer": answer}
    fields |= {"accept": _differing(accept, answer, case)} if _differing(accept, answer, case) else {}
    fields |= {"case_sensitive": True} if case else {}
    fields |= {"near_misses": near} if near else {}
    words = next((each.said for each in right if each.said), "")
    losses = [*_told_of_some(right, words), *near_losses, *_too_early(full, case), *_made_up(key, answer)]
    told = said(words, "\n\n".join(each.said for each in all_else if each.said))
    return {**fields, **told}, tuple(losses)


def _shown(key: Given) -> tuple[str, list[str]]:
    """A text that learners can be shown for an answer, and what has to be accepted beside it."""
    written = spelling(key.text)
    if written.is_plain:
        return literal(key.text), []
    words = " ".join(literal(STAR.sub(" ", key.text)).split())
    return (words if compared(words) else WHATEVER), [key.text]


def _made_up(key: Given, answer: str) -> Iterator[tuple[int, str]]:
    if not spelling(key.text).is_plain:
        yield key.offset, f"which text is shown as the answer; here it is {answer!r}, made of {key.text[:60]!r}"


def _differing(accept: Sequence[str], answer: str, case: bool) -> list[str]:
    """What is accepted beside the answer, each once."""
    known = {exactly(answer, case).parts}
    found = []
    for each in accept:
        if spelling(each, case).parts not in known and compared(literal(each)):
            found.append(each)
        known.add(spelling(each, case).parts)
    return found


def _near_misses(
    rest: Sequence[Given], accepted: Sequence[Spelling], case: bool
) -> tuple[list[dict[str, Any]], list[tuple[int, str]]]:
    """The answers that are told something, or earn a part; and what is lost of those that nobody would be told."""
    found: list[dict[str, Any]] = []
    losses: list[tuple[int, str]] = []
    above: list[Spelling] = []
    for each in rest:
        mine, credit = spelling(each.text, case), max(each.share, 0.0) / 100
        where, what = each.offset, f"{each.text[:60]!r}"
        if each.share < 0:
            losses.append((where, f"that {what} takes {-each.share:g} percent away; here it earns nothing"))
        if not each.said.strip() and not credit:
            losses.append((where, f"that {what} is wrong, of which nothing is said; whatever is not accepted is"))
        elif any(right.covers(mine) for right in accepted):
            losses.append((where, f"what is said of {what}, which is accepted as right: {each.said[:60]}"))
        elif any(other.covers(mine) for other in above):
            losses.append((where, f"what is said of {what}, which an answer above takes: {each.said[:60]}"))
        elif len(found) == MOST or not compared(literal(each.text)):
            losses.append((where, f"what is said of {what}: {each.said[:60]}"))
        else:
            above.append(mine)
            told = {"feedback": kept(each.said)} if kept(each.said) else {}
            found.append({"text": each.text, **told, **({"credit": round(credit, 7)} if credit else {})})
    return found, losses


def _told_of_some(right: Sequence[Given], words: str) -> Iterator[tuple[int, str]]:
    """What is said of some right answers and not of the others."""
    for each in right:
        if each.said != words:
            what = f"what is said only of {each.text[:60]!r}: {each.said[:60]}" if each.said else ""
            yield each.offset, what or f"that nothing is said of {each.text[:60]!r}"


def _too_early(full: Sequence[Given], case: bool) -> Iterator[tuple[int, str]]:
    """Where a program that takes the first answer that fits would never come to a right one."""
    above: list[Spelling] = []
    for each in full:
        mine = spelling(each.text, case)
        if each.share < WHOLE:
            above.append(mine)
        elif any(other.covers(mine) for other in above):
            yield each.offset, f"that another answer is tried before {each.text[:60]!r}; here what is right comes first"

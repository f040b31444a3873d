"""What many learners say of questions, as lines and as data of which JSON can be made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from quizapp.review.items import FEWEST, TOO_FEW, Analysis, Certainties, Item, Picked, Reliability
from quizapp.review.pictures import NAMES
from quizapp.review.report import share_as_data, share_in_words

MOST_PICKED, WIDEST = 9, 48


def analysis_lines(found: Analysis) -> Iterator[str]:
    """All questions, one after another, and the reliability of each deck."""
    many = f"{_count(found.learners, 'learner')}, {_count(len(found.items), 'question')}"
    yield f"{many}; of each learner the first answer counts."
    if any(item.too_few for item in found.items):
        yield f"Where there are {TOO_FEW}."
    for item in found.items:
        yield ""
        yield from _item(item)
    yield ""
    yield from map(_reliability, found.reliabilities)


def _item(item: Item) -> Iterator[str]:
    wordings = f", asked in {item.contents} wordings" if item.contents > 1 else ""
    yield f"{item.deck}: {item.question} ({item.type}, revision {item.revision}{wordings})"
    yield f"  right in full   {share_in_words(item.facility)}; mean credit {item.credit:.2f}"
    if not item.too_few:
        told = (
            "none, as answers or scores are all alike" if item.discrimination is None else f"{item.discrimination:+.2f}"
        )
        yield f"  discrimination  {told} (item-rest correlation)"
    yield "  right / wrong   " + ", ".join(map(_certainty, item.certainties))
    yield from (f"  {_picked(each)}" for each in item.options[:MOST_PICKED])
    if len(item.options) > MOST_PICKED:
        yield f"  and {_count(len(item.options) - MOST_PICKED, 'other answer')}"


def _certainty(each: Certainties) -> str:
    return f"{NAMES[each.certainty]} sure {each.right} / {each.wrong}"


def _picked(each: Picked) -> str:
    text = " ".join(each.text.split())
    shown = text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"
    return f"{'*' if each.right else ' '} {each.count:>4}  {shown}" + (
        f" ({each.wrong} of them wrong)" if each.wrong else ""
    )


def _reliability(each: Reliability) -> str:
    if each.kr20 is None:
        return f"{each.deck}: no KR-20, as {each.why_not}."
    return f"{each.deck}: KR-20 {each.kr20:.2f} over {each.learners} learners and {each.questions} questions."


def analysis_as_data(found: Analysis) -> dict[str, Any]:
    """The same as data; what cannot be said is null."""
    return {
        "learners": found.learners,
        "fewest": FEWEST,
        "items": [_item_as_data(each) for each in found.items],
        "reliability": [asdict(each) for each in found.reliabilities],
    }


def _item_as_data(item: Item) -> dict[str, Any]:
    return {**asdict(item), "facility": share_as_data(item.facility), "too_few": item.too_few}


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"

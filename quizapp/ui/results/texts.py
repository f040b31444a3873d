"""What the screen of results says in words: what was answered, and the questions worth going back to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from textual.content import Content

from quizapp.review.pictures import NAMES, certainty_in_words, returned_in_words
from quizapp.review.prompts import Prompts, named
from quizapp.review.results import Results
from quizapp.review.schedule import FAILING
from quizapp.review.tally import Met
from quizapp.ui.shared.text import lines, text

NOTHING_YET = (
    "There are no answers yet. Once you have answered questions, this is where you see how it went: what you were "
    "certain of and got wrong, with its run to be watched again; what keeps failing; how often you were right at each "
    "certainty, beside the ideal; how it went from day to day; how much of what was due you still knew; and all of "
    "it by deck, objective and tag. None of it is a grade. Press escape, choose a deck, and answer a question."
)
NOT_KEPT = "Answers are not kept in this program, so there are no results."
NO_NETWORKS = "No networks are run for this question."
READING = "reading your answers ..."
#: The titles of the lists of questions, in their order, each with what it says where the list is empty.
TITLES = (
    ("Certain and wrong", "none of your last answers"),
    (f"Keeps failing, {FAILING} times or more", ""),
    ("Not right the last time", ""),
)
#: Of each list no more than this many questions are shown.
MOST = 50


def lists_of(found: Results) -> Iterator[tuple[str, tuple[Met, ...]]]:
    """The lists of questions worth going back to, each with its title; one is left out where it has nothing to say."""
    for (title, otherwise), met in zip(TITLES, (found.certain_and_wrong, found.failing, found.again), strict=True):
        if met or otherwise:
            count = f" ({len(met)})" if len(met) <= MOST else f" (the latest {MOST} of {len(met)})"
            yield f"{title}{count}" if met else f"{title}: {otherwise}.", met[:MOST]


def row_content(met: Met, now: datetime, names_deck: bool, prompts: Prompts, width: int) -> Content:
    """What a question asks, how its last answer went, when that was, and which question it is."""
    first, name = named(met, prompts, width)
    deck = f"{met.deck}: " if names_deck else ""
    which = f" · {deck}{name}" if name else ""
    sure = f"{NAMES[met.certainty]} sure" if met.certainty in NAMES else "not asked how sure"
    times = f", wrong {met.wrong} of {met.seen} times" if met.seen > 1 else ""
    when = datetime.fromisoformat(met.at).astimezone(now.tzinfo)
    return lines(
        text(first if name else f"{deck}{first}"),
        text(f"  {sure}{times} · {when:%Y-%m-%d}{which}", "$foreground-muted"),
    )


def overview(found: Results) -> str:
    """How many answers are scored, how many of them were right, and what is not scored."""
    parts = [f"{_count(found.right.of, 'answer')} scored, {found.right.count} right in full"]
    parts += [f"{found.unmarked} not marked"] if found.unmarked else []
    parts += [f"{found.disputed} not scored, as the simulation does not bear the deck out"] if found.disputed else []
    return "; ".join(parts) + "."


def numbers_content(found: Results, aim: float) -> Content:
    """The Brier score, the certainty marks and retention, with what each means."""
    return lines(*(text(each) for each in (*certainty_in_words(found), returned_in_words(found, aim))))


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"

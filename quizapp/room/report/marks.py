"""The answers of a room marked again, for a report: networks run only where a mark rests on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from quizapp.play.attempt import Attempt
from quizapp.room.report.log import Log
from quizapp.room.runs.lesson import Lessons

#: What became of each answer to each question, by what `course.answers.same` says of it.
Marked = Mapping[str, Mapping[str, Attempt]]
#: Told how many answers are marked, and of how many.
Progress = Callable[[int, int], object]


def nobody(done: int, total: int) -> None:
    """Tell nobody."""


def marked(log: Log, lessons: Lessons, progress: Progress = nobody) -> Marked:
    """Every answer that was given, marked once."""
    answers = {
        (question, vote.same): vote.answer
        for (question, _), votes in log.votes.rounds.items()
        for vote in votes.values()
    }
    found: dict[str, dict[str, Attempt]] = {}
    for number, ((question, name), answer) in enumerate(answers.items()):
        progress(number, len(answers))
        found.setdefault(question, {})[name] = lessons.of(question).marked(answer)
    progress(len(answers), len(answers))
    return found

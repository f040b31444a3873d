"""What came of answers as charts, each with its sentence: calibration, progress, and decks, objectives and tags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from quizapp.charts import Axis, Bar, Bars, Chart, Line, Lines, Series
from quizapp.play.calibrating import OF_PREDICTIONS, calibration_sentence
from quizapp.play.certainty import Certainty
from quizapp.questions.objectives import OBJECTIVES
from quizapp.review.prompts import begun
from quizapp.review.results import Results
from quizapp.review.statistics import CHANCES, Day, Group, Level, Share

#: The levels of certainty by the names that a learner knows them by.
NAMES = {level.name.lower(): level.value for level in Certainty}
INTERVAL = "95% interval"
PERCENT = Axis(0, 100)
#: After more days than this, progress is shown by week.
MOST_DAYS = 20
#: An objective's text is cut to this in a chart, so that its code stands behind it beside bars of some length.
LONGEST_LABEL = 32
#: Fewer answers than this are not compared with others in words.
FEWEST = 5


@dataclass(frozen=True)
class Picture:
    """A chart of results, by the name of its kind."""

    name: str
    draw: Callable[[Results], Chart]


def calibration_chart(found: Results) -> Chart:
    """How often predictions were right at each certainty that was used, with the ideal beside it."""
    rows = [
        Bar(
            f"{NAMES[each.certainty]} sure",
            _percent(each.right),
            control=100 * CHANCES[each.certainty],
            extra=each.right.of,
            goal=_ends(each.right),
        )
        for each in found.levels
        if each.right.of
    ]
    return Bars(
        *("right by certainty", "percent", tuple(rows), PERCENT, Series("right", "ideal")),
        sentence=calibration_in_words(found.levels),
        row="certainty",
        suffix=" %",
        extra="answers",
        goal=INTERVAL,
        counts=True,
    )


def calibration_in_words(levels: Sequence[Level]) -> str:
    """How often predictions were right at each certainty, and where that is too certain or too modest."""
    told = calibration_sentence((NAMES[each.certainty], each.right.of, each.right.count) for each in levels)
    return " ".join([told, *filter(None, map(_verdict, levels))])


def _verdict(level: Level) -> str:
    """What the interval allows to say of a level."""
    low, high = level.right.interval
    between = f"between {low:.0%} and {high:.0%}"
    match level.verdict:
        case "too certain":
            return f"{NAMES[level.certainty]} was too certain: it was right {between} of the time."
        case "too modest":
            return f"{NAMES[level.certainty]} was too modest: it was right {between} of the time."
    return ""


def progress_chart(found: Results) -> Chart:
    """How many of the answers of each day, or of each week, were right in full."""
    spans, word = spans_of(found.days)
    first = spans[0].day if spans else date.min
    step = 7 if word == "week" else 1
    x = np.array([(each.day - first).days // step + 1.0 for each in spans])
    ends = np.array([each.right.interval for each in spans]).reshape(-1, 2) * 100
    line = Line("right", x, np.array([_percent(each.right) for each in spans]), ends[:, 0], ends[:, 1])
    last = float(x[-1]) if len(x) else 1.0
    return Lines(
        *(f"right in full, {word} by {word}", "percent", (line,), Axis(1, max(last, 2.0)), PERCENT),
        sentence=progress_in_words(spans, word),
        x_name=f"{word} since {first}" if spans else word,
        note=f"band: {INTERVAL}",
        suffix=" %",
    )


def spans_of(days: Sequence[Day]) -> tuple[list[Day], str]:
    """The days on which anything was answered, or the weeks by their Mondays, and which of both."""
    if len(days) <= MOST_DAYS:
        return list(days), "day"
    weeks: defaultdict[date, list[Day]] = defaultdict(list)
    for each in days:
        weeks[each.day - timedelta(days=each.day.weekday())].append(each)
    return [
        Day(monday, together([each.right for each in given]), sum(each.certainty_mark for each in given))
        for monday, given in sorted(weeks.items())
    ], "week"


def together(shares: Sequence[Share]) -> Share:
    """Several shares as one."""
    return Share(sum(each.count for each in shares), sum(each.of for each in shares))


def progress_in_words(spans: Sequence[Day], word: str) -> str:
    """How the first and the last of several days or weeks went."""
    if not spans:
        return "Nothing is scored yet."
    if len(spans) == 1:
        return f"On {spans[0].day} {_of(spans[0].right)} were right in full; a second day makes it a line."
    first, last = spans[0], spans[-1]
    named = "in the week of " if word == "week" else "on "
    return (
        f"Of the answers {_of(first.right)} were right in full {named}{first.day}, and {_of(last.right)} {named}"
        f"{last.day}, the last of {len(spans)} {word}s with answers."
    )


def groups_chart(groups: Sequence[Group], word: str) -> Chart:
    """How many of the answers in each group were right in full, the weakest first."""
    order = sorted(groups, key=lambda each: (each.right.share or 0.0, -each.right.of, each.name))
    rows = [
        Bar(_label(each.name, word), _percent(each.right), extra=each.right.of, goal=_ends(each.right))
        for each in order
    ]
    return Bars(
        *(f"right in full, by {word}", "percent", tuple(rows), PERCENT, Series("right")),
        sentence=groups_in_words(order, word),
        row=word,
        suffix=" %",
        extra="answers",
        goal=INTERVAL,
        counts=True,
    )


def groups_in_words(order: Sequence[Group], word: str) -> str:
    """Which group, of those with some answers, went worst and which best."""
    if not order:
        return f"No answer that is scored has {'an' if word[0] in 'aeio' else 'a'} {word}."
    many = [each for each in order if each.right.of >= FEWEST]
    if not many:
        return f"There are fewer than {FEWEST} answers to each {word}, too few to compare."
    worst, best = many[0], many[-1]
    if len(many) == 1:
        return f"In {_named(worst, word)} {_of(worst.right)} were right in full."
    told = (
        f"Look at {_named(worst, word)} first: {_of(worst.right)} were right in full. "
        f"It went best in {_named(best, word)}: {_of(best.right)}."
    )
    return told if worst.right.interval[1] < best.right.interval[0] else f"{told} That may be chance."


def _named(group: Group, word: str) -> str:
    says = OBJECTIVES.get(group.name, "").rstrip(".") if word == "objective" else ""
    return f'"{says}" ({group.name})' if says else group.name


def _label(name: str, word: str) -> str:
    """The label of a row: of an objective the beginning of its text, and its code."""
    if word != "objective" or name not in OBJECTIVES:
        return name
    return f"{begun(OBJECTIVES[name].rstrip('.'), LONGEST_LABEL)} {name}"


def _of(share: Share) -> str:
    return f"{share.count} of {share.of} ({share.share or 0:.0%})"


def _percent(share: Share) -> float:
    return 100 * (share.share or 0.0)


def _ends(share: Share) -> tuple[float, float]:
    low, high = share.interval
    return 100 * low, 100 * high


#: The charts of results in the order in which they are gone through.
PICTURES = (
    Picture("calibration", calibration_chart),
    Picture("progress", progress_chart),
    Picture("decks", lambda found: groups_chart(found.by_deck, "deck")),
    Picture("objectives", lambda found: groups_chart(found.by_objective, "objective")),
    Picture("tags", lambda found: groups_chart(found.by_tag, "tag")),
)


def certainty_in_words(found: Results) -> Iterator[str]:
    """The Brier score and the certainty marks, each with what it means; neither is a grade."""
    if found.brier_score is None:
        yield "Nobody asked how certain you were, so there is nothing to say of it."
        return
    total, of = found.certainty_marks
    yield (
        f"Brier score {found.brier_score:.3f}: how far your certainty was from what came; 0 is best, and always "
        "saying 50% gives 0.25."
    )
    each = ", ".join(f"{level.value} {level.points[0]:+d} or {level.points[1]}" for level in Certainty)
    if found.parts_predictions:
        yield OF_PREDICTIONS
    yield f"Certainty marks {total:+d} over {of} answer{'s' * (of != 1)} ({each}): no grade, honesty pays most."


def returned_in_words(found: Results, aim: float | None = None) -> str:
    """Retention: how much of what was due was still known."""
    if not found.returned.of:
        return "Retention: nothing that was due has been asked again yet."
    aimed = f"; the aim is {aim:.0%}" if aim is not None else ""
    low, high = found.returned.interval
    return f"Retention: of what was due you knew {_of(found.returned)}, {low:.0%} to {high:.0%}{aimed}."

"""What the answers of many learners say of questions: classical test theory, as pure functions.

Of each learner the first answer to a question counts, since later ones are practice. Under ten learners there are
counts and intervals only: a correlation over a handful of people says nothing.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from quizapp.record.recorded import RecordedAttempt, parsed
from quizapp.review.order import in_order
from quizapp.review.statistics import LEVELS, Share

FEWEST = 10
TOO_FEW = f"fewer than {FEWEST} learners: counts and intervals only, as anything more would be chance"
Learner = tuple[str, str]
Key = tuple[str, str, int]


@dataclass(frozen=True)
class Picked:
    """How often an option was part of an answer, by all and by those who were wrong; `right` if it should be."""

    id: str
    text: str
    right: bool
    count: int
    wrong: int


@dataclass(frozen=True)
class Certainties:
    """How many predictions of one level of certainty were right, and how many wrong."""

    certainty: str
    right: int
    wrong: int


@dataclass(frozen=True)
class Item:
    """A question over all learners who answered it.

    `facility` is the share who were right in full, `credit` the mean credit; `discrimination` is the correlation of
    the credit with the mean credit of the same learner on the other questions, None where it does not exist or where
    there are too few learners to tell. `contents` is in how many wordings it was asked.
    """

    deck: str
    question: str
    revision: int
    type: str
    facility: Share
    credit: float
    discrimination: float | None
    options: tuple[Picked, ...]
    certainties: tuple[Certainties, ...]
    contents: int

    @property
    def too_few(self) -> bool:
        """Whether there are too few learners for more than counts and intervals."""
        return self.facility.of < FEWEST


@dataclass(frozen=True)
class Analysis:
    """All questions, of how many learners, and the reliability of each deck."""

    learners: int
    items: tuple[Item, ...]
    reliabilities: tuple[Reliability, ...]


@dataclass(frozen=True)
class Reliability:
    """KR-20 of a deck, over the learners who answered all of its questions; None with the reason in `why_not`."""

    deck: str
    learners: int
    questions: int
    kr20: float | None
    why_not: str | None = None


def analyse(attempts: Iterable[RecordedAttempt], now: datetime) -> Analysis:
    """What the answers of many learners say of all questions in them."""
    first = first_answers(attempts, now)
    by_item: defaultdict[Key, dict[Learner, RecordedAttempt]] = defaultdict(dict)
    for (learner, key), attempt in first.items():
        by_item[key][learner] = attempt
    items = tuple(_item(key, by_item) for key in sorted(by_item))
    decks = sorted({deck for deck, _, _ in by_item})
    reliabilities = tuple(
        _reliability(deck, [given for key, given in by_item.items() if key[0] == deck]) for deck in decks
    )
    return Analysis(len({learner for learner, _ in first}), items, reliabilities)


def first_answers(attempts: Iterable[RecordedAttempt], now: datetime) -> dict[tuple[Learner, Key], RecordedAttempt]:
    """The first answer that is scored of each learner to each question; a learner is a profile of one record."""
    first: dict[tuple[Learner, Key], RecordedAttempt] = {}
    for _, each in in_order(attempts, now):
        if each.scored:
            learner, key = (each.source, each.profile), (each.deck, each.question, each.revision)
            first.setdefault((learner, key), each)
    return first


def _item(key: Key, by_item: dict[Key, dict[Learner, RecordedAttempt]]) -> Item:
    given = by_item[key]
    answers = list(given.values())
    right = Share(sum(bool(each.right) for each in answers), len(answers))
    return Item(
        *key,
        type=answers[0].type,
        facility=right,
        credit=sum(_credit(each) for each in answers) / len(answers),
        discrimination=None if right.of < FEWEST else _discrimination(key, by_item),
        options=_options(answers),
        certainties=_certainties(answers),
        contents=len({each.content for each in answers}),
    )


def _credit(attempt: RecordedAttempt) -> float:
    return attempt.credit or 0.0


def _discrimination(key: Key, by_item: dict[Key, dict[Learner, RecordedAttempt]]) -> float | None:
    """The item-rest correlation, over the learners who answered anything else in the deck."""
    others = [given for other, given in by_item.items() if other != key and other[0] == key[0]]
    pairs: list[tuple[float, float]] = []
    for learner, attempt in by_item[key].items():
        rest = [_credit(given[learner]) for given in others if learner in given]
        if rest:
            pairs.append((_credit(attempt), sum(rest) / len(rest)))
    return correlation(pairs) if len(pairs) >= FEWEST else None


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's correlation, or None where one of the two never changes."""
    n = len(pairs)
    mean_x, mean_y = (sum(pair[side] for pair in pairs) / n for side in (0, 1))
    xx = sum((x - mean_x) ** 2 for x, _ in pairs)
    yy = sum((y - mean_y) ** 2 for _, y in pairs)
    xy = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    return xy / math.sqrt(xx * yy) if xx > 1e-12 and yy > 1e-12 else None


def _options(answers: Sequence[RecordedAttempt]) -> tuple[Picked, ...]:
    """The distractor table: of picked options those that were shown, of typed answers those that were given."""
    found = [(each, _given(each.answer)) for each in answers]
    counts = Counter(name for _, names in found for name in names)
    wrong = Counter(name for each, names in found for name in names if not each.right)
    texts, keys = _texts_and_keys(answers)
    names = dict.fromkeys([*texts, *(name for name, _ in counts.most_common())])
    return tuple(Picked(name, texts.get(name, name), name in keys, counts[name], wrong[name]) for name in names)


def _given(answer: str) -> list[str]:
    """What an answer is made of, as texts: the ids picked, or the words, number or order given."""
    data = parsed(answer)
    match data:
        case {"picked": [*ids]}:
            return [str(each) for each in ids]
        case {"number": {"value": value}}:
            return [f"{value:g}" if isinstance(value, int | float) else str(value)]
        case {"text": str(text)}:
            return [text]
        case {"order": [*ids]}:
            return [" < ".join(map(str, ids))]
        case {"knobs": dict(knobs)}:
            return [json.dumps(knobs)]
    return []


def _texts_and_keys(answers: Sequence[RecordedAttempt]) -> tuple[dict[str, str], set[str]]:
    """The texts of the options that can be picked, by their ids in a fixed order, and the ids of the right ones."""
    texts: dict[str, str] = {}
    keys: set[str] = set()
    for each in answers:
        options, marks, answer = parsed(each.options), parsed(each.marks), parsed(each.answer)
        if isinstance(answer, dict) and "picked" in answer and isinstance(options, list):
            texts |= {str(o[0]): str(o[1]) for o in options if isinstance(o, list) and len(o) == 2}
            picked = set(_given(each.answer))
            keys |= {
                name
                for name, mark in (marks.items() if isinstance(marks, dict) else ())
                if mark == ("right" if name in picked else "you missed")
            }
    return dict(sorted(texts.items())), keys


def _certainties(answers: Sequence[RecordedAttempt]) -> tuple[Certainties, ...]:
    counts = Counter((each.certainty, bool(each.foreseen)) for each in answers)
    return tuple(Certainties(level, counts[level, True], counts[level, False]) for level in LEVELS)


def _reliability(deck: str, items: Sequence[dict[Learner, RecordedAttempt]]) -> Reliability:
    everybody = set.intersection(*(set(given) for given in items))
    rows = [[int(bool(given[learner].right)) for given in items] for learner in sorted(everybody)]
    if len(items) < 2:
        return Reliability(deck, len(rows), len(items), None, "it takes two questions")
    if len(rows) < FEWEST:
        return Reliability(
            deck, len(rows), len(items), None, f"{len(rows)} answered all questions, fewer than {FEWEST}"
        )
    found = kr20(rows)
    return Reliability(
        deck, len(rows), len(items), found, None if found is not None else "all learners had the same score"
    )


def kr20(rows: Sequence[Sequence[int]]) -> float | None:
    """Kuder and Richardson's formula 20 (1937) of learners (rows) by questions, 1 or 0; None if all scores agree."""
    learners, questions = len(rows), len(rows[0])
    shares = [sum(row[n] for row in rows) / learners for n in range(questions)]
    totals = [sum(row) for row in rows]
    if min(totals) == max(totals):
        return None
    mean = sum(totals) / learners
    variance = sum((total - mean) ** 2 for total in totals) / learners
    return questions / (questions - 1) * (1 - sum(share * (1 - share) for share in shares) / variance)

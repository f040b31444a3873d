"""What a record of 100,000 answers costs: at home's first paint, and for what is due after one more of them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.first_paint import seconds_until
from benchmarks.processes import quizapp
from benchmarks.table import Measured, Row, Size
from benchmarks.timing import against, in_turn, medians, ms, ratios, seconds_of
from quizapp.deck.finder import bundled_decks, find_deck
from quizapp.deck.reader import read_deck
from quizapp.play.session import Session, start
from quizapp.record.content import content_hash
from quizapp.record.importing import import_attempts
from quizapp.record.place import FILE, NOBODY_ELSE, VARIABLE
from quizapp.record.record import Record
from quizapp.record.recorded import RecordedAttempt, as_json, as_text
from quizapp.review.schedule import schedule, to_do, with_answer

#: Between two answers: three years hold a hundred thousand of them.
PAUSE = timedelta(minutes=15)
#: Questions in place of each of the bundled decks.
ALIKE = 50
CERTAINTIES = ("low", "middle", "high")


def rows(size: Size) -> Iterator[Row]:
    """Home's first paint, and the next due question."""
    answers, times = size.of((100_000, 7), tiny=(60, 1))
    home = f"first paint of home with {answers:,} answers / with none"
    yield Row("home", home, lambda: _home(answers, times), at_most=1.3)
    due = f"milliseconds to the next due question after one more of {answers:,} answers"
    yield Row("next_due", due, lambda: _next_due(answers, times), at_most=50)


def _home(answers: int, times: int) -> Measured:
    with _records(answers) as folders:
        works = {name: partial(_painted, place) for name, place in folders.items()}
        works["due"] = partial(_painted, folders["many"], "Today:")
        turns = in_turn(works, times, warm_up=min(1, times - 1))
    detail = f"{against(turns, 'many', 'none')}; what is due is said after {ms(medians(turns)['due'])}"
    return Measured(ratios(turns, "many", "none"), detail)


def _next_due(answers: int, times: int) -> Measured:
    """Once the schedule has been worked out, which is what takes long, and is told beside it."""
    now, deck = datetime.now(UTC), read_deck(find_deck("weight-initialization"))
    with _records(answers) as folders:
        began = time.perf_counter()
        plan = schedule(Record(Path(folders["many"], FILE)).attempts(), now)
        first = time.perf_counter() - began
    last = next(answers_before(now, 1))
    seconds = [seconds_of(lambda: to_do(with_answer(plan, last, now), deck, now).due[:1]) for _ in range(times)]
    detail = f"{first:.2f} s to read all and work out the schedule, once; {len(plan.cards)} questions in it"
    return Measured(tuple(1e3 * each for each in seconds), detail)


def _painted(folder: str, words: str = "You predict") -> float:
    return seconds_until(quizapp(), words, environment={VARIABLE: folder})


@contextmanager
def _records(answers: int) -> Iterator[Mapping[str, str]]:
    """The folders of a record with so many answers and of an empty one, for as long as the `with` statement lasts."""
    with tempfile.TemporaryDirectory() as folder:
        for name, number in (("many", answers), ("none", 0)):
            now = datetime.now(UTC)
            import_attempts(Path(folder, name, FILE), answers_before(now, number), now)
        yield {name: str(Path(folder, name)) for name in ("many", "none")}


def answers_before(now: datetime, count: int) -> Iterator[RecordedAttempt]:
    """So many answers, one after another, the last of them just before `now`: to the questions of the bundled decks,
    and to others like them.
    """
    asked = [each for path in bundled_decks() for each in _asked(start(read_deck(path), seed=1))]
    for number in range(count):
        at = as_text(now - (count - number) * PAUSE)
        right, like = int(number % 5 > 0), asked[number % len(asked)]
        among = number // len(asked) % ALIKE
        yield like._replace(
            question=f"{like.question}-{among}" if among else like.question,
            attempt=f"a{number}",
            session=f"s{number // len(asked)}",
            certainty=CERTAINTIES[number % 3],
            committed_at=at,
            right=right,
            foreseen=right,
            credit=float(right),
            marked_at=at,
            number=number + 1,
        )


def _asked(session: Session) -> Iterator[RecordedAttempt]:
    """Each question of a deck as it is kept, with whatever differs from answer to answer left open."""
    for attempt in session.attempts:
        question = attempt.question
        options = [[option.id, option.text] for option in attempt.form.options]
        answer = as_json({"picked": [option.id for option in attempt.form.options[:1]]})
        values: dict[str, Any] = {
            **{"attempt": "", "profile": NOBODY_ELSE, "session": "", "kind": "review", "deck": session.deck.name},
            **{"question": question.id, "type": question.type, "revision": question.revision},
            **{"content": content_hash(session.deck, question), "variant": as_json(dict(question.drawn)), "seed": 1},
            **{"options": as_json(options), "prediction": answer, "answer": answer, "certainty": None, "hints": 0},
            **{"committed_at": "", "seconds": 10.0, "right": None, "foreseen": None, "credit": None},
            **{"marks": as_json({each[0]: "right" for each in options}), "disputed": "[]", "judged": 1},
            **{"measured": "[]", "marked_at": "", "tags": as_json(question.tags)},
            **{"objectives": as_json(question.objectives), "version": "0", "source": "benchmark", "number": 0},
        }
        yield RecordedAttempt(**values)

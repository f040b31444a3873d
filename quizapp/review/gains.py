"""What was learned between a test before and a test after, as a share of what there was to learn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from quizapp.play.session import Session
from quizapp.record.record import Record
from quizapp.record.recorded import RecordedAttempt
from quizapp.review.order import in_order

#: By the session of a test: the ids of its questions, answered or not.
Asked = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Gain:
    """Credit before and after, over the questions asked both times, and the gain as a share of what was possible."""

    questions: int
    before: float
    after: float

    @property
    def normalised(self) -> float | None:
        """(after - before) / (1 - before) (Hake 1998); None where there was nothing to gain."""
        return None if self.before >= 1 else (self.after - self.before) / (1 - self.before)


def gain(attempts: Iterable[RecordedAttempt], deck: str, now: datetime, asked: Asked | None = None) -> Gain | None:
    """What the last test after on one deck says beside the last one before it; None without both.

    What was `asked` and not answered earned nothing; an answer that is not scored counts in neither.
    """
    tests: dict[tuple[str, str], dict[str, float | None]] = {}
    for _, each in in_order(attempts, now):
        if each.deck == deck and each.kind in ("pre", "post"):
            test = tests.setdefault((each.kind, each.session), _unanswered((asked or {}).get(each.session, ())))
            test[each.question] = (each.credit or 0.0) if each.scored else None
    last_before = last_after = None
    for (kind, _), test in tests.items():
        if kind == "pre":
            last_before, last_after = test, None
        elif last_before is not None:
            last_after = test
    return None if last_before is None or last_after is None else gain_between(last_before, last_after)


def _unanswered(questions: Iterable[str]) -> dict[str, float | None]:
    return dict.fromkeys(questions, 0.0)


def gain_between(before: Mapping[str, float | None], after: Mapping[str, float | None]) -> Gain | None:
    """The gain by the credit of each question, over those that have one both times; None if there are none."""
    pairs = [(one, other) for name, one in before.items() if one is not None and (other := after.get(name)) is not None]
    if not pairs:
        return None
    return Gain(len(pairs), *(sum(pair[side] for pair in pairs) / len(pairs) for side in (0, 1)))


def gain_of_post_test(session: Session, record: Record | None, now: datetime) -> str:
    """What a post-test that is marked and kept says beside the pre-test, in a sentence; nothing of other sessions."""
    if session.exam is None or session.exam.kind != "post" or record is None:
        return ""
    found = gain(record.attempts(), session.deck.name, now, record.questions_asked())
    return "No question counts in both tests, so there is no gain to tell." if found is None else gain_in_words(found)


def gain_in_words(found: Gain) -> str:
    """A gain with both shares, and what it means, in a sentence."""
    over = f"the {found.questions} questions" if found.questions > 1 else "the one question"
    shares = f"Credit {found.before:.0%} before and {found.after:.0%} after, over {over} asked both times"
    if found.normalised is None:
        return f"{shares}: all was right before already, so there was nothing to gain, and no normalised gain."
    means = "the share of what was missing before that is there now, (after - before) / (1 - before)"
    fewer = "; below 0, as there was less after than before" if found.normalised < 0 else ""
    return f"{shares}: a normalised gain of {found.normalised:.2f}, {means}{fewer}."

"""The sessions of a program: judged in the background, kept in the record, and gone on with where they were left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quizapp.deck.model import Deck
from quizapp.evidence.probes import ProbeValues
from quizapp.play.judging import Judgement
from quizapp.play.session import Session, start
from quizapp.questions.question import Question
from quizapp.record.left import left_in_the_middle, place_in_words
from quizapp.record.record import Found
from quizapp.record.rows import Kind
from quizapp.ui.play.judged_screen import JudgementOf, MarksOf, judge_marks
from quizapp.ui.play.keeper import Keeper
from quizapp.ui.play.services import Services


@dataclass(frozen=True)
class Opened:
    """A session that is shown from now on, and what the learner has to know of where it comes from."""

    session: Session
    notes: tuple[str, ...] = ()


class Sessions:
    """The sessions that were begun or gone on with since the program was started."""

    def __init__(self, services: Services, keeper: Keeper) -> None:
        self._services, self._keeper = services, keeper
        self._begun: dict[str, Session] = {}
        self._reviews: set[str] = set()
        self._seen_again: set[str] = set()

    def latest(self, path: Path) -> Session | None:
        """The session begun last with the deck in a file, but for practice, what is seen again, and ended exams."""
        aside = self._reviews | self._seen_again
        begun = (each for each in reversed(self._begun.values()) if each.id not in aside)
        return next((each for each in begun if each.deck.path == path and (not each.exam or each.in_exam)), None)

    def known(self, session_id: str) -> Session | None:
        """The session of an id, as it stands."""
        return self._begun.get(session_id)

    @property
    def answered(self) -> int:
        """How many answers were marked since the program was started."""
        return sum(each.answered for each in self._begun.values() if not self.is_seen_again(each))

    def judge_all(self) -> None:
        """Take what the background has found out."""
        for session in list(self._begun.values()):
            self.keep(session)

    def keep(self, session: Session) -> Session:
        """Keep a session, with what is known of its marks, and have the others judged."""
        before = self._begun.get(session.id, session)
        if before.exam is not None and before.exam.over and session.in_exam:
            session = session.ended()  # a state from just before its end comes late
        judged = judge_marks(session, self._services)
        self._begun[session.id] = judged
        if not self.is_seen_again(judged):
            self._keeper.later(judged, self._newly_found(before, judged))
        return judged

    def see_again(self, session: Session) -> Session:
        """Show an answer that is in the record once more: it is judged, and not kept a second time."""
        self._seen_again.add(session.id)
        return self.keep(session)

    def is_seen_again(self, session: Session) -> bool:
        """Whether a session is nothing but an answer from the record that is shown once more."""
        return session.id in self._seen_again

    def _newly_found(self, before: Session, now: Session) -> Found:
        """What was measured for the attempts that were marked, or whose marks were judged, since an earlier state."""
        found: dict[str, Judgement | ProbeValues] = {}
        outcome = self._services.background.outcome
        for earlier, later in zip(before.attempts, now.attempts, strict=True):
            if later.judged > earlier.judged and isinstance(judgement := outcome(JudgementOf(later.id)), Judgement):
                found[later.id] = judgement
            elif later.marked > earlier.marked and isinstance(measured := outcome(MarksOf(later.id)), dict):
                found[later.id] = measured
        return found

    def opened(self, deck: Deck, seed: int, anew: bool = False) -> Opened:
        """The session with a deck that is gone on with, or a new one."""
        current = self.latest(deck.path)
        if current is not None and not anew:
            return Opened(self.keep(current.at_open()))
        if anew:
            self._end_all_of(deck, current)
        elif (found := self._resumed(deck)) is not None:
            return Opened(self.keep(found.session), found.notes)
        return Opened(self.keep(start(deck, seed, at=self._services.clock())))

    def review(self, deck: Deck, due: Sequence[Question], seed: int) -> Opened:
        """The practice of what is due in a deck: what was left in the middle of it, or a new session."""
        found = self._resumed(deck, "review")
        if found is None or found.session.is_done:
            found = Opened(start(deck, seed, due, self._services.clock()))
            self._keeper.begin(found.session, "review")
        self._reviews.add(found.session.id)
        return Opened(self.keep(found.session), found.notes)

    def again(self, session: Session, seed: int) -> Session:
        """A new session with the questions that were not right, or with all of them."""
        again = session.not_right() or None
        return self.keep(start(session.deck, seed, again, self._services.clock()))

    def finished(self, session: Session) -> Session:
        """A session that was seen to its summary; one with all answers given is over."""
        kept = self.keep(session)
        if kept.is_done:
            self._keeper.end(kept)
        return kept

    def _resumed(self, deck: Deck, kind: Kind = "play") -> Opened | None:
        found = left_in_the_middle(self._keeper.record, deck, kind)
        if found is None:
            return None
        return Opened(found.session, (f"You are where you left off: {place_in_words(found.session)}.", *found.notes))

    def _end_all_of(self, deck: Deck, current: Session | None) -> None:
        """Nothing of this deck is gone on with any more."""
        if current is not None:
            self._keeper.end(current)
        record = self._keeper.record
        for sitting in record.unfinished(deck) if record is not None else ():
            if record is not None and sitting.kind == "play" and (found := record.resume(sitting, deck)) is not None:
                self._keeper.end(found.session)

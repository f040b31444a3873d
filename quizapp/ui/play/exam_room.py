"""The exam that was asked for: how it is begun or gone on with, how its time passes, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from quizapp.deck.model import Deck
from quizapp.play.exam import warning
from quizapp.play.session import Session
from quizapp.review.exams import Plan, Sat, Wanted, began, end_others, gone_on_with, planned
from quizapp.review.gains import gain_of_post_test
from quizapp.ui.play.keeper import Keeper
from quizapp.ui.play.services import Services
from quizapp.ui.play.sessions import Sessions


@dataclass(frozen=True)
class Passed:
    """How the time of an exam went on: what is to be said, and the session once it is over by that."""

    said: str = ""
    over: Session | None = None


class ExamRoom:
    """One exam on one deck, in one run of the program."""

    def __init__(self, wanted: Wanted, sessions: Sessions, services: Services, keeper: Keeper) -> None:
        self.wanted, self._sessions, self._services, self._keeper = wanted, sessions, services, keeper
        self._id = ""
        self._left: float | None = None

    @property
    def session(self) -> Session | None:
        """The exam as it stands, once it was begun."""
        return self._sessions.known(self._id)

    def opened(self, deck: Deck, seed: int) -> Sat | Plan:
        """The exam that is on or was left, or the plan of a new one; CannotSit if there can be none."""
        current = self.session
        if current is not None:
            return Sat(current)
        found = None if self.wanted.anew else gone_on_with(deck, self.wanted, self._keeper.record)
        if found is None:
            return planned(deck, self.wanted, seed, self._keeper.record)
        self._take(found.session)
        at_hand = found.session.in_exam and found.session.current.final
        return Sat(self._sessions.keep(found.session.at_next_open() if at_hand else found.session), found.notes)

    def begin(self, deck: Deck, plan: Plan) -> Session:
        """Begin a new one; its time runs from now."""
        end_others(deck, self.wanted, self._keeper.record)
        session = began(deck, self.wanted, plan, self._services.clock(), self._services.running())
        self._take(session)
        return self._sessions.keep(session)

    def _take(self, session: Session) -> None:
        self._id = session.id
        self._left = session.exam.left(self._services.running()) if session.exam else None

    def passed(self) -> Passed:
        """What there is to do for the time that passed."""
        session, now = self.session, self._services.running()
        if session is None or session.exam is None or not session.in_exam:
            return Passed()
        before, self._left = self._left, session.exam.left(now)
        timed = session.timed(now)
        if timed is not session:
            return Passed("Time is over. What is not committed counts as unanswered.", timed)
        return Passed(warning(before, self._left))

    def ended(self, session: Session) -> tuple[Session, str]:
        """The exam with all of it marked and kept, and the gain where it was a test after another one."""
        kept = self._sessions.finished(session)
        return kept, gain_of_post_test(kept, self._keeper.record, datetime.now(UTC))

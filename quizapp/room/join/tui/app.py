"""The app of a participant: shows the screen that belongs to where the room stands."""

from __future__ import annotations

from textual.worker import Worker

from quizapp.play.certainty import Certainty
from quizapp.room.client.question import Asked
from quizapp.room.client.state import Seen
from quizapp.room.join import words
from quizapp.room.join.drafts import Draft
from quizapp.room.join.member import Member
from quizapp.room.join.tui.following import Following
from quizapp.room.window.app import RoomApp


class JoinApp(RoomApp):
    """A participant's terminal; `member` has joined already."""

    def __init__(self, member: Member, nickname: str | None = None, ascii_only: bool = False) -> None:
        super().__init__(ascii_only)
        self.member, self.nickname = member, nickname
        self.drafts: dict[tuple[str, int], Draft] = {}
        self.taking_part: Worker[None] | None = None

    async def on_ready(self) -> None:
        """Show how things stand, and take part until the end."""
        self.member.told = self._changed
        await self._show()
        self.taking_part = self.run_worker(self.member.take_part(), exit_on_error=True)

    def _changed(self) -> None:
        """Something is new; it is shown after what is under way."""
        self.call_next(self._show)

    async def _show(self) -> None:
        seen = self.member.stand
        if seen is None:
            return
        await self.show(_what(seen), lambda: self._screen(seen))
        if isinstance(screen := self.in_front, Following):
            screen.follow()

    def _screen(self, seen: Seen) -> Following:
        from quizapp.room.join.tui.told import ToldScreen
        from quizapp.room.join.tui.vote import VoteScreen
        from quizapp.room.join.tui.wait import WaitScreen

        if seen.asked is None:
            return WaitScreen(self.member, self.nickname)
        if seen.reveal is not None:
            return ToldScreen(self.member)
        number = round_of(seen)
        return VoteScreen(self.member, seen.asked, number, self.draft(seen.asked, number), self.keep_draft)

    def draft(self, asked: Asked, number: int) -> Draft:
        """What stands there for a vote: as it was left, or as it was sent; a second vote begins with nothing."""
        if (left := self.drafts.get((asked.id, number))) is not None:
            return left
        if (cast := self.member.ballots.of(asked.id, number)) is None:
            return Draft(asked.form.blank)
        sure = next((each for each in Certainty if each.value == cast.ballot.certainty), None)
        return Draft(words.answer_of(asked, cast.ballot.answer), sure)

    def keep_draft(self, asked: Asked, number: int, draft: Draft) -> None:
        """Keep what stands there, for when the room comes back to it."""
        self.drafts[asked.id, number] = draft


def round_of(seen: Seen) -> int:
    """The round that is on, or that was on last before the answer is told."""
    return 2 if seen.round == 2 else 1


def _what(seen: Seen) -> object:
    """What is on the screen: another one comes exactly if this is another."""
    if seen.asked is None:
        return "waiting"
    return (seen.asked.id, "told" if seen.reveal is not None else round_of(seen))
